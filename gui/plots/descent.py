"""A run as one or two of its numbers saw it: where they stood, how far each step went, and what else moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.chain_rule.explain import explain
from core.chain_rule.update_rule import UpdateRule, update_of, update_rule
from core.document import Bools, Floats
from core.training.batches import batch_size
from gui.plots.numbers import Number
from gui.state.frame import Frame
from gui.state.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The records of a run up to the step shown, oldest first.

    ``values`` is (numbers, records), ``losses`` (records,) the loss over all training rows then. ``on_slice`` says
    where all other numbers of the network stood as they stand now, so that the point lies on the slice that is shown.
    ``sizes``, like ``values``, are each record's last step (old − new).
    """

    steps: NDArray[np.int64]
    values: Floats
    losses: Floats
    on_slice: Bools
    sizes: Floats

    def by_hand(self) -> NDArray[np.intp]:
        """Return the records of which the next one has the same step: between them a hand moved numbers."""
        return np.flatnonzero(np.diff(self.steps) == 0)

    def successive(self) -> NDArray[np.intp]:
        """Return the records of which the next one is the next step: for these the way between is one step."""
        return np.flatnonzero(np.diff(self.steps) == 1)


def past_of(frame: Frame, places: tuple[int, ...]) -> Past:
    """Return the run so far of the numbers at some places of theta; no records where there is no run."""
    history = frame.history
    if history is None or frame.snapshot is None:
        nothing = np.zeros(0)
        return Past(nothing.astype(np.int64), np.zeros((len(places), 0)), nothing, nothing.astype(np.bool_),
                    np.zeros((len(places), 0)))
    until = history.steps <= frame.step
    theta = history.vectors("theta")[until]
    others = theta != frame.snapshot.theta
    others[:, places] = False
    sizes = history.read("step_size", np.array(places))[until].T
    return Past(history.steps[until], theta[:, places].T, history.losses[until], ~others.any(axis=1), sizes)


def next_update(workspace: Workspace, frame: Frame, number: Number) -> UpdateRule | None:
    """Return how the number is updated next, by the optimizer's own rule and the rows of the next batch."""
    if frame.network is None or frame.rows is None or frame.snapshot is None:
        return None
    training, snapshot = frame.document.training, frame.snapshot
    if batch_size(training, frame.rows.train.size) == frame.rows.train.size:
        place = number.place
        memory = {name: float(vector[place]) for name, vector in snapshot.memory.items()}
        return update_rule(
            training, float(snapshot.gradient[place]), float(snapshot.theta[place]), memory, snapshot.updates,
            trainable=bool(frame.network.trainable[place]))
    return _of_batch(workspace, frame, number)


def _of_batch(workspace: Workspace, frame: Frame, number: Number) -> UpdateRule:
    """Return the update by the rows of the next batch, whose derivative is not that over all rows."""
    assert frame.network is not None
    assert frame.rows is not None
    assert frame.snapshot is not None
    reasoning = workspace.reasoning
    found = None
    if frame is reasoning.frame and (reasoning.ref, reasoning.index) == (number.ref, number.index):
        found = reasoning.explanation
    if found is None:
        found = explain(frame.document, frame.network, frame.snapshot.theta, frame.rows, number.ref, number.index,
                        step=frame.step)
    return update_of(frame.document, frame.network, frame.snapshot, found)
