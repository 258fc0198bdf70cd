"""The likely slips of hand calculation: what a number becomes where one thing is forgotten or mixed up.

Each function lists slips in the order in which they are thought of; ``told_apart`` drops those whose number is the
right one, or another slip's, so that no right answer is ever called a slip.

    >>> from core.exercise.slips import of_next, told_apart
    >>> {slip.name: slip.value for slip in told_apart(1.5, of_next(value=1.0, step=-0.5, derivative=-5.0))}
    {'added': 0.5, 'rate': 6.0, 'swapped': -1.5, 'step': -0.5, 'stayed': 1.0}
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.catalog import ACTIVATIONS as NAMES
from core.chain_rule.values import Factor
from core.document import Floats
from core.engine.activations import ACTIVATIONS
from core.exercise.rounding import tolerance


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake by name, the number that it leads to, and a sentence that tells it."""

    name: str
    value: float
    sentence: str


def told_apart(answer: float, found: Iterable[Slip]) -> tuple[Slip, ...]:
    """Return the slips whose numbers can be told from the answer and from those of the slips before them."""
    kept: list[Slip] = []
    for slip in found:
        others = [answer, *(one.value for one in kept)]
        if math.isfinite(slip.value) and all(abs(slip.value - one) > _reach(slip.value, one) for one in others):
            kept.append(slip)
    return tuple(kept)


def _reach(one: float, other: float) -> float:
    return tolerance(one) + tolerance(other)


def minus(answer: float) -> Slip:
    """Return the lost minus."""
    return Slip("minus", -answer, "The sign is the other way round: look for a lost minus.")


def of_sum(answer: float, bias: float, output: float) -> Iterable[Slip]:
    """List the slips of a unit's weighted sum; ``output`` is what its activation makes of it."""
    yield Slip("after", output, "This is the value after the activation; here the one before it is asked for.")
    yield Slip("bias", answer - bias, "The bias is left out: the sum of weight × value, and then + bias.")
    yield minus(answer)


def of_output(answer: float, total: float) -> Iterable[Slip]:
    """List the slips of what a unit puts out; ``total`` is its weighted sum plus bias."""
    yield Slip("before", total, "This is the value before the activation; here the one after it is asked for.")
    yield minus(answer)


def of_predicted(answer: float, observed: float, total: float, bias: float) -> Iterable[Slip]:
    """List the slips of what an output predicts."""
    yield from (slip for slip in of_output(answer, total) if slip.name == "before")
    yield Slip("observed", observed, "This is the observed value; here the predicted one is asked for.")
    yield Slip("bias", answer - bias, "The bias is left out: the sum of weight × value, and then + bias.")
    yield minus(answer)


def of_loss(answer: float, observed: float, predicted: float, rows: int) -> Iterable[Slip]:
    """List the slips of −2 × (observed − predicted) ÷ rows; ``rows`` is 1 where the loss is a sum."""
    residual = observed - predicted
    yield Slip("minus", -answer, "The minus is lost, or observed and predicted are swapped: "
               "−2 × (observed − predicted).")
    yield Slip("two", answer / 2, "The 2 is forgotten: the derivative of a square brings it down to the front.")
    yield Slip("residual", residual, "This is the residual; its derivative is −2 × (observed − predicted).")
    yield Slip("square", residual * residual, "This is the squared residual itself; its derivative is asked for.")
    yield Slip("mean", answer * rows, f"This is not divided by the {rows} rows: the loss is a mean.")
    yield Slip("sum", -2 * (observed + predicted), "Observed and predicted are added; subtract them.")


def of_slope(activation: str, total: float, output: float) -> Iterable[Slip]:
    """List the slips of f′(x) for x = ``total``; ``output`` is f(x)."""
    title = NAMES[activation].title
    at_output = float(ACTIVATIONS[activation].derivative(output))
    yield Slip("after", at_output, f"The slope of {title} is taken at the value after the activation; "
               "take it at the one before.")
    yield Slip("function", output, f"This is {title} itself; its slope is asked for.")
    yield Slip("before", total, f"This is the value that goes into {title}; its slope there is asked for.")
    yield Slip("rest", 1 - float(ACTIVATIONS[activation].derivative(total)), "This is 1 minus the slope: look for a "
               "lost minus in the exponent.")


