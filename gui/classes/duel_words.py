"""What a duel has come to, in numbers and in a sentence: which was faster, and what the slopes at the start say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.catalog import OPTIMIZERS
from core.document import TrainingSpec
from core.quantity import format_number, format_share
from core.row_losses import Pull, pull
from core.training.duel import Course
from gui.classes.pull_card import CardLine, Words
from gui.classes.pull_words import times

GOAL = 0.9
"""The probability of its class at which a row counts as learned: the same measure for both losses."""
GOALS = (("likely", f"reached p ≥ {GOAL}"), ("all_right", "had every row right"))
NEVER = 10**12
DIGITS = 3
FULL = {"cross_entropy": "cross entropy", "ssr": "squared residuals"}


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the two at the step shown: ``start`` and ``now`` are how it pulls the row; steps are None before.

    ``reached`` is how it pulled the row at the step at which p came to the goal.
    """

    loss: str
    step: int
    start: Pull
    now: Pull
    right: int
    count: int
    likely: int | None
    all_right: int | None
    diverged: int | None
    reached: Pull | None = None


def standing(course: Course, row: int, at: int) -> Standing:
    """Return where a course stands at step ``at``, or at its end if it ended before."""
    step = min(at, course.end)
    likely = _passed(course.likely(row, GOAL), at)
    start, now, reached = (pull(course.loss, float(course.p[one, row]), float(course.losses[one, row]))
                           for one in (0, step, likely or 0))
    diverged = course.diverged if course.diverged is not None and course.diverged <= at else None
    return Standing(course.loss, step, start, now, int(course.right[step]), course.count,
                    likely, _passed(course.all_right, at), diverged, reached if likely is not None else None)


def _passed(step: int | None, at: int) -> int | None:
    return step if step is not None and step <= at else None


def _number(value: float) -> tuple[str]:
    return (format_number(value, DIGITS),)


def _step(found: Standing, step: int | None) -> tuple[str, ...]:
    if step is not None:
        return f"step {step:,}", f"{step:,}"
    return (f"diverged at {found.diverged:,}", "diverged") if found.diverged is not None else ("not yet",)


def duel_lines(ours: Standing, theirs: Standing) -> tuple[CardLine, ...]:
    """Return the lines of the card."""
    rows: tuple[tuple[str, Callable[[Standing], Words], str, int], ...] = (
        ("p", lambda one: (format_share(one.now.p, DIGITS),),
         "The probability of the row's class under each training", 2),
        ("d loss/d raw", lambda one: _number(one.now.by_raw),
         "How steep the row's loss is by the raw value of its class: how hard this row pulls", 0),
        (f"p ≥ {GOAL} at", lambda one: _step(one, one.likely),
         f"The first step at which the row's class has the probability {GOAL} at least", 1),
        ("rows right", lambda one: (f"{one.right:,} of {one.count:,}", f"{one.right:,}"),
         "How many training rows are predicted as their class", 3),
        ("all right at", lambda one: _step(one, one.all_right),
         "The first step at which every training row is predicted as its class", 4),
    )  # fmt: skip
    return tuple(CardLine(name, (say(ours), say(theirs)), tip, rank, bold=rank < 2) for name, say, tip, rank in rows)


def verdict(ours: Standing, theirs: Standing, training: TrainingSpec) -> tuple[str, ...]:
    """Return who has won and why, from the numbers alone, in words from long to short."""
    if ours.start.p >= GOAL:
        return (f"This row starts at p = {format_share(ours.start.p, DIGITS)} already: choose one that starts lower.",)
    both, race = (ours, theirs), _race(ours, theirs)
    by = f"Both by {OPTIMIZERS[training.optimizer].title}, rate {format_number(training.learning_rate)}."
    whole = " ".join(filter(None, (race, _why(ours, theirs), _fading(ours, theirs), by, _evened(training.optimizer))))
    began, ended = _pair(*(_number(one.start.by_raw) for one in both)), _pair(*(_step(one, one.likely) for one in both))
    slopes = f"At the start d loss/d raw: {began}."
    settled = ours.likely is not None or theirs.likely is not None
    return whole, f"{race} {slopes}", race, f"p ≥ {GOAL}: {ended}." if settled else slopes, ended if settled else began


