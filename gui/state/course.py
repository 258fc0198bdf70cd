"""The run that a document belongs to, the step of it that is shown, and the runs before. Knows no thread.

A document that comes back by Undo or Redo leads back to the step of the run it belonged to, with all that the
optimizer remembered there; any other that computes differently begins a new run, which branches off the one under
way where it goes on from its numbers.
"""

from __future__ import annotations

import numpy as np

from core.change import Change, diff
from core.document import Document
from core.edits.values import AdoptParameters, AdoptRun
from core.engine.late_values import LateValues
from core.training.room import make_room
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from gui.state.engine import Engine, build, padlocks, resume
from gui.state.frame import Frame
from gui.state.runs import KeptRun, Places, Runs, ShelvedRuns

RETURN_S = 0.5
"""What making a dropped step again may take where Undo leads back to it; beyond it, a new run begins there."""


class Course:
    """Owns the engine; ``looked`` is the earlier step that is shown, None where it is the newest."""

    def __init__(self, document: Document, runs: Runs) -> None:
        self._runs, self._places = runs, Places()
        self._engine = Engine(0, document)
        self.looked: Snapshot | None = None
        self.destination: Run | None = None
        """The run whose end the next document stands at."""
        self.renew(document, Change(structural=True), goes_on=False)

    @property
    def trainer(self) -> Trainer | None:
        """What makes the steps; None where the document cannot be trained."""
        return self._engine.trainer

    @property
    def run(self) -> Run | None:
        """The run under way."""
        return self._engine.run

    @property
    def reason(self) -> str:
        """Why nothing can be trained."""
        return self._engine.reason

    @property
    def number(self) -> int:
        """Tells the snapshots of this trainer from those of one before."""
        return self._engine.number

    def shown(self, document: Document) -> Snapshot | None:
        """Return what is shown: the step looked at, else where the trainer stands, which must be at rest."""
        return self.looked or self._engine.snapshot(document)

    def pending(self, document: Document, gesture: int) -> AdoptParameters | None:
        """Return the edit that brings ``document`` to the step that is shown; None if it stands there."""
        trainer = self.trainer
        if trainer is None:
            return None
        shown = self.looked or trainer.snapshot()
        if shown.step == document.steps:
            return None
        title = f"Go back to step {shown.step:,}" if shown.step < document.steps else ""
        return AdoptParameters(
            trainer.network.parameters(shown.theta), shown.step, None if self.looked else gesture, title)

    def edit_to(self, kept: KeptRun) -> AdoptRun:
        """Return the edit that takes over numbers and settings of the end of an earlier run, and expect it."""
        self.destination, end = kept.run, kept.run.nearest(kept.run.end)
        values = kept.run.network.parameters(end.theta)
        return AdoptRun(kept.run.document.training, values, end.step, kept.name)

    def follow(self, document: Document, change: Change) -> bool:
        """Belong to ``document``, which came in place of another; return whether training that runs may go on."""
        if self._return(document):
            return self.looked is None
        shown = self.shown(self._engine.document)
        if not self._engine.blank and self._engine.still_fits(document, change, shown):
            self._places.note(document, self.run, document.steps)
            return True
        goes_on = self.trainer is not None and shown is not None and document.steps == shown.step
        self.renew(document, change, goes_on=goes_on)
        return goes_on and self.trainer is not None

    def _return(self, document: Document) -> bool:
        """Show the step of the run that ``document`` belonged to; False if it belongs to none."""
        end, self.destination = self.destination, None
        if end is not None and _stands_at_end(document, end):
            self._places.note(document, end, end.end)
        found = self._places.find(document)
        if found is None:
            return False
        run, step = found
        snapshot = run.snapshot(step, seconds=RETURN_S)
        if snapshot is None:
            return False
        if run is not self.run:
            self._leave(run)
            self._engine = resume(run, self.number + 1)
            self._runs.take(run)
        self.looked = None if step == run.end else snapshot
        return True

    def renew(self, document: Document, change: Change, *, goes_on: bool) -> None:
        """Begin a new run at ``document``; the optimizer's memory goes along where it goes on from what is shown."""
        old = self._engine
        parent = old.branch(document, change) if goes_on else None
        left = old.run.came_to(document.steps) if parent is not None and old.run is not None else None
        self._leave(parent, document.steps)
        carry = None
        if goes_on and old.trainer is not None and old.run is not None:
            carry = old.trainer.state if self.looked is None else old.run.state(self.looked.step)
        self._engine = build(document, old.number + 1, carry, old, change, parent, left)
        self.looked = None
        self._places.note(document, self.run, document.steps)
        self.make_room()

    def make_room(self) -> None:
        """Keep the records of all runs that are known within bounds."""
        known = {*self._places.runs, *(kept.run for kept in self._runs.kept)}
        make_room(known if self.run is None else {*known, self.run}, self.run)

    def _leave(self, to: Run | None, at: int | None = None) -> None:
        """Keep the run under way for comparison, unless the one that follows goes through all of it."""
        run = self.run
        if run is not None and not (run is to and at is not None and at >= run.end) and not _leads_to(run, to):
            self._runs.keep(run)
        self._places.forget(self._runs.gone)
        self._runs.gone.clear()

    def forget(self, document: Document) -> None:
        """Begin afresh: what was before is another network's."""
        self.renew(document, Change(), goes_on=False)
        self._places.clear()
        self._places.note(document, self.run, document.steps)
        self._runs.clear()

    def shelved(self) -> ShelvedRuns:
        """Return what is known of runs and their places, for ``bring_back`` after another network was shown."""
        return self._runs.shelved(self._places)

    def bring_back(self, shelved: ShelvedRuns) -> None:
        """Know the runs again that were put aside; the document that comes next leads back to its own."""
        self._engine, self.looked = Engine(self._engine.number + 1, Document()), None
        self._runs.bring_back(shelved, self._places)

    def frame(self, document: Document, snapshot: Snapshot | None, *, running: bool, rate: float = 0.0) -> Frame:
        """Return the frame of ``snapshot``; values are computed from its very numbers."""
        engine, run = self._engine, self.run
        values = None
        if engine.network is not None and engine.rows is not None and snapshot is not None:
            values = snapshot.values or LateValues(engine.network, snapshot.theta, engine.rows.inputs)
        history = run.view() if run else None
        if history is not None and running and snapshot is not None:
            history = history.ending(snapshot.record)  # the thread is further by now; all of a frame belongs together
        first, end = (history.start, history.end) if history else (document.steps, document.steps)
        name = f"run {self._runs.number(run)}: {run.settings}" if run and run.end > run.start else ""
        return Frame(
            document, engine.network, engine.rows, engine.reason, snapshot, values, history, self._runs.kept, running,
            rate, first, max(first, end, snapshot.step if snapshot else 0), name)


def _leads_to(run: Run, to: Run | None) -> bool:
    """Whether all of ``run`` is part of the way to ``to``."""
    while to is not None and to.parent is not None:
        if to.parent is run:
            return to.start >= run.end
        to = to.parent
    return False


def _stands_at_end(document: Document, run: Run) -> bool:
    """Whether ``document`` has the numbers and settings of the end of ``run``, and computes as it did."""
    change = diff(run.document, document)
    same = not (change.structural or change.data) and document.training == run.document.training
    shot = run.snapshot(run.end) if same and document.steps == run.end else None
    return shot is not None and np.array_equal(run.network.pack(document), shot.theta) and np.array_equal(
        padlocks(document), padlocks(run.document))
