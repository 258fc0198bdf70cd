"""Edits of the drawing itself: nodes and connections come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from zlib import crc32

import numpy as np

from core import naming, rules
from core.arrange import side_by_side
from core.catalog import NODE_KINDS
from core.document import (
    Connection,
    Document,
    Node,
    Pair,
    Point,
    Ref,
    floats,
    parameter,
)
from core.edits.classes import follow, take_classes, with_suiting_loss
from core.edits.reading import assign_columns, pixels
from core.edits.sizes import new_grid, settled
from core.edits.values import MAX_LABEL
from core.errors import EditRefused
from core.images.grids import regridded
from core.initializers import draw


def _blank(document: Document, pairs: Iterable[Pair]) -> Document:
    """Return the document with ``pairs`` connected by zero weights (by none into a softmax or argmax).

    EditRefused says which may not be.
    """
    names = naming.parameter_names(document, "w")
    for source, target in pairs:
        refused = rules.refusal(document, source, target)
        if refused:
            raise EditRefused(refused)
        end, shape = document.nodes[target], (document.nodes[target].units, document.nodes[source].units)
        weight = None if not NODE_KINDS[end.kind].weighted else parameter(next(names), np.zeros(shape))
        new = Connection(source, target, weight)
        document = document.evolve(connections={**document.connections, new.pair: new})
        document = regridded(document) if NODE_KINDS[end.kind].window else document
    refused = rules.weight_refusal(document)
    if refused:
        raise EditRefused(refused)
    return document


def redraw(document: Document, refs: Iterable[Ref]) -> Document:
    """Return the document with fresh start values at ``refs``, drawn from the document's own seed and their places.

    Their places count, too: otherwise connections drawn one by one might get the same number.
    """
    chosen = sorted(refs)
    drawn = draw(document, [document.training.seed, crc32(repr(chosen).encode())])
    return document.with_parameters(
        {ref: replace(document.parameter(ref), value=floats(drawn[ref]), start=None) for ref in chosen}
    )


def connect(document: Document, pairs: Iterable[Pair]) -> Document:
    """Return the document with ``pairs`` connected, each with freshly drawn weights; EditRefused says why not."""
    wanted = list(pairs)
    if not wanted:
        return document
    joined = settled(document, _blank(document, wanted))
    for source, target in wanted:
        joined = _called_by_class(_let_go(joined, source, target), source, target)
    weighted = [pair for pair in wanted if joined.connections[pair].weight is not None]
    return redraw(joined, weighted) if weighted else joined


def _called(document: Document, node: str, label: str) -> Document:
    """Return the document with a node called ``label``, unless somebody has named it or the label is taken."""
    old, taken = document.nodes[node], {other.label for other in document.nodes.values()}
    if not naming.by_default(old.label, old.kind) or label in taken or not 0 < len(label) <= MAX_LABEL:
        return document
    return document.evolve(nodes={**document.nodes, node: replace(old, label=label)})


def _called_by_class(document: Document, source: str, target: str) -> Document:
    """Return the document with an output that now stands for a class of its own bearing the name of the class."""
    node, choice = document.nodes[source], document.nodes[target]
    if node.kind != "output" or node.units != 1 or not NODE_KINDS[choice.kind].classes:
        return document
    return _called(document, source, choice.classes[document.incoming(target).index((source, 0))])


def called_after_data(document: Document) -> Document:
    """Return the document with nodes that nobody has named called as the columns they read and as their classes."""
    for node, names in {**document.data.inputs, **document.data.targets}.items():
        if len(names) == 1:
            document = _called(document, node, names[0])
    for source, target in document.connections:
        document = _called_by_class(document, source, target)
    return document


def _let_go(document: Document, source: str, target: str) -> Document:
    """Return the document with an output that now feeds a softmax, which speaks for it, free of its target column.

    A column that was made for the output and never filled in goes with it.
    """
    node, kind, data = document.nodes[source], NODE_KINDS[document.nodes[target].kind], document.data
    if node.kind != "output" or not kind.classes or kind.flat or source not in data.targets:
        return document
    targets = {key: names for key, names in data.targets.items() if key != source}
    used = {name for mapping in (data.inputs, targets) for names in mapping.values() for name in names}
    empty = {name for name in data.targets[source] if name.startswith(node.label) and name not in used
             and name in data.names and data.column(name).numeric and not data.column(name).values.any()}  # fmt: skip
    columns = tuple(one for one in data.columns if one.name not in empty)
    file = data.file if not empty else None
    return document.evolve(data=replace(data, columns=columns, targets=targets, file=file))


def new_node(document: Document, kind: str, units: int = 1) -> Node:
    """Return a node with a free id, label and bias name, not yet in the document."""
    row = NODE_KINDS[kind]
    if row.grid:
        return new_grid(document, kind)
    bias = None
    if row.has_activation:
        bias = parameter(next(naming.parameter_names(document, "b")), np.zeros(units))
    units = 0 if row.classes else units  # one for each class, and there are none yet
    return Node(
        next(naming.node_ids(document)), kind, next(naming.labels(document, kind)), units, row.default_activation, bias
    )


def place_node(document: Document, node: Node, position: Point) -> Document:
    """Return the document with ``node`` in it, and data columns for it if it reads any."""
    refused = rules.unit_refusal(document, 0 if node.grid else node.units)
    if refused:
        raise EditRefused(refused)
    softly = any(other.kind == "softmax" for other in document.nodes.values())
    spoken_for = node.kind == "output" and softly  # it will feed the softmax, which has the column
    placed = document.evolve(
        nodes={**document.nodes, node.id: node},
        positions={**document.positions, node.id: position},
        data=document.data if spoken_for else assign_columns(document.data, node, pixels(document.data, node)),
    )
    return take_classes(placed, node.id) if NODE_KINDS[node.kind].classes and not node.classes else placed


@dataclass(frozen=True, slots=True)
class AddNode:
    """Add a node of ``kind`` with ``units`` at ``position``, joined from ``source`` and to ``target`` if named."""

    kind: str
    position: Point
    units: int = 1
    source: str | None = None
    target: str | None = None
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Add {'layer' if self.units > 1 else NODE_KINDS[self.kind].title.lower()}"

    def apply(self, document: Document) -> Document:
        """Return the document with the node added; one that reads a column of the table bears its name."""
        before, node = document, new_node(document, self.kind, self.units)
        known = document.data.names
        document = place_node(document, node, self.position)
        names = document.data.inputs.get(node.id) or document.data.targets.get(node.id, ())
        if len(names) == 1 and names[0] in known:
            document = _called(document, node.id, names[0])
        pairs = [(self.source, node.id)] if self.source else []
        pairs += [(node.id, self.target)] if self.target else []
        return with_suiting_loss(before, connect(document, pairs))


@dataclass(frozen=True, slots=True)
class InsertNode:
    """Put a node into a connection: the old weight leads into it, a new one leads on.

    A convolution or pool takes values as they are: of the connection it is put into only the ends stay.
    """

    pair: Pair
    position: Point
    units: int = 1
    kind: str = "hidden"
    node: str | None = None
    """A node of the document that is put there in place of a new one; it must have no connections yet."""
    moved: Mapping[str, Point] = field(default_factory=dict)
    """Where other nodes go to make room for it."""
    label: str = "Insert node"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the connection split in two."""
        before, old = document, document.connections[self.pair].weight
        document = document.evolve(positions={**document.positions, **self.moved})
        if self.node is None:
            units = self.units if old is not None else document.nodes[self.pair[0]].units
            node = new_node(document, self.kind, units)
            document = place_node(document, node, self.position)
        else:
            node = document.nodes[self.node]
            if NODE_KINDS[node.kind].classes:
                raise EditRefused(f"{node.label} takes a value for each class; connect nodes to it instead.")
            document = document.evolve(positions={**document.positions, node.id: self.position})
        if NODE_KINDS[node.kind].window or NODE_KINDS[document.nodes[self.pair[1]].kind].window:
            document = remove(document, (), (self.pair,))
            return connect(document, [(self.pair[0], node.id), (node.id, self.pair[1])])
        if old is None:
            return self._before_classes(before, document, node)
        document = remove(document, (), (self.pair,))
        document = connect(document, [(self.pair[0], node.id), (node.id, self.pair[1])])
        first = document.parameter((self.pair[0], node.id))
        kept = old if old.value.shape == first.value.shape else replace(first, name=old.name)
        second = document.parameter((node.id, self.pair[1]))
        if second.name == old.name:  # the old name was free while the two were named
            second = replace(second, name=first.name)
        return document.with_parameters({(self.pair[0], node.id): kept, (node.id, self.pair[1]): second})

    def _before_classes(self, before: Document, document: Document, node: Node) -> Document:
        """Return the document with ``node`` in the place of what fed a softmax or argmax, for the same classes."""
        source, target = self.pair
        pairs = {(node.id, target) if pair == self.pair else pair: one for pair, one in document.connections.items()}
        pairs[node.id, target] = Connection(node.id, target)
        moved = {(source, unit): (node.id, unit) for unit in range(before.nodes[source].units)}
        return connect(follow(before, document.evolve(connections=pairs), moved), [(source, node.id)])


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect each pair (source, target)."""

    pairs: tuple[Pair, ...]
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return "Connect" if len(self.pairs) == 1 else f"Connect {len(self.pairs)} pairs"

    def apply(self, document: Document) -> Document:
        """Return the document with the connections made; one that completes a classifier brings its loss."""
        return with_suiting_loss(document, connect(document, self.pairs))


@dataclass(frozen=True, slots=True)
class ConnectAll:
    """Connect every one of the nodes to those in the next column to its right, where allowed.

    Columns are as they stand on the canvas: to connect across one, choose the nodes left and right of it alone.
    """

    nodes: frozenset[str]
    label: str = "Connect all"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with all pairs joined that may be; EditRefused if there is none."""
        chosen = {node: document.positions[node] for node in document.nodes if node in self.nodes}
        after = {node: rules.downstream(document, node) for node in chosen}
        columns = _levels(document, side_by_side(chosen))
        pairs = [(a, b) for left, right in pairwise(columns) for a in left for b in right]
        allowed = [(a, b) for a, b in pairs if rules.refusal(document, a, b, after[b]) is None]
        if not allowed:
            raise EditRefused("There is nothing to connect: select nodes side by side that are not joined yet.")
        first = {b: a for a, b in reversed(allowed)}
        one = {node for node in chosen if NODE_KINDS[document.nodes[node].kind].window}
        joined = connect(document, [(a, b) for a, b in allowed if b not in one or first[b] == a])
        return with_suiting_loss(document, joined)


