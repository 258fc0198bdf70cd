"""The columns of the chain rule's table: what each row brings in, its factors, and their product."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.chain_rule.values import Explanation, Factor
from core.document import Floats
from core.naming import differential
from core.quantity import MINUS, format_number
from gui.controls.formula import shortened
from gui.controls.labels import symbol_text
from gui.inspectors.chain_terms import Inks, Way, ratio_words, rule_words, ways_of
from gui.state.reasoning import Pointed

MOST_INPUTS = 2
MOST_TOLD_APART = 12
"""Of more inputs than these the first two say nothing about a row: it is a picture, or as good as one."""
_DIGITS = 3
"""Digits after the point of numbers about 1; of small numbers so many that count."""
_MOST_DECIMALS = 6
_MOST_TITLE = 11
_SHORT_LOSS = {"−2 × (observed − predicted)": "−2(o−p)", "−observed": "−o"}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: a number for each row. Where there is little room the one with the highest ``yields`` goes first."""

    title: str
    ink: str
    tip: str
    values: Floats
    pointed: Pointed | None = None
    yields: int = 0
    bold: bool = False

    @property
    def look(self) -> tuple[object, ...]:
        """All but the numbers."""
        return (self.title, self.ink, self.tip, self.pointed, self.yields, self.bold)


def columns_of(found: Explanation, path: int | None, inks: Inks) -> tuple[Column, ...]:
    """Return the table's columns; for several paths at once each path's product instead of the factors."""
    ways = ways_of(found, path)
    single = len(ways) == 1
    middle = list(_factors(ways[0], inks) if single else _shares(found, inks))
    product = np.prod([factor.values for factor in ways[0][1]], axis=0) if single else found.products
    word = "product" if single else "sum"
    tip = "The factors multiplied: what this row adds to the derivative" if single else "What the paths make together"
    return (*_given(found, ways, inks), *middle, Column(word, inks.colors.text, tip, product, bold=True))


def _given(found: Explanation, ways: tuple[Way, ...], inks: Inks) -> Iterator[Column]:
    colors = inks.colors
    few = found.inputs if len(found.inputs) <= MOST_TOLD_APART else ()
    for place, (name, values) in enumerate(few[:MOST_INPUTS]):
        title = shortened(symbol_text(name), _MOST_TITLE)
        yield Column(title, colors.input, f"The input {name}", values, yields=3 + place)
    for place in _outputs(found, ways):
        (name, observed), (symbol, predicted) = found.observed[place], found.predicted[place]
        yield Column("obs", colors.danger, f"observed: {name} as the data have it", observed, yields=2)
        yield Column("pred", colors.output, f"{symbol_text(symbol)}: {name} as the network has it", predicted, yields=1)


def _outputs(found: Explanation, ways: tuple[Way, ...]) -> list[int]:
    """Return the outputs that the shown paths begin at, if it is one."""
    begun = {factors[0].under for _, factors in ways}
    places = [place for place, (symbol, _) in enumerate(found.predicted) if symbol in begun]
    if len(found.predicted) == 1:
        places = [0]
    return places if len(places) == 1 else []


def _factors(way: Way, inks: Inks) -> Iterator[Column]:
    number, factors = way
    for place, factor in enumerate(factors):
        tip = f"{ratio_words(factor)} = {rule_words(factor)}"
        yield Column(short_title(factor), inks.of(factor), tip, factor.values, Pointed(number, place))


def _shares(found: Explanation, inks: Inks) -> Iterator[Column]:
    for place, path in enumerate(found.paths):
        tip = f"The product of the factors of path {place + 1}"
        yield Column(f"path {place + 1}", inks.colors.text, tip, path.products, Pointed(place))


def short_title(factor: Factor) -> str:
    """Return a factor in a few letters, for the head of a column."""
    if factor.kind == "loss":
        rule, stroke, count = factor.rule.partition(" ÷ ")
        return _SHORT_LOSS.get(rule, differential(symbol_text(factor.over))) + (f"÷{count}" if stroke else "")
    if factor.kind == "activation":
        return f"f′({symbol_text(factor.under)})"
    if factor.kind == "passed_back":
        return f"d/{differential(symbol_text(factor.under))}"
    return shortened(symbol_text(factor.rule), _MOST_TITLE)


def decimals_of(values: Floats) -> int | None:
    """Return how many digits after the point a column shows; None where its numbers need powers of ten."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max(initial=0.0))
    if largest == 0.0:
        return 0
    power = math.floor(math.log10(largest))
    if power >= _MOST_DECIMALS or power < -_DIGITS:
        return None
    if power < 0 or not np.array_equal(finite, np.round(finite)):
        return min(_MOST_DECIMALS, max(0, _DIGITS - max(power, 0) + max(0, -power - 1)))
    return 0


def cell_text(value: float, decimals: int | None) -> str:
    """Return a number under the others of its column; one too small for that is written out, never as 0."""
    if decimals is None or not math.isfinite(value) or (value != 0 and abs(value) < 0.5 * 10.0**-decimals):
        return format_number(value, _DIGITS)
    text = f"{abs(value):.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 else text
