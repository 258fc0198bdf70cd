"""The edits that findings offer. Each is one step of the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import EllipsisType

import numpy as np

from core.datasets.rows import prepare
from core.diagnosis.neurons import by_neuron, feeds_of, weights_into
from core.document import Document, Floats, Parameter, Ref, bias_of, floats
from core.edits.classes import MANY_ROWS
from core.edits.settings import SetTraining
from core.edits.values import Reset
from core.engine.compiler import compile_network
from core.errors import EditRefused
from core.initializers import INITIALIZERS
from core.quantity import format_number
from core.session import Edit
from core.targets import compared

CALM_RATE = 0.05
"""The learning rate at which Adam copes with columns that nobody has scaled."""
_TRIES = 20
_MODERATE = 1.5
"""The weighted sum at which a shrunken unit ends: sigmoid and tanh still bend there (slopes 0.15 and 0.18)."""
_ABOVE = 0.1
"""By how much the middle row of a revived unit is above 0."""

Unit = tuple[str, int]
"""(node id, unit), or (node id, filter) of a convolution."""
Place = tuple[int | slice | EllipsisType, ...]
"""A row or a column of a weight."""


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one step."""

    edits: tuple[Edit, ...]
    label: str
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with all of them made, in order."""
        for edit in self.edits:
            document = edit.apply(document)
        return document


def slower(document: Document, rate: float, *, reset: bool) -> tuple[Edit, str]:
    """Return the edit that sets another learning rate, back at the start values if ``reset``, and its words."""
    setting = SetTraining(replace(document.training, learning_rate=rate), "learning rate")
    if not reset:
        return setting, f"Learning rate {format_number(rate, 6)}"
    return Together((setting, Reset()), "Reset with another rate"), f"Reset, learning rate {format_number(rate, 6)}"


def gentler(document: Document, rate: float) -> tuple[Edit, str]:
    """Return the edit that begins again with smaller steps, and its words.

    A sum over many rows makes steps as many times as large: its mean, and Adam, whose steps do not grow with the
    columns, lead out at once; of probabilities the cross entropy. Anything else gets the learning rate ``rate``.
    """
    if not sums_much(document):
        return slower(document, rate, reset=True)
    soft = all(node.kind == "softmax" for node in compared(document))
    calm = replace(document.training, reduction="mean", optimizer="adam", learning_rate=CALM_RATE, settings={},
                   loss="cross_entropy" if soft else document.training.loss)
    edits = SetTraining(calm, "how to learn"), Reset()
    mean = "mean cross entropy" if soft else "mean of the rows"
    return Together(edits, "Reset with the mean and Adam"), f"Reset, {mean}, Adam at {CALM_RATE}"


def sums_much(document: Document) -> bool:
    """Whether steps are large because they go by a sum over many rows, and by their slopes alone."""
    training = document.training
    return not (training.reduction == "mean" or training.optimizer == "adam" or document.data.count <= MANY_ROWS)


def _changed(document: Document, ref: Ref, values: Floats) -> tuple[Ref, Parameter]:
    """Return the parameter with other numbers; before the first step they are its start values as well."""
    old = document.parameter(ref)
    return ref, replace(old, value=floats(values), start=old.initial if document.steps else None)


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draw the incoming weights of units anew, or the outgoing ones where no incoming one may learn.

    Drawn as the document's start values are; where those are all 0, from the standard normal distribution.
    """

    units: tuple[Unit, ...]
    label: str = "Draw weights anew"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with other weights; frozen numbers stay."""
        return self.drawn(document, 0)

    def drawn(self, document: Document, attempt: int) -> Document:
        """Return what the draw number ``attempt`` gives: the same document and number draw the same."""
        rng = np.random.default_rng([document.training.seed, document.steps, attempt])
        values = {ref: found.value.copy() for ref, found in document.parameters().items()}
        for unit in self.units:
            self._draw(document, rng, unit, values)
        touched = [ref for ref, new in values.items() if not np.array_equal(new, document.parameter(ref).value)]
        return document.with_parameters(dict(_changed(document, ref, values[ref]) for ref in touched))

    @staticmethod
    def _draw(document: Document, rng: np.random.Generator, unit: Unit, values: dict[Ref, Floats]) -> None:
        kind = document.training.initial_values
        pick = INITIALIZERS["standard_normal" if kind == "zeros" else kind]
        for ref, place in free_weights(document, unit):
            part = values[ref][place]
            fresh = pick(rng, part.shape, feeds_of(document, ref[1]), document.nodes[ref[1]].units)
            values[ref][place] = np.where(document.parameter(ref).trainable[place], fresh, part)


def free_weights(document: Document, unit: Unit) -> list[tuple[Ref, Place]]:
    """Return the rows of incoming weights that may learn, as (ref, place); the columns of outgoing ones otherwise."""
    node, number = unit
    into: list[tuple[Ref, Place]] = [(ref, (number, ...)) for ref in weights_into(document, node)]
    out: list[tuple[Ref, Place]] = [
        ((node, target), (slice(None), number)) for target in document.targets(node)
        if document.has((node, target)) and document.nodes[node].grid is None]
    for group in (into, out):
        free = [(ref, place) for ref, place in group if document.parameter(ref).trainable[place].any()]
        if free:
            return free
    return []


@dataclass(frozen=True, slots=True)
class Revive:
    """Bring dead units above 0 for some rows: draw their weights anew, and raise the bias where that does not do."""

    units: tuple[Unit, ...]
    label: str = "Draw weights anew"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document in which each unit has a derivative, or at least a row above 0.

        EditRefused where frozen numbers forbid it.
        """
        redraw = Redraw(self.units)
        for attempt in range(_TRIES):
            drawn = redraw.drawn(document, attempt)
            if _learn(drawn, self.units):
                return drawn
        raised = self._raised(redraw.drawn(document, 0))
        if any(_sums(raised, node)[unit].max() <= 0 for node, unit in self.units):
            raise EditRefused("The frozen numbers of this node keep it at 0; unfreeze its weights or its bias.")
        return raised

    def _raised(self, document: Document) -> Document:
        for node, unit in self.units:
            bias = document.nodes[node].bias
            if bias is None or not bias.trainable[unit]:
                continue
            values = bias.value.copy()
            values[unit] += _ABOVE - float(np.median(_sums(document, node)[unit]))
            document = document.with_parameters(dict([_changed(document, bias_of(node), values)]))
        return document


