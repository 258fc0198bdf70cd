"""Edits of what columns are for: which node reads them, how they are scaled, which rows are held back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.arrange import COLUMN, ROW
from core.catalog import NODE_KINDS
from core.datasets.roles import WORDS, Role, assign, mapping, readers, roles, surplus, with_mapping
from core.document import Column, DataSpec, Document, Pair, Point, TestSplit, TrainingSpec
from core.edits.classes import (
    MOST_CLASSES,
    averaged,
    column_classes,
    take_classes,
    with_classes,
    with_cross_entropy,
    with_suiting_loss,
)
from core.edits.graph import called_after_data, connect, new_node, place_node
from core.edits.table import ReplaceTable, mapped
from core.edits.values import MAX_LABEL
from core.errors import EditRefused
from core.naming import unlike
from core.rules import refusal
from core.targets import classes_in, columns_wanted, compared


def _reads_classes(document: Document, node: str) -> bool:
    return NODE_KINDS[document.nodes[node].kind].classes


def usable(data: DataSpec, name: str, purpose: str, *, text: bool = False) -> Column:
    """Return a column that is to be used; EditRefused if there is none or it holds texts, unless these may be."""
    if name not in data.names:
        raise EditRefused(f"There is no column {name} any more; choose one of the table.")
    if not data.column(name).numeric and not text:
        raise EditRefused(f"The column {name} holds text and cannot be {purpose}; choose a column of numbers.")
    return data.column(name)


MOST_SINGLE = 8
"""Up to so many columns get a node each; more of them get a layer."""


@dataclass(frozen=True, slots=True)
class SetRole:
    """Let a unit of a node read ``column``; no role means that the column is ignored.

    Where another column has the place already, the two change roles, so that a network that was complete
    stays so. In a node of several units that reads fewer columns, the column takes the next free unit.
    """

    column: str
    role: Role | None = None
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Use {self.column} as {WORDS[self.role.kind]}" if self.role else f"Ignore {self.column}"

    def apply(self, document: Document) -> Document:
        """Return the document with the role given; EditRefused for a column of text."""
        data = document.data
        if self.role is None:
            return _mapped(document, {self.column: None})
        classes = _reads_classes(document, self.role.node)
        usable(data, self.column, WORDS[self.role.kind], text=classes)
        if classes:
            given = _with_role(_mapped(document, {self.column: None}), self.role, (self.column,))
            return with_suiting_loss(document, take_classes(given, self.role.node))
        held = mapping(data, self.role.kind).get(self.role.node, ())
        if self.role.unit >= len(held):
            return _appended(_mapped(document, {self.column: None}), self.role, self.column)
        there, before = held[self.role.unit], roles(data).get(self.column)
        if before:
            return _mapped(document, {self.column: there, there: self.column})
        return _placed(document, self.role, self.column)


def _mapped(document: Document, new: dict[str, str | None]) -> Document:
    data = document.data
    found = replace(data, inputs=mapped(data.inputs, new), targets=mapped(data.targets, new))
    return document.evolve(data=found)


def _with_role(document: Document, role: Role, names: tuple[str, ...]) -> Document:
    return document.evolve(data=with_mapping(document.data, role.kind, role.node, names))


def _appended(document: Document, role: Role, name: str) -> Document:
    return _with_role(document, role, (*mapping(document.data, role.kind).get(role.node, ()), name))


def _placed(document: Document, role: Role, name: str) -> Document:
    held = mapping(document.data, role.kind)[role.node]
    return _with_role(document, role, (*held[: role.unit], name, *held[role.unit + 1 :]))


@dataclass(frozen=True, slots=True)
class SetReader:
    """Let a node read these columns, one a unit, in order; other nodes let go of them."""

    kind: str
    node: str
    columns: tuple[str, ...]
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Use {len(self.columns)} columns as {WORDS[self.kind]}"

    def apply(self, document: Document) -> Document:
        """Return the document with the columns given to the node; EditRefused if it has too few units."""
        node = document.nodes[self.node]
        classes = _reads_classes(document, self.node)
        if len(self.columns) > columns_wanted(node):
            has = "reads one column of class names" if classes else f"has {node.units} units"
            raise EditRefused(f"{node.label} {has} and cannot read {len(self.columns)} columns; select fewer.")
        for name in self.columns:
            usable(document.data, name, WORDS[self.kind], text=classes)
        given = _with_role(_mapped(document, dict.fromkeys(self.columns)), Role(self.kind, self.node), self.columns)
        return with_suiting_loss(document, take_classes(given, self.node)) if classes else given


@dataclass(frozen=True, slots=True)
class AddReaders:
    """Add a node for each of ``columns``: inputs or outputs, joined as the first of their kind is.

    More than a few columns get one layer, a unit each. A target column of texts gets a softmax, with an output for each
    of its classes, and the loss becomes cross entropy where it can.
    """

    kind: str
    columns: tuple[str, ...]
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        word = "input" if self.kind == "inputs" else "output"
        if len(self.columns) > MOST_SINGLE:
            return f"Add {word} layer"
        return f"Add {word}" if len(self.columns) == 1 else f"Add {len(self.columns)} {word}s"

    def apply(self, document: Document) -> Document:
        """Return the document with the nodes, each reading its column and bearing its name."""
        known = {name: usable(document.data, name, WORDS[self.kind], text=self.kind == "targets")
                 for name in self.columns}  # fmt: skip
        plain = tuple(name for name in self.columns if known[name].numeric)
        layer = len(plain) > MOST_SINGLE
        for names in (plain,) if layer else ((name,) for name in plain):
            document = _with_reader(document, self.kind, names)
        for name in self.columns:
            document = document if known[name].numeric else _with_classifier(document, name)
        return document


def _with_classifier(document: Document, name: str) -> Document:
    """Return the document with a softmax that reads the column ``name``, and outputs for its classes that feed it."""
    classes = classes_in(document.data.column(name))
    if len(classes) > MOST_CLASSES:
        raise EditRefused(
            f"The column {name} holds {len(classes):,} different texts, too many for classes (at most {MOST_CLASSES}); "
            "ignore it."
        )
    x, y = _beside(document, "targets")
    document = _mapped(document, {name: None})
    choice = replace(with_classes(new_node(document, "softmax"), classes), label=_label(document, name))
    document = document.evolve(data=with_mapping(document.data, "targets", choice.id, (name,)))
    document = add_outputs(place_node(document, choice, (x + COLUMN, y)), choice.id, classes)
    able = all(node.kind == "softmax" for node in compared(document))
    return document.evolve(training=with_cross_entropy(document)) if able else document


def add_outputs(
    document: Document, choice: str, classes: tuple[str, ...], top: float | None = None
) -> Document:
    """Return the document with an output for each of ``classes`` that feeds the softmax or argmax ``choice``.

    They are joined as the first output is; more than a few classes get one layer. They stand beside the middle of
    ``choice``, or from ``top`` downwards.
    """
    twin = next((node for node in document.nodes.values() if node.kind == "output"), None)
    x, y = document.positions[choice]
    outputs = (classes,) if len(classes) > MOST_SINGLE else tuple((one,) for one in classes)
    first = y - (len(outputs) - 1) / 2 * ROW if top is None else top
    for place, names in enumerate(outputs):
        node = new_node(document, "output", len(names))
        node = replace(node, label=_label(document, names[0])) if len(names) == 1 else node
        document = place_node(document, node, (x - COLUMN, first + place * ROW))
        pairs = [(source, node.id) for source in document.sources(twin.id)] if twin else []
        document = connect(document, [*pairs, (node.id, choice)])
    return document


def _label(document: Document, wanted: str) -> str:
    return unlike(wanted[:MAX_LABEL - 4] or "class", (node.label for node in document.nodes.values()))


def _with_reader(document: Document, kind: str, names: tuple[str, ...]) -> Document:
    twin = next(iter(readers(document, kind)), None)
    position = _beside(document, kind)
    document = _mapped(document, dict.fromkeys(names))
    node = new_node(document, "input" if kind == "inputs" else "output", len(names))
    taken = {other.label for other in document.nodes.values()}
    if len(names) == 1 and names[0] not in taken and len(names[0]) <= MAX_LABEL:
        node = replace(node, label=names[0])
    data = with_mapping(document.data, kind, node.id, names)
    document = place_node(document, node, position).evolve(data=data)
    pairs: list[Pair] = []
    if twin is not None:
        pairs = [(node.id, target) for target in document.targets(twin.id)] if kind == "inputs" else [
            (source, node.id) for source in document.sources(twin.id)
        ]  # fmt: skip
    return connect(document, [pair for pair in pairs if refusal(document, *pair) is None])


def _beside(document: Document, kind: str) -> Point:
    """Return a free place: under the last node of the kind, or left (right) of all there is.

    Right of inputs alone there is a column left for the hidden nodes to come.
    """
    same = [document.positions[node.id] for node in readers(document, kind)]
    if same:
        return (same[-1][0], max(y for _, y in same) + ROW)
    if not document.positions:
        return (0.0, 0.0)
    xs, ys = zip(*document.positions.values(), strict=True)
    gap = COLUMN if any(node.kind != "input" for node in document.nodes.values()) else 2 * COLUMN
    return (min(xs) - COLUMN if kind == "inputs" else max(xs) + gap, sum(ys) / len(ys))


@dataclass(frozen=True, slots=True)
class LoadTable:
    """Replace the table; its input and target columns go to the nodes there are, in file order.

    Columns that find no node get one each if ``add_nodes`` is set, and are ignored otherwise. ``test`` rows are held
    back unless the document says already which are. With ``add_nodes`` a softmax that is fed by too few gets an output
    for each class that it lacks. Nodes that nobody has named are called as their columns; a softmax
    that reads classes is trained by cross entropy where nobody has touched the training settings.
    """

    columns: tuple[Column, ...]
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    add_nodes: bool = False
    label: str = "Load table"
    test: TestSplit | None = None
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the table and its roles; EditRefused for text that a node would have to read."""
        wanted = (("inputs", self.inputs), ("targets", self.targets))
        data = DataSpec(self.columns)
        for kind, names in wanted:
            for name in names:
                usable(data, name, WORDS[kind], text=kind == "targets")
        text = {column.name for column in self.columns if not column.numeric}
        dealt = {kind: assign(document, kind, names, text) for kind, names in wanted}
        spare = {kind: surplus(document, kind, names, text) for kind, names in wanted}
        document = ReplaceTable(self.columns, dealt["inputs"], dealt["targets"]).apply(document)
        for node in dealt["targets"]:
            document = take_classes(document, node) if _reads_classes(document, node) else document
        for kind, names in spare.items():
            document = AddReaders(kind, names).apply(document) if self.add_nodes else document
        for node in dealt["targets"]:
            document = _with_lacking_outputs(document, node) if self.add_nodes else document
        document = document.evolve(data=replace(document.data, test=document.data.test or self.test))
        return called_after_data(_with_loss(document, dealt["targets"]))


def _with_lacking_outputs(document: Document, node: str) -> Document:
    """Return the document with an output for each class of the node's column that nothing feeds it for."""
    if not _reads_classes(document, node) or not document.incoming(node):
        return document
    lacking = tuple(name for name in column_classes(document, node) if name not in document.nodes[node].classes)
    if not 0 < len(lacking) <= MOST_CLASSES:
        return document
    lowest = max(document.positions[source][1] for source in document.sources(node))
    return add_outputs(document, node, lacking, lowest + ROW)


def _with_loss(document: Document, dealt: Iterable[str]) -> Document:
    counted = compared(document)
    chosen = {node.id for node in counted if node.kind == "softmax"} & {*dealt}
    if document.training == TrainingSpec() and chosen and len(chosen) == len(counted):
        return document.evolve(training=with_cross_entropy(document))
    return averaged(document)
