"""Sentences to the user that do not stop the work: a refusal by the pointer, a notice along the canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor

from gui.controls.refusal_tip import RefusalTip


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence; ``level`` is "info", "done" or "problem"; ``action`` is offered as a button named ``offer``.

    It goes with the next edit, unless ``holds`` says that it is still true then.
    """

    text: str
    level: str = "info"
    offer: str = ""
    action: Callable[[], object] | None = None
    holds: Callable[[], bool] | None = None


class Notices(QObject):
    """Where sentences are posted. ``posted(notice)`` goes to the banner of the window."""

    posted = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tip: RefusalTip | None = None
        """The last refusal, once there was one."""

    def post(
        self, text: str, level: str = "info", offer: str = "", action: Callable[[], object] | None = None,
        holds: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        """Show a sentence along the canvas until it is closed or replaced, or an edit makes it untrue."""
        self.posted.emit(Notice(text, level, offer, action, holds))

    def refuse(self, text: str, at: QPoint | None = None) -> None:
        """Show by the pointer (or at ``at``, in screen pixels) why something was not done."""
        self.tip = self.tip or RefusalTip()
        self.tip.say(text, at or QCursor.pos())
        self.refused.emit(text)
