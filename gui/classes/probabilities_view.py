"""Probabilities: how the raw values of the chosen row become probabilities, and what ArgMax makes of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.catalog import LOSSES, NODE_KINDS
from core.document import Node
from core.edits.classes import SetKind
from core.powers import powers, slopes
from core.targets import compared
from gui.choice import NO_CHOICE, choice_shown
from gui.classes.class_panel import ClassPanel
from gui.classes.probability_model import Sheet
from gui.classes.probability_table import ProbabilityTable
from gui.classes.row_box import RowBox
from gui.frame import Frame
from gui.plots.elided_label import ElidedLabel
from gui.plots.segments import Segments
from gui.turns import SOON
from gui.workspace import Workspace

KINDS = (
    ("softmax", "SoftMax", "Let the node put out probabilities (SoftMax): the network learns through them"),
    ("argmax", "ArgMax", "Let the node put out 1 for the largest raw value, else 0 (ArgMax): it cannot learn"),
)  # fmt: skip
SHIFTED = (
    "The largest raw value is taken from all: the probabilities stay the same, and no power overflows.",
    "The largest raw value is subtracted; the probabilities stay the same.",
)
AS_WRITTEN = (
    "Computed as e^(raw − largest) ÷ sum, which is the same number and cannot overflow.",
    "The largest raw value is subtracted: same result.",
)
FLAT = (
    "ArgMax jumps and is flat in between: every derivative is 0, so nothing trains through it.",
    "ArgMax is flat: every derivative is 0.",
)
_LOSS_SIGNS = {"cross_entropy": "CE"}


class ProbabilitiesView(ClassPanel):
    """The steps from raw values to probabilities for one row, and a switch between SoftMax and ArgMax."""

    of_row = SOON

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Probabilities")
        self._node: Node | None = None
        self.switch = Segments(KINDS, self, "How the node chooses")
        self.switch.chosen.connect(self._use)
        self.controls.addWidget(self.switch)
        self.row = RowBox(workspace, self)
        self.verdict = ElidedLabel(self, 8.5)
        self.table = ProbabilityTable(workspace.theme, self)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.row)
        line.addWidget(self.verdict, 1)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        self.restyle()

    def show_frame(self, frame: Frame) -> str:
        """Show the chosen row at the softmax or argmax that is selected, or at the first."""
        node = self._node = choice_shown(frame.document, self.workspace.selection.node)
        self.switch.setVisible(node is not None)
        if node is None:
            return NO_CHOICE
        self.switch.show_chosen(node.kind)
        sums, row = frame.sums(node.id), self.workspace.selection.row
        raw = frame.sums_of(node.id, row)
        if raw is None or sums is None:
            return frame.reason or "Type rows into the table to see their probabilities."
        sheet = _sheet(frame, node, raw, row)
        self.row.offer(sums.shape[1], row)
        self._say(sheet)
        self.table.page.show(sheet)
        flat = NODE_KINDS[node.kind].flat
        self.note.say(*(FLAT if flat else SHIFTED if sheet.found.shift else AS_WRITTEN))
        return ""

    def _say(self, sheet: Sheet) -> None:
        called = sheet.classes[sheet.found.winner]
        if sheet.observed is None:
            whose = "" if self.workspace.turns.frame.tried is None else "your picture: "
            self.verdict.say(f"{whose}predicted {called}")
        elif sheet.observed == sheet.found.winner:
            self.verdict.say(f"✓ predicted {called}, as observed", f"✓ {called}")
        else:
            observed = sheet.classes[sheet.observed]
            self.verdict.say(f"✕ predicted {called}, but {observed} was observed", f"✕ {called}, not {observed}")
        colors = self.workspace.theme.colors
        wrong = sheet.observed not in (None, sheet.found.winner)
        self.verdict.setStyleSheet(f"color: {colors.danger if wrong else colors.text}")

    @Slot(str)
    def _use(self, kind: str) -> None:
        """Change the node's kind by one edit; the way back to SoftMax brings the loss back that it had."""
        node, document = self._node, self.workspace.document
        if node is None or node.id not in document.nodes or document.nodes[node.id].kind == kind:
            return
        self.workspace.do(SetKind(node.id, kind))
        self.refresh()


def _sheet(frame: Frame, node: Node, raw: np.ndarray, row: int) -> Sheet:
    """Return what to show of one row."""
    told = frame.rows is not None and frame.tried is None
    numbers = frame.rows.classes.get(node.id) if frame.rows is not None and told else None
    observed = None if numbers is None else int(numbers[row])
    found, loss = powers(raw), frame.document.training.loss
    if observed is None or node.id not in {one.id for one in compared(frame.document)}:
        return Sheet(node.classes, found, node.kind, "", observed)
    seen = np.arange(len(node.classes)) == observed
    name = _LOSS_SIGNS.get(loss, LOSSES[loss].title)
    return Sheet(node.classes, found, node.kind, name, observed, slopes(node.kind, loss, raw, seen))
