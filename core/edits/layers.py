"""Edits between neurons and layers: resize, split, merge. What the network computes stays the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from core import naming, rules
from core.arrange import NEAR, block
from core.catalog import NODE_KINDS
from core.document import (
    Connection,
    DataSpec,
    Document,
    Floats,
    Node,
    Pair,
    Parameter,
    Point,
    bools,
    floats,
    parameter,
)
from core.edits.classes import follow
from core.edits.layer_names import go_on, layer_label, named, names_beside, unit_labels
from core.edits.reading import assign_columns
from core.errors import EditRefused
from core.initializers import draw

SPACING, BESIDE = 170.0, 150.0
"""How far apart the rows and the columns of neurons stand that a layer is split into."""


def _fit(old: Parameter, fresh: Floats) -> Parameter:
    """Return ``old`` in the shape of ``fresh``: old numbers where both have them, fresh ones elsewhere."""
    numbers, mask = fresh.copy(), np.ones(fresh.shape, dtype=np.bool_)
    both = tuple(slice(min(a, b)) for a, b in zip(old.value.shape, fresh.shape, strict=True))
    numbers[both], mask[both] = old.value[both], old.trainable[both]
    return Parameter(old.name, floats(numbers), bools(mask, mask.shape))


@dataclass(frozen=True, slots=True)
class SetUnits:
    """Change how many units a node has: numbers that still fit stay, new ones are drawn."""

    node: str
    units: int
    label: str = "Change units"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the node, its weights and its columns resized."""
        old = document.nodes[self.node]
        if NODE_KINDS[old.kind].classes:
            raise EditRefused(f"{old.label} has a unit for each class: connect a node to it for one more.")
        if old.grid is not None:
            raise EditRefused(f"{old.label} has a unit for each cell of a grid; change its size instead.")
        refused = rules.unit_refusal(document, self.units - old.units)
        if refused:
            raise EditRefused(refused)
        touched = [ref for ref in document.parameters() if self.node in ref]
        blank = self._blank(document, touched)
        drawn = draw(blank, document.training.seed)
        sized = blank.with_parameters({ref: _fit(document.parameter(ref), drawn[ref]) for ref in touched})
        names = (*document.data.inputs.get(self.node, ()), *document.data.targets.get(self.node, ()))
        choices = any(NODE_KINDS[document.nodes[key].kind].classes for key in document.targets(self.node))
        spoken_for = choices and not document.data.targets.get(self.node)
        data = document.data if spoken_for else assign_columns(document.data, sized.nodes[self.node], names)
        return follow(document, sized.evolve(data=data))

    def _blank(self, document: Document, touched: list[Pair]) -> Document:
        node = replace(document.nodes[self.node], units=self.units)
        document = document.evolve(nodes={**document.nodes, self.node: node})
        blanks = {}
        for source, target in touched:
            shape = (document.nodes[target].units, *((document.nodes[source].units,) if source else ()))
            blanks[source, target] = parameter(document.parameter((source, target)).name, np.zeros(shape))
        document = document.with_parameters(blanks)
        refused = rules.weight_refusal(document)
        if refused:
            raise EditRefused(refused)
        return document


def _cut(old: Parameter, name: str, row: slice, col: slice | None = None) -> Parameter:
    index = (row,) if col is None else (row, col)
    start = None if old.start is None else floats(old.start[index])
    return Parameter(name, floats(old.value[index]), bools(old.trainable[index], old.value[index].shape), start)


def _neurons(document: Document, node: Node) -> dict[str, Node]:
    """Return the nodes of one unit each that ``node`` splits into."""
    ids, taken = naming.node_ids(document), names_beside(document, [node.id])
    found: dict[str, Node] = {}
    for unit, label in enumerate(unit_labels(document, node)):
        old = node.bias
        bias = None if old is None else _cut(old, go_on(old.name, "b", taken), slice(unit, unit + 1))
        one = replace(node, id=next(ids), label=label, units=1, bias=bias)
        found[one.id] = one
    return found


def _idle(weight: Parameter) -> bool:
    """Whether a weight is a gap left by a merge: 0 and frozen, so that it never did anything."""
    return not weight.value.any() and not weight.trainable.any()


