"""The line below the grids: how the cell pointed at came about, or where a pixel or a filter's cell goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from core.catalog import ACTIVATIONS
from core.chain_rule.cell_sums import CellSum, Region, Term, region_at, sum_at, written_region, written_sum
from core.document import Node, filters_of
from core.images.receptive import Cell, reached_by
from core.images.taps import taps
from core.naming import number_name
from core.quantity import format_number, format_term
from gui.controls.labels import subscripted, tap_text
from gui.grids.pointing import EVERYTHING, Known, Pointed, region_about
from gui.grids.stages import AFTER, FILTER, IMAGE, MAP, POOL, Chain, Stage

NAME, PLAIN, WEIGHT, RESULT, MUTED = "name", "plain", "weight", "result", "muted"
DIGITS = 3
HINT = "Point at any cell to see where it comes from and where it goes. Rows and columns are counted from 1."

Part: TypeAlias = tuple[str, str]
"""(text, role)."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line in parts: ``head``, then ``terms`` of a sum, of which some may be left out, then ``tail``.

    ``whole`` is all of it as text, nothing left out that is not 0.
    """

    head: tuple[Part, ...]
    terms: tuple[tuple[Part, ...], ...] = ()
    tail: tuple[Part, ...] = ()
    whole: str = ""

    def parts(self, most: int) -> list[Part]:
        """Return the line with ``most`` terms; what is left out in the middle is counted."""
        shown = list(self.terms)
        left = len(shown) - max(most, 0)
        if left > 0:
            ahead, behind = (most + 1) // 2, most // 2
            rest: tuple[Part, ...] = ((f"… {left} more …", MUTED),)
            shown = [*shown[:ahead], rest, *shown[len(shown) - behind :]]
        found = list(self.head)
        for place, term in enumerate(shown):
            found += [*([(" + ", PLAIN)] if place else []), *term]
        return [*found, *self.tail]


NOTHING_POINTED = Words(((HINT, MUTED),), whole=HINT)
LATER = "The filter has not come so far: this cell is not computed yet."
NOT_YET = Words(((LATER, MUTED),), whole=LATER)
ASKED = "Your turn: this cell is one of the numbers to work out."
YOURS = Words(((ASKED, MUTED),), whole=ASKED)


def words_of(chain: Chain, pointed: Pointed | None, known: Known = EVERYTHING) -> Words:
    """Return the line for what is pointed at; of a pool that is not ``known`` yet nothing is said."""
    stage = chain.stage(*pointed.key) if pointed is not None else None
    if pointed is None or stage is None or pointed.row >= stage.shape[0] or pointed.column >= stage.shape[1]:
        return NOTHING_POINTED
    if stage.part != FILTER and stage.step in known and not known[stage.step][pointed.row, pointed.column]:
        return NOT_YET
    if stage.part in (MAP, AFTER):
        return _of_sum(chain, stage, pointed, known)
    return {IMAGE: _of_pixel, FILTER: _of_filter, POOL: _of_pool}[stage.part](chain, stage, pointed)


def cell_name(node: Node, cell: Cell) -> str:
    """Return what a cell is called, counted from 1: "conv 1 [1, 3]", of several maps "conv 1, map 2 [1, 3]"."""
    several, word = node.grid is not None and node.grid.shape[2] > 1, "channel" if node.kind == IMAGE else "map"
    return f"{node.label}{f', {word} {cell[0] + 1}' if several else ''} [{cell[1] + 1}, {cell[2] + 1}]"


def _cell(stage: Stage, pointed: Pointed) -> Cell:
    return stage.channel, pointed.row, pointed.column


def _of_sum(chain: Chain, stage: Stage, pointed: Pointed, known: Known) -> Words:
    found = _sum(chain, stage, _cell(stage, pointed))
    name = cell_name(stage.node, found.cell)
    tail: list[Part] = [(f" + bias {format_term(found.bias, DIGITS)} = ", PLAIN),
                        (format_number(found.z, DIGITS), RESULT)]  # fmt: skip
    if stage.node.activation != "identity":
        tail += [(f"  → {ACTIVATIONS[stage.node.activation].title} → ", PLAIN),
                 (format_number(found.a, DIGITS), RESULT)]  # fmt: skip
    region = region_about(chain, pointed, known)
    tail += [] if region is None else [("  → ", PLAIN), *_region(region[1])]
    further = "" if region is None else f" → {written_region(region[1])}"
    whole = f"{name} = {written_sum(found, stage.node.activation)}{further}"
    return Words(((name, NAME), (" = ", PLAIN)), tuple(_term(term) for term in found.terms), tuple(tail), whole)


def _sum(chain: Chain, stage: Stage, cell: Cell) -> CellSum:
    node = stage.node.id
    z, a = (next(one.planes for one in order if one.step == stage.step and one.part not in (FILTER, IMAGE))
            for order in (chain.stages, chain.stages[::-1]))  # fmt: skip
    return sum_at(chain.windows[stage.step - 1], chain.planes_of(stage.step - 1), chain.filters(node), chain.bias(node),
                  z, a, cell)  # fmt: skip


def _term(term: Term) -> tuple[Part, ...]:
    weight = format_term(term.weight, DIGITS)
    return (f"{format_term(term.value, DIGITS)}×", PLAIN), (weight, WEIGHT if term.product else PLAIN)


def _region(region: Region) -> list[Part]:
    """Return the numbers of a region, the one that won in bold."""
    parts: list[Part] = [(f"{'mean' if region.won is None else 'max'} of {{", PLAIN)]
    for place, value in enumerate(region.values):
        parts += [(", ", PLAIN)] if place else []
        parts.append((format_number(value, DIGITS), RESULT if place == region.won else PLAIN))
    return [*parts, ("} = ", PLAIN), (format_number(region.a, DIGITS), RESULT)]


def _of_pool(chain: Chain, stage: Stage, pointed: Pointed) -> Words:
    step, cell = stage.step, _cell(stage, pointed)
    region = region_at(chain.windows[step - 1], chain.planes_of(step - 1), chain.planes_of(step), cell)
    name, source = cell_name(stage.node, cell), chain.document.nodes[chain.path[step - 1]]
    tail = ""
    if region.winner is not None:
        first = "first of the largest" if region.tied else "largest"
        tail = f"  — the {first} is {cell_name(source, region.winner)}"
    whole = f"{name} = {written_region(region)}{tail}"
    return Words(((name, NAME), (" = ", PLAIN), *_region(region), (tail, MUTED)), whole=whole)


def _of_pixel(chain: Chain, stage: Stage, pointed: Pointed) -> Words:
    cell = _cell(stage, pointed)
    name, value = cell_name(stage.node, cell), format_number(float(stage.planes[cell]), DIGITS)
    reached = reached_by(chain.windows, 0, cell)[1:] if chain.windows else ()
    goes = ", ".join(
        f"{int(mask.sum())} of {mask.size} cells of {chain.document.nodes[node].label}"
        for node, mask in zip(chain.path[1:], reached, strict=True)
    )
    text = f"  — it reaches {goes}" if goes else ""
    return Words(((name, NAME), (" = ", PLAIN), (value, RESULT), (text, PLAIN)), whole=f"{name} = {value}{text}")


def _of_filter(chain: Chain, stage: Stage, pointed: Pointed) -> Words:
    window, source = chain.windows[stage.step - 1], chain.document.nodes[chain.path[stage.step - 1]]
    index = stage.channel, chain.channel_of(stage.step - 1), pointed.row, pointed.column
    name = subscripted(number_name(chain.document.parameter(filters_of(stage.node.id)).name, index))
    value = format_number(float(chain.filters(stage.node.id)[index]), DIGITS)
    tap = next((one for one in taps(window) if (one.row, one.column) == index[2:]), None)
    uses = 0 if tap is None else (tap.down.stop - tap.down.start) * (tap.across.stop - tap.across.start)
    text = f"  — {tap_text(index)}; multiplied with {uses} cells of {source.label}, one for each place of the filter"
    return Words(((name, NAME), (" = ", PLAIN), (value, RESULT), (text, PLAIN)), whole=f"{name} = {value}{text}")
