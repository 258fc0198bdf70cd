"""The past of a run: every step of a short one, some of a long one, so that memory stays bounded.

Every record is a checkpoint: it holds the optimizer's memory too, so that training can go on from it and steps
between two records can be made again, bit by bit the same (``core.training.replay``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.document import Floats, Indices, Ref
from core.engine.network import Slot

MOST = 10_000
"""Records at most; up to so many steps each has its own."""
_FEWEST = 4
_BYTES = 40_000_000
"""For the records kept; while they are thinned, an eighth more."""
_LEFT = 8
"""When full, this part of the records stays (one in so many): a long run must not spend its time on records."""


Number = TypeVar("Number", np.int64, np.float64)
Steps: TypeAlias = NDArray[np.int64]


_SCATTER = 0x9E3779B1
"""Scatters the kept steps within their blocks (Knuth's multiplicative hash): at even distances, a run that swings to
and fro would look as if it stood still."""
_NO_MEMORY = np.empty((0, 0))
_NO_MEMORY.setflags(write=False)


class Record(NamedTuple):
    """One step: the losses, and vectors laid out as theta. ``test_loss`` is NaN without test rows.

    ``memory`` holds the optimizer's vectors, (vectors, theta.size), and ``updates`` how often it was asked.
    """

    step: int
    loss: float
    test_loss: float
    theta: Floats
    gradient: Floats
    step_size: Floats
    memory: Floats = _NO_MEMORY
    updates: int = 0


class Columns(NamedTuple):
    """Records as columns, filled from the front. What is filled is never written again."""

    steps: Steps
    losses: Floats
    test_losses: Floats
    theta: Floats
    gradient: Floats
    step_size: Floats
    memory: Floats
    updates: Steps

    def first(self, count: int) -> Columns:
        """Return the first ``count`` records, read-only, without copying them."""
        return self.part(0, count)

    def part(self, start: int, stop: int) -> Columns:
        """Return the records from place ``start`` to before ``stop``, read-only, without copying them."""
        return Columns(
            _part(self.steps, start, stop), _part(self.losses, start, stop), _part(self.test_losses, start, stop),
            _part(self.theta, start, stop), _part(self.gradient, start, stop), _part(self.step_size, start, stop),
            _part(self.memory, start, stop), _part(self.updates, start, stop))

    def write(self, place: int, record: Record) -> None:
        """Write one record."""
        self.steps[place], self.losses[place], self.test_losses[place] = record.step, record.loss, record.test_loss
        self.theta[place], self.gradient[place], self.step_size[place] = record.theta, record.gradient, record.step_size
        if self.memory.shape[1]:
            self.memory[place], self.updates[place] = record.memory, record.updates
        else:
            self.updates[place] = record.updates

    def record(self, place: int) -> Record:
        """Return one record; its vectors are read-only where the columns are."""
        return Record(
            int(self.steps[place]), float(self.losses[place]), float(self.test_losses[place]), self.theta[place],
            self.gradient[place], self.step_size[place], self.memory[place], int(self.updates[place]))

    def upto(self, step: int) -> int:
        """Return how many of the records are of ``step`` or earlier."""
        return int(np.searchsorted(self.steps, step, "right"))


def _part(column: NDArray[Number], start: int, stop: int) -> NDArray[Number]:
    part = column[start:stop]
    part.setflags(write=False)
    return part


def single(record: Record) -> Columns:
    """Return columns of one record."""
    columns = _blank(1, record.memory.shape[0], record.theta.size)
    columns.write(0, record)
    return columns.first(1)


def _blank(capacity: int, memory: int, size: int) -> Columns:
    theta, gradient, step_size = (np.empty((capacity, size)) for _ in range(3))
    steps, updates = (np.empty(capacity, dtype=np.int64) for _ in range(2))
    memories = np.empty((capacity, memory, size))
    return Columns(steps, np.empty(capacity), np.empty(capacity), theta, gradient, step_size, memories, updates)


_SINGULAR = {"steps": "step", "losses": "loss", "test_losses": "test_loss"}
"""What a column is called in a record, where that differs."""


@dataclass(frozen=True, slots=True, eq=False)
class HistoryView:
    """A run's records as they stood at one moment; safe to read while training goes on.

    ``earlier`` are the records of the runs it branched off from, up to there; ``kept`` are its own that stay;
    ``last`` is the newest, where it is not among them. Where a hand moved a number between two steps, two records
    have the same step: what the run had come to, and what it went on from. ``steps``, ``losses`` and
    ``test_losses`` (NaN without test rows) are (records,). ``owner`` tells views of one run from those of another.
    """

    kept: Columns
    last: Record | None
    slots: Mapping[Ref, Slot]
    owner: object = None
    earlier: tuple[Columns, ...] = ()

    @property
    def steps(self) -> Steps:
        """The number of steps at each record."""
        found: Steps = self._column("steps")
        return found

    @property
    def losses(self) -> Floats:
        """The loss over all training rows at each record."""
        found: Floats = self._column("losses")
        return found

    @property
    def test_losses(self) -> Floats:
        """The loss over the test rows at each record."""
        found: Floats = self._column("test_losses")
        return found

    @property
    def start(self) -> int:
        """The step of the first record."""
        return int((*self.earlier, self.kept)[0].steps[0])

    @property
    def begun(self) -> int:
        """The step at which the run itself began, or branched off: steps after it were made as its document says."""
        return int(self.kept.steps[0])

    @property
    def end(self) -> int:
        """The step of the newest record."""
        return self.last.step if self.last else int(self.kept.steps[-1])

    def values(self, ref: Ref) -> Floats:
        """Return the parameter at every record: (records, *its shape)."""
        return self.read("theta", self.slots[ref].index)

    def gradients(self, ref: Ref) -> Floats:
        """Return the derivative of the loss over all training rows by the parameter: (records, *its shape)."""
        return self.read("gradient", self.slots[ref].index)

    def step_sizes(self, ref: Ref) -> Floats:
        """Return the step size (old − new) of each record's last update, 0 at the start: (records, *shape)."""
        return self.read("step_size", self.slots[ref].index)

    def read(self, vector: str, places: Indices, since: int = 0) -> Floats:
        """Return numbers of "theta", "gradient" or "step_size" from record number ``since`` on: (records, *places)."""
        found: Floats = _joined(list(self._pieces(vector, places, since)))
        return found

    def vectors(self, vector: str) -> Floats:
        """Return "theta", "gradient" or "step_size" at every record: (records, theta's size)."""
        found: Floats = self._column(vector)
        return found

    def nearest(self, step: int) -> Record:
        """Return the newest record of ``step`` or earlier; the first one if all are later."""
        if self.last is not None and self.last.step <= step:
            return self.last
        for columns in (self.kept, *reversed(self.earlier)):
            count = columns.upto(step)
            if count:
                return columns.record(count - 1)
        return (*self.earlier, self.kept)[0].record(0)

    def ending(self, last: Record) -> HistoryView:
        """Return the records up to ``last``, which is the newest then: what came after it is left out."""
        kept = self.kept.first(self.kept.upto(last.step))
        newest = None if kept.steps.size and kept.steps[-1] == last.step else last
        return HistoryView(kept, newest, self.slots, self.owner, self.earlier)

    def before(self, step: int) -> tuple[Columns, ...]:
        """Return the records before ``step``: the ``earlier`` of a run that begins there."""
        parts = (*self.earlier, self.kept)
        cut = (columns.first(columns.upto(step - 1)) for columns in parts)
        return tuple(columns for columns in cut if columns.steps.size)

    def _column(self, name: str) -> Any:
        return _joined(list(self._pieces(name, ..., 0)))

    def _pieces(self, name: str, places: Any, since: int) -> Iterator[NDArray[Any]]:
        """Give what is asked for of each part, from record number ``since`` on; at least one piece."""
        for columns in (*self.earlier, self.kept):
            column = getattr(columns, name)
            if since < len(column) or columns is self.kept:
                yield column[since:] if places is ... else column[since:, places]
            since = max(0, since - len(column))
        if self.last is not None:
            value = np.asarray(getattr(self.last, _SINGULAR.get(name, name)))
            yield (value if places is ... else value[places])[None]


def _joined(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


class History:
    """Keeps records of one run: the first, the last, and about one in every ``stride`` steps between.

    Until it is full, of ``most`` records or fewer, it keeps every step it is given; then seven in eight go and
    ``stride`` grows. ``memory`` is the number of the optimizer's vectors. One thread writes, any may ``view``.
    """

    def __init__(self, slots: Mapping[Ref, Slot], size: int, memory: int = 0, most: int | None = None) -> None:
        self._slots, self._shape = slots, (memory, size)
        room = _BYTES // (8 * (3 + memory) * max(size, 1))
        self.capacity = max(_FEWEST, min(room, MOST if most is None else most))
        self.stride = 1
        # One attribute, replaced as a whole, so that a reading thread never sees half a change.
        self._state: tuple[Columns, int, Record | None] = (_blank(self.capacity, *self._shape), 0, None)

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

    def cut(self, step: int) -> None:
        """Forget what came after ``step``: the run went back."""
        columns, count, last = self._state
        left = columns.first(count).upto(step)
        if left < count:  # views may still read what is to be written again
            columns = self._copied(columns, np.arange(left))
        self._state = (columns, left, last if last is not None and last.step <= step else None)

    @property
    def size(self) -> int:
        """How many bytes its records take."""
        columns, count, last = self._state
        each = sum(column[:1].nbytes for column in columns)
        return each * (count + (last is not None))

    def thin(self) -> bool:
        """Drop about every second record, never the first nor the newest; say whether there was one to drop.

        Only while the run rests: the thread that trains writes here too.
        """
        columns, count, last = self._state
        ends = [0, count - 1] if last is None else [0]
        if count <= len(ends):
            return False
        chosen: NDArray[np.intp] = np.arange(count)
        while chosen.size > max(count // 2, len(ends)):
            self.stride *= 2
            blocks = columns.steps[:count] // self.stride
            chosen = np.union1d(np.unique(blocks, return_index=True)[1], ends)
        self._state = (self._copied(columns, chosen), chosen.size, last)
        return True

    def _thinned(self, columns: Columns) -> tuple[Columns, int]:
        """Return a copy with about an eighth of the records; ``stride`` doubles until that is so."""
        chosen: NDArray[np.intp] = np.arange(columns.steps.size)
        most = max(self.capacity // _LEFT + 1, _FEWEST // 2)
        while chosen.size > most:
            self.stride *= 2
            chosen = np.unique(columns.steps // self.stride, return_index=True)[1]
        return self._copied(columns, chosen), chosen.size

    def _copied(self, columns: Columns, chosen: NDArray[np.intp]) -> Columns:
        fewer = _blank(self.capacity, *self._shape)
        for new, old in zip(fewer, columns, strict=True):
            new[: chosen.size] = old[chosen]
        return fewer

    def view(self) -> HistoryView:
        """Return the records as they stand, without copying them."""
        columns, count, last = self._state
        return HistoryView(columns.first(count), last, self._slots, self)
