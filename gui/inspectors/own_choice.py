"""Two buttons that choose which of a node's own parameters the card below shows: its filters or its bias."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.document import Document, Ref, bias_of, filters_of
from gui.controls.labels import subscripted
from gui.controls.tool_button import tool_button
from gui.state.workspace import Workspace


def own_parameters(document: Document, node: str) -> tuple[Ref, ...]:
    """Return the parameters that stand at a node and not on a connection: filters, then the bias."""
    return tuple(ref for ref in (filters_of(node), bias_of(node)) if document.has(ref))


class OwnChoice(QWidget):
    """A button for each of ``refs``; the one looked at is down."""

    def __init__(self, workspace: Workspace, refs: tuple[Ref, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        group = QButtonGroup(self)
        self.buttons = {ref: self._button(ref) for ref in refs}
        for button in self.buttons.values():
            group.addButton(button)
            layout.addWidget(button, 1)

    def _button(self, ref: Ref) -> QToolButton:
        name = subscripted(self._workspace.document.parameter(ref).name)
        word = "Filters" if ref[0] else "Bias"
        tip = f"Show the numbers of the {word.lower()}, their derivatives and where these come from"
        title = f"{word} {name}"
        button = tool_button(self, tip, partial(self._choose, ref), text=title, name=title, checkable=True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setChecked(self._workspace.reasoning.ref == ref)
        return button

    def _choose(self, ref: Ref) -> None:
        self._workspace.selection.choose([ref[1]], parameter=ref)
