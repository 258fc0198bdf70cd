"""What keeps a network from learning, as values: the case that is looked into, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.chain_rule.symbols import Symbols
from core.datasets.rows import Rows
from core.document import Document, Floats, Ref
from core.engine.losses import LOSSES
from core.engine.network import Network, Values
from core.engine.survey import Survey
from core.naming import number_name
from core.quantity import format_number
from core.session import Edit
from core.training.batches import batch_size, rows_at
from core.training.history import HistoryView
from core.training.snapshot import Snapshot

SMALL_LOSS = 0.05
"""A loss below this share of what the best constant prediction leaves counts as learned: nothing is wrong then."""
_BUDGET, _WEIGHT_COST, _UNIT_COST = 4e6, 0.5, 20.0
"""Nanoseconds that one more look at all rows may take; about those of one weight and one unit for a row."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why learning fails: ``proof`` is a sentence with the numbers of the case.

    ``nodes`` and ``ref`` say where it is on the canvas (both empty: it concerns the whole), ``index`` which number of
    the parameter. ``remedy`` is one edit that ``offer`` names; None where there is none. A finding that is not
    ``serious`` explains what is seen and calls for nothing.
    """

    name: str
    title: str
    proof: str
    nodes: tuple[str, ...] = ()
    ref: Ref | None = None
    index: tuple[int, ...] = ()
    remedy: Edit | None = None
    offer: str = ""
    serious: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class LastStep:
    """The last update, measured on the rows it looked at: losses before and after, derivatives (theta's length)."""

    survey: Survey
    weights: Floats
    theta: Floats
    size: Floats
    before: float
    after: float
    slopes_before: Floats
    slopes_after: Floats
    rows: int


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that belongs together at one moment: parameters, derivatives, and every unit's values for all rows.

    ``snapshot.theta`` is true where it differs from the document, which lags behind a run. ``history`` is the run so
    far, None where there is none.
    """

    document: Document
    network: Network
    rows: Rows
    snapshot: Snapshot
    values: Values
    history: HistoryView | None = None

    def sums(self, node: str) -> Floats:
        """Return a node's weighted sums plus bias for the training rows: (units, training rows)."""
        return self.of_training(self.values.among(self.network.units[node]).z)

    def of_training(self, values: Floats) -> Floats:
        """Return the columns of the training rows."""
        # take keeps the rows together in memory; an index in brackets would not, and all that follows takes ten times
        # as long where there are many
        return values.take(self.rows.train, axis=1) if self.rows.test.size else values

    @property
    def loss_name(self) -> str:
        """What the loss is called: SSR, mean SSR."""
        return Symbols(self.document).loss

    @cached_property
    def constant_loss(self) -> float:
        """The loss of the best constant prediction: each target's mean over the training rows."""
        observed = self.of_training(self.rows.observed)
        loss = LOSSES[self.document.training.loss]
        with np.errstate(all="ignore"):
            total = loss.value(np.repeat(observed.mean(axis=1, keepdims=True), observed.shape[1], axis=1), observed)
        return total / observed.shape[1] if self.network.mean else total

    @property
    def unlearned(self) -> bool:
        """Whether much of the loss is left, so that it makes sense to ask why."""
        return not self.snapshot.loss <= SMALL_LOSS * self.constant_loss

    @property
    def first_loss(self) -> float:
        """The loss that the run began with; the present one where there is no history."""
        return float(self.history.nearest(-1).loss) if self.history is not None else self.snapshot.loss

    @property
    def affordable(self) -> bool:
        """Whether one more look at all training rows takes no more than a few milliseconds."""
        units = max(place.stop for place in self.network.units.values())
        cost = _WEIGHT_COST * self.network.size + _UNIT_COST * units
        return bool(self.rows.train.size * cost <= _BUDGET)

    @cached_property
    def slopes(self) -> Floats:
        """The absolute derivatives of the numbers that learn, 0 for the others: (theta's length,)."""
        found: Floats = np.where(self.network.trainable, np.abs(self.snapshot.gradient), 0.0)
        return found

    @cached_property
    def last_step(self) -> LastStep | None:
        """The last update; None before the first, where numbers are not finite, and where it would take long.

        Also None where the run stands at its first record: numbers, data or settings may have been edited since.
        """
        if self.history is not None and self.snapshot.step <= self.history.begun:
            return None
        size, theta = self.snapshot.step_size, self.snapshot.theta
        if size is None or not self.affordable or not np.isfinite(theta).all():
            return None
        with np.errstate(all="ignore"):
            return self._measured(size, theta)

    def _measured(self, size: Floats, theta: Floats) -> LastStep:
        network, training = self.network, self.document.training
        chosen = rows_at(training, self.rows.train, self.snapshot.step - 1)
        weights = network.spread(theta + size)  # old − new is the step size
        survey = network.survey(self.rows, chosen, weights)
        before = survey.measure()
        slopes = network.gather(survey.gradient)
        weights[:] = network.spread(theta)
        after = survey.measure()
        return LastStep(survey, weights, theta, size, before, after, slopes, network.gather(survey.gradient),
                        chosen.size)

    @property
    def in_batches(self) -> bool:
        """Whether a step looks at some of the rows only."""
        count = self.rows.train.size
        return batch_size(self.document.training, count) < count

    def would_be(self, share: float) -> float:
        """Return the loss to which the last step would have led at ``share`` × the learning rate.

        Every optimizer's step is proportional to the learning rate, so this is no estimate.
        """
        step = self.last_step
        if step is None:
            return float("nan")
        with np.errstate(all="ignore"):
            step.weights[:] = self.network.spread(step.theta + (1 - share) * step.size)
        return step.survey.loss()

    def locate(self, place: int) -> tuple[Ref, tuple[int, ...]]:
        """Return which parameter theta's number ``place`` belongs to, and which number of it (() if it has one)."""
        for ref, slot in self.network.slots.items():
            found = np.argwhere(slot.index == place)
            if found.size:
                return ref, tuple(int(part) for part in found[0]) if slot.index.size > 1 else ()
        raise KeyError(place)

    def name(self, ref: Ref, index: tuple[int, ...] = ()) -> str:
        """Return what one number is called: w3, or w3[2,1] (target unit, source unit)."""
        return number_name(self.document.parameter(ref).name, index)

    def label(self, node: str) -> str:
        """Return a node's name."""
        return self.document.nodes[node].label


def said(value: float) -> str:
    """Return a number as proofs write it: four significant digits."""
    return format_number(value)


def listed(words: list[str], most: int = 4) -> str:
    """Return words as a list in a sentence: a, b and c; "and 5 more" beyond ``most``."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
