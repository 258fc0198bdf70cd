"""Steps that do not lead down: numbers that break, steps too large or too small, a loss that is flat."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.diagnosis.finding import Case, Finding, LastStep, said
from core.diagnosis.remedies import gentler, slower, sums_much
from core.document import Ref, TrainingSpec
from core.edits.settings import SetTraining
from core.edits.values import NewStart, Reset, SetTrainable, SetValue
from core.naming import differential
from core.quantity import format_number
from core.session import Edit

RISE = 0.01
"""A step of plain gradient descent that raises the loss of its rows by more than this share is too large."""
RISE_WITH_MEMORY = 0.1
"""Momentum and its kin go past the lowest place by design, and come back."""
STUCK, WASTED = 1e-6, 0.1
"""Steps that jump to and fro change the loss by less than the first share; a smaller one would take the second off."""
THROWN, AT_BEST = 1.5, 0.95
"""A run was thrown off where its loss rose to more than so many times the first one, and where it is no less than this
share of what the best constant prediction leaves."""
SHARES = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
"""Shares of the learning rate that are tried out instead."""
SWINGS, FEWEST_RISES = 8, 2
"""So many steps are looked at for a loss that goes to and fro, and so often it has risen by then."""
FLAT = 1e-3
"""Where moving any parameter by 1 would change the loss by less than this share, nothing points anywhere."""
SLOW = 1e-5
"""A step that lowers the loss by less than this share needs 70,000 to halve it."""
TIMES = (10.0, 100.0, 1e3, 1e4, 1e5, 1e6)
"""Multiples of the learning rate that are tried out instead."""
REACHES = (0.5, -0.5, 2.0, -2.0, 8.0, -8.0)
"""How far a single parameter is moved to see whether a flat place has something lower beside it."""
MOST_MOVED = 30
GAIN = 0.01
"""A lower place counts where the loss is lower by this share."""


def not_a_number(case: Case) -> Iterator[Finding]:
    """Training broke off, or the numbers as they are cannot be computed with."""
    stop = case.snapshot.stop
    if stop is not None and stop.name == "diverged":
        yield _broke_off(case, stop.node)
    elif not (math.isfinite(case.snapshot.loss) and np.isfinite(case.snapshot.gradient).all()):
        yield _beyond(case)


def _broke_off(case: Case, node: str) -> Finding:
    rate, name = case.document.training.learning_rate, case.loss_name
    begun = f" It began at {said(case.first_loss)}." if case.history is not None else ""
    proof = (f"The next step makes a number in {case.label(node)} too large to compute with: after "
             f"{case.snapshot.step:,} steps with learning rate {_rate(rate)} {name} is {said(case.snapshot.loss)}."
             f"{begun}")
    remedy, offer = slower(case.document, _tidy(rate / 10), reset=True)
    return Finding("not_a_number", f"Numbers too large in {case.label(node)}", proof, (node,), None, (), remedy, offer)


def _beyond(case: Case) -> Finding:
    """Name the first node, in the order of computation, with a sum that is not finite."""
    bad = np.flatnonzero(~np.isfinite(case.values.z).all(axis=1))
    spans = case.network.units.items()
    node = next((node for node, place in spans if bad.size and place.start <= bad[0] < place.stop), "")
    what = f"{case.loss_name} is {said(case.snapshot.loss)}"
    if node:
        column = int(np.flatnonzero(~np.isfinite(case.values.z[bad[0]]))[0])
        sum_ = said(float(case.values.z[bad[0], column]))
        what = f"In row {column + 1} the weighted sum of {case.label(node)} is {sum_}, so {what}"
    stepped = case.snapshot.step > 0
    proof = f"{what}: with such numbers there is no derivative to go by."
    edit: Edit = Reset() if stepped else NewStart()
    return Finding("not_a_number", "Not a number", proof, (node,) if node else (), None, (), edit,
                   "Reset" if stepped else "New start")


def _tidy(rate: float) -> float:
    return float(f"{rate:.6g}")


def _rate(rate: float) -> str:
    return format_number(rate, 6)


def step_too_large(case: Case) -> Iterator[Finding]:
    """The last step raised the very loss that it was to lower."""
    step = case.last_step
    plain = case.document.training.optimizer == "gradient_descent"
    if step is None or not (case.unlearned and math.isfinite(step.before)):
        return
    rose = step.after > step.before * (1 + (RISE if plain else RISE_WITH_MEMORY))
    if not rose and not (plain and abs(step.after - step.before) <= STUCK * step.before):
        return
    best = min(SHARES, key=lambda share: _or_endless(case.would_be(share)))
    better = case.would_be(best)
    if not rose and not better < step.before * (1 - WASTED):
        return
    old, helps = case.document.training.learning_rate, better < step.before
    share = best if helps else 0.1
    word = f" With learning rate {_rate(old * best)} the same step would have led to {said(better)}." * helps
    lost = bool(case.snapshot.loss > case.first_loss)
    remedy, offer = (gentler(case.document, _tidy(old * share)) if lost
                     else slower(case.document, _tidy(old * share), reset=False))
    ref, index, motion = _overshoot(case, step)
    over = f" over its {step.rows} rows" if case.in_batches else ""
    moved = (f"raised {case.loss_name}{over} from {said(step.before)} to {said(step.after)}" if rose
             else f"left {case.loss_name}{over} at {said(step.after)}")
    proof = (f"The last step {moved}: with learning rate {_rate(old)}, {motion}.{word}")
    yield Finding("step_too_large", "Step too large", proof, (), ref, index, remedy, offer)


def swings(case: Case) -> Iterator[Finding]:
    """The last steps raised the loss again and again by as much as they lowered it."""
    if case.history is None or case.in_batches or not case.unlearned or not case.history.losses.size > SWINGS:
        return
    losses, since = case.history.losses[-SWINGS - 1:], int(case.history.steps[-SWINGS - 1])
    share = RISE if case.document.training.optimizer == "gradient_descent" else RISE_WITH_MEMORY
    rises = np.diff(losses)
    count = int(np.count_nonzero(rises > share * losses[:-1]))
    if count < FEWEST_RISES or not losses[0] - losses[-1] <= rises.max():
        return
    rate, guess = case.document.training.learning_rate, case.constant_loss
    at_guess = bool(case.snapshot.loss >= AT_BEST * guess)
    proof = (f"Since step {since:,} {case.loss_name} has risen {count} times by up to {said(float(rises.max()))}, and "
             f"went from {said(float(losses[0]))} to {said(float(losses[-1]))} in all: with learning rate "
             f"{_rate(rate)}{_summed(case)} the steps jump to and fro.{_guess(case) * at_guess}")
    remedy, offer = (gentler(case.document, _tidy(rate / 10)) if at_guess
                     else slower(case.document, _tidy(rate / 10), reset=False))
    yield Finding("swings", "Step too large", proof, remedy=remedy, offer=offer)


def _summed(case: Case) -> str:
    """Say over how many rows the loss is a sum, where it is."""
    return "" if case.network.mean else f", summed over {case.rows.train.size:,} rows,"


def _guess(case: Case) -> str:
    return f" The best constant prediction, a mere guess, leaves {said(case.constant_loss)}."


def thrown_off(case: Case) -> Iterator[Finding]:
    """Early steps threw the loss far up, and ever since the network knows no more than a constant would."""
    if case.history is None or not case.history.losses.size or not case.snapshot.loss >= AT_BEST * case.constant_loss:
        return
    losses, steps = case.history.losses, case.history.steps
    highest = int(np.argmax(np.nan_to_num(losses, nan=-math.inf)))
    if not THROWN * case.first_loss < losses[highest] or case.snapshot.step <= steps[highest]:
        return
    rate = case.document.training.learning_rate
    proof = (f"With learning rate {_rate(rate)} {case.loss_name}{_summed(case)} rose from {said(case.first_loss)} to "
             f"{said(float(losses[highest]))} at step {int(steps[highest]):,}. It is {said(case.snapshot.loss)} now, "
             f"and the best constant prediction leaves {said(case.constant_loss)}: nothing that was learned is left.")
    remedy, offer = gentler(case.document, _tidy(rate / 10))
    yield Finding("thrown_off", "Steps were too large", proof, remedy=remedy, offer=offer)


def _or_endless(loss: float) -> float:
    return loss if math.isfinite(loss) else math.inf


def _overshoot(case: Case, step: LastStep) -> tuple[Ref, tuple[int, ...], str]:
    """Return the number that went farthest among those whose derivative changed its sign, and say how."""
    flipped = step.slopes_before * step.slopes_after < 0
    moved = np.where(case.network.trainable, np.abs(step.size), 0.0)
    place = int(np.argmax(np.where(flipped, moved, 0.0) if (flipped & (moved > 0)).any() else moved))
    ref, index = case.locate(place)
    name, loss = case.name(ref, index), differential(case.loss_name)
    text = (f"{name} moved by {said(-float(step.size[place]))} and the derivative {loss}/d{name} went from "
            f"{said(float(step.slopes_before[place]))} to {said(float(step.slopes_after[place]))}")
    alone = np.count_nonzero(moved) == 1  # where others moved too, the lowest place may have moved with them
    turned = ": it stepped over the lowest place" if alone else ": its sign turned, so the step went too far"
    return ref, index, text + turned * bool(flipped[place])


def flat(case: Case) -> Iterator[Finding]:
    """Every derivative is tiny though much of the loss is left: a plateau, or a minimum that is not good."""
    able = case.unlearned and bool(case.network.trainable.any())
    if not (able and case.slopes.max(initial=0.0) < FLAT * case.snapshot.loss):
        return
    largest = int(np.argmax(np.where(case.network.trainable, case.slopes, -1.0)))  # one that learns, also if all are 0
    ref, index = case.locate(largest)
    head = (f"The largest derivative, {differential(case.loss_name)}/d{case.name(ref, index)}, is only "
            f"{said(float(case.snapshot.gradient[largest]))}, though {case.loss_name} is {said(case.snapshot.loss)}")
    lower = _lower_place(case)
    guess = AT_BEST * case.constant_loss
    vain = lower is not None and lower[2] >= guess
    if case.snapshot.loss >= guess and (vain or sums_much(case.document)):
        yield _no_more_than_a_guess(case, head + ", and no single parameter leads below a guess" * vain)
    else:
        yield _plateau(case, head, *lower) if lower is not None else _level(case, head)


def a_guess(case: Case) -> Iterator[Finding]:
    """The last steps led nowhere, or not straight down, and are large: by a sum over many rows, at the first rate."""
    if case.history is None or not case.unlearned or not case.snapshot.loss >= AT_BEST * case.constant_loss:
        return
    losses, steps = case.history.losses, case.history.steps
    training = case.document.training
    if losses.size <= SWINGS or not sums_much(case.document) or training.learning_rate < TrainingSpec().learning_rate:
        return
    recent = losses[-SWINGS - 1:]
    first, last = float(recent[0]), float(recent[-1])
    if first - last > GAIN * first and not (np.diff(recent) > 0).any():
        return
    head = f"{case.loss_name} was {said(first)} at step {int(steps[-SWINGS - 1]):,} and is {said(last)} now"
    yield replace(_no_more_than_a_guess(case, head), name="a_guess", title="No better than a guess")


def _no_more_than_a_guess(case: Case, head: str) -> Finding:
    """Where all outputs are as far out as they go, one number moved leads to a guess at best: begin again."""
    summed = ("" if case.network.mean else f" Summed over {case.rows.train.size:,} rows, steps are as many times as "
              "large as by the mean.")
    proof = f"{head}.{_guess(case)}{summed}"
    if case.snapshot.step == 0 and not sums_much(case.document):
        return Finding("flat", "Flat, and no better than a guess", proof, remedy=NewStart(), offer="New start")
    remedy, offer = gentler(case.document, _tidy(case.document.training.learning_rate / 10))
    return Finding("flat", "Flat, and no better than a guess", proof, remedy=remedy, offer=offer)


def _plateau(case: Case, head: str, place: int, value: float, loss: float) -> Finding:
    ref, index = case.locate(place)
    name, old = case.name(ref, index), float(case.snapshot.theta[place])
    proof = (f"{head}. Something lower is in reach: with {name} at {said(value)} in place of {said(old)}, all else the "
             f"same, it would be {said(loss)}.")
    edit = SetValue(ref, value, index, name)
    offer = f"Set {name} to {said(value)}"
    return Finding("plateau", "Flat, with something lower in reach", proof, (), ref, index, edit, offer)


def _level(case: Case, head: str) -> Finding:
    """A minimum, or as good as one; frozen numbers may know a way down."""
    frozen = np.where(case.network.trainable, 0.0, np.abs(case.snapshot.gradient))
    tail = "no single parameter moved by 0.5, 2 or 8 makes it 1 % smaller"
    if frozen.max(initial=0.0) < FLAT * case.snapshot.loss:
        proof = f"{head}, and {tail}. Another start or more hidden nodes may reach less."
        return Finding("flat", "Flat, and no single parameter leads down", proof, remedy=NewStart(), offer="New start",
                       serious=False)
    ref, index = case.locate(int(np.argmax(frozen)))
    proof = (f"{head}, and {tail}. But the derivative of the frozen {case.name(ref, index)} is "
             f"{said(float(case.snapshot.gradient[int(np.argmax(frozen))]))}.")
    refs = tuple(case.document.parameters())
    return Finding("flat", "As low as the unfrozen can get", proof, (), None, (), SetTrainable(refs, trainable=True),
                   "Unfreeze all", serious=False)


def _lower_place(case: Case) -> tuple[int, float, float] | None:
    """Move single parameters and return (place in theta, value, loss) of the lowest loss, if it is lower by GAIN."""
    if not case.affordable:
        return None
    theta = case.snapshot.theta
    weights = case.network.spread(theta)
    survey = case.network.survey(case.rows, case.rows.train, weights)
    found: list[tuple[float, int, float]] = []
    for place in np.flatnonzero(case.network.trainable)[:MOST_MOVED].tolist():
        for reach in REACHES:
            other = theta.copy()
            other[place] = _tidy(theta[place] + reach)
            weights[:] = case.network.spread(other)
            found.append((_or_endless(survey.loss()), place, float(other[place])))
    loss, place, value = min(found)
    return (place, value, loss) if loss < (1 - GAIN) * case.snapshot.loss else None


def step_too_small(case: Case) -> Iterator[Finding]:
    """The last step lowered the loss by next to nothing, and a longer one would have lowered it much more."""
    step = case.last_step
    if step is None or case.in_batches or not case.unlearned or not math.isfinite(step.before):
        return
    fall = step.before - step.after
    if not 0 <= fall < SLOW * step.before:
        return
    best = min(TIMES, key=lambda times: _or_endless(case.would_be(times)))
    better = case.would_be(best)
    if not better < (1 - GAIN) * step.before:
        return
    rate = case.document.training.learning_rate
    new = _tidy(rate * best)
    proof = (f"The last step lowered {case.loss_name} by {said(fall)} only, to {said(step.after)}, with learning rate "
             f"{_rate(rate)}. With {_rate(new)} it would have led to {said(better)}.")
    remedy, offer = slower(case.document, new, reset=False)
    yield Finding("step_too_small", "Step too small", proof, remedy=remedy, offer=offer)


def stops_at_once(case: Case) -> Iterator[Finding]:
    """A stop rule ended training before it could show anything."""
    stop, training = case.snapshot.stop, case.document.training
    begun = case.history.start if case.history is not None else 0
    if stop is None or stop.name == "diverged" or stop.step - begun > 1 or not case.unlearned:
        return
    without = replace(training, stop=replace(training.stop, **{stop.name: None}))
    proof = f"{stop.sentence} {case.loss_name} is still {said(case.snapshot.loss)}."
    yield Finding("stops_at_once", "A stop rule holds at once", proof, remedy=SetTraining(without, "stop rule"),
                  offer="Drop this rule")
