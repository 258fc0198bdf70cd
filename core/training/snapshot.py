"""One consistent picture of a training run: a frozen value that may cross threads and processes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core.document import Floats
from core.engine.network import Values
from core.training.history import Record
from core.training.stopping import StopReason


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The parameters after ``step`` updates and what is known about them. Vectors are read-only, laid out as theta.

    ``loss`` is the loss over all training rows at these parameters, ``test_loss`` that over the test rows
    (None without any); ``gradient`` the derivative of ``loss``, frozen parameters included; ``step_size``
    the last update's old − new value (None before the first). ``revision`` is the document's, as given to
    the trainer. ``stop`` says why training ended, if it has. ``memory`` holds the optimizer's vectors by name
    ("velocity"; "mean" and "square"), empty where it has none, and ``updates`` counts the updates they were
    made from (Adam's t). ``values`` are those of all units for every data row, where the sender computed them:
    the training thread does, so that the window need not.
    """

    revision: int
    step: int
    loss: float
    test_loss: float | None
    theta: Floats
    gradient: Floats
    step_size: Floats | None
    stop: StopReason | None = None
    memory: Mapping[str, Floats] = field(default_factory=dict)
    updates: int = 0
    values: Values | None = None

    @property
    def record(self) -> Record:
        """Itself as a record of a history."""
        memory = np.array([*self.memory.values()]).reshape(len(self.memory), self.theta.size)
        moved = np.zeros_like(self.theta) if self.step_size is None else self.step_size
        tested = math.nan if self.test_loss is None else self.test_loss
        return Record(self.step, self.loss, tested, self.theta, self.gradient, moved, memory, self.updates)


def shot_of(record: Record, revision: int, memory: Iterable[str], *, tested: bool, moved: bool) -> Snapshot:
    """Return a record as a snapshot. ``memory`` names the optimizer's vectors.

    ``tested`` says that there are test rows, ``moved`` that an update came before.
    """
    named = dict(zip(memory, record.memory, strict=True))
    return Snapshot(
        revision, record.step, record.loss, record.test_loss if tested else None, record.theta,
        record.gradient, record.step_size if moved else None, None, named, record.updates)


@dataclass(frozen=True, slots=True)
class Failure:
    """Training broke off by an error of the program itself; ``text`` is its traceback."""

    revision: int
    text: str