def _pair(ours: Words, theirs: Words) -> str:
    return f"CE {ours[0]}, SSR {theirs[0]}"


def _race(ours: Standing, theirs: Standing) -> str:
    """Say who was first at the first of the goals that anybody reached after the start."""
    if max(ours.step, theirs.step) == 0:
        return f"Both start at p = {format_share(ours.start.p, DIGITS)}: which brings this row to p ≥ {GOAL} first?"
    for goal, words in GOALS:
        steps = {one.loss: getattr(one, goal) for one in (ours, theirs)}
        if any(steps.values()):
            return _ranked(ours, theirs, steps, words)
    both = " and ".join(f"{_p(one)} with {FULL[one.loss]}" for one in (ours, theirs))
    return f"Neither has reached p ≥ {GOAL}: {both}."


def _ranked(ours: Standing, theirs: Standing, steps: Mapping[str, int | None], words: str) -> str:
    first, second = sorted((ours, theirs), key=lambda one: steps[one.loss] or NEVER)
    soon, late = steps[first.loss], steps[second.loss]
    if soon == late or not soon:
        return f"Both {words} at step {soon:,}."
    name, other = FULL[first.loss].capitalize(), FULL[second.loss]
    if late is None:
        where = f"diverged at step {second.diverged:,}" if second.diverged else f"{_are(second)} at {_p(second)}"
        return f"{name} {words} at step {soon:,}; {other} {where}."
    times = format_number(late / soon, 2)
    return f"{name} {words} at step {soon:,}, {other} at step {late:,}: {times} times as many."


def _are(one: Standing) -> str:
    return "is" if one.loss == "cross_entropy" else "are"


def _p(one: Standing) -> str:
    return f"p = {format_share(one.now.p, DIGITS)}"


def _why(ours: Standing, theirs: Standing) -> str:
    by_p = f"−1/p = {_number(ours.start.by_p)[0]} against −2(1 − p) = {_number(theirs.start.by_p)[0]}"
    by_raw = f"{_number(ours.start.by_raw)[0]} against {_number(theirs.start.by_raw)[0]}"
    steeper = f", {times(ours.start, theirs.start)} as steep" if theirs.start.by_raw else ""
    words = f"At the start the slope was {by_p}; through the SoftMax d loss/d raw was {by_raw}{steeper}."
    if theirs.likely is not None and theirs.likely < (ours.likely or NEVER):
        return f"{words} So it is not this row's own slope that decided here, but the other rows and the optimizer."
    return words


def _fading(ours: Standing, theirs: Standing) -> str:
    """Say what became of the slopes on the way, where that says more than the start does.

    Many steps are made where the squared residuals hardly pull any more: the slopes at the start alone do not tell it.
    """
    if ours.reached is None or theirs.reached is None or not (theirs.start.by_raw and theirs.reached.by_raw):
        return ""
    if ours.reached.by_raw / theirs.reached.by_raw <= ours.start.by_raw / theirs.start.by_raw:
        return ""
    left = f"{_number(ours.reached.by_raw)[0]} against {_number(theirs.reached.by_raw)[0]}"
    return (f"Both slopes fade as p grows, that of the squared residuals faster: at p ≥ {GOAL} they were {left}, "
            f"{times(ours.reached, theirs.reached)} as steep.")


def _evened(optimizer: str) -> str:
    if optimizer not in ("adam", "rmsprop"):
        return ""
    title = OPTIMIZERS[optimizer].title
    return f"{title} divides each step by the size of the derivatives so far, which evens most of this out."
