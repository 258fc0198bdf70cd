"""Your turn: the numbers of a card as blanks, to be worked out by hand.

    >>> from core.exercise.blanks import judge
    >>> from core.exercise.sheet import exercise, first_wrong
    >>> given = exercise(document, network, snapshot, rows, ("", "effect"))
    >>> judge(given.blank("derivative"), "-15.7").right
    True
    >>> blank, verdict = first_wrong(given, {"predicted.0": "-2.6", "factor.0.0": "5,2"})
    >>> blank.key, blank.row, verdict.slip.name
    ('factor.0.0', 0, 'minus')
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.catalog import NODE_KINDS
from core.chain_rule.explain import Reckoning
from core.chain_rule.symbols import Symbols
from core.chain_rule.update_rule import update_of
from core.chain_rule.values import BackStep, Explanation, Factor, Unit, Use
from core.datasets.rows import Rows
from core.document import Document, Ref, bias_of
from core.engine.activations import ACTIVATIONS
from core.engine.network import Network
from core.exercise import slips
from core.exercise.blanks import Blank, Verdict, judge
from core.exercise.rounding import Rounding, of_product, slack
from core.exercise.slips import Slip, told_apart
from core.quantity import format_number
from core.training.batches import rows_at
from core.training.snapshot import Snapshot

MOST_ROWS = 3
"""Rows of the table that are blank; the products of the others are given."""
MOST_PLACES = 2
"""Places of a filter's number that are blank in each row; the sum over the others is given."""
_FUZZ = 1e-12
"""Relative to a sum over places: what is left of it where the others add nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    """The blanks of one card in the order of working them out.

    ``found`` is the explanation they are made from, ``factors`` those of its table: of the path where there is one,
    otherwise of the short form; of a filter's number those of the places asked for, row by row. ``rest`` is what the
    rows that are not blank add to the derivative: given. ``note`` says what cannot be asked for.
    """

    found: Explanation
    factors: tuple[Factor, ...]
    blanks: tuple[Blank, ...]
    rest: float
    note: str = ""

    def blank(self, key: str) -> Blank:
        """Return the blank of a key; KeyError if there is none."""
        for blank in self.blanks:
            if blank.key == key:
                return blank
        raise KeyError(key)


def exercise(
    document: Document, network: Network, snapshot: Snapshot, rows: Rows, ref: Ref, index: tuple[int, ...] = ()
) -> Exercise:
    """Return the blanks of one number of the parameter at ``ref``, for the update after ``snapshot``.

    The first rows that the update uses are asked for, at most MOST_ROWS, in the order of the table. Numbers that are
    not finite cannot be typed and are left out, which ``note`` says. Errors as in ``explain``.
    """
    chosen = rows_at(document.training, rows.train, snapshot.step)
    reckoning = Reckoning(document, network, snapshot.theta, rows, chosen)
    found = reckoning.explain(ref, index)
    slid = found.count != 1 and len(found.uses) > 0
    sheet = (_PlacesSheet if slid else _Sheet)(document, network, snapshot, rows, found, reckoning)
    with np.errstate(all="ignore"):
        blanks = [*sheet.row_blanks(), *sheet.sum_blanks()]
    finite = tuple(blank for blank in blanks if math.isfinite(blank.answer))
    note = "" if len(finite) == len(blanks) else "Some numbers are not finite here, and those cannot be typed."
    return Exercise(found, sheet.factors, finite, sheet.rest, note)


def first_wrong(given: Exercise, answers: Mapping[str, str]) -> tuple[Blank, Verdict] | None:
    """Return the first blank whose answer is wrong, and why; None if there is none.

    ``answers`` are texts by ``Blank.key``; blanks left empty are passed over.
    """
    for blank in given.blanks:
        text = answers.get(blank.key, "")
        if text.strip():
            verdict = judge(blank, text)
            if not verdict.right:
                return blank, verdict
    return None


def _hint(factor: Factor) -> str:
    """Say how a factor is worked out; where its rule is only a name, in words."""
    return f"{factor.words} = {factor.rule}" if factor.kind in ("loss", "activation", "one") else factor.words


def _end_of(found: Explanation, index: tuple[int, ...]) -> Unit:
    """Return the unit that the number feeds: of a convolution the one cell of its map that it counts for."""
    return found.uses[0].unit if found.uses else (found.ref[1], index[0])


def _parts(step: BackStep, symbols: Symbols, row: int) -> list[tuple[str, float]]:
    """Return what each unit that one feeds passes back to it, by its label."""
    return [(symbols.label(feed.unit), float(feed.passed_back[row])) for feed in step.feeds]


class _Sheet:
    """Makes the blanks of one explanation; ``row`` is everywhere the place among the rows of the table."""

    def __init__(
        self, document: Document, network: Network, snapshot: Snapshot, rows: Rows, found: Explanation,
        reckoning: Reckoning,
    ) -> None:
        self._document, self._network, self._snapshot, self._found = document, network, snapshot, found
        self._reckoning, self._symbols = reckoning, Symbols(document)
        shown = found.rows[:MOST_ROWS]
        self._observed = rows.observed[:, shown]
        self._targets = {unit: place for place, unit in enumerate(rows.target_units)}
        self._values = network.forward(snapshot.theta, rows.inputs[:, shown])
        self._rounding = Rounding(document, network, snapshot.theta, self._values)
        self._margins = np.zeros(shown.size)
        self._shares = found.rows.size if network.mean else 1
        self._index = network.slots[found.ref].whole(found.index)
        self._ends: list[Unit] = [_end_of(found, self._index)] * shown.size
        self.factors = found.paths[0].factors if found.count == 1 else found.short
        self.rest = float(found.products[MOST_ROWS:].sum())

    # -- what the blanks are made of -----------------------------------------------------------------------

    def _number(self, ref: Ref, index: tuple[int, ...]) -> float:
        return float(self._network.read(self._snapshot.theta, ref)[index])

    def _bias(self, unit: Unit) -> float:
        ref, grid = bias_of(unit[0]), self._document.nodes[unit[0]].grid
        neuron = unit[1] if grid is None else unit[1] // (grid.shape[0] * grid.shape[1])
        return self._number(ref, (neuron,)) if ref in self._network.slots else 0.0

    def _sum(self, unit: Unit, row: int) -> float:
        return float(self._values.z[self._network.units[unit[0]].start + unit[1], row])

    def _output(self, unit: Unit, row: int) -> float:
        return float(self._values.a[self._network.units[unit[0]].start + unit[1], row])

    def _seen(self, unit: Unit, row: int) -> float:
        """Return what was observed for an output unit."""
        return float(self._observed[self._targets[unit], row])

    def _blank(
        self, key: str, title: str, row: int | None, answer: float, hint: str, likely: Iterable[Slip],
        margin: float = 0.0,
    ) -> Blank:
        number = None if row is None else int(self._found.rows[row])
        return Blank(key, title, number, answer, hint, told_apart(answer, likely), margin)

    # -- rows ----------------------------------------------------------------------------------------------

    def row_blanks(self) -> Iterator[Blank]:
        """Give the blanks of each row: forward values, factors, product."""
        for row in range(self._margins.size):
            yield from self._forward(row)
            yield from self._factors(row)

    def _forward(self, row: int) -> Iterator[Blank]:
        end = self._ends[row]
        node = self._document.nodes[end[0]]
        outputs: list[Unit] = list(dict.fromkeys((f.place[1], f.units[0]) for f in self.factors if f.kind == "loss"))
        outputs = outputs or ([*self._targets] if len(self._targets) == 1 else [])
        if node.activation != "identity" or end not in outputs:
            yield self._total(end, row)
        if end not in outputs and node.activation != "identity":
            yield self._bent(end, row)
        for unit in outputs:
            yield self._predicted(unit, row)

    def _total(self, unit: Unit, row: int) -> Blank:
        total, output = self._sum(unit, row), self._output(unit, row)
        return self._blank(
            f"x.{row}", f"{self._symbols.label(unit)}, before its activation", row, total,
            "add up weight × value of all that comes in, and the bias",
            slips.of_sum(total, self._bias(unit), output), self._rounding.of_sum(unit, row))

    def _bent(self, unit: Unit, row: int) -> Blank:
        total, output = self._sum(unit, row), self._output(unit, row)
        name = ACTIVATIONS[self._document.nodes[unit[0]].activation]
        return self._blank(
            f"y.{row}", f"{self._symbols.label(unit)}, after its activation", row, output,
            f"put the sum x into {name.formula}", slips.of_output(output, total),
            self._rounding.of_output(unit, row))

    def _predicted(self, unit: Unit, row: int) -> Blank:
        answer, bends = self._output(unit, row), self._document.nodes[unit[0]].activation != "identity"
        likely = slips.of_predicted(answer, self._seen(unit, row), self._sum(unit, row), self._bias(unit))
        hint = "add up weight × value of all that comes in, and the bias" + (", and bend the sum" if bends else "")
        return self._blank(f"predicted.{row}", f"predicted by {self._symbols.label(unit)}", row, answer, hint, likely,
                           self._rounding.of_output(unit, row))

    def _factors(self, row: int) -> Iterator[Blank]:
        yield from self._multiplied(row, self.factors)
        product, margin = float(self._found.products[row]), self._product_margin(row, self.factors)
        self._margins[row] = margin
        yield self._blank(f"product.{row}", "product", row, product, "multiply the factors of this row",
                          slips.of_product(product, self.factors, row), margin)

    def _multiplied(self, row: int, factors: Sequence[Factor], first: int = 0) -> Iterator[Blank]:
        """Give a blank for each of ``factors``, the first of which is number ``first`` of all."""
        for place, factor in enumerate(factors, first):
            answer = float(factor.values[row])
            yield self._blank(f"factor.{place}.{row}", factor.words, row, answer, _hint(factor),
                              self._likely(factor, answer, row), self._margin(factor, row))

    def _product_margin(self, row: int, factors: Sequence[Factor]) -> float:
        answers = np.array([factor.values[row] for factor in factors])
        off = [slack(answer) + self._margin(factor, row) for answer, factor in zip(answers, factors, strict=True)]
        return of_product(answers, np.array(off))

    def _likely(self, factor: Factor, answer: float, row: int) -> Iterable[Slip]:
        """Return the slips of a factor, by its kind."""
        unit: Unit = (factor.place[1], factor.units[0])
        if factor.kind == "loss":
            return slips.of_loss(answer, self._seen(unit, row), self._output(unit, row), self._shares)
        if factor.kind == "activation":
            name = self._document.nodes[unit[0]].activation
            return slips.of_slope(name, self._sum(unit, row), self._output(unit, row))
        if factor.kind == "value":
            return slips.of_value(answer, self._sum(unit, row), self._number(self._found.ref, self._index))
        if factor.kind == "one":
            return slips.of_one(self._number(self._found.ref, self._index))
        if factor.kind == "passed_back":
            return slips.of_parts(answer, _parts(self._reckoning.back_step(unit), self._symbols, row))
        return (slips.minus(answer),)

    def _margin(self, factor: Factor, row: int) -> float:
        """Return how far a factor may be off, worked from rounded numbers; 0 where it is read off."""
        unit: Unit = (factor.place[1], factor.units[0])
        if factor.kind == "loss":
            off = slack(self._output(unit, row)) + self._rounding.of_output(unit, row) + slack(self._seen(unit, row))
            return 2 / self._shares * off
        if factor.kind == "activation":
            return self._rounding.of_slope(unit, row)
        if factor.kind == "value" and not NODE_KINDS[self._document.nodes[unit[0]].kind].source:
            return self._rounding.of_output(unit, row)
        if factor.kind == "passed_back":
            return self._passed_back_margin(unit, row)
        return 0.0

    def _passed_back_margin(self, unit: Unit, row: int) -> float:
        step = self._reckoning.back_step(unit)
        off = slack(float(step.own[row]))
        for feed in step.feeds:
            later = float(feed.passed_back[row] / feed.weight) if feed.weight else 0.0
            off += abs(feed.weight) * slack(later) + abs(later) * slack(feed.weight)
        return off

    # -- the derivative and what is made of it -------------------------------------------------------------

    def sum_blanks(self) -> Iterator[Blank]:
        """Give the derivative, and the lines of the update."""
        found, mean = self._found, self._shares > 1
        shown = found.products[:MOST_ROWS]
        margin = float(self._margins.sum()) + sum(map(slack, shown.tolist())) + slack(self.rest)
        two = any(factor.kind == "loss" for factor in self.factors)
        likely = slips.of_derivative(found.derivative, found.products, shown.size, mean=mean, two=two)
        yield self._blank("derivative", "derivative", None, found.derivative, "add up the products of all rows",
                          likely, margin)
        yield from self._update_blanks(margin + slack(found.derivative))

    def _update_blanks(self, margin: float) -> Iterator[Blank]:
        """Give the lines of the update; ``margin`` is how far the derivative may be off."""
        rule, low, high = (
            update_of(self._document, self._network, self._snapshot,
                      replace(self._found, products=self._found.products.sum(keepdims=True) + off))
            for off in (0.0, -margin, margin))
        derivative, rate = self._found.derivative, self._document.training.learning_rate
        value = self._number(self._found.ref, self._index)
        parameter = self._document.parameter(self._found.ref)
        frozen = not bool(parameter.trainable[self._index])
        likely = {
            "step_size": slips.of_step(rule.step_size, derivative, rate, frozen=frozen),
            "next_value": slips.of_next(value, rule.step_size, derivative),
        }
        keys = [*(f"line.{place}" for place in range(len(rule.lines) - 2)), "step_size", "next_value"]
        for key, line, under, over in zip(keys, rule.lines, low.lines, high.lines, strict=True):
            off = max(abs(under.value - line.value), abs(over.value - line.value))
            if key == "next_value":
                off += slack(rule.step_size) + slack(value)
            yield self._blank(key, line.symbol, None, line.value, line.rule,
                              likely.get(key, (slips.minus(line.value),)), off)


class _PlacesSheet(_Sheet):
    """The blanks of a filter's number, which was used at many places: each adds a product of its own."""

    def __init__(
        self, document: Document, network: Network, snapshot: Snapshot, rows: Rows, found: Explanation,
        reckoning: Reckoning,
    ) -> None:
        super().__init__(document, network, snapshot, rows, found, reckoning)
        self._uses = [_most(found.uses, row) for row in range(self._margins.size)]
        self._ends = [uses[0].unit for uses in self._uses]
        self._chains = [[reckoning.factors_at(found.ref, self._index, use) for use in uses] for uses in self._uses]
        self.factors = tuple(factor for chains in self._chains for chain in chains for factor in chain)

    def _factors(self, row: int) -> Iterator[Blank]:
        first = sum(len(chain) for chains in self._chains[:row] for chain in chains)
        for place, (use, chain) in enumerate(zip(self._uses[row], self._chains[row], strict=True)):
            if place and any(factor.kind == "activation" for factor in chain):  # that of the first is asked for above
                yield replace(self._total(use.unit, row), key=f"sum.{place}.{row}")
            yield from self._multiplied(row, chain, first)
            first += len(chain)
            answer, margin = float(use.products[row]), self._product_margin(row, chain)
            self._margins[row] += margin + slack(answer)
            yield self._blank(f"place.{place}.{row}", f"product at {self._symbols.label(use.unit)}", row, answer,
                              "multiply the factors of this place", slips.of_product(answer, chain, row), margin)
        yield self._over_places(row)

    def _over_places(self, row: int) -> Blank:
        """Return the sum over the places; what those that are not asked for add is given."""
        total, count = float(self._found.products[row]), len(self._uses[row])
        parts = [float(use.products[row]) for use in self._uses[row]]
        rest, left = total - sum(parts), self._found.places - count
        self._margins[row] += slack(rest)
        given = f": the other {left} add {format_number(rest if abs(rest) > _FUZZ * abs(total) else 0.0, 4)}"
        return self._blank(
            f"product.{row}", f"sum over the {self._found.places} places{given if left else ''}", row, total,
            "add up the products of the places" + (", and what the others add" if left else ""),
            slips.of_places(total, parts), float(self._margins[row]))


def _most(uses: Sequence[Use], row: int) -> list[Use]:
    """Return the places that count most in a row, the first of them first; one that adds nothing where all do."""
    sizes = [abs(float(use.products[row])) for use in uses]
    found = [place for place in sorted(range(len(uses)), key=lambda place: -sizes[place]) if sizes[place] > 0]
    return [uses[place] for place in found[:MOST_PLACES] or [0]]
