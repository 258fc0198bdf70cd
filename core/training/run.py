"""One run of training and where it branched off: any step of it, from its start over the branch to its end.

    run = Run(document, network, rows, trainer.history)
    run.snapshot(137).theta
    other = Run(faster, network, rows, second.history, parent=run)   # began at step ``faster.steps`` of ``run``
"""

from __future__ import annotations

import math

import numpy as np

from core.catalog import OPTIMIZERS as TITLES
from core.datasets.rows import Rows
from core.document import Document
from core.engine.network import Network
from core.engine.optimizers import OPTIMIZERS
from core.quantity import format_number
from core.training.history import Columns, History, HistoryView, Record, single
from core.training.replay import Replay
from core.training.snapshot import Snapshot, shot_of
from core.training.updates import OptimizerState, state_of


class Run:
    """What was trained with the settings of ``document`` from its step on; ``parent`` is the run it branched off.

    ``moved`` says that an update came before the first record. ``left`` is what the parent had come to there; where a
    hand then moved a number, it stays on record beside the first of this run, which has the same step. The trainer may
    be running: only ``history``'s view is read, and steps are made again on buffers of the run's own.
    """

    def __init__(
        self, document: Document, network: Network, rows: Rows, history: History, *,
        parent: Run | None = None, moved: bool = False, left: Record | None = None,
    ) -> None:
        self.document, self.network, self.rows, self.history = document, network, rows, history
        self.parent, self.moved = parent, moved
        moved_by_hand = left is not None and not np.array_equal(left.theta, history.view().nearest(self.start).theta)
        self.left = left if moved_by_hand and parent is not None and self.start > parent.first else None
        self._earlier: tuple[Columns, ...] = ()
        self._replay: Replay | None = None
        self._busy: Run | None = None
        self.look_back()

    @property
    def start(self) -> int:
        """The step at which it began, or branched off."""
        return self.document.steps

    @property
    def end(self) -> int:
        """Its newest step."""
        return self.history.view().end

    @property
    def settings(self) -> str:
        """What it was trained with, in words: "rate 0.1", "Adam, rate 0.01, batch 10"."""
        training = self.document.training
        plain = training.optimizer == "gradient_descent"
        parts = ["" if plain else TITLES[training.optimizer].title, f"rate {format_number(training.learning_rate)}"]
        parts.append(f"batch {training.batch_size}" if training.batch_size else "")
        return ", ".join(part for part in parts if part)

    def view(self) -> HistoryView:
        """Return the records of the whole way: of the runs before, up to the branch, and its own."""
        own = self.history.view()
        return HistoryView(own.kept, own.last, own.slots, own.owner, self._earlier)

    def look_back(self) -> None:
        """Read anew what the runs before it keep of the way to it."""
        self._earlier = self.parent.view().before(self.start) if self.parent is not None else ()
        if self.left is not None:
            self._earlier = (*self._earlier, single(self.left))

    @property
    def line(self) -> tuple[Run, ...]:
        """Itself, the run that it branched off, the one before that, and so on."""
        found = [self]
        while found[-1].parent is not None:
            found.append(found[-1].parent)
        return tuple(found)

    @property
    def first(self) -> int:
        """The first step of the whole way."""
        return self.view().start

    def owner(self, step: int) -> Run:
        """Return the run, this one or one before it, that made ``step``."""
        return next((run for run in self.line if step >= run.start), self.line[-1])

    def record(self, step: int, seconds: float = math.inf) -> Record | None:
        """Return the exact record of ``step``, from ``first`` to ``end``; None if ``seconds`` did not suffice."""
        owner = self.owner(step)
        if self._busy is not None and self._busy is not owner:
            self._busy.rest()  # of a long line of branches, one at a time has buffers
        self._busy = owner
        return owner._own(step, seconds)  # noqa: SLF001  # of its own kind

    def came_to(self, step: int) -> Record | None:
        """Return what training came to at ``step``, before a hand moved anything there."""
        owner = self.owner(step)
        return owner.left if step == owner.start and owner.left is not None else self.record(step)

    def _own(self, step: int, seconds: float) -> Record | None:
        """Return the record of a step that this very run made, or began at."""
        view = self.history.view()
        kept = view.nearest(step)
        if kept.step == step:
            return kept
        self._replay = self._replay or Replay(self.document, self.network, self.rows)
        return self._replay.record(view, step, seconds)

    def snapshot(self, step: int, revision: int = 0, seconds: float = math.inf) -> Snapshot | None:
        """Return the exact snapshot of ``step``; None if ``seconds`` did not suffice."""
        record = self.record(step, seconds)
        return None if record is None else self._shot(record, revision)

    def nearest(self, step: int, revision: int = 0) -> Snapshot:
        """Return the snapshot of the kept step nearest to ``step``, at it or before."""
        return self._shot(self.view().nearest(step), revision)

    def state(self, step: int) -> OptimizerState:
        """Return what the optimizer remembered after ``step`` steps, for a run that branches off there."""
        owner, record = self.owner(step), self.record(step)
        assert record is not None  # without a limit of time it is always found
        state = state_of(record, owner.document.training.optimizer, owner.network)
        moved = owner.moved or step > owner.start
        return state if moved else OptimizerState(state.optimizer, state.updates, state.memory)

    def rest(self) -> None:
        """Give up the buffers for making steps again."""
        self._replay = None

    def _shot(self, record: Record, revision: int) -> Snapshot:
        """Return a record as a snapshot; an optimizer that was chosen later has nothing to remember there."""
        owner, optimizer = self.owner(record.step), self.document.training.optimizer
        names = OPTIMIZERS[optimizer].memory
        if optimizer != owner.document.training.optimizer:
            record = record._replace(memory=np.zeros((len(names), record.theta.size)), updates=0)
        tested, moved = self.rows.test.size > 0, owner.moved or record.step > owner.start
        return shot_of(record, revision, names, tested=tested, moved=moved)
