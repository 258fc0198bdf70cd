"""The panel that answers "Why doesn't it learn?": each finding with its proof and what can be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.chain_rule.symbols import Symbols
from core.diagnosis import Finding
from core.document import wired
from core.naming import differential
from core.quantity import format_number
from gui.controls.fields import Popover, heading
from gui.controls.labels import written
from gui.state.reasoning import HIDDEN
from gui.state.workspace import Workspace
from gui.theme import font, icon

WIDTH = 400
MARGIN, INSET = 14, 12
MOST = 4
VIEWS = {"step_too_large": "slope", "plateau": "slope", "bump": "fit"}
"""The view in which a finding can be seen."""
NOTHING = "Nothing was found that keeps it from learning."


class DiagnosisPanel(Popover):
    """Shows findings as they were when it opened: nothing moves under the pointer. ``mended``: a remedy was tried."""

    mended = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget, findings: tuple[Finding, ...]) -> None:
        super().__init__(parent)
        self.setAccessibleName(question(findings))
        self._workspace = workspace
        self.setFixedWidth(WIDTH)
        self.body.setContentsMargins(MARGIN, 12, MARGIN, 14)
        self.body.setSpacing(10)
        self.body.addWidget(heading(question(findings)))
        for finding in findings[:MOST]:
            self.body.addWidget(self._card(finding))
        if len(findings) > MOST:
            self.body.addWidget(_text(f"And {len(findings) - MOST} more: mend these first."))
        if not findings:
            self._say_nothing_is_wrong()

    def open_at(self, spot: QPoint) -> None:
        """Show the panel with its corner at ``spot`` (screen pixels), inside the screen."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        x = max(area.left(), min(spot.x(), area.right() - self.width()))
        y = max(area.top(), min(spot.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()

    def _card(self, finding: Finding) -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(INSET, 10, INSET, 10)
        box.setSpacing(7)
        head, foot = QHBoxLayout(), QHBoxLayout()
        box.addLayout(head)
        self._title(head, finding)
        proof = written(self._workspace.document, finding.proof)
        box.addWidget(_text(proof, WIDTH - 2 * (MARGIN + INSET + 1)))
        box.addLayout(foot)
        self._offer(foot, finding)
        return card

    def _title(self, row: QHBoxLayout, finding: Finding) -> None:
        colors = self._workspace.theme.colors
        mark, title = QLabel(self), QLabel(finding.title, self)
        name, ink = ("triangle-alert", colors.danger) if finding.serious else ("info", colors.accent)
        mark.setPixmap(icon(name, ink).pixmap(QSize(18, 18)))
        title.setFont(font(9.75, bold=True))
        title.setWordWrap(True)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(title, 1)

    def _offer(self, row: QHBoxLayout, finding: Finding) -> None:
        if finding.remedy is not None:
            tip = "Do this, as one step that Undo takes back"
            row.addWidget(self._button(finding.offer, tip, partial(self._mend, finding), primary=True))
        if finding.nodes or finding.ref is not None:
            view = VIEWS.get(finding.name, "")
            words = f"Show in the {view}" if view else "Show"
            row.addWidget(self._button(words, "Select where it is", partial(self._show_place, finding)))
        row.addStretch(1)

    def _button(self, words: str, tip: str, act: partial[None], *, primary: bool = False) -> QPushButton:
        button = QPushButton(written(self._workspace.document, words), self)
        button.setObjectName("primary" if primary else "")
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

    def _mend(self, finding: Finding) -> None:
        self.close()
        if finding.remedy is not None:
            self._workspace.do(finding.remedy)
            self.mended.emit()

    def _show_place(self, finding: Finding) -> None:
        self.close()
        select(self._workspace, finding)

    def _say_nothing_is_wrong(self) -> None:
        frame = self._workspace.turns.frame
        if self._workspace.reasoning.secret:
            self.body.addWidget(_text(HIDDEN))
            return
        found = self._workspace.diagnosis.signs()
        if frame.snapshot is None or found is None:
            self.body.addWidget(_text(frame.reason or "There is nothing to compute yet."))
            return
        loss = Symbols(frame.document).loss
        self.body.addWidget(_text(NOTHING))
        for words in (f"{loss} at first: {format_number(found.first)}", f"{loss} now: {format_number(found.now)}",
                      f"largest derivative: {differential(loss)}/d{found.name} = {format_number(found.steepest)}"):
            self.body.addWidget(_text(written(frame.document, words)))


def question(findings: tuple[Finding, ...]) -> str:
    """Return what the findings answer: a network that has learned and goes no lower is none that does not learn."""
    settled = findings and not any(finding.serious for finding in findings)
    return "Why doesn't it go any lower?" if settled else "Why doesn't it learn?"


def select(workspace: Workspace, finding: Finding) -> None:
    """Choose what a finding is about, and bring the view to the front in which it can be seen."""
    ref, selection = finding.ref, workspace.selection
    if ref is None:
        selection.choose(nodes=finding.nodes)
    elif wired(ref):
        selection.choose(pairs=[ref], parameter=ref)
    else:
        selection.choose(nodes=[ref[1]], parameter=ref)
    if finding.index:
        workspace.reasoning.look_at(finding.index)
    if finding.name in VIEWS:
        workspace.diagnosis.view_wanted.emit(VIEWS[finding.name])


def _text(words: str, width: int = WIDTH - 2 * MARGIN) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFixedWidth(width)
    label.setMinimumHeight(label.heightForWidth(width))  # layouts in layouts give too little
    return label
