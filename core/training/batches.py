"""The training rows, dealt out batch by batch into the sweeps that compute on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.document import Floats, Indices, TrainingSpec
from core.engine.activations import Call, run
from core.engine.sweep import Sweep

_HELD = 10_000
"""Values in all rounds up to which each has a sweep of its own, loaded once: more would not stay in the cache."""


@dataclass(frozen=True, slots=True)
class Round:
    """One batch: the calls that load its rows, and the sweep that computes on them."""

    load: list[Call]
    sweep: Sweep


class Batches:
    """The rounds of an epoch, in order.

    ``inputs`` and ``observed`` are (units, training rows) in a sweep's order. Rows are taken in that order,
    or where the document says shuffle in one that the seed and the epoch's number decide. The last batch
    may be smaller. ``make(columns)`` makes a sweep; few small batches have one each and need no loading.
    """

    def __init__(self, inputs: Floats, observed: Floats, training: TrainingSpec, make: Callable[[int], Sweep]) -> None:
        self._given, self._count = (inputs, observed), inputs.shape[1]
        self._dealt = (inputs.copy(), observed.copy())
        self._seed, self._epoch = training.seed, 0
        size = batch_size(training, self._count)
        starts = range(0, self._count, size)
        sizes = [min(size, self._count - start) for start in starts]
        shared = {columns: make(columns) for columns in sorted(set(sizes))}
        few = len(sizes) == 1 or self._count * shared[size].layout.height <= _HELD
        sweeps = [make(columns) if few else shared[columns] for columns in sizes]
        loads = [self._load(sweep, start) for sweep, start in zip(sweeps, starts, strict=True)]
        self._opening = [call for load in loads for call in load] if few else []
        run(self._opening)
        self.rounds = [Round([] if few else load, sweep) for load, sweep in zip(loads, sweeps, strict=True)]
        if training.shuffle and len(sizes) > 1:
            self._opening.insert(0, self._deal)
            self.rounds[0].load[:0] = self._opening

    @property
    def whole(self) -> bool:
        """Whether every step looks at all training rows."""
        return len(self.rounds) == 1

    def at(self, step: int) -> Round:
        """Return the round that is computed after ``step`` steps."""
        return self.rounds[step % len(self.rounds)]

    def start(self, step: int) -> Round:
        """Return the round that is computed after ``step`` steps, loaded, its epoch dealt."""
        self._epoch, place = divmod(step, len(self.rounds))
        if place:
            run(self._opening)
        run(self.at(step).load)
        return self.at(step)

    def _load(self, sweep: Sweep, start: int) -> list[Call]:
        columns = slice(start, start + sweep.columns)
        return [partial(place.__setitem__, ..., dealt[:, columns])
                for place, dealt in zip((sweep.inputs, sweep.observed), self._dealt, strict=True)]

    def _deal(self) -> None:
        """Put the rows in the order of the epoch that begins."""
        order = np.random.default_rng([self._seed, self._epoch]).permutation(self._count)
        for given, dealt in zip(self._given, self._dealt, strict=True):
            given.take(order, 1, dealt, "clip")
        self._epoch += 1


def batch_size(training: TrainingSpec, rows: int) -> int:
    """Return how many of the training rows a step looks at."""
    return min(training.batch_size or rows, rows)


def rows_at(training: TrainingSpec, train: Indices, step: int) -> Indices:
    """Return which of the training rows ``train`` the update after ``step`` steps looks at, in the order it takes them.

    The very rows that ``Batches`` deals out.
    """
    size = batch_size(training, train.size)
    epoch, place = divmod(step, -(-train.size // size))
    shuffled = training.shuffle and size < train.size
    order = np.random.default_rng([training.seed, epoch]).permutation(train.size) if shuffled else slice(None)
    dealt: Indices = train[order][place * size : (place + 1) * size]
    return dealt
