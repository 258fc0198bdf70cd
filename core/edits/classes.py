"""Edits of classes: their names, and whether a node chooses softly or hard. Classes follow what feeds their node."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.catalog import LOSSES, MAX_UNITS, NODE_KINDS
from core.classes import classes_refusal, not_a_probability
from core.document import Document, Floats, Node, Pair, Parameter, TrainingSpec, parameter
from core.errors import EditRefused
from core.initializers import draw
from core.naming import unlike
from core.targets import classes_in, compared

MAX_NAME = 60
"""Most characters of a class's name."""
MOST_CLASSES = 100
"""Columns with more different texts are not taken for classes unasked."""

MANY_ROWS = 20
"""From so many rows the cross entropy is averaged where nobody has set how to learn: a sum makes steps as many times
as large, and with the rate that training begins with they jump to and fro."""

_UNMOVED: Mapping[tuple[str, int], tuple[str, int]] = {}


def with_classes(node: Node, classes: tuple[str, ...]) -> Node:
    """Return a softmax or argmax with these classes, a unit each."""
    return replace(node, classes=classes, units=len(classes))


def _renamed(document: Document, node: str, names: tuple[str, ...]) -> Document:
    """Return the document with the node's classes called otherwise; where there are as many, nothing else changes."""
    old = document.nodes[node]
    if len(names) != old.units:
        return _set(document, {node: names})
    return document.evolve(nodes={**document.nodes, node: with_classes(old, names)})


def _set(document: Document, new: Mapping[str, tuple[str, ...]]) -> Document:
    """Return the document with the classes of some nodes changed; the same document where none differ.

    Weights onwards keep the numbers of the classes that stay, by name.
    """
    changed = {key: with_classes(document.nodes[key], names) for key, names in new.items()
               if document.nodes[key].classes != names}  # fmt: skip
    if not changed:
        return document
    resized = {pair: one for pair, one in document.connections.items() if pair[0] in changed and document.has(pair)}
    blank = document.evolve(nodes={**document.nodes, **changed}).with_parameters({
        pair: parameter(one.weight.name, np.zeros((document.nodes[pair[1]].units, changed[pair[0]].units)))
        for pair, one in resized.items() if one.weight is not None
    })  # fmt: skip
    drawn = draw(blank, document.training.seed) if resized else {}
    fitted = blank.with_parameters({
        pair: _refitted(document, blank, pair, drawn[pair]) for pair in resized})  # fmt: skip
    return follow(document, fitted)


def _refitted(old: Document, new: Document, pair: Pair, fresh: Floats) -> Parameter:
    """Return the weight from a softmax onwards with its classes changed: those that stay keep their numbers."""
    weight, before = old.parameter(pair), old.nodes[pair[0]].classes
    value, mask = fresh.copy(), np.ones(fresh.shape, dtype=np.bool_)
    for place, name in enumerate(new.nodes[pair[0]].classes):
        if name in before:
            value[:, place] = weight.value[:, before.index(name)]
            mask[:, place] = weight.trainable[:, before.index(name)]
    return parameter(weight.name, value, mask)


def column_classes(document: Document, node: str) -> tuple[str, ...]:
    """Return the class names in the target column of a node; none where it has no column."""
    names = document.data.targets.get(node, ())
    known = names and names[0] in document.data.names
    return classes_in(document.data.column(names[0])) if known else ()


def follow(
    old: Document, new: Document, moved: Mapping[tuple[str, int], tuple[str, int]] = _UNMOVED
) -> Document:
    """Return ``new`` with the classes of each softmax and argmax set to what feeds it now.

    A class stays with the unit that feeds it, or with the one that took its place (``moved``: old unit -> new unit);
    it goes with a unit that is gone. A unit that is new takes a class that nothing feeds yet, one of the data that is
    missing, or its own name.
    """
    found = {}
    for node in new.nodes.values():
        if NODE_KINDS[node.kind].classes:
            before = old.incoming(node.id) if node.id in old.nodes else []
            kept = {moved.get(unit, unit): name for unit, name in zip(before, node.classes, strict=False)}
            after = new.incoming(node.id)
            if [*kept] != after[: len(node.classes)] or len(before) != len(after):
                found[node.id] = _followed(new, node, kept, after)
    return _set(new, found)


def _followed(
    document: Document, node: Node, kept: Mapping[tuple[str, int], str], after: list[tuple[str, int]]
) -> tuple[str, ...]:
    spare = list(node.classes[len(kept):])
    taken = {kept[unit] for unit in after if unit in kept}
    missing = [name for name in column_classes(document, node.id) if name not in {*taken, *spare}]
    names = []
    for unit in after:
        name = kept.get(unit) or _fresh(document, unit, spare, missing, taken)
        names.append(name)
        taken.add(name)
    return (*names, *spare)


def _fresh(
    document: Document, unit: tuple[str, int], spare: list[str], missing: list[str], taken: set[str]
) -> str:
    source = document.nodes[unit[0]]
    label = source.label if source.units == 1 else f"{source.label} {unit[1] + 1}"
    for free in (spare, missing):
        if free:
            return free.pop(free.index(label) if label in free else 0)
    return unlike(label, taken)


def take_classes(document: Document, node: str) -> Document:
    """Return the document with the node's classes named as its column names them, as far as it has units.

    Names that the column knows keep their place. A node that nothing feeds yet takes them all.
    """
    wanted, known = column_classes(document, node), document.nodes[node].classes
    if not wanted or len(wanted) > MOST_CLASSES or {*wanted} <= {*known}:
        return document
    missing = [name for name in wanted if name not in known]
    if not document.incoming(node):
        return _renamed(document, node, wanted)
    names = tuple(name if name in wanted or not missing else missing.pop(0) for name in known)
    return _renamed(document, node, names) if names != known else document