def _split_connections(document: Document, node: str, parts: list[str]) -> dict[Pair, Connection]:
    found: dict[Pair, Connection] = {}
    for pair, old in document.connections.items():
        if node not in pair:
            found[pair] = old
            continue
        for unit, part in enumerate(parts):
            one = slice(unit, unit + 1)
            ends = (pair[0], part) if pair[1] == node else (part, pair[1])
            index = (one, slice(None)) if pair[1] == node else (slice(None), one)
            if old.weight is None:
                found[ends] = Connection(*ends)
                continue
            weight = _cut(old.weight, old.weight.name, *index)
            if not _idle(weight):
                found[ends] = Connection(*ends, weight)
    return named(document, found, node, parts)


@dataclass(frozen=True, slots=True)
class SplitLayer:
    """Split a layer into neurons of one unit each, with the same numbers."""

    node: str
    label: str = "Split layer"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the layer's neurons in its place; EditRefused if it has one unit."""
        old = document.nodes[self.node]
        if NODE_KINDS[old.kind].classes:
            raise EditRefused(f"{old.label} chooses among its classes together; it cannot be split.")
        if old.grid is not None:
            raise EditRefused(f"{old.label} is a grid of cells side by side; it cannot be split.")
        if old.units == 1:
            raise EditRefused(f"{old.label} is a single neuron; there is nothing to split.")
        if old.units > MOST_PARTS:
            raise EditRefused(f"{old.label} has {old.units} units; split layers of at most {MOST_PARTS}.")
        found = _neurons(document, old)
        connections = _split_connections(document, self.node, list(found))
        positions = _spread(document.positions, self.node, list(found))
        data = _split_data(document.data, self.node, list(found))
        kept = {key: node for key, node in document.nodes.items() if key != self.node}
        moved = {(self.node, unit): (part, 0) for unit, part in enumerate(found)}
        split = document.evolve(
            nodes={**kept, **found}, positions=positions, connections=connections, data=data
        )
        return follow(document, split, moved)


MOST_PARTS = 200


def _spread(positions: Mapping[str, Point], node: str, parts: list[str]) -> dict[str, Point]:
    """Return the places of all: the ``parts`` about where ``node`` was, those beside it moved aside for a block."""
    x, y = positions[node]
    places = block(len(parts), (BESIDE, SPACING))
    others = _moved_aside({key: point for key, point in positions.items() if key != node}, x, max(places)[0])
    return {**others, **{part: (x + left, y + down) for part, (left, down) in zip(parts, places, strict=True)}}


def _moved_aside(positions: Mapping[str, Point], middle: float, shift: float) -> dict[str, Point]:
    """Return the places of nodes after those right and left of ``middle`` made room for a block, or took it back."""
    return {key: (x + math.copysign(1.0, x - middle) * shift if abs(x - middle) >= NEAR else x, y)
            for key, (x, y) in positions.items()}  # fmt: skip


def _closed_up(positions: Mapping[str, Point], members: Iterable[str], layer: str) -> dict[str, Point]:
    """Return the places of all with the layer in the middle of its ``members``: what stood beside a block comes near.

    Nothing moves where something stands between them, or nodes would come to lie on others.
    """
    xs, ys = zip(*(positions[key] for key in members), strict=True)
    middle, half = (min(xs) + max(xs)) / 2, (max(xs) - min(xs)) / 2
    rest = {key: point for key, point in positions.items() if key not in {*members}}
    if half >= NEAR and all(abs(x - middle) >= half + NEAR for x, _ in rest.values()):
        rest = _moved_aside(rest, middle, -half)
    block_middle, mean = (middle, (min(ys) + max(ys)) / 2), (sum(xs) / len(xs), sum(ys) / len(ys))
    return {**rest, layer: block_middle if half >= NEAR else mean}


