"""The check mark: does a finite difference agree with the derivative shown, and how well?"""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from core.chain_rule.gradcheck import Check, check
from core.chain_rule.values import Explanation
from core.quantity import format_number
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import styled

LEAST_GAP = 0.25
"""Seconds between two checks while frames come fast."""
_SHARE = 20.0
"""A check waits so many times as long as the last one took, so that it takes at most 5 % of the time."""
_CHEAP = 0.02
"""Seconds; one that takes no longer is made at once where the numbers stand still."""
_DIGITS = 6


class CheckLine(QLabel):
    """One line, computed anew for each frame; while they come fast, or where it is dear, four times a second."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: tuple[Frame, Explanation, int | None] | None = None
        self._free_at = 0.0
        self.setObjectName("help")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setToolTip(
            "A witness that knows no chain rule: nudge the parameter a little both ways, see how the loss moves,"
            " and divide: (L(p + h) − L(p − h)) ÷ 2h"
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._compute)

    def ask(self) -> None:
        """Check what is shown now, as soon as it is cheap."""
        if not self._timer.isActive():
            self._timer.start(max(0, round(1000 * (self._free_at - time.monotonic()))))

    @Slot()
    def _compute(self) -> None:
        frame, found = self._workspace.reasoning.frame, self._workspace.reasoning.explanation
        if found is None or frame.network is None or frame.rows is None or frame.snapshot is None:
            self.setText("")
            return
        shown, path = self._shown, self._workspace.reasoning.path
        if shown is not None and shown[0] is frame and shown[1] is found and shown[2] == path:
            return
        begun = time.monotonic()
        result = check(frame.document, frame.network, frame.snapshot.theta, frame.rows, found)
        self._shown = (frame, found, path)
        took = time.monotonic() - begun
        fast = frame.running or took > _CHEAP
        self._free_at = time.monotonic() + max(LEAST_GAP, _SHARE * took) if fast else 0.0
        colors = self._workspace.theme.colors
        ink = {True: colors.accent, False: colors.danger, None: colors.muted}[result.agrees]
        self.setStyleSheet(styled(f"color: {ink}"))
        share = path is not None and len(found.paths) > 1
        self.setText(check_words(result, found.derivative, frame.step if frame.running else None, share=share))
        self._keep_room()

    def _keep_room(self) -> None:
        """Insist on the height of all lines: layouts within layouts give too little."""
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._keep_room()


def check_words(result: Check, derivative: float, step: int | None = None, *, share: bool = False) -> str:
    """Say how a finite difference compares with the derivative.

    ``step`` is named where the numbers run on; with ``share`` the card shows one of several paths.
    """
    when = ("" if step is None else f" at step {step:,}") + (", of all paths together," if share else "")
    numeric = format_number(result.numeric, _DIGITS)
    if result.agrees is None:
        return f"– A finite difference{when} cannot tell. {result.note}"
    if not result.agrees:
        return (
            f"✗ A finite difference{when} gives {numeric}, the chain rule {format_number(derivative, _DIGITS)}: "
            f"they disagree.{f' {result.note}' if result.note else ''}"
        )
    error = "" if result.relative_error is None else f" (relative error {format_number(result.relative_error, 1)})"
    return f"✓ A finite difference{when} gives {numeric}{error}.{f' {result.note}' if result.note else ''}"