@dataclass(frozen=True, slots=True)
class SetClasses:
    """Name the classes of a softmax or argmax, in the order of what feeds it."""

    node: str
    classes: tuple[str, ...]
    label: str = "Name classes"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the names; EditRefused if one is empty, too long or there twice, or some lack."""
        if not NODE_KINDS[document.nodes[self.node].kind].classes:
            raise EditRefused(f"{document.nodes[self.node].label} does not choose among classes.")
        names = tuple(" ".join(name.split()) for name in self.classes)
        fed, title = len(document.incoming(self.node)), document.nodes[self.node].label
        if any(not 0 < len(name) <= MAX_NAME for name in names):
            raise EditRefused(f"The name of a class has 1 to {MAX_NAME} characters; type another.")
        if len({*names}) < len(names):
            raise EditRefused(f"Two classes of {title} would have the same name; give each a name of its own.")
        if (fed and len(names) != fed) or len(names) > MAX_UNITS:
            raise EditRefused(f"{title} is fed by {fed} values and needs a class for each, not {len(names)}.")
        return _renamed(document, self.node, names)


FORMER_LOSS = "loss before"
"""Where an argmax keeps, among what a file carries along, the loss that its coming took away."""


@dataclass(frozen=True, slots=True)
class SetKind:
    """Let a node choose softly (softmax) or hard (argmax): its connections, classes and column stay.

    Cross entropy needs a softmax: where an argmax takes the place of the only one, the loss becomes SSR. The node
    remembers that, in the file as well: with the way back to softmax cross entropy returns, unless ``loss`` names
    another.
    """

    node: str
    kind: str
    loss: str | None = None
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Use {NODE_KINDS[self.kind].title}"

    def apply(self, document: Document) -> Document:
        """Return the document with the node of that kind; EditRefused for a node that has no classes."""
        node = document.nodes[self.node]
        if not (NODE_KINDS[node.kind].classes and NODE_KINDS[self.kind].classes):
            raise EditRefused(f"{node.label} does not choose among classes; select a SoftMax or an ArgMax.")
        if node.kind == self.kind:
            return document
        extra = {key: value for key, value in node.extra.items() if key != FORMER_LOSS}
        former = node.extra.get(FORMER_LOSS)
        document = _of_kind(document, node, self.kind, extra)
        able = all(one.kind == "softmax" for one in compared(document))
        loss = self.loss or (former if former in LOSSES else None) or document.training.loss
        if loss == "cross_entropy" and not able:
            document = _remembering(document, node.id, loss)
        loss = loss if able else "ssr"
        return document.evolve(training=replace(document.training, loss=loss))


def _of_kind(document: Document, node: Node, kind: str, extra: Mapping[str, Any]) -> Document:
    """Return the document with the node of that kind; one that is named after its kind takes the new kind's name."""
    named = re.fullmatch(rf"({NODE_KINDS[node.kind].title}|{node.kind})( \d+)?", node.label)
    label = node.label
    if named is not None:
        new = kind if named[1] == node.kind else NODE_KINDS[kind].title
        label = unlike(f"{new}{named[2] or ''}", (other.label for other in document.nodes.values()))
    return document.evolve(nodes={**document.nodes, node.id: replace(node, kind=kind, label=label, extra=extra)})


def with_cross_entropy(document: Document) -> TrainingSpec:
    """Return the training settings with the loss cross entropy: its mean where settings are untouched and rows many."""
    training = replace(document.training, loss="cross_entropy")
    untouched = replace(training, loss=TrainingSpec().loss) == TrainingSpec()
    return replace(training, reduction="mean") if untouched and document.data.count > MANY_ROWS else training


def averaged(document: Document) -> Document:
    """Return the document after rows came: a cross entropy that was chosen before them is averaged as one after."""
    chosen = document.training.loss == "cross_entropy"
    return document.evolve(training=with_cross_entropy(document)) if chosen else document


def _of_known_classes(document: Document) -> bool:
    """Whether all that is compared are softmaxes that compute and have a column of class names."""
    counted = compared(document)
    return bool(counted) and all(
        node.kind == "softmax" and column_classes(document, node.id) and classes_refusal(document, node) is None
        for node in counted)  # fmt: skip


def with_suiting_loss(before: Document, document: Document) -> Document:
    """Return the document trained by cross entropy where the edit from ``before`` made it a classifier of its data.

    Only where nobody has touched how to learn, and no step has been made.
    """
    untouched = document.training == TrainingSpec() and document.steps == 0
    if not untouched or not _of_known_classes(document) or _of_known_classes(before):
        return document
    return document.evolve(training=with_cross_entropy(document))


def _remembering(document: Document, node: str, loss: str) -> Document:
    found = document.nodes[node]
    return document.evolve(nodes={**document.nodes, node: replace(found, extra={**found.extra, FORMER_LOSS: loss})})


@dataclass(frozen=True, slots=True)
class UseCrossEntropy:
    """Train by the cross entropy; ``with_cross_entropy`` says when by its mean."""

    label: str = "Set loss"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the loss; EditRefused where what is compared gives no probabilities."""
        odd = [node for node in compared(document) if node.kind != "softmax"]
        if odd:
            raise EditRefused(f"{not_a_probability(odd[0])}.")
        return document.evolve(training=with_cross_entropy(document))