def _levels(document: Document, columns: list[list[str]]) -> list[list[str]]:
    """Return the columns, those of one layer as one: neighbours joined to the very same nodes on both sides."""
    back: dict[str, set[str]] = {node: set() for column in columns for node in column}
    ahead: dict[str, set[str]] = {node: set() for node in back}
    for source, target in document.connections:
        back.get(target, set()).add(source)
        ahead.get(source, set()).add(target)
    found: list[list[str]] = []
    for column in columns:
        first = found[-1][0] if found else column[0]
        one = all((back[node], ahead[node]) == (back[first], ahead[first]) for node in column)
        if found and one and back[first] and ahead[first]:
            found[-1].extend(column)
        else:
            found.append(list(column))
    return found


def remove(document: Document, nodes: Iterable[str], pairs: Iterable[Pair]) -> Document:
    """Return the document without ``nodes``, ``pairs``, and the connections that lose an end."""
    gone, cut = set(nodes), set(pairs)
    data = document.data

    def kept(mapping: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return {key: value for key, value in mapping.items() if key not in gone}

    if gone & (data.inputs.keys() | data.targets.keys()):
        data = replace(data, inputs=kept(data.inputs), targets=kept(data.targets))
    left = document.evolve(
        nodes={key: node for key, node in document.nodes.items() if key not in gone},
        positions={key: point for key, point in document.positions.items() if key not in gone},
        connections={
            pair: value
            for pair, value in document.connections.items()
            if pair not in cut and not gone.intersection(pair)
        },
        data=data,
    )
    return settled(document, left)


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete nodes and connections."""

    nodes: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        count = len(self.nodes) + len(self.pairs)
        return f"Delete {count} items" if count > 1 else f"Delete {'node' if self.nodes else 'connection'}"

    def apply(self, document: Document) -> Document:
        """Return the document without them."""
        return remove(document, self.nodes, self.pairs)


def extract(document: Document, nodes: Iterable[str]) -> Document:
    """Return a document of only ``nodes`` and the connections between them, without data: what Copy copies."""
    kept = set(nodes)
    alone = remove(document, document.nodes.keys() - kept, ())
    return Document("Copied nodes", alone.nodes, alone.connections, alone.positions)


def _renamed(found: Document, document: Document) -> Document:
    """Return ``found`` with ids, labels and parameter names that are free in ``document``."""
    ids = dict(zip(found.nodes, islice(naming.node_ids(document), len(found.nodes)), strict=True))
    fresh = {"w": naming.parameter_names(document, "w"), "b": naming.parameter_names(document, "b")}
    taken = {node.label for node in document.nodes.values()}
    nodes: dict[str, Node] = {}
    for node in found.nodes.values():
        label = node.label if node.label not in taken else next(naming.free_names(node.kind + " ", taken))
        taken.add(label)
        bias = None if node.bias is None else replace(node.bias, name=next(fresh["b"]))
        filters = None if node.filters is None else replace(node.filters, name=next(fresh["w"]))
        nodes[ids[node.id]] = replace(node, id=ids[node.id], label=label, bias=bias, filters=filters)
    pairs = {
        (ids[a], ids[b]): Connection(
            ids[a], ids[b], old.weight and replace(old.weight, name=next(fresh["w"])), old.extra)
        for (a, b), old in found.connections.items()
    }
    positions = {ids[key]: point for key, point in found.positions.items()}
    return Document(nodes=nodes, connections=pairs, positions=positions)


@dataclass(frozen=True, slots=True)
class Paste:
    """Add the nodes and connections of another document, moved by ``offset``."""

    found: Document
    offset: Point = (40.0, 40.0)
    label: str = "Paste"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the pasted nodes; their ids are the ones that came last."""
        if not self.found.nodes:
            raise EditRefused("There is nothing to paste: copy nodes of a network first.")
        fresh = _renamed(self.found, document)
        dx, dy = self.offset
        for node in fresh.nodes.values():
            x, y = fresh.positions[node.id]
            document = place_node(document, node, (x + dx, y + dy))
        return regridded(document.evolve(connections={**document.connections, **fresh.connections}))
