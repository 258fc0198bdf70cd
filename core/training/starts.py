"""The same network trained from many random starts, one after the other, in a thread: how much hangs on luck.

    starts = Starts(document)
    starts.start()
    starts.wait()
    starts.probabilities("species", row=11)           # (starts, classes)

The starts are those that New start would draw one by one: their seeds follow on the document's. Each trains by the
document's settings until one of its stop rules holds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.accuracy import Accuracies
from core.change import diff
from core.classes import why_still
from core.datasets.rows import Rows, prepare
from core.document import Document, Floats, Indices, Stop
from core.edits.starts import TakeStart
from core.engine.compiler import compile_network
from core.engine.network import Network
from core.errors import NetworkRefused
from core.initializers import restarted
from core.training.background import Background
from core.training.stopping import StopReason
from core.training.tempo import Burst
from core.training.trainer import Trainer

MOST_STARTS = 20
MOST_BYTES = 256 * 2**20
"""What the final numbers of all starts may take together; of a very large network fewer starts are trained."""
_FEW_RECORDS = 8
NO_END = (
    "Each start trains until a stop rule holds, and this network has none: set one at Stop when, such as 2,000 steps."
)


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What one start came to: ``theta`` (numbers,) is read-only; ``number`` counts from 1.

    ``reason`` is the rule that ended it, or that it diverged: its numbers are then the last ones that were sound.
    ``right`` gives each softmax or argmax that has a column of class names the share of training rows and of test
    rows that it calls by their class, 0 to 1, NaN where there are none.
    """

    number: int
    seed: int
    theta: Floats
    step: int
    loss: float
    reason: StopReason
    right: Mapping[str, tuple[float, float]]

    @property
    def diverged(self) -> bool:
        """Whether its numbers became too large to compute with."""
        return self.reason.name == "diverged"

    def take(self, network: Network) -> TakeStart:
        """Return the edit that takes it over; ``network`` is the one that it was trained in."""
        return TakeStart(self.number, self.seed, self.theta, self.step, network)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How far all have come: those that ended, the ``step`` of the one under way, and ``seconds`` since the first."""

    found: tuple[Start, ...] = ()
    step: int = 0
    seconds: float = 0.0


def starts_for(size: int) -> int:
    """Return how many starts of a network of ``size`` numbers there is room for: 20, or fewer, one at least."""
    return max(1, min(MOST_STARTS, MOST_BYTES // (8 * max(size, 1))))


def altered(old: Document, new: Document) -> str:
    """Return what differs that starts hang on: "drawing", "data", "training settings" or "frozen numbers"; "" if none.

    Neither the seed nor the numbers that learn count: every start has its own.
    """
    if old is new:
        return ""
    change = diff(old, new)
    settings = replace(old.training, seed=0) != replace(new.training, seed=0)
    found = (("drawing", change.structural), ("data", change.data), ("training settings", settings),
             ("frozen numbers", not change.structural and _unlike(old, new)))  # fmt: skip
    return next((name for name, differs in found if differs), "")


def _unlike(old: Document, new: Document) -> bool:
    """Whether other numbers are frozen, or at other values."""
    then, now = old.parameters(), new.parameters()
    return any(
        not np.array_equal(was.trainable, now[ref].trainable)
        or not np.array_equal(was.value[~was.trainable], now[ref].value[~was.trainable])
        for ref, was in then.items()
        if was is not now[ref]
    )


class Starts(Background):
    """Trains ``count`` starts of ``document``, with seeds from ``first`` on, by default the one after its own.

    ``network`` and ``rows`` are those of ``document`` where the caller has them already.
    Raises NetworkRefused where the document cannot be trained or nothing would end it. ``standing`` may be read by
    any thread at any time.
    """

    name = "starts"

    def __init__(
        self, document: Document, *, count: int | None = None, first: int | None = None,
        network: Network | None = None, rows: Rows | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        _demand_an_end(document)
        self.document = document
        self.network, self.rows = network or compile_network(document), rows or prepare(document)
        self.count = count or starts_for(self.network.size)
        self.first = document.training.seed + 1 if first is None else first
        self.standing = Standing()
        self._tellers = {node: Accuracies(self.network, self.rows, node) for node in self.rows.classes}
        self._trainer, self._burst = self._trained(self.first), Burst()
        self._began = 0.0

    @property
    def done(self) -> bool:
        """Whether all starts are trained."""
        return len(self.standing.found) >= self.count

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._began = time.perf_counter()
        super().start()

    @property
    def seconds_left(self) -> float | None:
        """About how long the rest will take, in seconds; None where nothing says so yet.

        The starts that ended say how many steps the rest will make; before the first has, the limit of steps does.
        """
        now = self.standing
        limit = self.document.training.stop.max_steps
        steps = sum(start.step for start in now.found) / len(now.found) if now.found else limit
        made = len(now.found) + (min(1.0, now.step / steps) if steps else 0.0)
        return now.seconds * (self.count - made) / made if made else None

    def probabilities(self, node: str, row: int, since: int = 0) -> Floats:
        """Return what ``node`` puts out for data row ``row``, counted from 0, after each start: (starts, classes).

        The first ``since`` starts are left out.
        """
        column, units = self.rows.inputs[:, row : row + 1], self.network.units[node]
        found = [self.network.forward(start.theta, column).a[units, 0] for start in self.standing.found[since:]]
        return np.array(found).reshape(len(found), units.stop - units.start)

    def disputed(self, node: str) -> Indices:
        """Return the numbers of all rows, (rows,), those first about which ``node`` says the most different things.

        What counts is the widest span, over the classes, of the probabilities after all starts that did not diverge.
        """
        units = self.network.units[node]
        low = np.full((units.stop - units.start, self.rows.inputs.shape[1]), np.inf)
        high = -low
        for start in self.standing.found:
            if not start.diverged:
                shares = self.network.forward(start.theta, self.rows.inputs).a[units]
                low, high = np.fmin(low, shares), np.fmax(high, shares)
        return np.argsort(-(high - low).max(axis=0), kind="stable")

    def _turn(self) -> None:
        """Train for some milliseconds; at the end of a start note what it came to and begin the next."""
        count, begin = self._burst.size, time.perf_counter()
        reason = self._trainer.step(count)
        now = time.perf_counter()
        self._burst.learn(count, now - begin)
        found, step = self.standing.found, self._trainer.steps
        if reason is not None:
            found, step = (*found, self._ended(reason)), 0
            if len(found) < self.count:
                self._trainer = self._trained(self.first + len(found))
        self.standing = Standing(found, step, now - self._began)

    def _trained(self, seed: int) -> Trainer:
        document = restarted(self.document, seed)
        return Trainer(document, network=self.network, rows=self.rows, most_records=_FEW_RECORDS)

    def _ended(self, reason: StopReason) -> Start:
        shot, number = self._trainer.snapshot(), len(self.standing.found)
        right = {node: teller.at(shot.theta) for node, teller in self._tellers.items()}
        return Start(number + 1, self.first + number, shot.theta, shot.step, shot.loss, reason, right)


def _demand_an_end(document: Document) -> None:
    """Refuse what would never end, or never move."""
    if document.training.stop == Stop():
        raise NetworkRefused(NO_END)
    still = why_still(document)
    if still:
        raise NetworkRefused(f"Training cannot start: {still}.")
