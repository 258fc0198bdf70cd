"""Where a derivative comes from: the chain rule of any parameter, factor by factor and row by row.

    >>> from core.engine.compiler import compile_network
    >>> from core.datasets.rows import prepare
    >>> from core.chain_rule.explain import explain
    >>> network, rows = compile_network(document), prepare(document)
    >>> found = explain(document, network, network.pack(document), rows, ("", "effect"))
    >>> round(found.derivative, 2), [factor.rule for factor in found.paths[0].factors]
    (-15.66, ['−2 × (observed − predicted)', '1'])

Source: the chain rule, dL/dp = Σ over paths of the products of the derivatives along them (Bauer 1974).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from core.chain_rule.slide import across, slides_of
from core.chain_rule.symbols import Symbols
from core.chain_rule.values import BackStep, Explanation, Factor, Feed, Path, Unit, Use, product
from core.chain_rule.ways import Ways
from core.datasets.rows import Rows
from core.document import Document, Floats, Indices, Ref, bias_of
from core.engine.activations import ACTIVATIONS, run
from core.engine.choices import CHOICES
from core.engine.losses import LOSSES
from core.engine.network import Network
from core.training.batches import rows_at

MOST_PATHS = 6
"""More than a person can read: then only the recursive form is given."""
MOST_FEEDS = 24
MOST_USES = 24


def explain(
    document: Document, network: Network, theta: Floats, rows: Rows, ref: Ref, index: tuple[int, ...] = (),
    *, step: int = 0,
) -> Explanation:
    """Return the chain rule of one number of the parameter at ``ref``, by the loss that the update after ``step`` uses.

    ``theta`` is (network.size,); ``index`` the number's place in the parameter, () where it has one. With batches the
    rows are those of that update's batch. KeyError if there is no such parameter, IndexError if no such number.
    """
    return Reckoning(document, network, theta, rows, rows_at(document.training, rows.train, step)).explain(ref, index)


class Reckoning:
    """All values and derivatives of one network for some rows (row numbers, as the update takes them)."""

    def __init__(self, document: Document, network: Network, theta: Floats, rows: Rows, chosen: Indices) -> None:
        self._document, self._network, self._theta, self._rows, self._chosen = document, network, theta, rows, chosen
        values, by_sum = network.trace(theta, rows, chosen)
        self._x, self._y, self._by_sum = values.z, values.a, by_sum
        self._symbols = Symbols(document)
        self._loss = LOSSES[document.training.loss]
        self._share = f" ÷ {chosen.size}" if network.mean else ""
        self._targets = {unit: place for place, unit in enumerate(rows.target_units)}
        self._ways = Ways(document, self._targets)
        self._choices = {
            node.id: document.incoming(node.id) for node in document.nodes.values() if node.kind in CHOICES}
        self._slides = slides_of(document, network, theta, values)

    def explain(self, ref: Ref, index: tuple[int, ...]) -> Explanation:
        """Return the chain rule of one number; see ``explain``."""
        whole = self._network.slots[ref].whole(index)
        source, target = ref
        if self._document.nodes[target].filters is not None:
            return self._slid(ref, index, whole)
        end: Unit = (target, whole[0])
        last = self._last(ref, end, (source, whole[1]) if source else None)
        short = (self._passed_back(end), *self._bends(end), last)
        count = self._ways.count(end)
        paths = tuple(self._path(way, last) for way in self._ways.each(end)) if count <= MOST_PATHS else ()
        return self._found(ref, index, paths, count, short, product(short))

    def _found(
        self, ref: Ref, index: tuple[int, ...], paths: tuple[Path, ...], count: int, short: tuple[Factor, ...],
        products: Floats, uses: tuple[Use, ...] = (), places: int = 0,
    ) -> Explanation:
        units = self._rows.input_units
        inputs = tuple((self._symbols.output(unit), self._rows.inputs[place, self._chosen])
                       for place, unit in enumerate(units))
        observed = tuple((self._symbols.label(unit), self._rows.observed[place, self._chosen])
                         for unit, place in self._targets.items())
        predicted = tuple((self._symbols.output(unit), self._y[self._row(unit)]) for unit in self._targets)
        return Explanation(ref, index, self._symbols.parameter(ref, index), self._symbols.loss, self._chosen, inputs,
                           observed, predicted, paths, count, short, products, uses, places)

    def _slid(self, ref: Ref, index: tuple[int, ...], whole: tuple[int, ...]) -> Explanation:
        """Return the chain rule of one number of a convolution: the sum over the places it was used at."""
        node, source = ref[1], self._document.sources(ref[1])[0] if ref[0] else ""
        used = self._slides[node].used_at(self._by_sum[self._network.units[node]], whole)
        count = sum(self._ways.count((node, unit)) for unit in used.units)
        paths: list[Path] = []
        for unit, under in zip(used.units, used.sources, strict=True) if count <= MOST_PATHS else ():
            last = self._last(ref, (node, unit), (source, under) if source else None, whole)
            paths += [self._path(way, last) for way in self._ways.each((node, unit))]
        words = f"the sum over the {len(used.units)} places at which it was used"
        short = Factor("places", bias_of(node), (whole[0],), self._symbols.loss, self._symbols.parameter(ref, index),
                       "Σ over places", words, used.products)
        return self._found(ref, index, tuple(paths), count, (short,), used.products,
                           used.uses(node, source, MOST_USES), len(used.units))

    def factors_at(self, ref: Ref, whole: tuple[int, ...], use: Use) -> tuple[Factor, ...]:
        """Return the short form at one of the places at which a number of a convolution was used."""
        return self._passed_back(use.unit), *self._bends(use.unit), self._last(ref, use.unit, use.source, whole)

    def back_step(self, unit: Unit) -> BackStep:
        """Return how dLoss/dy and dLoss/dx of one unit come about."""
        if unit[0] in self._choices:
            by_raw = self._by_sum[self._row(unit)]
            return BackStep(unit, by_raw, by_raw, np.ones_like(by_raw), by_raw, (), 0)
        feeds = sorted(self._feeds(unit), key=lambda feed: -float(np.abs(feed.passed_back).max(initial=0.0)))
        return BackStep(unit, self._own(unit), self._back(unit), self._slope(unit), self._by_sum[self._row(unit)],
                        tuple(feeds[:MOST_FEEDS]), len(feeds))

    # -- factors -------------------------------------------------------------------------------------------

    def _row(self, unit: Unit) -> int:
        return int(self._network.units[unit[0]].start) + unit[1]

    def _slope(self, unit: Unit) -> Floats:
        activation = ACTIVATIONS[self._document.nodes[unit[0]].activation]
        return activation.derivative(self._x[self._row(unit)])

    def _own(self, unit: Unit) -> Floats:
        """Return ∂loss/∂predicted of an output for each row, zeros for other units."""
        if unit not in self._targets:
            return np.zeros(self._chosen.size)
        observed = self._rows.observed[self._targets[unit], self._chosen]
        slope: Floats = np.zeros_like(observed)
        with np.errstate(all="ignore"):
            if self._loss.from_raw:  # what the row of the table gives is by the raw values: here it is by p
                np.divide(-observed, self._y[self._row(unit)], slope, where=observed != 0)
                return slope * self._network.factor(self._chosen.size)
            run(self._loss.slope(self._y[self._row(unit)], observed, slope))
            slope *= self._network.factor(self._chosen.size)
        return slope

    def _later(self, unit: Unit) -> Iterator[tuple[str, Sequence[int], Floats, Floats]]:
        """Give what ``unit`` feeds: a node, which units of it, the weights, (units,), and dLoss/dx, (units, rows)."""
        for target in self._ways.following[unit[0]]:
            by_sum = self._by_sum[self._network.units[target]]
            if target in self._choices:
                place = self._choices[target].index(unit)
                yield target, (place,), np.ones(1), by_sum[[place]]
            elif target in self._slides:
                units, weights, won = self._slides[target].weights_onto(unit[1])
                yield target, units, weights, np.where(won, by_sum[units], 0.0)
            else:
                places = self._network.slots[unit[0], target].index[:, unit[1]]
                yield target, range(len(places)), self._theta[places], by_sum

    def _feeds(self, unit: Unit) -> Iterator[Feed]:
        """Give what each later unit passes back to ``unit``."""
        for target, units, weights, later in self._later(unit):
            with np.errstate(all="ignore"):
                back = weights[:, None] * later
            for place, number in enumerate(units):
                yield Feed((target, number), (unit[0], target), float(weights[place]), back[place])

    def _back(self, unit: Unit) -> Floats:
        """Return dLoss/dy of a unit: its own share and the sum over all that it feeds."""
        by_output = self._own(unit)
        with np.errstate(all="ignore"):
            for _, _, weights, later in self._later(unit):
                by_output += weights.dot(later)
        return by_output

    def _passed_back(self, unit: Unit) -> Factor:
        """Return the first factor of the short form: the loss's own slope, or what later units pass back, summed up."""
        following = self._ways.following[unit[0]]
        if not following and unit in self._targets:
            return self._loss_factor(unit)
        if self._loss.from_raw and _cancels(self._ways.following, unit[0], {node for node, _ in self._targets}):
            return self._cancelled(unit)
        label, count = self._symbols.label(unit), sum(len(units) for _, units, _, _ in self._later(unit))
        words = f"passed back to {label}: the sum over the {count} units it feeds" if count > 1 else (
            f"passed back to {label} from the one unit it feeds" if count else
            f"nothing is passed back to {label}: it feeds nothing")
        return Factor(
            "passed_back", bias_of(unit[0]), (unit[1],), self._symbols.loss, self._symbols.output(unit),
            "Σ over what it feeds", words, self._back(unit))

    def _cancelled(self, unit: Unit) -> Factor:
        """Return what cross entropy and softmax make together: −1/p × ∂p/∂raw, over all classes, is p − observed."""
        target = self._ways.following[unit[0]][0]
        later = (target, self._choices[target].index(unit))
        name = self._document.nodes[target].classes[later[1]]
        return Factor(
            "passed_back", bias_of(unit[0]), (unit[1],), self._symbols.loss, self._symbols.output(unit),
            "p − observed" + self._share,
            f"cross entropy through the softmax: probability − 1 in rows of {name}, the probability in others",
            self._by_sum[self._row(later)])

    def _loss_factor(self, unit: Unit) -> Factor:
        rule = "−observed ÷ p" if self._loss.from_raw else self._loss.derivative_formula
        return Factor(
            "loss", bias_of(unit[0]), (unit[1],), self._symbols.loss, self._symbols.output(unit),
            rule + self._share, f"how the loss follows what {self._symbols.label(unit)} predicts",
            self._own(unit))

    def _bends(self, unit: Unit) -> tuple[Factor, ...]:
        """Return the slope of the unit's activation; nothing for the identity, whose slope is 1."""
        name = self._document.nodes[unit[0]].activation
        if name == "identity":
            return ()
        return (Factor(
            "activation", bias_of(unit[0]), (unit[1],), self._symbols.output(unit), self._symbols.sum(unit),
            ACTIVATIONS[name].derivative_formula, f"slope of {name} in {self._symbols.label(unit)}",
            self._slope(unit)),)

    def _across(self, later: Unit, earlier: Unit) -> Factor:
        """Return the weight between two units: ∂(sum of the later) ÷ ∂(output of the earlier)."""
        if later[0] in self._choices:
            return self._chosen_across(later, earlier)
        if later[0] in self._slides:
            return across(self._slides[later[0]], self._symbols, later, earlier)
        ref = (earlier[0], later[0])
        index = (later[1], earlier[1])
        weight = float(self._theta[self._network.slots[ref].place(index)])
        symbol = self._symbols.parameter(ref, index)
        words = f"weight from {self._symbols.label(earlier)} to {self._symbols.label(later)}"
        return Factor("weight", ref, index, self._symbols.landing(later), self._symbols.output(earlier), symbol, words,
                      np.full(self._chosen.size, weight))

    def _chosen_across(self, later: Unit, earlier: Unit) -> Factor:
        """Return ∂p ÷ ∂raw: how the probability of one class follows the raw value of the same or another."""
        node, place = self._document.nodes[later[0]], self._choices[later[0]].index(earlier)
        raw = self._x[self._network.units[node.id]]
        with np.errstate(all="ignore"):
            slopes = np.zeros_like(raw)
            slopes[later[1]] = 1.0
            run(CHOICES[node.kind].back(CHOICES[node.kind].f(raw), slopes))
        rule = "p × (1 − p)"
        if later[1] != place:
            rule = f"−p of {node.classes[later[1]]} × p of {node.classes[place]}"
        words = f"how {self._symbols.label(later)} follows the raw value of {node.classes[place]}"
        return Factor(
            "choice", bias_of(node.id), (later[1], place), self._symbols.output(later), self._symbols.output(earlier),
            rule if node.kind == "softmax" else "0", words, slopes[place])

    def _last(self, ref: Ref, end: Unit, source: Unit | None, whole: tuple[int, ...] = ()) -> Factor:
        """Return the last factor: what the weight multiplies, or the 1 of a bias."""
        whole = whole or ((end[1],) if source is None else (end[1], source[1]))
        over, symbol = self._symbols.landing(end), self._symbols.parameter(ref, whole)
        if source is None:
            return Factor("one", ref, (end[1],), over, symbol, "1", "the bias is added as it is",
                          np.ones(self._chosen.size))
        output = self._symbols.output(source)
        words = f"what {self._symbols.label(source)} puts out"
        return Factor("value", bias_of(source[0]), (source[1],), over, symbol, output, words,
                      self._y[self._row(source)].copy())

    # -- paths ---------------------------------------------------------------------------------------------

    def _path(self, way: tuple[Unit, ...], last: Factor) -> Path:
        nodes = way[::-1]
        factors = [self._loss_factor(nodes[0]), *self._bends(nodes[0])]
        for later, earlier in pairwise(nodes):
            factors += [self._across(later, earlier), *self._bends(earlier)]
        return Path((*factors, last), nodes)


def _cancels(following: Mapping[str, list[str]], node: str, compared: Collection[str]) -> bool:
    """Whether a node feeds one softmax alone, which cross entropy looks at and nobody else."""
    after = following[node]
    return len(after) == 1 and after[0] in compared and not following[after[0]]
