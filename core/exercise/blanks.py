"""Numbers to be typed, and a judge who says whether they are right.

    >>> from core.exercise.blanks import Blank, judge
    >>> judge(Blank("derivative", "derivative", None, -15.655, "add up the rows"), "-15,7").right
    True

What counts as right. A typed number is right where it is within half a hundredth of the true one (below 0.1 within
half of its second digit, or 0 would always do), or where it is the true number rounded to the digits typed: at least
three, or two with a decimal, as −15.7 for −15.655. It is right too within ``Blank.margin``: what rounding to two
decimals, of the numbers it is worked from and then of itself, can cause, by interval arithmetic; but not where a slip
lies nearer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from core.errors import ValueRefused
from core.exercise.rounding import tolerance
from core.exercise.slips import Slip
from core.quantity import format_number, parse_number

_DIGITS = 4
_MINUSES = str.maketrans(dict.fromkeys("−–—‒‐‑﹣－", "-"))
_FUZZ = 1e-9
"""Relative: half a hundredth is no number of binary digits."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One number to type.

    ``key`` names it: "x.0", "y.0", "predicted.0", "factor.2.0" (factor 2), "product.0", where the last number is the
    place in the table; of a filter's number also "sum.1.0" and "place.1.0", place 1 of row 0; "derivative", "line.0"
    (what the optimizer works out before the step), "step_size", "next_value". ``title`` says what it is, ``hint`` how
    to work it out. ``row`` is the number of the data row, counted from 0, or None. ``margin`` is how far rounding may
    lead astray, and ``digits`` the decimals asked for.
    """

    key: str
    title: str
    row: int | None
    answer: float
    hint: str
    slips: tuple[Slip, ...] = ()
    margin: float = 0.0
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a typed number is right, the slip where one is recognised, and a sentence for the person."""

    right: bool
    slip: Slip | None
    sentence: str


def judge(blank: Blank, text: str) -> Verdict:
    """Say whether ``text`` is the number asked for; fractions, commas and any minus sign are understood."""
    try:
        typed = parse_number(text.translate(_MINUSES))
    except ValueRefused as refused:
        return Verdict(right=False, slip=None, sentence=str(refused))
    exact = format_number(blank.answer, _DIGITS)
    if _matches(text, typed, blank.answer):
        return Verdict(right=True, slip=None, sentence=f"Right: {exact}.")
    distance = abs(typed - blank.answer)
    near = [one for one in blank.slips if _matches(text, typed, one.value) and abs(typed - one.value) < distance]
    slip = min(near, key=lambda one: abs(typed - one.value), default=None)
    if slip is None and blank.margin and distance <= blank.margin + tolerance(blank.answer):
        return Verdict(right=True, slip=None, sentence=f"Right, worked from rounded numbers; without rounding {exact}.")
    slip = slip or _nearby(blank, typed)
    return Verdict(right=False, slip=slip, sentence=slip.sentence if slip else f"Not yet: {blank.hint}.")


def _nearby(blank: Blank, typed: float) -> Slip | None:
    """Return the nearest slip that, worked from rounded numbers, may have led to ``typed``."""
    def off(slip: Slip) -> float:
        return abs(typed - slip.value)

    def reach(slip: Slip) -> float:
        share = min(1.0, abs(slip.value / blank.answer)) if blank.answer else 1.0
        return blank.margin * share + tolerance(slip.value)

    return min((slip for slip in blank.slips if off(slip) <= reach(slip)), key=off, default=None)


def _matches(text: str, typed: float, value: float) -> bool:
    return _close(typed, value) or _rounded(text, typed, value)


def _close(typed: float, value: float) -> bool:
    return abs(typed - value) <= tolerance(value) * (1 + _FUZZ) + _FUZZ * abs(value)


def _rounded(text: str, typed: float, value: float) -> bool:
    """Whether the digits typed are those of ``value`` rounded: three at least, or two with a decimal."""
    try:
        number = Decimal(re.sub(r"\s", "", text.translate(_MINUSES)).replace(",", "."))
    except InvalidOperation:
        return False  # a fraction, which is exact
    digits, exponent = number.as_tuple().digits, int(number.as_tuple().exponent)
    enough = len(digits) >= 3 or (len(digits) == 2 and exponent < 0)
    return enough and abs(typed - value) <= 0.5 * 10.0**exponent * (1 + _FUZZ)
