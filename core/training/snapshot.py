"""One consistent picture of a training run: a frozen value that may cross threads and processes."""

from __future__ import annotations

from dataclasses import dataclass

from core.document import Floats
from core.training.stopping import StopReason


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The parameters after ``step`` updates and what is known about them. Vectors are read-only, laid out as theta.

    ``loss`` is the loss over all training rows at these parameters, ``test_loss`` that over the test rows
    (None without any); ``gradient`` the derivative of ``loss``, frozen parameters included; ``step_size``
    the last update's old − new value (None before the first). ``revision`` is the document's, as given to
    the trainer. ``stop`` says why training ended, if it has.
    """

    revision: int
    step: int
    loss: float
    test_loss: float | None
    theta: Floats
    gradient: Floats
    step_size: Floats | None
    stop: StopReason | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Training broke off by an error of the program itself; ``text`` is its traceback."""

    revision: int
    text: str
