"""The loss over two numbers as marks: shades and lines of equal loss, the path of descent, the step that comes next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.quantity import format_number
from gui.plots.contour_lines import (
    Grid,
    jumps_only,
    levels_of,
    lines_at,
    middle_of,
    plateaus_of,
    rims,
    shades,
)
from gui.plots.descent import Past
from gui.plots.marks import Dots, Label, Mark, Shade, Span, Strokes
from gui.plots.numbers import Number, numbers_in_order
from gui.plots.tints import mixed
from gui.state.frame import Frame
from gui.theme import Colors

DOWNHILL = "Straight downhill, where the loss falls fastest: −gradient × learning rate, a step of gradient descent"
LENGTHENED = " (drawn longer than it is, to be seen)"
ALONG = "The loss is {} all along this line"
PASSED = "The loss jumps past {} here: it changes only where a row is called by another class"
PLATEAU = "The loss is {} in this whole region: it changes only where a row is called by another class"
_MOST = 50.0
"""As many plots long is the longest arrow that is drawn: nobody sees where it ends."""
_MOST_PATH = 600
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """The loss over two numbers, and where the network stands: pairs are (across, up).

    ``next`` is where the next update leads, None where nothing moves; ``gradient`` that of the loss over all
    training rows, ``rate`` the learning rate. ``grid`` is NaN as long as it is not known.
    """

    numbers: tuple[Number, Number]
    loss_name: str
    loss: float
    at: Span
    gradient: Span
    rate: float
    next: Span | None
    past: Past
    grid: Grid


def marks_of(
    terrain: Terrain, across: Span, up: Span, colors: Colors, least: float, *, secret: bool = False
) -> tuple[Mark, ...]:
    """Return all marks within the limits shown; where it goes down is not shown while it is ``secret``.

    Arrows have ``least`` at least, a share of the plot, to be seen.
    """
    down = [] if secret else _downhill(terrain, across, up, colors, least)
    return (*_ground(terrain, across, up, colors), *_path(terrain.past, colors), *down,
            *_present(terrain, colors))


def tones(colors: Colors) -> tuple[str, str]:
    """Return the colours of low and of high ground."""
    return mixed(colors.positive, colors.window, 0.35), mixed(colors.positive, colors.window, 0.97)


def _ground(terrain: Terrain, across: Span, up: Span, colors: Colors) -> list[Mark]:
    grid = terrain.grid
    heights = plateaus_of(grid.z)
    if heights:
        return _plateaus(grid, heights, terrain.loss_name, colors)
    levels, said = levels_of(grid.z), PASSED if jumps_only(grid.z) else ALONG
    sides = [(float(axis[0]), float(axis[-1])) for axis in (grid.x, grid.y)]
    marks: list[Mark] = [Shade(sides[0], sides[1], shades(grid.z, levels), *tones(colors))]
    ink, words = mixed(colors.text, colors.positive, 0.45), []
    for level in levels:
        x, y, to_x, to_y = lines_at(grid, level)
        if not x.size:
            continue
        marks.append(Strokes(x, y, to_x, to_y, ink))
        place = _name_place((x + to_x) / 2, (y + to_y) / 2, across, up)
        height = format_number(level, 2)
        words.append(Label(*place, height, ink, said.format(height)))
    return [*marks, *words]


def _plateaus(grid: Grid, heights: list[float], name: str, colors: Colors) -> list[Mark]:
    """Return a loss that only jumps: each plateau with its own height written on it, and the lines between them."""
    sides = [(float(axis[0]), float(axis[-1])) for axis in (grid.x, grid.y)]
    ink = mixed(colors.text, colors.positive, 0.45)
    named = ((middle_of(grid, height), format_number(height, 3)) for height in heights)
    return [Shade(sides[0], sides[1], shades(grid.z, heights), *tones(colors)), Strokes(*rims(grid, heights), ink),
            *(Label(*place, f"{name} {height}", ink, PLATEAU.format(height)) for place, height in named)]


def _name_place(x: Floats, y: Floats, across: Span, up: Span) -> Span:
    """Return where on a line its height is written: near the diagonal to the lower right, where paths are rare."""
    right, above = (x - across[0]) / (across[1] - across[0]), (y - up[0]) / (up[1] - up[0])
    inside = (right > 0.04) & (right < 0.9) & (above > 0.05) & (above < 0.95)
    distance = np.where(inside, np.abs(right + above - 1) - 0.2 * right, np.inf)
    place = int(np.argmin(distance))
    return float(x[place]), float(y[place])


def _path(past: Past, colors: Colors) -> list[Mark]:
    """Return the steps so far: pale where other numbers stood elsewhere, so that it is only their shadow."""
    chosen = np.unique(np.linspace(0, past.steps.size - 1, min(past.steps.size, _MOST_PATH)).astype(np.intp))
    hands = past.by_hand()
    chosen = np.union1d(chosen, np.append(hands, hands + 1))
    by_hand = np.isin(chosen[:-1], hands)
    x, y = past.values[:, chosen]
    exact = past.on_slice[chosen]
    marks: list[Mark] = []
    for on, color in ((False, mixed(colors.text, colors.window, 0.45)), (True, colors.text)):
        legs = np.flatnonzero(((exact[:-1] & exact[1:]) == on) & ~by_hand)
        marks.append(Strokes(x[legs], y[legs], x[legs + 1], y[legs + 1], color, 1.3, dashed=not on))
        marks.append(Dots(x[exact == on], y[exact == on], color, 5 if x.size <= 60 else 3))
    legs = np.flatnonzero(by_hand)
    return [*marks, Strokes(x[legs], y[legs], x[legs + 1], y[legs + 1], colors.muted, 1.3, dotted=True)]


def _downhill(terrain: Terrain, across: Span, up: Span, colors: Colors, least: float) -> list[Mark]:
    """Return the arrow against the gradient, as long as a step of gradient descent, and the step to come, dashed."""
    here, marks, tip = _pair(terrain.at), list[Mark](), _pair(terrain.at)
    steep = max(abs(terrain.gradient[0]) / (across[1] - across[0]), abs(terrain.gradient[1]) / (up[1] - up[0]))
    if np.isfinite(steep) and steep > 0:
        scale = min(max(terrain.rate, least / steep), _MOST / steep)
        tip = _pair((terrain.at[0] - scale * terrain.gradient[0], terrain.at[1] - scale * terrain.gradient[1]))
        x, y = (min(max(float(place[0]), low), high) for place, (low, high) in zip(tip, (across, up), strict=True))
        said = DOWNHILL + (LENGTHENED if scale > terrain.rate else "")
        marks += [Strokes(*here, *tip, colors.negative, 2, heads=True),
                  Label(x, y, "−gradient × rate", colors.negative, said)]
    if terrain.next is not None:
        there = _pair(terrain.next)
        if not np.allclose(tip, there, rtol=1e-9, atol=0):  # else the arrow is that step
            marks.append(Strokes(*here, *there, colors.accent, 1.5, dashed=True, heads=True))
        marks.append(Dots(*there, colors.accent, 9, hollow=True))
    return marks


def _pair(at: Span) -> tuple[Floats, Floats]:
    return np.array([at[0]]), np.array([at[1]])


def _present(terrain: Terrain, colors: Colors) -> list[Mark]:
    return [Dots(*_pair(terrain.at), colors.window, 15), Dots(*_pair(terrain.at), colors.accent, 12)]


def figures(terrain: Terrain, *, secret: bool = False) -> tuple[str, ...]:
    """Return where the network stands in one line, from long to short; a ``secret`` gradient is to be worked out."""
    places = ", ".join(f"{number.name} = {format_number(value, 3)}"
                       for number, value in zip(terrain.numbers, terrain.at, strict=True))
    slopes = ", ".join("?" if secret else format_number(slope, 3) for slope in terrain.gradient)
    loss = f"{terrain.loss_name} {format_number(terrain.loss, 3)}"
    return (f"{places}   {loss}   gradient ({slopes})", f"{places}  {loss}", loss)


def note_of(terrain: Terrain, frame: Frame) -> tuple[str, ...]:
    """Return what is fixed, and what the path is where other numbers moved too."""
    others = [number for number in numbers_in_order(frame) if number.place not in {n.place for n in terrain.numbers}]
    count = (frame.network.size if frame.network is not None else 0) - 2
    shadow = "" if terrain.past.on_slice.all() else " Dashed: steps at which they stood elsewhere, seen from above."
    if not count:
        return ("The whole network: it has no other numbers." + shadow,)
    assert frame.snapshot is not None
    values = [f"{number.name} = {format_number(float(frame.snapshot.theta[number.place]), 3)}" for number in others]
    more = f" and {count - _MOST_NAMED} more" if count > _MOST_NAMED else ""
    named = f"Fixed: {', '.join(values[:_MOST_NAMED])}{more}."
    few = f"The other {count} numbers are fixed." if count > 1 else f"Fixed: {values[0]}."
    return (named + shadow, named, few + shadow, few)
