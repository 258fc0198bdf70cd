"""What the chain-rule card says of an explanation: the terms of its formula and the words below it.

Pure: explanation, document and colours in, values out. Every factor has the colour of its place on the canvas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from core.chain_rule.values import Explanation, Factor
from core.document import Document
from core.naming import differential
from gui.controls import formula
from gui.controls.formula import Piece
from gui.controls.labels import symbol_text
from gui.state.reasoning import Pointed
from gui.theme import Colors, node_colors

Way = tuple[int | None, tuple[Factor, ...]]
"""A product that is shown: the number of its path (None: the short form), and its factors."""


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of the formula. ``pointed`` is what pointing at it means; at ``opens`` a line may begin, at ``begins``
    it does."""

    piece: Piece
    ink: str
    pointed: Pointed | None = None
    tip: str = ""
    opens: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of the places on the canvas, for one document and theme."""

    colors: Colors
    nodes: Mapping[str, str]
    matrices: frozenset[tuple[str, str]]

    def of(self, factor: Factor) -> str:
        """Return the colour of a factor's place: its node's, or its connection's by sign as drawn."""
        source, target = factor.place
        if not source:
            return self.nodes.get(target, self.colors.text)
        if factor.place in self.matrices:
            return self.colors.muted
        return self.colors.negative if factor.values.size and factor.values[0] < 0 else self.colors.positive


def inks_of(document: Document, colors: Colors) -> Inks:
    """Return the colours that the canvas uses for ``document``."""
    matrices = frozenset(pair for pair, found in document.connections.items()
                         if found.weight is not None and found.weight.value.size > 1)
    return Inks(colors, node_colors(document, colors), matrices)


def ways_of(found: Explanation, path: int | None) -> tuple[Way, ...]:
    """Return the products to show: the path chosen, all paths, or where they are too many the short form."""
    if not found.paths:
        return ((None, found.short),)
    if path is not None and path < len(found.paths):
        return ((path, found.paths[path].factors),)
    return tuple((place, one.factors) for place, one in enumerate(found.paths))


def terms_of(found: Explanation, path: int | None, inks: Inks) -> tuple[Term, ...]:
    """Return the formula: dLoss/dp = Σ over rows of the factors' product; of several paths, of their sum."""
    text, ways = inks.colors.text, ways_of(found, path)
    chosen = len(ways) == 1 and len(found.paths) > 1
    left = formula.words(f"path {(ways[0][0] or 0) + 1}") if chosen else formula.derivative(found.loss, found.symbol)
    terms = [Term(left, text), Term(formula.sign("="), text), Term(formula.summed("rows"), text)]
    brackets = len(ways) > 1
    if brackets:
        terms.append(Term(formula.sign("("), text))
    for place, (number, factors) in enumerate(ways):
        if place:
            terms.append(Term(formula.sign("+"), text, opens=True, begins=True))
        terms += _places(found, inks) if factors[0].kind == "places" else _product(number, factors, inks)
    return (*terms, Term(formula.sign(")"), text)) if brackets else tuple(terms)


def _places(found: Explanation, inks: Inks) -> Iterator[Term]:
    """Give the sum over the places of a convolution's number: Σ dLoss/dx × what lay under it."""
    factor, pointed = found.short[0], Pointed(None, 0)
    tip = "dLoss/dx of the map, at each place at which the number was used"
    yield Term(formula.summed("places"), inks.colors.text, opens=True)
    yield Term(formula.derivative(found.loss, "x"), inks.of(factor), pointed, tip)
    yield Term(formula.sign("×"), inks.colors.text, opens=True)
    if found.ref[0]:
        yield Term(formula.words("value under it"), inks.colors.input, pointed, "What lay under the number there")
    else:
        yield Term(formula.words("1"), inks.colors.text, pointed, "The bias is added as it is at every place")


def _product(number: int | None, factors: tuple[Factor, ...], inks: Inks) -> Iterator[Term]:
    for place, factor in enumerate(factors):
        if place:
            yield Term(formula.sign("×"), inks.colors.text, opens=True)
        rule = symbol_text(factor.rule)
        tip = f"{rule}: {factor.words}" if factor.rule != factor.words else factor.words
        yield Term(formula.derivative(factor.over, factor.under), inks.of(factor), Pointed(number, place), tip)


def ratio_words(factor: Factor) -> str:
    """Return what a factor is the derivative of: dSSR/dpredicted."""
    return "/".join(differential(symbol_text(one)) for one in (factor.over, factor.under))


def rule_words(factor: Factor) -> str:
    """Say what a factor is, briefly: its rule in symbols, or in words where symbols say little."""
    rule = symbol_text(factor.rule)
    if factor.kind in ("activation", "passed_back", "places"):
        return factor.words
    if factor.kind == "one":
        return f"1, for {factor.words}"
    return rule if factor.kind != "value" or factor.rule in factor.words else f"{rule}, {factor.words}"


def words_of(found: Explanation, path: int | None, inks: Inks, *, secret: bool = False) -> str:
    """Return the products in words as rich text; each factor links to its place: path.factor.

    What they add up to is not said while it is ``secret``, nor which factor is 0: somebody works it out.
    """
    ways = ways_of(found, path)
    sum_of_all = "" if secret else together(ways)
    addresses = ["" if number is None else str(number) for number, _ in ways]
    lines = [[_span(factor, f"{address}.{place}", inks, secret=secret) for place, factor in enumerate(factors)]
             for address, (_, factors) in zip(addresses, ways, strict=True)]
    if not sum_of_all:
        return "<br>+ ".join(" × ".join(spans) for spans in lines)
    begun = "<br>+ ".join(" × ".join(spans[:2]) for spans in lines)  # what follows is the same on all paths
    return f"{sum_of_all}.<br>For it is {begun},<br>all × {' × '.join(lines[0][2:])}"


def together(ways: tuple[Way, ...]) -> str:
    """Say what the paths through a softmax, from cross entropy to one raw value, add up to; "" of any other paths.

    −1/p × p(1 − p) where the raw value's own class is observed, −1/q × −q p where another is: p − 1 and p.
    """
    every = [factors for _, factors in ways]
    if len(every) < 2:
        return ""
    rest = {tuple((one.kind, one.place, one.units) for one in factors[2:]) for factors in every}
    kinds = {tuple(one.kind for one in factors[:2]) for factors in every}
    rule, stroke, count = every[0][0].rule.removeprefix("−observed ÷ p").partition(" ÷ ")
    if len(rest) > 1 or kinds != {("loss", "choice")} or rule:
        return ""
    more = " × the rest" if any(kind != "one" for kind, *_ in next(iter(rest))) else ""
    share = f", ÷ {count}" if stroke else ""
    return (f"= (p − observed){more}{share}: <b>p − 1</b> in rows of its own class, "
            "<b>p</b> in the others")  # fmt: skip


def _span(factor: Factor, address: str, inks: Inks, *, secret: bool) -> str:
    style = f"color:{inks.of(factor)}; text-decoration:none"
    words = "?" if secret and factor.rule == "0" else rule_words(factor)
    return f'<a href="{address}" style="{style}">{escape(words)}</a>'


def address_pointed(address: str) -> Pointed | None:
    """Return what a link of ``words_of`` points at; None for no link."""
    path, _, factor = address.partition(".")
    return Pointed(int(path) if path else None, int(factor)) if factor else None
