"""Probabilities: how the raw values of the chosen row become probabilities, and what ArgMax makes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.catalog import LOSSES, NODE_KINDS
from core.document import Node
from core.edits.classes import SetKind
from core.engine.powers import powers, slopes
from core.targets import compared
from gui.classes.class_panel import ClassPanel
from gui.classes.probability_model import Sheet
from gui.classes.probability_table import ProbabilityTable
from gui.classes.row_box import RowBox
from gui.controls.choice import NO_CHOICE, choice_shown
from gui.controls.tool_button import explain, tool_button
from gui.plots.elided_label import ElidedLabel
from gui.plots.segments import WIDE
from gui.state.frame import Frame
from gui.state.turns import SOON
from gui.state.workspace import Workspace
from gui.theme import styled

USES = {
    "softmax": ("argmax", "puts out 1 for the largest raw value, else 0, and cannot learn"),
    "argmax": ("softmax", "puts out probabilities, through which the network learns"),
}
"""By the kind of a node: the one that it can become, and what it does then."""
SHIFTED = (
    "The largest raw value is taken from all: the probabilities stay the same, and no power overflows.",
    "The largest raw value is subtracted; the probabilities stay the same.",
)
AS_WRITTEN = (
    "Computed as e^(raw − largest) ÷ sum, which is the same number and cannot overflow.",
    "Computed without overflow: same result.",
)
FLAT = (
    "ArgMax jumps and is flat in between: every derivative is 0, so nothing trains through it.",
    "ArgMax is flat: every derivative is 0.",
)
_LOSS_SIGNS = {"cross_entropy": "CE"}


class ProbabilitiesView(ClassPanel):
    """The steps from raw values to probabilities for one row; a button makes an ArgMax of the SoftMax and back."""

    of_row = SOON

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Probabilities")
        self._node: Node | None = None
        self.use = tool_button(self, "Use ArgMax", self._use, text="Use ArgMax", points=WIDE, style="padding: 2px 5px")
        self.controls.addWidget(self.use)
        self.row = RowBox(workspace, self)
        self.verdict = ElidedLabel(self, 8.5)
        self.table = ProbabilityTable(workspace.theme, self)
        column, line = QVBoxLayout(self.content), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        line.setSpacing(6)
        line.addWidget(self.row)
        line.addWidget(self.verdict, 1)
        column.addWidget(self.table, 1)
        workspace.reasoning.secret_changed.connect(self.refresh)
        self.restyle()

    def show_frame(self, frame: Frame) -> str:
        """Show the chosen row at the softmax or argmax that is selected, or at the first."""
        node = self._node = choice_shown(frame.document, self.workspace.selection.node)
        self._offer(frame, node)
        if node is None:
            return NO_CHOICE
        sums, row = frame.sums(node.id), self.workspace.selection.row
        raw = frame.sums_of(node.id, row)
        if raw is None or sums is None:
            return frame.reason or "Type rows into the table to see their probabilities."
        secret = self.workspace.reasoning.secret
        sheet = replace(_sheet(frame, node, raw, row), secret=secret)
        self.row.offer(sums.shape[1], row)
        self._say(sheet)
        self.table.page.show(sheet)
        told = ("",) if secret else FLAT if NODE_KINDS[node.kind].flat else AS_WRITTEN  # a step may ask for just that
        self.note.say(*(SHIFTED if sheet.found.shift and told is AS_WRITTEN else told))
        return ""

    def _offer(self, frame: Frame, node: Node | None) -> None:
        """Offer the other kind; where both are drawn, for the selected node alone, so that no other is changed."""
        kinds = {one.kind for one in frame.document.nodes.values() if NODE_KINDS[one.kind].classes}
        meant = node is not None and (len(kinds) == 1 or node.id == self.workspace.selection.node)
        self.use.setVisible(meant)
        if node is not None:
            other, does = USES[node.kind]
            title = NODE_KINDS[other].title
            self.use.setText(f"Use {title}")
            explain(self.use, f"Use {title} in place of {node.label}: a change of the network, which Undo takes back. "
                              f"The node then {does}")  # fmt: skip

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
        self.verdict.setStyleSheet(styled(f"color: {colors.danger if wrong else colors.text}"))

    def _use(self) -> None:
        """Change the node's kind by one edit; the way back to SoftMax brings the loss back that it had."""
        node, document = self._node, self.workspace.document
        if node is None or node.id not in document.nodes:
            return
        self.workspace.do(SetKind(node.id, USES[document.nodes[node.id].kind][0]))
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
