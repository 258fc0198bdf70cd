"""The runs that are kept for comparison, and which document belongs to which step of which run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.document import Document
from core.training.history import HistoryView
from core.training.run import Run

MOST_RUNS = 6
MOST_PLACES = 1_000
MOST_NAME = 40


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run that is kept; ``given`` is a name of the user's, ``shown`` says whether its curve is drawn.

    ``tint`` is the number of its colour, from 0, which no other kept run has.
    """

    number: int
    run: Run
    given: str = ""
    shown: bool = True
    tint: int = 0

    @property
    def name(self) -> str:
        """What it is called: "run 2: rate 0.1", or as the user says."""
        return self.given or f"run {self.number}: {self.run.settings}"

    @property
    def view(self) -> HistoryView:
        """Its records, those before its branch included."""
        return self.run.view()


@dataclass(frozen=True, slots=True)
class ShelvedRuns:
    """The runs of a network that was put aside, and which documents they belong to."""

    kept: tuple[KeptRun, ...]
    numbers: dict[int, tuple[Run, int]]
    counted: int
    known: dict[int, tuple[Document, Run, int]]


class Runs(QObject):
    """Up to six kept runs, oldest first; ``changed`` says that the user changed the list."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.kept: tuple[KeptRun, ...] = ()
        self.gone: list[Run] = []
        """Those that were forgotten lately; whoever knows more of them may forget it too."""
        self._numbers: dict[int, tuple[Run, int]] = {}
        self._counted = 0

    def number(self, run: Run) -> int:
        """Return a run's number: they are counted from 1 as they make their first steps."""
        if id(run) not in self._numbers:
            self._counted += 1
            self._numbers[id(run)] = (run, self._counted)
        return self._numbers[id(run)][1]

    def keep(self, run: Run) -> None:
        """Keep a run that is left, if it has steps of its own; of too many, the oldest without a name goes.

        Where all others have names, that is this one.
        """
        if run.end == run.start or any(kept.run is run for kept in self.kept):
            return
        run.rest()
        number = self.number(run)
        if len(self.kept) >= MOST_RUNS:
            self._forget(next((kept for kept in self.kept if not kept.given), KeptRun(number, run)))
        if len(self.kept) < MOST_RUNS:
            self.kept = (*self.kept, KeptRun(number, run, tint=self._free_tint(number)))

    def _free_tint(self, number: int) -> int:
        """Return a colour's number that no kept run has; the one that goes with the run's number where it is free."""
        taken = {kept.tint for kept in self.kept}
        return next(tint % MOST_RUNS for tint in range(number - 1, number + MOST_RUNS) if tint % MOST_RUNS not in taken)

    def dropped_by(self, more: int) -> int:
        """Return how many runs that have no name would go if ``more`` were kept."""
        return min(max(0, len(self.kept) + more - MOST_RUNS), len(self.kept) - self.named)

    @property
    def named(self) -> int:
        """How many runs have a name of the user's, and are never dropped."""
        return sum(bool(kept.given) for kept in self.kept)

    def take(self, run: Run) -> None:
        """Take a run out of the list: it is the one under way again."""
        self.kept = tuple(kept for kept in self.kept if kept.run is not run)

    def find(self, number: int) -> KeptRun | None:
        """Return the kept run of that number."""
        return next((kept for kept in self.kept if kept.number == number), None)

    def remove(self, number: int) -> None:
        """Forget a run, as the user wishes."""
        found = self.find(number)
        if found is not None:
            self._forget(found)
            self.changed.emit()

    def rename(self, number: int, name: str) -> None:
        """Call a run by another name; without one it is called by its settings again."""
        self._alter(number, given=" ".join(name.split())[:MOST_NAME])

    def show(self, number: int, shown: bool) -> None:  # noqa: FBT001  # a tick is a truth value
        """Draw a run's curve, or do not."""
        self._alter(number, shown=shown)

    def clear(self) -> None:
        """Forget all of them and count anew."""
        self.kept, self._numbers, self._counted = (), {}, 0

    def shelved(self, places: Places) -> ShelvedRuns:
        """Return what is known of all runs, for ``bring_back``."""
        return ShelvedRuns(self.kept, dict(self._numbers), self._counted, dict(places.known))

    def bring_back(self, shelved: ShelvedRuns, places: Places) -> None:
        """Know the runs again that were put aside, and nothing of those since."""
        self.kept, self._numbers, self._counted = shelved.kept, dict(shelved.numbers), shelved.counted
        places.known = dict(shelved.known)

    def drop_made_again(self, run: Run) -> None:
        """Drop the run that ``run`` branched off if it has made all of its steps again, number by number."""
        old = run.parent
        if old is None or not any(kept.run is old and not kept.given for kept in self.kept):
            return
        if run.end >= old.end and run.document.training == old.document.training:
            again, there = run.view().nearest(old.end), old.view().nearest(old.end)
            if again.step == there.step and np.array_equal(again.theta, there.theta):
                self._numbers[id(run)] = (run, self.number(old))
                self.take(old)

    def _forget(self, kept: KeptRun) -> None:
        self.take(kept.run)
        self._numbers.pop(id(kept.run), None)
        self.gone.append(kept.run)

    def _alter(self, number: int, **changes: Any) -> None:
        self.kept = tuple(replace(kept, **changes) if kept.number == number else kept for kept in self.kept)
        self.changed.emit()


class Places:
    """Which run and step each document that was seen belongs to, so that undo leads back to them.

    Undo and redo put the very same document back; a document that is only equal is another one.
    """

    def __init__(self) -> None:
        self.known: dict[int, tuple[Document, Run, int]] = {}

    def note(self, document: Document, run: Run | None, step: int) -> None:
        """Remember that ``document`` stands at ``step`` of ``run``."""
        self.known.pop(id(document), None)
        if run is None:
            return
        self.known[id(document)] = (document, run, step)
        if len(self.known) > MOST_PLACES:
            self.known.pop(next(iter(self.known)))

    def find(self, document: Document) -> tuple[Run, int] | None:
        """Return the run and the step of a document, if they are still known."""
        found = self.known.get(id(document))
        return None if found is None else found[1:]

    @property
    def runs(self) -> set[Run]:
        """All runs that undo may lead back to."""
        return {run for _, run, _ in self.known.values()}

    def forget(self, runs: Collection[Run]) -> None:
        """Forget the places in these runs."""
        dropped = {id(run) for run in runs}
        self.known = {key: place for key, place in self.known.items() if id(place[1]) not in dropped}

    def clear(self) -> None:
        """Forget everything."""
        self.known.clear()
