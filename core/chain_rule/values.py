"""The chain rule as values: what ``core.chain_rule.explain`` finds and what cards, canvas and exercises show.

For a parameter p and rows r, with every path from the loss back to p:

    dLoss/dp = Σ over rows Σ over paths Π of the path's factors.

Words: x is a unit's weighted sum plus its bias, before the activation; y is what the activation makes of it;
an output's y is ``predicted``. Symbols are plain text with one optional subscript after an underscore:
"SSR", "predicted", "w_3", "x_1", "y_2,5" (unit 5 of the second hidden node), "w_3[2,1]" (one number of several). Only
``symbols`` writes that underscore: those of a person's names become spaces, so that what follows an underscore is
a subscript, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from core.document import Floats, Indices, Ref

Kind: TypeAlias = Literal[
    "loss", "passed_back", "activation", "choice", "weight", "filter", "pool", "value", "one", "places"]
"""What a factor is: ∂loss/∂predicted; a derivative passed back from later nodes; an activation's slope; how a class's
probability follows a raw value (∂p/∂raw); a weight; a cell of a filter; how a pool follows one of its cells; the value
that a weight multiplies; the 1 of a bias; the sum over all places at which a cell of a filter was used."""
Unit: TypeAlias = tuple[str, int]
"""(node id, unit)."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One derivative of one quantity by the next: ``over`` ÷ ``under`` as symbols, a number for each row.

    ``place`` is where it stands on the canvas: ("", node) or the connection (source, target); ``units`` are the
    units meant, (unit,) of a node or (target unit, source unit) of a connection, of a filter and of a pool, (class,
    class of the raw value) of a choice. ``rule`` says what it is in
    symbols, "−2 × (observed − predicted)"; ``words`` in words, "slope of softplus in hidden 1".
    """

    kind: Kind
    place: Ref
    units: tuple[int, ...]
    over: str
    under: str
    rule: str
    words: str
    values: Floats


def product(factors: Sequence[Factor]) -> Floats:
    """Return the product of the factors for each row, (rows,); what diverges gives infinities and NaN in silence."""
    with np.errstate(all="ignore"):
        found: Floats = np.prod([factor.values for factor in factors], axis=0)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One way from the loss back to the parameter: factors from the loss on, each (rows,).

    ``nodes`` are the units on the way, output first, the parameter's own target last.
    """

    factors: tuple[Factor, ...]
    nodes: tuple[Unit, ...]

    @property
    def products(self) -> Floats:
        """The product of the factors for each row: (rows,)."""
        return product(self.factors)


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One place at which a cell of a filter, or its bias, was used: the output cell ``unit`` of the convolution.

    ``source`` is the cell that lay under it, None for a bias. ``by_sum`` is dLoss/dx of the output cell and ``values``
    what lay under it, or 1; all (rows,).
    """

    unit: Unit
    source: Unit | None
    by_sum: Floats
    values: Floats

    @property
    def products(self) -> Floats:
        """What this place adds to the derivative for each row: (rows,)."""
        with np.errstate(all="ignore"):
            found: Floats = self.by_sum * self.values
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """What one later unit passes back: dLoss/dx of it × ``weight``, the one between, (rows,).

    A softmax or argmax passes back dLoss/draw of the class that the unit feeds, as it is: the weight is 1. So it is of
    a maximum, which passes nothing back in rows in which another cell won.
    """

    unit: Unit
    ref: Ref
    weight: float
    passed_back: Floats


@dataclass(frozen=True, slots=True, eq=False)
class BackStep:
    """dLoss/dy and dLoss/dx of one unit, from the units it feeds: dLoss/dy = Σ feeds (+ the loss's own slope).

    ``own`` is ∂loss/∂predicted where the unit is an output, otherwise zeros; ``slope`` is f′(x); all (rows,).
    ``feeds`` are those that pass most back, at most ``explain.MOST_FEEDS``; ``count`` counts all. Of a class of a
    softmax or argmax ``own``, ``by_output`` and ``by_sum`` are all dLoss/draw, to which every class contributes.
    """

    unit: Unit
    own: Floats
    by_output: Floats
    slope: Floats
    by_sum: Floats
    feeds: tuple[Feed, ...]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Where the derivative of one number of one parameter comes from.

    ``rows`` are the table rows that count, (rows,), counted from 0; ``index`` the number's place in the parameter
    (() for a parameter of one number). ``inputs``, ``observed`` and ``predicted`` are (name, (rows,)) columns.
    ``count`` is how many paths there are; ``paths`` lists them all, or is empty where they are more than
    ``core.chain_rule.explain.MOST_PATHS``. ``short`` is the recursive form, which always holds:
    (dLoss/dy of the target unit, its activation's slope, the value or 1). Where a softmax and cross entropy follow,
    the sum over its paths is short too: −1/p × ∂p/∂raw over all classes is p − 1, or p. ``products`` is its product,
    (rows,), and ``derivative`` their sum: the number that the update uses.

    A number of a convolution was used at ``places`` places of its map, each the beginning of paths of its own. Its
    short form is one factor, the sum over them; ``uses`` are those that count most in reading order, at most
    ``core.chain_rule.explain.MOST_USES``.
    """

    ref: Ref
    index: tuple[int, ...]
    symbol: str
    loss: str
    rows: Indices
    inputs: tuple[tuple[str, Floats], ...]
    observed: tuple[tuple[str, Floats], ...]
    predicted: tuple[tuple[str, Floats], ...]
    paths: tuple[Path, ...]
    count: int
    short: tuple[Factor, ...]
    products: Floats
    uses: tuple[Use, ...] = ()
    places: int = 0

    @property
    def derivative(self) -> float:
        """dLoss/dp: the sum over the rows."""
        with np.errstate(all="ignore"):
            return float(self.products.sum())
