"""The past of a run: some of its steps, thinned so that memory stays bounded however long it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.document import Floats, Ref
from core.network import Slot

_MOST = 4096
_FEWEST = 4
_BYTES = 40_000_000
"""For the records kept; while they are thinned, half as much again."""


Number = TypeVar("Number", np.int64, np.float64)


_SCATTER = 0x9E3779B1
"""Scatters the kept steps within their blocks (Knuth's multiplicative hash): at even distances, a run that swings to
and fro would look as if it stood still."""


class Record(NamedTuple):
    """One step: the losses, and vectors laid out as theta. ``test_loss`` is NaN without test rows."""

    step: int
    loss: float
    test_loss: float
    theta: Floats
    gradient: Floats
    step_size: Floats


class Columns(NamedTuple):
    """Records as columns, filled from the front. What is filled is never written again."""

    steps: NDArray[np.int64]
    losses: Floats
    test_losses: Floats
    theta: Floats
    gradient: Floats
    step_size: Floats

    def first(self, count: int) -> Columns:
        """Return the first ``count`` records, read-only, without copying them."""
        vectors = (_first(vector, count) for vector in (self.theta, self.gradient, self.step_size))
        return Columns(_first(self.steps, count), _first(self.losses, count), _first(self.test_losses, count), *vectors)

    def write(self, place: int, record: Record) -> None:
        """Write one record."""
        self.steps[place], self.losses[place], self.test_losses[place] = record.step, record.loss, record.test_loss
        self.theta[place], self.gradient[place], self.step_size[place] = record.theta, record.gradient, record.step_size


def _first(column: NDArray[Number], count: int) -> NDArray[Number]:
    part = column[:count]
    part.setflags(write=False)
    return part


def _blank(capacity: int, size: int) -> Columns:
    vectors = (np.empty((capacity, size)) for _ in range(3))
    return Columns(np.empty(capacity, dtype=np.int64), np.empty(capacity), np.empty(capacity), *vectors)


@dataclass(frozen=True, slots=True, eq=False)
class HistoryView:
    """A run's records as they stood at one moment; safe to read while training goes on.

    ``kept`` are the records that stay; ``last`` is the newest, where it is not among them. ``steps``,
    ``losses`` and ``test_losses`` (NaN without test rows) are (records,).
    """

    kept: Columns
    last: Record | None
    slots: Mapping[Ref, Slot]

    @property
    def steps(self) -> NDArray[np.int64]:
        """The number of steps at each record."""
        return np.append(self.kept.steps, self.last.step) if self.last else self.kept.steps

    @property
    def losses(self) -> Floats:
        """The loss over all training rows at each record."""
        return np.append(self.kept.losses, self.last.loss) if self.last else self.kept.losses

    @property
    def test_losses(self) -> Floats:
        """The loss over the test rows at each record."""
        return np.append(self.kept.test_losses, self.last.test_loss) if self.last else self.kept.test_losses

    def values(self, ref: Ref) -> Floats:
        """Return the parameter at every record: (records, *its shape)."""
        return self._column(self.kept.theta, self.last and self.last.theta, ref)

    def gradients(self, ref: Ref) -> Floats:
        """Return the derivative of the loss over all training rows by the parameter: (records, *its shape)."""
        return self._column(self.kept.gradient, self.last and self.last.gradient, ref)

    def step_sizes(self, ref: Ref) -> Floats:
        """Return the step size (old − new) of each record's last update, 0 at the start: (records, *shape)."""
        return self._column(self.kept.step_size, self.last and self.last.step_size, ref)

    def _column(self, kept: Floats, last: Floats | None, ref: Ref) -> Floats:
        index = self.slots[ref].index
        return kept[:, index] if last is None else np.concatenate([kept[:, index], last[index][None]])


class History:
    """Keeps records of one run: the first, the last, and about one in every ``stride`` steps between.

    When it is full every second record goes and ``stride`` doubles. One thread writes, any may ``view``.
    """

    def __init__(self, slots: Mapping[Ref, Slot], size: int) -> None:
        self._slots = slots
        self.capacity = int(np.clip(_BYTES // (24 * max(size, 1)), _FEWEST, _MOST))
        self.stride = 1
        # One attribute, replaced as a whole, so that a reading thread never sees half a change.
        self._state: tuple[Columns, int, Record | None] = (_blank(self.capacity, size), 0, None)

    @property
    def next_step(self) -> int:
        """The next step that will be kept."""
        columns, count, _ = self._state
        if not count:
            return 0
        block = int(columns.steps[count - 1]) // self.stride + 1
        return block * self.stride + ((block * _SCATTER & 0xFFFFFFFF) * self.stride >> 32)

    def add(self, record: Record) -> None:
        """Keep the record if its turn has come; otherwise it stands as the last one until the next."""
        columns, count, _ = self._state
        if count and record.step < self.next_step:
            newer = record.step > columns.steps[count - 1]
            self._state = (columns, count, record if newer else None)
            return
        if count == self.capacity:
            columns, count = self._thinned(columns)
        columns.write(count, record)
        self._state = (columns, count + 1, None)

    def _thinned(self, columns: Columns) -> tuple[Columns, int]:
        """Return a copy with about half of the records; ``stride`` doubles until a quarter at least is free."""
        chosen: NDArray[np.intp] = np.arange(columns.steps.size)
        while chosen.size > self.capacity * 3 // 4:
            self.stride *= 2
            chosen = np.unique(columns.steps // self.stride, return_index=True)[1]
        fewer = _blank(self.capacity, columns.theta.shape[1])
        for new, old in zip(fewer, columns, strict=True):
            new[: chosen.size] = old[chosen]
        return fewer, chosen.size

    def view(self) -> HistoryView:
        """Return the records as they stand, without copying them."""
        columns, count, last = self._state
        return HistoryView(columns.first(count), last, self._slots)
