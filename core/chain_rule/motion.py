"""One step of training in slow motion, as a list of scenes: forward, loss, backward, update, each with its numbers.

    from core.chain_rule.motion import scenes
    for scene in scenes(document, network, snapshot, rows, found, row=1):
        print(scene.sentence)

The numbers are those of the update itself: values from ``Network.forward``, factors from ``explain``, the step from
``update_rule``. Nothing is computed another way, so that the last scene is what Step then does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from core.catalog import ACTIVATIONS, NODE_KINDS
from core.chain_rule.symbols import Symbols
from core.chain_rule.update_rule import update_of
from core.chain_rule.values import Explanation, Factor, Unit
from core.datasets.rows import Rows
from core.document import Document, Floats, Ref, bias_of
from core.engine.losses import LOSSES
from core.engine.network import Network, Values
from core.loops import levels
from core.naming import differential
from core.quantity import format_number, format_term
from core.training.snapshot import Snapshot

Kind: TypeAlias = Literal["start", "sum", "bend", "loss", "total", "factor", "product", "derivative", "update", "done"]
MOST_NODES = 24
"""More nodes than this go forward level by level, not one by one."""
MOST_TERMS = 4
"""Sums of more terms are not written out."""
Write: TypeAlias = Callable[[str], str]
"""How a symbol of ``core.chain_rule.symbols`` is written."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens now. ``working`` is the sum in short, for the canvas: "0.5 × 3.34 + (−1.43) = 0.24".

    ``places`` are the parts of the drawing meant: ("", node) or (source, target). ``known`` are the nodes that have
    their values by now, ``factors`` the (path, factor) that have been told by now, the newest last (path None: of the
    short form). ``numbers`` are (symbol, value) as they come about.
    """

    kind: Kind
    places: tuple[Ref, ...]
    sentence: str
    numbers: tuple[tuple[str, float], ...] = ()
    working: str = ""
    known: frozenset[str] = frozenset()
    factors: tuple[tuple[int | None, int], ...] = ()


def scenes(
    document: Document, network: Network, snapshot: Snapshot, rows: Rows, found: Explanation, row: int,
    write: Write = str,
) -> tuple[Scene, ...]:
    """Return the scenes of the step after ``snapshot`` for the parameter that ``found`` explains.

    ``row`` is the data row that is followed forward and backward; the first that counts where it does not.
    """
    place = int(np.flatnonzero(found.rows == row)[0]) if row in found.rows else 0
    story = _Story(document, network, snapshot, rows, found, place, write)
    forward = tuple(story.forward())
    whole = frozenset(document.nodes)
    told = (*story.loss(), *story.backward(), story.derivative(), *story.update())
    return (*forward, *(replace(scene, known=whole) for scene in told))


class _Story:
    """Tells one step; ``place`` is where the row followed stands among the rows that count."""

    def __init__(self, document: Document, network: Network, snapshot: Snapshot, rows: Rows, found: Explanation,
                 place: int, write: Write) -> None:
        self._document, self._network, self._snapshot = document, network, snapshot
        self._found, self._place, self._write = found, place, write
        self._row = int(found.rows[place])
        count = found.rows.size
        self._rows = f"All {count} rows" if count == rows.train.size else f"The {count} rows of this batch"
        self._values: Values = network.forward(snapshot.theta, rows.inputs[:, [self._row]])
        self._symbols = Symbols(document)
        self._feeding: dict[str, list[str]] = {}
        for source, target in document.connections:
            self._feeding.setdefault(target, []).append(source)

    # -- forward -------------------------------------------------------------------------------------------

    def forward(self) -> Iterator[Scene]:
        """Give the start, then each node's sum and what its activation makes of it."""
        nodes = self._document.nodes
        inputs = [key for key, node in nodes.items() if NODE_KINDS[node.kind].source]
        known = frozenset(inputs)
        parts = [f"{self._write(name)} {_text(column[self._place])}"
                 for name, column in (*self._found.inputs, *self._found.observed)]
        yield Scene("start", tuple(bias_of(node) for node in inputs),
                    f"Row {self._row + 1}: {_listed(parts)}.", (), "", known)
        depth = levels(dict.fromkeys(nodes, 0), self._document.connections)
        order = sorted((key for key in nodes if key not in known), key=depth.__getitem__)
        many = len(order) > MOST_NODES
        groups = [[key for key in order if depth[key] == level] for level in sorted({depth[key] for key in order})]
        for group in groups if many else [[key] for key in order]:
            for scene in self._level(group) if many else self._node(group[0]):
                after = known | set(group) if scene.kind == "bend" or not scene.numbers else known
                yield replace(scene, known=after)
            known |= set(group)

    def _node(self, node: str) -> Iterator[Scene]:
        """Give the scenes of one node: of one unit with its sum written out."""
        units = self._document.nodes[node].units
        if units > 1 or not NODE_KINDS[self._document.nodes[node].kind].weighted:
            yield from self._level([node])
            return
        unit, label = (node, 0), self._document.nodes[node].label
        x, y = self._of(self._values.z, unit), self._of(self._values.a, unit)
        places = (bias_of(node), *((source, node) for source in self._feeding.get(node, ())))
        working = f"{self._terms(node)} = {_text(x)}"
        name = self._document.nodes[node].activation
        bends = name != "identity"
        symbol = self._symbols.landing(unit)
        total = Scene("sum", places, f"{label}: {self._write(symbol)} = {working}.", ((symbol, x),), working)
        yield total if bends else replace(total, kind="bend")
        if bends:
            output, title = self._symbols.output(unit), ACTIVATIONS[name].title.lower()
            made = f"{title}({_text(x)}) = {_text(y)}"
            yield Scene("bend", (bias_of(node),), f"{label}: {self._write(output)} = {made}.", ((output, y),), made)

    def _terms(self, node: str) -> str:
        """Write a node's weighted sum out: "0.5 × 3.34 + (−1.43)"."""
        terms: list[str] = []
        for source in self._feeding.get(node, ()):
            weights = self._network.read(self._snapshot.theta, (source, node))[0]
            outputs = self._values.a[self._network.units[source], 0]
            terms += [f"{format_term(y)} × {format_term(w)}" for y, w in zip(outputs, weights, strict=True)]
        if len(terms) > MOST_TERMS:
            terms = [f"Σ of {len(terms)} inputs × weights"]
        bias = self._document.nodes[node].bias
        own = [] if bias is None else [format_term(self._network.read(self._snapshot.theta, bias_of(node))[0])]
        return _bare(" + ".join((*terms, *own)) or "0")

    def _level(self, group: list[str]) -> Iterator[Scene]:
        """Give one scene for many units at once."""
        nodes = self._document.nodes
        units = sum(nodes[node].units for node in group)
        title = nodes[group[0]].label if len(group) == 1 else f"{len(group)} nodes"
        sums = np.concatenate([self._values.z[self._network.units[node], 0] for node in group])
        outputs = np.concatenate([self._values.a[self._network.units[node], 0] for node in group])
        places = (*map(bias_of, group), *((source, node) for node in group for source in self._feeding.get(node, ())))
        sentence = (f"{title}: {units} weighted sums plus biases, from {_text(sums.min())} to {_text(sums.max())}; "
                    f"after the activation from {_text(outputs.min())} to {_text(outputs.max())}.")
        grid = nodes[group[0]].grid if len(group) == 1 else None
        if grid is not None and grid.mode:
            what = "the largest" if grid.mode == "max" else "the mean"
            sentence = (f"{title}: {what} of each region of {grid.size} × {grid.size}, {units} in all, from "
                        f"{_text(outputs.min())} to {_text(outputs.max())}.")
        yield Scene("bend", places, sentence)

    def _of(self, values: Floats, unit: Unit) -> float:
        return float(values[self._network.units[unit[0]].start + unit[1], 0])

    # -- loss ----------------------------------------------------------------------------------------------

    def _losses(self) -> list[float]:
        """Return the loss of each row that counts, before any mean."""
        loss = LOSSES[self._document.training.loss]
        predicted = np.stack([column for _, column in self._found.predicted])
        observed = np.stack([column for _, column in self._found.observed])
        with np.errstate(all="ignore"):
            return [loss.value(predicted[:, [row]], observed[:, [row]]) for row in range(self._found.rows.size)]

    def loss(self) -> Iterator[Scene]:
        """Give the loss of the row, then that of all rows."""
        found, place, losses = self._found, self._place, self._losses()
        outputs = tuple(bias_of(node) for node in self._document.data.targets)
        parts = [f"({_text(seen[place])} − {format_term(made[place])})²"
                 for (_, seen), (_, made) in zip(found.observed, found.predicted, strict=True)]
        squares = self._document.training.loss == "ssr" and len(parts) <= MOST_TERMS
        working = f"{' + '.join(parts)} = {_text(losses[place])}" if squares else _text(losses[place])
        words = "(observed − predicted)² = " if squares else "the loss is "
        row = f"Row {self._row + 1}: {words}{working}."
        yield Scene("loss", outputs, row, (("row", losses[place]),), working)
        mean = f" ÷ {len(losses)}" if self._network.mean else ""
        total = float(sum(losses)) / (len(losses) if mean else 1)
        added = self._sum(losses, mean)
        yield Scene("total", outputs, f"{self._rows}: {found.loss} = {added} = {_text(total)}.",
                    ((found.loss, total),), f"{found.loss} = {_text(total)}")

    def _sum(self, numbers: Sequence[float], divided: str = "") -> str:
        if len(numbers) > MOST_TERMS + 1:
            return f"the sum over {len(numbers)} rows{divided}"
        added = _bare(" + ".join(map(format_term, numbers)))
        return f"({added}){divided}" if divided else added

    # -- backward ------------------------------------------------------------------------------------------

    def backward(self) -> Iterator[Scene]:
        """Give the factors one by one, from the loss back, path by path, and what they make for the row."""
        found = self._found
        told: list[tuple[int | None, int]] = []
        ways: list[tuple[int | None, tuple[Factor, ...]]] = [
            (number, path.factors) for number, path in enumerate(found.paths)]
        for path, factors in ways or [(None, found.short)]:
            before = f"Path {path + 1} of {len(found.paths)}: " if path is not None and len(found.paths) > 1 else ""
            product = 1.0
            for step, factor in enumerate(factors):
                told.append((path, step))
                value = float(factor.values[self._place])
                sentence, product = self._factor(factor, value, product, first=step == 0), product * value
                yield Scene("factor", (factor.place,), before + sentence, ((factor.over, value), ("product", product)),
                            "", frozenset(), tuple(told))
        number = float(found.products[self._place])
        many = len(found.paths) > 1
        said = f"the products of the {len(found.paths)} paths add up to" if many else "the product of the factors is"
        yield Scene("product", (found.ref,), f"Row {self._row + 1}: {said} {_text(number)}.",
                    (("product", number),), f"{'sum' if many else 'product'} {_text(number)}", frozenset(), tuple(told))

    def _factor(self, factor: Factor, value: float, before: float, *, first: bool) -> str:
        by = " / ".join(differential(self._write(one), " ") for one in (factor.over, factor.under))
        if first:
            return f"Back from the loss: {by} = {factor.rule} = {_text(value)}."
        return f"× {by}, {factor.words}: {_text(before)} × {format_term(value)} = {_text(before * value)}."

    def derivative(self) -> Scene:
        """Return the sum over the rows."""
        found = self._found
        symbol = f"{differential(found.loss, ' ')} / {differential(self._write(found.symbol), ' ')}"
        working = f"{self._sum([float(number) for number in found.products])} = {_text(found.derivative)}"
        return Scene("derivative", (found.ref,), f"{self._rows}: {symbol} = {working}.",
                     (("derivative", found.derivative),), f"{symbol} = {_text(found.derivative)}")

    # -- update --------------------------------------------------------------------------------------------

    def update(self) -> Iterator[Scene]:
        """Give the lines of the optimizer's rule; the last is the new value."""
        rule = update_of(self._document, self._network, self._snapshot, self._found)
        symbol = self._write(self._found.symbol)
        for line in rule.lines:
            name = f"New {symbol}" if line is rule.lines[-1] else line.symbol.capitalize()
            value = _text(line.value)
            working = value if line.numbers == value else f"{line.numbers} = {value}"
            said = "" if line.rule.startswith(value) else f" = {working}"
            yield Scene("update", (self._found.ref,), f"{name} = {line.rule}{said}.",
                        ((line.symbol, line.value),), working)


def _text(number: float) -> str:
    return format_number(float(number))


def _bare(sum_of_terms: str) -> str:
    """Take the brackets off a first number that follows nothing."""
    first, _, rest = sum_of_terms.partition(" ")
    bare = first.removeprefix("(").removesuffix(")") if first.startswith("(") else first
    return f"{bare} {rest}" if rest else bare


def _listed(parts: list[str]) -> str:
    shown = parts[: 2 * MOST_TERMS]
    return ", ".join(shown) + (f" and {len(parts) - len(shown)} more" if len(parts) > len(shown) else "")
