"""Makes a step of a run again whose record was dropped: bit by bit what was there when it was made.

    replay = Replay(document, network, rows)
    record = replay.record(trainer.history.view(), 12_345)

``document`` holds the settings the run was trained with; from a record on, the same calls on the same numbers give
the same numbers. It has buffers of its own, so that the run may go on meanwhile in another thread.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict

from core.datasets.rows import Rows
from core.document import Document
from core.engine.network import Network
from core.training.history import HistoryView, Record
from core.training.stepper import Stepper
from core.training.updates import Mark

_BYTES = 8_000_000
"""For the marks on the ways last gone."""
_MARKS = 64
"""Marks left on a way, so that going back and forth about there is cheap."""
_LOOK = 0.001
"""Seconds of steps between two looks at the clock."""


class Replay:
    """Steps of one run, made again on demand; what it made last is kept in a small cache."""

    def __init__(self, document: Document, network: Network, rows: Rows) -> None:
        self._stepper = Stepper(document, network, rows)
        self._at: int | None = None
        self._marks: OrderedDict[int, Mark] = OrderedDict()
        self._burst = 1

    def record(self, history: HistoryView, step: int, seconds: float = math.inf) -> Record | None:
        """Return the record of ``step``, or None if ``seconds`` did not suffice: ask again, it goes on from there.

        ``step`` lies between the first and the last step of ``history``, which is this run's own.
        """
        kept = history.nearest(step)
        if kept.step == step:
            return kept
        start = self._begin(kept, step)
        end, stride = time.perf_counter() + seconds, max(1, (step - start) // _MARKS)
        while self._at != step:
            if time.perf_counter() >= end:
                return None
            self._walk(step, stride)
        return self._stepper.gauge.record(step)

    def _begin(self, kept: Record, step: int) -> int:
        """Stand at the nearest place before ``step`` that is known; return which."""
        marked = max((place for place in self._marks if kept.step <= place <= step), default=-1)
        if self._at is not None and max(kept.step, marked) <= self._at <= step:
            return self._at
        if marked > kept.step:
            self._marks.move_to_end(marked)
            self._stepper.updates.restore(self._marks[marked])
            self._stepper.compute(marked)
            self._at = marked
        else:
            self._stepper.put(kept)
            self._at = kept.step
        return self._at

    def _walk(self, step: int, stride: int) -> None:
        """Make some of the steps up to ``step``, not beyond the next multiple of ``stride``, where a mark is left."""
        at = self._at or 0
        count = min(self._burst, step - at, stride - at % stride)
        begin = time.perf_counter()
        self._stepper.advance(at, count)
        self._at = at + count
        taken = max(time.perf_counter() - begin, 1e-9)
        if count == self._burst or taken > _LOOK:
            self._burst = max(1, min(2 * self._burst, int(count * _LOOK / taken)))
        if self._at % stride == 0:
            self._leave_mark(self._at)

    def _leave_mark(self, step: int) -> None:
        mark = self._stepper.updates.mark(step)
        self._marks[step] = mark
        most = max(2, _BYTES // max(1, sum(vector.nbytes for vector in mark.vectors)))
        while len(self._marks) > most:
            self._marks.popitem(last=False)