def _sums(document: Document, node: str) -> Floats:
    """Return a node's weighted sums for the training rows: (neurons, samples)."""
    network, rows = compile_network(document), prepare(document)
    values = network.forward(network.pack(document), rows.inputs[:, rows.train])
    return by_neuron(document, node, values.z[network.units[node]])


def _learn(document: Document, units: tuple[Unit, ...]) -> bool:
    """Whether the loss depends on each of the units at some row."""
    network, rows = compile_network(document), prepare(document)
    by_sum = network.trace(network.pack(document), rows, rows.train)[1]
    return all(bool(by_neuron(document, node, by_sum[network.units[node]])[unit].any()) for node, unit in units)


@dataclass(frozen=True, slots=True)
class Shrink:
    """Scale the weights and the bias of saturated units, so that their largest weighted sum is moderate."""

    units: tuple[Unit, ...]
    label: str = "Shrink weights"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with smaller numbers."""
        for node, unit in self.units:
            most = float(np.abs(_sums(document, node)[unit]).max())
            if most > _MODERATE:
                document = self._scaled(document, node, unit, _MODERATE / most)
        return document

    @staticmethod
    def _scaled(document: Document, node: str, unit: int, share: float) -> Document:
        new = {}
        for ref in [*weights_into(document, node), bias_of(node)]:
            if ref[0] or document.nodes[node].bias is not None:
                values = document.parameter(ref).value.copy()
                values[unit] *= share
                new.update(dict([_changed(document, ref, values)]))
        return document.with_parameters(new)


def wholly_free(document: Document, unit: Unit) -> bool:
    """Whether every weight into a unit and its bias may learn."""
    node, number = unit
    refs = weights_into(document, node)
    if document.nodes[node].bias is not None:
        refs.append(bias_of(node))
    return all(bool(document.parameter(ref).trainable[number].all()) for ref in refs)
