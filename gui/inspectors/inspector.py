"""The panel beside the canvas: what is selected, its numbers at this very step, and what can be set."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core import rules
from core.classes import notes
from core.document import Document, Node, Ref
from core.edits.settings import SetTitle
from gui.controls.fields import heading, help_line
from gui.inspectors.chain_card import ChainCard
from gui.inspectors.layer_button import are_alike, image_button, merge_button, split_button
from gui.inspectors.node_form import NodeForm
from gui.inspectors.own_choice import OwnChoice, own_parameters
from gui.inspectors.parameter_card import ParameterCard
from gui.inspectors.rows import RowCard, TextField
from gui.state.workspace import Workspace

FACTS = (
    ("nodes", "Inputs, hidden nodes and layers, outputs: a layer counts once"),
    ("connections", "How many pairs of nodes are joined"),
    ("parameters", "How many weights and biases there are in all"),
    ("of them trainable", "How many of them training may change; the others are frozen"),
)
_CHEAP = 0.004
"""Seconds that showing a frame may take each time; where it takes longer, there is a rest before the next."""
_REST = 10.0
"""So many times as long as it took."""


def _facts(document: Document) -> tuple[str, int, int, int, int, tuple[str, ...], tuple[str, ...]]:
    """Return what the network's own page says: title, counts, and sentences on what is lacking or worth knowing."""
    found = document.parameters().values()
    size, learning = sum(one.value.size for one in found), sum(int(one.trainable.sum()) for one in found)
    lacking = tuple(problem.sentence for problem in rules.problems(document))
    known = () if lacking else tuple(notes(document))
    return document.title, len(document.nodes), len(document.connections), size, learning, lacking, known


class Inspector(QScrollArea):
    """Shows the selected node, connection or parameter; the network as a whole if nothing is selected."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: object = None
        self._free_at = 0.0
        self.cards: list[ParameterCard] = []
        self.chain = ChainCard(workspace, self)
        self.chain.hide()
        self.chain.turn_changed.connect(self._blank)
        workspace.reasoning.secret_changed.connect(self._blank)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Inspector")
        workspace.selection.changed.connect(self._refresh)
        workspace.bridge.changed.connect(self._refresh)
        workspace.turns.join(self._redraw)
        self._refresh()

    @Slot()
    def _refresh(self, *_: object) -> None:
        """Build the form for the selection; forms follow numbers by themselves and are kept while they fit."""
        wanted = self._key()
        if wanted != self._shown:
            self._shown = wanted
            self._drop()
            self.setWidget(self._build())

    def _redraw(self) -> None:
        """Show the newest frame's numbers; while training runs faster than can be read, only as often as is cheap."""
        begun, training = time.monotonic(), self._workspace.training
        if not self.isVisible() or (training.running and not training.slow and begun < self._free_at):
            return
        for card in self.cards:
            card.refresh()
        self.chain.refresh()
        took = time.monotonic() - begun
        self._free_at = begun + took + (_REST * took if took > _CHEAP else 0.0)

    @Slot()
    def _blank(self) -> None:
        """Show no results on the cards while somebody works them out."""
        for card in self.cards:
            card.hide_results(hidden=self.chain.turn.isChecked() or self._workspace.reasoning.secret)

    def _drop(self) -> None:
        """Let the old form go later: it may be one of its own fields that brought the change. The chain rule stays."""
        self.chain.hide()
        self.chain.setParent(self)
        self.cards = []
        old = self.takeWidget()
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()

    def _key(self) -> object:
        selection, document = self._workspace.selection, self._workspace.document
        shapes = tuple(
            (node, found.units, found.kind, None if found.filters is None else found.filters.value.shape)
            for node in sorted(selection.nodes) if (found := document.nodes[node])
        )  # fmt: skip
        whole = None if selection.nodes or self._refs() else _facts(document)
        return (shapes, selection.pairs, selection.parameter, whole, are_alike(self._workspace))

    def _build(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 6, 12, 12)
        layout.setSpacing(7)
        for widget in self._parts(page):
            layout.addWidget(widget)
        self.chain.setVisible(self._workspace.reasoning.ref is not None)
        layout.addStretch(1)
        return page

    def _parts(self, page: QWidget) -> list[QWidget]:
        selection, document = self._workspace.selection, self._workspace.document
        if selection.node is not None:
            return self._node_parts(document.nodes[selection.node], page)
        refs = self._refs()
        if selection.nodes:
            chosen = f"{len(selection.nodes)} nodes and {len(selection.pairs)} connections"
            merge = merge_button(self._workspace, page)
            return [heading("Selection"), help_line(f"{chosen} are selected."), *merge, *self._cards(refs, page)]
        return [*self._cards(refs, page), *self._reason()] if refs else self._network(page)

    def _refs(self) -> list[Ref]:
        """Return the parameters whose cards are shown; a connection into a softmax has none."""
        selection, document = self._workspace.selection, self._workspace.document
        refs: list[Ref] = [selection.parameter] if selection.parameter and not selection.pairs else []
        return refs + [pair for pair in document.connections if pair in selection.pairs and document.has(pair)][:12]

    def _node_parts(self, node: Node, page: QWidget) -> list[QWidget]:
        """Return the node's form and its own parameters; these first where one of them was clicked."""
        form: list[QWidget] = [heading(node.kind), NodeForm(self._workspace, node.id, page)]
        form += split_button(self._workspace, node.id, page) + image_button(self._workspace, node.id, page)
        refs, looked = own_parameters(self._workspace.document, node.id), self._workspace.reasoning.ref
        choice = [OwnChoice(self._workspace, refs, page)] if len(refs) > 1 else []
        own = [*choice, *self._cards([ref for ref in refs if ref == looked], page), *self._reason()]
        return [*own, *form] if self._workspace.selection.parameter in refs else [*form, *own]

    def _reason(self) -> list[QWidget]:
        return [self.chain] if self._workspace.reasoning.ref is not None else []

    def _cards(self, refs: list[Ref], page: QWidget) -> list[QWidget]:
        self.cards += [ParameterCard(self._workspace, ref, page) for ref in refs]
        self._blank()
        return list(self.cards)

    def _network(self, page: QWidget) -> list[QWidget]:
        document = self._workspace.document
        card = RowCard(page)
        title = TextField("Title of the network", self._retitle, page)
        title.show_text(document.title)
        card.add_line(title)
        facts = _facts(document)
        for (word, tip), count in zip(FACTS, facts[1:5], strict=True):
            card.add(word, QLabel(f"{count:,}"), tip)
        lacking = [help_line(sentence) for sentence in facts[5][:6]]
        hint = help_line(
            "Select a node or a connection to see its numbers. Every number can be edited where it stands."
        )
        known = [help_line(sentence) for sentence in facts[6][:6]]
        said = [heading("Worth knowing"), *known] if known else []
        return [heading("Network"), card, *([heading("Still to do"), *lacking] if lacking else [*said, hint])]

    def _retitle(self, title: str) -> None:
        self._workspace.do(SetTitle(title))
