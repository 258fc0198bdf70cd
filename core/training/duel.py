"""One start, two losses: the same network trained with cross entropy and with squared residuals, side by side.

    duel = Duel(document, "species", 500)
    duel.start()
    duel.wait()
    ours, theirs = duel.courses
    ours.likely(row, 0.9), theirs.likely(row, 0.9)      # the first step at which p is 0.9 at least, or None
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from core.datasets.rows import Rows, prepare
from core.document import Bools, Document, Floats, Indices, Stop
from core.edits.values import Reset
from core.engine.activations import run
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from core.row_losses import PAIR, each
from core.targets import one_hot
from core.training.background import Background
from core.training.stepper import Stepper
from core.training.tempo import WORK

MOST_STEPS = 2_000
MOST_NUMBERS = 3_000_000
"""Probabilities that one course keeps at most: 24 MB, and as much for the losses. Of many rows it has fewer steps."""


def most_steps(rows: int) -> int:
    """Return how many steps a duel over so many rows may have."""
    return max(10, min(MOST_STEPS, MOST_NUMBERS // max(1, rows)))


def plain(document: Document) -> Document:
    """Return ``document`` with gradient descent for its optimizer, at the same learning rate."""
    return document.evolve(training=replace(document.training, optimizer="gradient_descent", settings={}))


def opening(document: Document, loss: str) -> Document:
    """Return ``document`` at its start values, to be trained with ``loss`` and without stop rules."""
    training = replace(document.training, loss=loss, stop=Stop())
    return Reset().apply(document).evolve(training=training, positions={}, title="")


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How far one of the two has come: an entry for each step, the first for the start; arrays are read-only.

    ``p`` (steps + 1, rows) is the probability of each row's observed class, ``losses`` (steps + 1, rows) what each row
    adds to ``loss``, ``right`` (steps + 1,) how many of the ``count`` training rows are called by their class.
    ``diverged`` is the step that came to numbers which are not finite; it is not among the entries.
    """

    loss: str
    p: Floats
    losses: Floats
    right: Indices
    count: int
    diverged: int | None

    @property
    def end(self) -> int:
        """The newest step."""
        return int(self.p.shape[0]) - 1

    def likely(self, row: int, level: float) -> int | None:
        """Return the first step at which the observed class of ``row`` has the probability ``level`` at least."""
        return _first(self.p[:, row] >= level)

    @property
    def all_right(self) -> int | None:
        """The first step at which every training row is called by its class."""
        return _first(self.right == self.count)


def _first(reached: Bools) -> int | None:
    return int(reached.argmax()) if reached.any() else None


class _Side:
    """One of the two: what makes its steps, and what is noted of each. What is noted is never written again."""

    def __init__(self, document: Document, node: str, rows: Rows, steps: int) -> None:
        network, count = compile_network(document), rows.inputs.shape[1]
        if not network.trainable.any():
            raise NetworkRefused("Nothing can be trained: every weight and bias is frozen. Unlock at least one.")
        self._loss, self._rows, self._observed = document.training.loss, rows, rows.classes[node]
        self._seen, self._place = one_hot(self._observed, document.nodes[node].units), network.layout.rows[node]
        self._stepper = Stepper(document, network, rows)
        weights = self._stepper.updates.weights
        self._sweep = network.sweep(count, weights, np.zeros_like(weights))
        self._sweep.inputs[...] = rows.inputs
        self._p, self._losses = np.empty((steps + 1, count)), np.empty((steps + 1, count))
        self._right = np.empty(steps + 1, dtype=np.intp)
        self._steps, self._made = steps, 0
        self._diverged: int | None = None
        self._stepper.compute(0)
        self._note(0)

    @property
    def over(self) -> bool:
        """Whether it makes no more steps."""
        return self._diverged is not None or self._made >= self._steps

    def step(self) -> None:
        """Make one step, unless it is over."""
        if self.over:
            return
        step = self._made + 1
        self._stepper.advance(self._made, 1)
        with np.errstate(all="ignore"):
            sound = self._stepper.gauge.finite(step)
        if sound and self._note(step):
            self._made = step
        else:
            self._diverged = step

    def _note(self, step: int) -> bool:
        """Write down where all rows stand; False where that is not a number."""
        sweep = self._sweep
        with np.errstate(all="ignore"):
            run(sweep.forward)
        shares, columns = sweep.a[self._place], np.arange(self._observed.size)
        self._p[step] = shares[self._observed, columns]
        self._losses[step] = each(self._loss, sweep.z[self._place], shares, self._seen)
        self._right[step] = (shares.argmax(axis=0) == self._observed)[self._rows.train].sum()
        return bool(np.isfinite(self._p[step]).all())

    @property
    def course(self) -> Course:
        """What is noted so far; may be asked for in any thread."""
        upto = self._made + 1
        p, losses, right = self._p[:upto], self._losses[:upto], self._right[:upto]
        for part in (p, losses, right):
            part.setflags(write=False)
        return Course(self._loss, p, losses, right, self._rows.train.size, self._diverged)


class Duel(Background):
    """Trains ``document`` from its start values with both losses, step by step in turn, for ``steps`` steps.

    All settings but the loss are the document's; its stop rules do not count. ``node`` is a softmax that the loss looks
    at. Raises NetworkRefused where the network cannot be trained so. ``courses`` may be read at any time, those of
    ``core.row_losses.PAIR`` in order.
    """

    name = "duel"

    def __init__(self, document: Document, node: str, steps: int) -> None:
        super().__init__()
        openings = [opening(document, loss) for loss in PAIR]
        rows = prepare(openings[0])
        self._sides = [_Side(begun, node, rows, steps) for begun in openings]

    @property
    def courses(self) -> tuple[Course, Course]:
        """How far the two have come."""
        ours, theirs = self._sides
        return ours.course, theirs.course

    @property
    def done(self) -> bool:
        """Whether none makes any more steps."""
        return all(side.over for side in self._sides)

    def step(self) -> None:
        """Make one step of each here and now; only while no thread runs."""
        for side in self._sides:
            side.step()

    def _turn(self) -> None:
        rest = time.perf_counter() + WORK
        while time.perf_counter() < rest and not self.over:
            self.step()
