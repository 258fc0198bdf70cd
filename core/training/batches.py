"""The training rows, dealt out batch by batch into the sweeps that compute on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.activations import Call, run
from core.document import Floats, TrainingSpec
from core.sweep import Sweep


@dataclass(frozen=True, slots=True)
class Round:
    """One batch: the calls that load its rows, its sweep, and all calls of a pass through it."""

    load: list[Call]
    sweep: Sweep
    calls: list[Call]


class Batches:
    """The rounds of an epoch, in order.

    ``inputs`` and ``observed`` are (units, training rows) in a sweep's order. Rows are taken in that order,
    or where the document says shuffle in one that the seed and the epoch's number decide. The last batch
    may be smaller. One batch of all rows is loaded once.
    """

    def __init__(
        self, inputs: Floats, observed: Floats, training: TrainingSpec, make: Callable[[int], Sweep]
    ) -> None:
        self._given, self._count = (inputs, observed), inputs.shape[1]
        self._dealt = (inputs.copy(), observed.copy())
        self._seed, self._epoch = training.seed, 0
        size = min(training.batch_size or self._count, self._count)
        starts = range(0, self._count, size)
        sweeps = {columns: make(columns) for columns in {min(size, self._count - start) for start in starts}}
        self._shuffle = training.shuffle and len(starts) > 1
        self.rounds = [self._round(start, sweeps[min(size, self._count - start)]) for start in starts]
        if self.whole:
            self._load_once(self.rounds[0])

    @property
    def whole(self) -> bool:
        """Whether every step looks at all training rows."""
        return len(self.rounds) == 1

    def start(self, step: int) -> Round:
        """Return the round that comes after ``step`` steps, loaded, its epoch dealt."""
        self._epoch, place = divmod(step, len(self.rounds))
        chosen = self.at(step)
        if self._shuffle and place:
            self._deal()
        run(chosen.load)
        return chosen

    def at(self, step: int) -> Round:
        """Return the round that is computed after ``step`` steps."""
        return self.rounds[step % len(self.rounds)]

    def _round(self, start: int, sweep: Sweep) -> Round:
        columns = slice(start, start + sweep.columns)
        load: list[Call] = [partial(self._deal)] if self._shuffle and start == 0 else []
        for place, dealt in zip((sweep.inputs, sweep.observed), self._dealt, strict=True):
            load.append(partial(np.copyto, place, dealt[:, columns]))
        return Round(load, sweep, [*sweep.forward, *sweep.compare, *sweep.backward])

    def _load_once(self, only: Round) -> None:
        run(only.load)
        only.load.clear()

    def _deal(self) -> None:
        """Put the rows in the order of the epoch that begins."""
        order = np.random.default_rng([self._seed, self._epoch]).permutation(self._count)
        for given, dealt in zip(self._given, self._dealt, strict=True):
            given.take(order, 1, dealt, "clip")
        self._epoch += 1