def _split_data(data: DataSpec, node: str, parts: list[str]) -> DataSpec:
    def split(mapping: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        ones = {part: (name,) for part, name in zip(parts, mapping.get(node, ()), strict=False)}
        return {**{key: names for key, names in mapping.items() if key != node}, **ones}

    return replace(data, inputs=split(data.inputs), targets=split(data.targets))


def merge_refusal(document: Document, nodes: list[Node]) -> str | None:
    """Say why ``nodes`` cannot be merged into a layer; None if they can."""
    first = nodes[0]
    if len(nodes) < 2:
        return "Select two or more neurons to merge them into a layer."
    if any((node.kind, node.activation) != (first.kind, first.activation) for node in nodes):
        return "Only nodes of one kind and one activation make a layer; choose the same activation for all first."
    if NODE_KINDS[first.kind].classes:
        return f"{first.label} chooses among its classes together; it cannot be merged."
    if first.grid is not None:
        return f"{first.label} is a grid of cells side by side; it cannot be merged into a layer."
    inside = {node.id for node in nodes}
    for target in document.nodes.values():
        fed = inside & {*document.sources(target.id)} if NODE_KINDS[target.kind].classes else set()
        if fed and fed != inside:
            return f"Only some of the selected nodes feed {target.label}, as its classes; select all or none of them."
    for node in nodes:
        if rules.downstream(document, node.id) & (inside - {node.id}):
            return f"{node.label} feeds another of the selected nodes; a layer's units are not connected to each other."
    return None


def _stack(document: Document, members: list[Node], other: str, *, into: bool) -> Parameter | None:
    """Return the weights between ``other`` and the merged layer, named as the first; a missing one is 0 and frozen.

    There is none where ``other`` is a softmax or argmax that the layer feeds.
    """
    if not into and NODE_KINDS[document.nodes[other].kind].classes:
        return None
    values, masks, starts, names = [], [], [], []
    width = document.nodes[other].units
    for node in members:
        pair = (other, node.id) if into else (node.id, other)
        shape = (node.units, width) if into else (width, node.units)
        gap = Parameter("", floats(np.zeros(shape)), bools(value=False, shape=shape))
        weight = document.connections[pair].weight if pair in document.connections else None
        names += [weight.name] if weight else []
        weight = weight or gap
        values.append(weight.value)
        masks.append(weight.trainable)
        starts.append(weight.initial)
    axis = 0 if into else 1
    return parameter(names[0], np.concatenate(values, axis), np.concatenate(masks, axis), np.concatenate(starts, axis))


def _merged_connections(document: Document, members: list[Node], layer: str) -> dict[Pair, Connection]:
    inside = {node.id for node in members}
    found: dict[Pair, Connection] = {}
    for pair, old in document.connections.items():
        source, target = pair
        ends = (layer if source in inside else source, layer if target in inside else target)
        if ends == pair:
            found[pair] = old
        elif ends not in found:
            other, into = (source, True) if target in inside else (target, False)
            found[ends] = Connection(*ends, _stack(document, members, other, into=into))
    return found


def _merged_bias(members: list[Node]) -> Parameter | None:
    biases = [node.bias for node in members if node.bias is not None]
    if not biases:
        return None
    joined = [np.concatenate([getattr(bias, part) for bias in biases]) for part in ("value", "trainable", "initial")]
    return parameter(biases[0].name, *joined)


def _merge_data(data: DataSpec, members: Iterable[Node], layer: str) -> DataSpec:
    inside = [node.id for node in members]

    def merge(mapping: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        joined = tuple(name for node in inside for name in mapping.get(node, ()))
        kept = {key: names for key, names in mapping.items() if key not in inside}
        return {**kept, layer: joined} if joined else kept

    return replace(data, inputs=merge(data.inputs), targets=merge(data.targets))


@dataclass(frozen=True, slots=True)
class MergeNodes:
    """Merge neurons of one kind and activation into a layer, ordered from top to bottom, in a row from the left."""

    nodes: frozenset[str]
    label: str = "Merge into layer"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the layer in place of the neurons; EditRefused says why not."""
        where = document.positions
        members = sorted((document.nodes[key] for key in self.nodes), key=lambda node: where[node.id][::-1])
        refused = merge_refusal(document, members) if members else "Select the neurons to merge first."
        if refused:
            raise EditRefused(refused)
        layer = replace(
            members[0],
            id=next(naming.node_ids(document)),
            units=sum(node.units for node in members),
            label=layer_label(document, members),
            bias=_merged_bias(members),
        )
        connections = _merged_connections(document, members, layer.id)
        data = _merge_data(document.data, members, layer.id)
        kept = {key: node for key, node in document.nodes.items() if key not in self.nodes}
        merged = document.evolve(
            nodes={**kept, layer.id: layer},
            positions=_closed_up(where, self.nodes, layer.id),
            connections=connections,
            data=data,
        )
        units = [(node.id, unit) for node in members for unit in range(node.units)]
        return follow(document, merged, {unit: (layer.id, place) for place, unit in enumerate(units)})
