"""What lights up on the canvas: the paths from the loss back to a parameter, with a factor on each part. Pure.

Nothing here knows where things stand (``tags`` does) or how they are painted (``tag_painter``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from core.catalog import NODE_KINDS
from core.chain_rule.values import Explanation, Factor, Path
from core.document import Document, Floats, Pair, Ref, bias_of, wired
from core.naming import differential
from gui.controls.labels import row_told, symbol_text

DIM, PLAIN, LIT, STRONG = range(4)
"""How a node or a connection is shown: beside the path, as always, on the path, pointed at."""
Key: TypeAlias = tuple[str, Ref, tuple[int, ...]]
Nodes: TypeAlias = frozenset[str]
Pairs: TypeAlias = frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Spot:
    """A factor of a path (None: of the short form), counted from the loss."""

    path: int | None
    factor: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A few words beside a part of the drawing. ``forms`` hold a {} for each of ``numbers``, the best form first.

    ``place`` is ("", node) or a connection; ``kind`` that of a factor, or another word for what is said there.
    Of a ``secret`` one the numbers are not written.
    """

    kind: str
    place: Ref
    units: tuple[int, ...]
    forms: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    spots: tuple[Spot, ...] = ()
    secret: bool = False

    @property
    def key(self) -> Key:
        """What tells it from the others of a light."""
        return self.kind, self.place, self.units


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """What is emphasised; all other nodes and connections are dimmed. ``strong`` is pointed at.

    ``spots`` says which factor stands where. What is ``plain`` is not dimmed either. Nodes in ``unknown`` do not
    show their values yet; those ``asked`` for show a "?" in their place.
    """

    nodes: Nodes = frozenset()
    pairs: Pairs = frozenset()
    tags: tuple[Tag, ...] = ()
    strong: frozenset[Ref] = frozenset()
    spots: Mapping[Ref, Spot] = field(default_factory=dict)
    unknown: Nodes = frozenset()
    plain: frozenset[Ref] = frozenset()
    asked: Nodes = frozenset()

    def of_node(self, node: str) -> int:
        """Return how a node is shown."""
        return self._of(bias_of(node), lit=node in self.nodes)

    def of_pair(self, pair: Pair) -> int:
        """Return how a connection is shown."""
        return self._of(pair, lit=pair in self.pairs)

    def _of(self, place: Ref, *, lit: bool) -> int:
        if place in self.strong:
            return STRONG
        return LIT if lit else PLAIN if place in self.plain else DIM


def row_place(found: Explanation, row: int) -> int:
    """Return where table row ``row`` stands among the rows that count; 0 where it is none of them."""
    places = np.flatnonzero(found.rows == row)
    return int(places[0]) if places.size else 0


def light_of(document: Document, found: Explanation, path: int | None, row: int) -> Light:
    """Return what lights up for a parameter: all paths, one of them, or (too many) the nodes on any of them."""
    place = row_place(found, row)
    if not found.paths:
        nodes, pairs = cone(document, found.ref)
        light = _lit(nodes, pairs, {None: found.short}, place)
        return _with_parameter(light, found, found.products, place, row)
    one = path is not None and path < len(found.paths)
    chosen: dict[int | None, Path] = {number: found.paths[number] for number in
                                      ([path] if one and path is not None else range(len(found.paths)))}
    nodes, pairs = _on(chosen.values(), found.ref)
    light = _lit(nodes, pairs, {number: way.factors for number, way in chosen.items()}, place)
    products: Floats = np.sum([way.products for way in chosen.values()], axis=0)
    return _with_parameter(light, found, products, place, row)


def blanked(document: Document, light: Light, *, values: bool = True) -> Light:
    """Return the light without the numbers to be worked out: factors, products and, with ``values``, nodes' outputs."""
    tags = tuple(replace(tag, secret=tag.kind != "weight") for tag in light.tags)
    known = light.nodes & document.nodes.keys() if values else frozenset()
    asked = frozenset(node for node in known if not NODE_KINDS[document.nodes[node].kind].source)
    return replace(light, tags=tags, asked=asked)


def _on(paths: Iterable[Path], ref: Ref) -> tuple[Nodes, Pairs]:
    """Return the nodes and connections on some paths, the parameter's own included."""
    nodes, pairs = {ref[1], *_source(ref)}, {ref} if wired(ref) else set()
    for path in paths:
        names = [node for node, _ in path.nodes]
        nodes.update(names)
        pairs.update((earlier, later) for later, earlier in pairwise(names))
    return frozenset(nodes), frozenset(pairs)


