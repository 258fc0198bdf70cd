"""When training ends: the stop rules of a document, watched at little cost.

After each step the rules are asked in this order: loss_below, min_step_size, no_improvement, max_steps. Most
steps need no asking: a cheap look at the loss and at the sum of the squared step sizes shows that.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.document import Floats, Stop
from core.engine.sweep import Sweep
from core.quantity import format_number

NEVER = 2**63
_ROUNDING = 1.0 + 1e-9
"""Thresholds look a little too early; the exact rule then decides."""
_SQUARE_UNDERFLOWS = 1e-150

_NOTHING_MOVES = "every step size is 0, so nothing changes any more"
_DEAD = "a ReLU whose sums are all below 0 does that"


def _said(number: float) -> str:
    return format_number(number, 6)


@dataclass(frozen=True, slots=True)
class StopReason:
    """Why training ended: the rule's name in files (or "diverged"), a sentence, and the step it happened at.

    After divergence ``node`` is the id of the node in which the first number stopped being finite.
    """

    name: str
    sentence: str
    step: int
    node: str = ""


def culprit(sweep: Sweep) -> str:
    """Return the id of the first node, in the order of computation, with a number that is not finite.

    Where all are finite and only their squares are not, it is the output that is furthest off.
    """
    layout = sweep.layout
    rows = np.flatnonzero(~(np.isfinite(sweep.z) & np.isfinite(sweep.a)).all(axis=1))
    row = rows[0] if rows.size else layout.outputs[np.abs(sweep.residual).max(axis=1).argmax()]
    return next(node for node, place in layout.rows.items() if place.start <= row < place.stop)


def diverged(step: int, label: str, node: str, learning_rate: float) -> StopReason:
    """Return the reason for a loss that is not finite after ``step`` updates."""
    return StopReason(
        "diverged",
        f"Training broke off at step {step:,}: a number in {label} became too large to compute with. "
        f"Try a tenth of the learning rate, {_said(learning_rate / 10)}.", step, node)


class Watch:
    """Asks the stop rules of one run.

    ``start`` and ``loss`` (asked for only if a rule reads it) are where the run starts; ``size`` counts the
    numbers that learn; the loss is looked at every ``every`` steps. ``small``: where the sum of the squared
    step sizes is as large, no rule on them holds. ``still`` says why nothing can move, where that is known before.
    """

    def __init__(
        self, stop: Stop, start: int, loss: Callable[[], float], size: int, every: int = 1, still: str = ""
    ) -> None:
        self._stop, self._every, self._still = stop, every, still
        self._nothing_moves = f"{_NOTHING_MOVES} ({still or _DEAD})"
        self._best, self._best_step = loss() if self.reads_loss else math.inf, start
        self.small = _attention(stop.min_step_size, size)

    @property
    def reads_loss(self) -> bool:
        """Whether a rule looks at the loss over all training rows."""
        return self._stop.loss_below is not None or self._stop.no_improvement is not None

    def asks(self, step: int) -> bool:
        """Whether a rule looks at the loss after ``step`` steps."""
        return self.reads_loss and step % self._every == 0

    def due(self, step: int) -> int:
        """Return the next step after ``step`` at which the rules must be asked whatever happens."""
        ends = [NEVER if self._stop.max_steps is None else self._stop.max_steps]
        if self.reads_loss and self._every > 1:
            ends.append((step // self._every + 1) * self._every)
        elif self._stop.no_improvement:
            ends.append(self._best_step + self._stop.no_improvement[0])
        return max(min(ends), step + 1)

    def over(self, step: int) -> StopReason | None:
        """Return a reason if ``max_steps`` have been made already."""
        limit = self._stop.max_steps
        if limit is None or step < limit:
            return None
        why = f"; nothing moved ({self._still})" if self._still else ""
        return StopReason(
            "max_steps", f"Training ended after {step:,} step{'s' * (step != 1)}, the limit set{why}.", step)

    def verdict(self, step: int, loss: float | None, step_size: Floats) -> StopReason | None:
        """Return why training ends at ``step``, if it does. ``loss`` is None where it is not asked for."""
        return (
            self._loss_below(step, loss) or self._min_step_size(step, step_size)
            or self._no_improvement(step, loss) or self.over(step)
        )

    def notices(self, step: int, loss: float) -> bool:
        """Take note of the loss; say whether ``verdict`` must be asked before the next ``due`` step."""
        if self._improves(loss):
            self._best, self._best_step = loss, step
        return not loss >= (-math.inf if self._stop.loss_below is None else self._stop.loss_below)

    def _improves(self, loss: float) -> bool:
        return self._stop.no_improvement is not None and loss < self._best - self._stop.no_improvement[1]

    def _loss_below(self, step: int, loss: float | None) -> StopReason | None:
        limit = self._stop.loss_below
        if limit is None or loss is None or not loss < limit:
            return None
        why = f"the loss {_said(loss)} is below {_said(limit)}"
        return StopReason("loss_below", f"Training ended at step {step:,}: {why}.", step)

    def _min_step_size(self, step: int, step_size: Floats) -> StopReason | None:
        limit = self._stop.min_step_size
        if limit is None:
            return None
        largest = float(np.abs(step_size).max(initial=0.0))
        if not largest < limit:
            return None
        below = f"the largest step size of the last step, {_said(largest)}, is below {_said(limit)}"
        why = below if largest else self._nothing_moves
        return StopReason("min_step_size", f"Training ended at step {step:,}: {why}.", step)

    def _no_improvement(self, step: int, loss: float | None) -> StopReason | None:
        if self._stop.no_improvement is None or loss is None:
            return None
        steps, by = self._stop.no_improvement
        self.notices(step, loss)
        if step - self._best_step < steps:
            return None
        return StopReason(
            "no_improvement",
            f"Training ended at step {step:,}: the loss has not fallen by {_said(by)} in {steps:,} steps.", step)


def _attention(min_step_size: float | None, size: int) -> float:
    """Return the sum of squares under which the largest of ``size`` step sizes may be below the limit."""
    if min_step_size is None:
        return -math.inf
    if min_step_size < _SQUARE_UNDERFLOWS:
        return math.inf
    return size * min_step_size**2 * _ROUNDING
