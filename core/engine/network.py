"""A compiled network: arrays only. Its parameters are one flat vector, theta.

A network never changes and keeps no buffers, so threads may share it. Whoever computes often (a trainer,
a plot of many values) asks for a ``Sweep`` of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from types import MappingProxyType

import numpy as np

from core.datasets.rows import Rows, input_units, target_units
from core.document import Bools, Document, Floats, Indices, Ref
from core.engine.activations import run
from core.engine.layout import Layout
from core.engine.losses import LOSSES
from core.engine.survey import Survey, block_size
from core.engine.sweep import Sweep


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a parameter's numbers lie in theta: ``index`` has the parameter's own shape."""

    ref: Ref
    index: Indices

    def whole(self, index: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Return the index of one number in full: (0, 0) for the () of a weight that has but one.

        Counted from 0, never from the end; IndexError where the parameter has no such number.
        """
        shape = self.index.shape
        full = index or tuple(0 for _ in shape) if self.index.size == 1 else index
        if len(full) != len(shape) or not all(0 <= at < size for at, size in zip(full, shape, strict=True)):
            raise IndexError(f"{index} is no number of a parameter of shape {shape}.")
        return full

    def place(self, index: tuple[int, ...] = ()) -> int:
        """Return where one number lies in theta; IndexError as in ``whole``."""
        return int(self.index[self.whole(index)])


@dataclass(frozen=True, slots=True)
class Values:
    """The values of all units for some samples, each (units, samples), rows as ``Network.units`` says.

    ``z`` is the weighted sum plus the bias, before the activation; ``a`` is what comes out. For inputs
    both are the input.
    """

    z: Floats
    a: Floats

    @property
    def samples(self) -> int:
        """How many samples there are."""
        return int(self.a.shape[1])

    def of(self, sample: int) -> Values:
        """Return the values of one sample, counted from 0: (units, 1)."""
        return Values(self.z[:, sample : sample + 1], self.a[:, sample : sample + 1])

    def among(self, units: slice) -> Values:
        """Return the values of some units for all samples: (those units, samples)."""
        return Values(self.z[units], self.a[units])


class Network:
    """What ``compile_network`` returns.

    ``slots`` gives each parameter its place in theta, ``size`` is theta's length, ``trainable`` says which
    of its numbers may learn, ``units`` gives each node its rows in the matrices of ``Values``.
    ``input_units`` and ``target_units`` name the rows of data matrices: (node id, unit), in file order.
    ``target_rows`` are those of targets in ``Values``; ``target_places`` each node's places in a sweep's order.
    ``drawn`` gives theta's numbers their places in the dense vector; ``loss_row`` is the loss.
    """

    def __init__(self, document: Document, layout: Layout, slots: Mapping[Ref, Slot], drawn: Indices) -> None:
        self.slots: Mapping[Ref, Slot] = MappingProxyType(dict(slots))
        self.size = drawn.size
        self.layout = layout
        self.units: Mapping[str, slice] = MappingProxyType({
            node: _less(place, int(np.searchsorted(layout.ones, place.start))) for node, place in layout.rows.items()
        })
        self.input_units, self.target_units = input_units(document), target_units(document)
        self.mean = document.training.reduction == "mean"
        self.loss_row = LOSSES[document.training.loss]
        self.target_rows = np.array(
            [self.units[node].start + unit for node, unit in self.target_units], dtype=np.intp)
        self.target_places = _places_of([self.target_units[place][0] for place in layout.observed])
        self.trainable = _learns(document, self.slots, self.size)
        self.drawn = drawn
        self._rows = np.delete(np.arange(layout.height), layout.ones)
        self._plain = np.isin(self._rows, layout.plain)

    def loss_of(self, values: Values, observed: Floats) -> float:
        """Return the loss, summed over the samples, of ``values`` with what was observed, rows as ``target_units``."""
        said = (values.z if self.loss_row.from_raw else values.a)[self.target_rows]
        seen, ordered = self.order(observed), said[self.layout.observed]
        return sum(self.loss_row.value(ordered[place], seen[place]) for place in self.target_places)

    def pack(self, document: Document) -> Floats:
        """Return theta with the values of ``document``, which must have this network's parameters."""
        return self.pack_values({ref: parameter.value for ref, parameter in document.parameters().items()})

    def pack_values(self, values: Mapping[Ref, Floats]) -> Floats:
        """Return theta with ``values``; parameters not named are 0."""
        theta = np.zeros(self.size)
        for ref, value in values.items():
            theta[self.slots[ref].index] = value
        return theta

    def read(self, theta: Floats, ref: Ref) -> Floats:
        """Return a copy of the parameter at ``ref``: (target units, source units), or (units,) for a bias."""
        value: Floats = theta[self.slots[ref].index]
        return value

    def parameters(self, theta: Floats) -> dict[Ref, Floats]:
        """Return a copy of every parameter in the shape it has in a file."""
        return {ref: theta[slot.index] for ref, slot in self.slots.items()}

    def spread(self, theta: Floats) -> Floats:
        """Return theta as a new dense vector, with 0 where nobody drew a connection."""
        dense = np.zeros(self.layout.size)
        dense[self.drawn] = theta
        return dense

    def gather(self, dense: Floats) -> Floats:
        """Return the numbers of a dense vector that theta has."""
        return dense.take(self.drawn)

    def sweep(self, columns: int, weights: Floats, gradient: Floats, boost: float = 1.0) -> Sweep:
        """Return buffers and calls for ``columns`` samples on dense vectors (see ``spread``)."""
        return Sweep(self.layout, self.loss_row, columns, weights, gradient, boost)

    def factor(self, samples: int) -> float:
        """Return what a sweep's gradient over ``samples`` samples is to be multiplied by."""
        return self.loss_row.factor / samples if self.mean else self.loss_row.factor

    def values(self, sweep: Sweep, units: Indices | slice = slice(None), places: Indices | None = None) -> Values:
        """Return copies of what a sweep computed, of all ``units`` or of some.

        ``places`` says which row of the sweep each row of the layout is, where they are not the same.
        """
        rows = self._rows[units] if places is None else places[self._rows[units]]
        z, a = sweep.z[rows], sweep.a[rows]
        plain = self._plain[units]
        z[plain] = a[plain]
        a[np.isnan(z)] = np.nan  # which fmax may have passed over
        for array in (z, a):
            array.setflags(write=False)
        return Values(z, a)

    def forward(self, theta: Floats, inputs: Floats, units: slice = slice(None)) -> Values:
        """Return the values of all ``units``, or of some, for ``inputs`` (input units, samples), as ``input_units``."""
        count, height = inputs.shape[1], len(range(*units.indices(self._rows.size)))
        parts = (_said(self, sweep, inputs[:, place], units) for place, sweep in _blocks(self, theta, count))
        return _side_by_side(parts, height, count)

    def trace(self, theta: Floats, rows: Rows, chosen: Indices) -> tuple[Values, Floats]:
        """Return the values of all units for the chosen rows and dLoss/dz of each: (units, chosen rows).

        The loss is that over the chosen rows. dLoss/dz of inputs is 0: nothing of theirs can be learned.
        """
        by_sum: Floats = np.zeros((self._rows.size, chosen.size))
        parts = (self._traced(sweep, rows, chosen[place], by_sum[:, place])
                 for place, sweep in _blocks(self, theta, chosen.size))  # fmt: skip
        values = _side_by_side(parts, self._rows.size, chosen.size)
        with np.errstate(all="ignore"):
            by_sum *= self.factor(max(1, chosen.size))
        by_sum[: len(self.input_units)] = 0.0
        return values, by_sum

    def _traced(self, sweep: Sweep, rows: Rows, chosen: Indices, by_sum: Floats) -> Values:
        """Return the values of some rows, and write the derivatives of the loss's sum over them into ``by_sum``."""
        sweep.observed[...] = self.order(rows.observed)[:, chosen]
        values = _said(self, sweep, rows.inputs[:, chosen])
        with np.errstate(all="ignore"):
            run(sweep.backward)
        by_sum[...] = sweep.error[self._rows]
        return values

    def loss(self, theta: Floats, rows: Rows) -> float:
        """Return the loss over the training rows, by the document's loss and reduction."""
        return _over(self, theta, rows, rows.train).loss()

    def test_loss(self, theta: Floats, rows: Rows) -> float | None:
        """Return the loss over the test rows; None if there are none."""
        return _over(self, theta, rows, rows.test).loss() if rows.test.size else None

    def gradient(self, theta: Floats, rows: Rows) -> tuple[float, Floats]:
        """Return the loss over the training rows and its derivative by every number of theta, frozen ones too."""
        survey = _over(self, theta, rows, rows.train)
        loss = survey.measure()
        return loss, self.gather(survey.gradient)

    def survey(self, rows: Rows, chosen: Indices, weights: Floats) -> Survey:
        """Return what measures the loss of the dense vector ``weights``, as it then is, over the chosen rows."""
        inputs, observed = rows.inputs[:, chosen], self.order(rows.observed)[:, chosen]
        return Survey(self.sweep, inputs, observed, weights, factor=self.loss_row.factor, mean=self.mean)

    def order(self, observed: Floats) -> Floats:
        """Return observed values, rows as ``target_units``, in the order of a sweep's ``observed``."""
        ordered: Floats = observed[self.layout.observed]
        return ordered


def _over(network: Network, theta: Floats, rows: Rows, chosen: Indices) -> Survey:
    return network.survey(rows, chosen, network.spread(theta))


def _blocks(network: Network, theta: Floats, count: int) -> Iterator[tuple[slice, Sweep]]:
    """Give which of ``count`` samples come next, and the sweep to compute them with."""
    weights = network.spread(theta)
    size, unused = block_size(network.layout.height, count), np.zeros_like(weights)
    sweep = network.sweep(size, weights, unused)
    for start in range(0, count, size):
        place = slice(start, min(start + size, count))
        columns = place.stop - start
        yield place, sweep if columns == size else network.sweep(columns, weights, unused)


def _said(network: Network, sweep: Sweep, inputs: Floats, units: slice = slice(None)) -> Values:
    sweep.inputs[...] = inputs
    with np.errstate(all="ignore"):
        run(sweep.forward)
    return network.values(sweep, units)


def _side_by_side(parts: Iterable[Values], units: int, samples: int) -> Values:
    """Return the values of some samples after those of others as one."""
    whole, start = Values(np.empty((units, samples)), np.empty((units, samples))), 0
    for part in parts:
        if part.a.shape[1] == samples:
            return part
        end = start + part.a.shape[1]
        whole.z[:, start:end], whole.a[:, start:end] = part.z, part.a
        start = end
    whole.z.setflags(write=False)
    whole.a.setflags(write=False)
    return whole


def _learns(document: Document, slots: Mapping[Ref, Slot], size: int) -> Bools:
    """Return which numbers of theta may learn: (size,), read-only."""
    mask = np.zeros(size, dtype=np.bool_)
    for ref, parameter in document.parameters().items():
        mask[slots[ref].index] = parameter.trainable
    mask.setflags(write=False)
    return mask


def _places_of(owners: Sequence[str]) -> tuple[slice, ...]:
    """Return the places of each node among units, of which ``owners`` says whose they are, neighbours together."""
    ends = np.cumsum([0, *(len(list(group)) for _, group in groupby(owners))]).tolist()
    return tuple(slice(start, stop) for start, stop in pairwise(ends))


def _less(place: slice, rows: int) -> slice:
    return slice(place.start - rows, place.stop - rows)