def of_value(answer: float, total: float, weight: float) -> Iterable[Slip]:
    """List the slips of the value that a weight multiplies; ``total`` is it before its activation."""
    yield Slip("before", total, "This is the value before the activation; the weight multiplies the one after it.")
    yield Slip("weight", weight, "This is the weight itself; its derivative is the value that it multiplies.")
    yield minus(answer)


def of_one(bias: float) -> Iterable[Slip]:
    """List the slips of the 1 of a bias."""
    yield Slip("zero", 0.0, "The bias is added, and so what it is added to changes by as much: not 0.")
    yield Slip("bias", bias, "This is the bias itself; its derivative is asked for.")


def of_parts(answer: float, parts: Sequence[tuple[str, float]]) -> Iterable[Slip]:
    """List the slips of a sum over what a unit feeds: ``parts`` are (label, what it passes back)."""
    for label, part in parts:
        yield Slip("one_path", part, f"This is only what comes back from {label}; add up all that it feeds.")
    yield minus(answer)


def of_product(answer: float, factors: Sequence[Factor], row: int) -> Iterable[Slip]:
    """List the slips of the product of the factors for the row at place ``row``."""
    numbers: Floats = np.array([factor.values[row] for factor in factors])
    yield minus(answer)
    if any(factor.kind == "loss" for factor in factors):
        yield Slip("two", answer / 2, "The 2 of −2 × (observed − predicted) is forgotten.")
    yield Slip("added", float(numbers.sum()), "The factors are added; multiply them.")
    for place, factor in enumerate(factors):
        rest = float(np.prod(np.delete(numbers, place)))
        yield Slip("left_out", rest, f"A factor is left out: {factor.words}.")


def of_places(answer: float, parts: Sequence[float]) -> Iterable[Slip]:
    """List the slips of a sum over the places of a filter's number, of which ``parts`` are worked out."""
    yield minus(answer)
    for part in parts:
        yield Slip("one_place", part, "This is the product at one place alone; add up all places.")
    yield Slip("other_places", sum(parts), "What the other places add is left out of the sum.")


def of_derivative(answer: float, products: Floats, shown: int, *, mean: bool, two: bool) -> Iterable[Slip]:
    """List the slips of the sum over the rows, of which ``shown`` are typed; ``two``: it has the 2 of a square."""
    yield minus(answer)
    if two:
        yield Slip("two", answer / 2, "The 2 of −2 × (observed − predicted) is forgotten.")
    for place, product in enumerate(products[:shown]):
        yield Slip("rows", float(product), f"This is the product of row {place + 1} of the table alone; add up "
                   "all rows.")
    yield Slip("rest", float(products[:shown].sum()), "The rows that are not shown are left out of the sum.")
    count = products.size
    if mean:
        yield Slip("mean", answer * count, f"This is {count} times too large: the loss is a mean over {count} "
                   "rows.")
    yield Slip("mean", answer / count, "This is the mean over the rows; the derivative is their sum.")


def of_step(answer: float, derivative: float, rate: float, *, frozen: bool) -> Iterable[Slip]:
    """List the slips of a step size."""
    if frozen:
        yield Slip("frozen", rate * derivative, "It is frozen: it does not move, and the step is 0.")
    yield minus(answer)
    yield Slip("rate", derivative, "This is the derivative; the learning rate is forgotten.")
    yield Slip("plain", rate * derivative, "This is learning rate × derivative, but this optimizer has a rule of its "
               "own.")
    if rate:
        yield Slip("divided", derivative / rate, "The derivative is divided by the learning rate; multiply.")


def of_next(value: float, step: float, derivative: float) -> Iterable[Slip]:
    """List the slips of old value − step size."""
    yield Slip("added", value + step, "The step is added; subtract it: old value − step size.")
    yield Slip("rate", value - derivative, "The derivative itself is subtracted; subtract the step size, which the "
               "learning rate makes of it.")
    yield Slip("swapped", step - value, "Old value and step size are swapped: old value − step size.")
    yield Slip("step", step, "This is the step size; subtract it from the old value.")
    yield Slip("stayed", value, "This is the old value; subtract the step size from it.")