def cone(document: Document, ref: Ref) -> tuple[Nodes, Pairs]:
    """Return the nodes and connections between a parameter and the outputs that are compared with data."""
    later: dict[str, list[str]] = {}
    earlier: dict[str, list[str]] = {}
    for source, target in document.connections:
        later.setdefault(source, []).append(target)
        earlier.setdefault(target, []).append(source)
    after = _reached([ref[1]], later)
    nodes = after & _reached([node for node in document.data.targets if node in after], earlier)
    pairs = {pair for pair in document.connections if pair[0] in nodes and pair[1] in nodes}
    own = {ref} if wired(ref) else set()
    return frozenset({*nodes, ref[1], *_source(ref)}), frozenset(pairs | own)


def _reached(start: Iterable[str], following: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += following.get(node, ())
    return found


def _source(ref: Ref) -> tuple[str, ...]:
    return (ref[0],) if ref[0] else ()


def _lit(nodes: Nodes, pairs: Pairs, ways: Mapping[int | None, tuple[Factor, ...]], place: int) -> Light:
    """Tag each factor once, though several paths share it."""
    tags: dict[Key, Tag] = {}
    spots: dict[Ref, Spot] = {}
    for path, factors in ways.items():
        for number, factor in enumerate(factors):
            spot = Spot(path, number)
            spots.setdefault(factor.place, spot)
            made = factor_tag(factor, place)
            known = tags.get(made.key)
            tags[made.key] = replace(made, spots=(*(known.spots if known else ()), spot))
    return Light(nodes, pairs, tuple(tags.values()), spots=spots)


def factor_tag(factor: Factor, place: int) -> Tag:
    """Return a factor in a few words, with its number for the row at ``place`` among those that count."""
    numbers = () if factor.kind == "one" else (float(factor.values[place]),)
    return Tag(factor.kind, factor.place, factor.units, _FORMS[factor.kind](factor), numbers)


def _said(symbol: str) -> str:
    """Return a symbol as text that is no place for a number, whatever a user calls a node."""
    return symbol_text(symbol).replace("{}", "{ }")


def _stroked(rule: str) -> str:
    """Return a rule with a stroke for "divided by": at the size of a tag ÷ reads as +."""
    return rule.replace(" ÷ ", " / ")


def _by(factor: Factor) -> str:
    return f"{differential(_said(factor.over), ' ')} / {differential(_said(factor.under), ' ')}"


_FORMS: Mapping[str, Callable[[Factor], tuple[str, ...]]] = {
    "loss": lambda factor: (f"{_by(factor)} = {_stroked(factor.rule)} = {{}}", f"{_by(factor)} = {{}}"),
    "passed_back": lambda factor: (f"passed back {_by(factor)} = {{}}", f"{_by(factor)} = {{}}"),
    "activation": lambda factor: (f"× slope {_by(factor)} = {{}}", "× slope {}"),
    "choice": lambda factor: (f"× {_by(factor)} = {{}}", "× {}"),
    "weight": lambda factor: (f"× {_said(factor.rule)} {{}}", "× {}"),
    "filter": lambda factor: (f"× {_said(factor.rule)} {{}}", "× {}"),
    "pool": lambda factor: (f"× {_by(factor)} = {{}}", "× {}"),
    "places": lambda factor: (f"{_said(factor.rule)} {_by(factor)} = {{}}", "Σ {}"),
    "value": lambda factor: (f"× {_said(factor.rule)} {{}}", "× {}"),
    "one": lambda _: ("× 1",),
}


def _with_parameter(light: Light, found: Explanation, products: Floats, place: int, chosen: int) -> Light:
    """Add what the parameter's own tag says: the product for the row, and the sum over the rows."""
    row = row_told(int(found.rows[place]), chosen) if found.rows.size else ""
    numbers = (float(products[place]), float(products.sum())) if found.rows.size else ()
    short = ("= {}  Σ {}",) if chosen in found.rows else ()  # that another row's values are seen is never left out
    forms = (f"{row}: {{}}   Σ {_rows(len(found.rows))}: {{}}", f"{row}: {{}}  Σ {{}}", *short)
    tag = Tag("parameter", found.ref, (), forms, numbers)
    return replace(light, tags=(tag, *light.tags)) if numbers else light


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
