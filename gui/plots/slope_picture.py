"""The loss along one number as marks: the curve, the tangent, the ladder of steps, the step that comes next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.chain_rule.update_rule import UpdateRule
from core.document import Floats
from core.quantity import format_number
from gui.plots.descent import Past
from gui.plots.marks import Dots, Label, Line, Mark, Rule, Span, Strokes
from gui.plots.numbers import Number
from gui.plots.ticks import span
from gui.plots.tints import mixed
from gui.theme import Colors

DIGITS = 3
STEP_TIP = "A step that was made, and the value to which it led"
NEXT_TIP = "The step to come, as the optimizer will make it: new value = old value − step size"
SLOPE_TIP = "The derivative: how steep the curve is at the point"
_TANGENT = 0.16
"""Half the tangent's width, as a share of the plot's."""
_HEADROOM = 0.12
_FINE = 300
"""Of steps closer than this part of the plot's width one dot is drawn."""
_LABEL = 20.0
"""Pixels a step must be wide to be labelled."""


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """One number, the curve of the loss along it, (points,), and where the network stands on it.

    ``slope`` is the derivative over all training rows, which is the tangent's. ``rule`` is the next update and
    ``landing`` the loss where it leads on this curve; None where nothing can be trained.
    Where it is ``secret``, the derivative is not written and the step to come not shown: somebody works them out.
    """

    number: Number
    loss_name: str
    value: float
    loss: float
    slope: float
    x: Floats
    curve: Floats
    past: Past
    rule: UpdateRule | None
    landing: float | None
    secret: bool = False

    @property
    def moves(self) -> bool:
        """Whether the next update changes this number."""
        return self.rule is not None and self.rule.step_size != 0 and np.isfinite(self.rule.next_value)

    @property
    def lands_in_sight(self) -> bool:
        """Whether the step to come ends on the stretch of the curve that is shown."""
        return self.moves and self.rule is not None and self.x[0] <= self.rule.next_value <= self.x[-1]


def levels(slope: Slope) -> Span:
    """Return the losses to show: 0, those of the steps, and as much of the curve; its ends may go beyond."""
    near = np.array([slope.loss, slope.landing if slope.landing is not None and slope.lands_in_sight else np.nan])
    low, high = span([slope.past.losses, near, _middle(slope.curve)], around=0.0) or (0.0, 1.0)
    return low, high + _HEADROOM * (high - low)


def _middle(curve: Floats) -> Floats:
    """Return the loss below which half of the curve lies."""
    finite = curve[np.isfinite(curve)]
    return np.median(finite, keepdims=True) if finite.size else finite


def marks_of(slope: Slope, across: Span, pixel: float, colors: Colors) -> tuple[Mark, ...]:
    """Return all marks; ``pixel`` is the width of a pixel in the number's units."""
    curve = Line(slope.x, slope.curve, colors.point, 1.8, name=slope.loss_name)
    return (curve, *_ladder(slope, across, pixel, colors), *_tangent(slope, across, colors),
            *_next(slope, pixel, colors), *_present(slope, colors))


def _ladder(slope: Slope, across: Span, pixel: float, colors: Colors) -> list[Mark]:
    """Return the steps so far: dots on the curve, or pale where other numbers stood elsewhere then."""
    past, values = slope.past, slope.past.values[0]
    pale = mixed(colors.frozen, colors.window, 0.55)
    apart = _apart(values, past.losses, across)
    marks: list[Mark] = []
    first = past.successive()
    steps = first[(np.abs(values[first + 1] - values[first]) > (across[1] - across[0]) / _FINE)]
    for on, color in ((False, pale), (True, colors.frozen)):
        chosen = steps[(past.on_slice[steps] & past.on_slice[steps + 1]) == on]
        marks += _steps(values, past.losses, chosen, color)
        dots = apart[past.on_slice[apart] == on]
        marks.append(Dots(values[dots], past.losses[dots], color, 7 if on else 5))
    exact = steps[past.on_slice[steps] & past.on_slice[steps + 1]]
    marks += _steps(values, past.losses, past.by_hand(), colors.frozen, dotted=True)
    return marks + _step_labels(past, exact, pixel, colors)


def _apart(values: Floats, losses: Floats, across: Span) -> NDArray[np.intp]:
    """Return the records that are told apart in the plot: of a run of steps in one place the first."""
    with np.errstate(all="ignore"):
        cells = np.floor((values - across[0]) / (across[1] - across[0]) * _FINE)
    changed = np.append(True, np.diff(cells) != 0) if cells.size else np.zeros(0, dtype=np.bool_)
    return np.flatnonzero(changed & np.isfinite(losses) & np.isfinite(values))


def _steps(
    values: Floats, losses: Floats, first: NDArray[np.intp], color: str, *, dotted: bool = False
) -> list[Mark]:
    """Return a rung for each step: across by its size, then down (or up) to where it led; ``dotted`` by no step."""
    before, after = values[first], values[first + 1]
    return [Strokes(before, losses[first], after, losses[first], color, heads=not dotted, dotted=dotted),
            Strokes(after, losses[first], after, losses[first + 1], color, dotted=dotted)]


def _step_labels(past: Past, first: NDArray[np.intp], pixel: float, colors: Colors) -> list[Mark]:
    values, sizes = past.values[0], past.sizes[0]
    wide = first[np.abs(sizes[first + 1]) > _LABEL * pixel]
    return [Label(float(values[at] + values[at + 1]) / 2, float(past.losses[at]),
                  f"→ {format_number(float(values[at + 1]), DIGITS)}", colors.muted, STEP_TIP)
            for at in wide.tolist()]


def _tangent(slope: Slope, across: Span, colors: Colors) -> list[Mark]:
    if not np.isfinite([slope.loss, slope.slope]).all():
        return []
    reach = _TANGENT * (across[1] - across[0])
    ends = np.array([slope.value - reach, slope.value + reach])
    line = slope.loss + slope.slope * (ends - slope.value)
    low, high = levels(slope)
    named = next((at for at in (1, 0) if low <= line[at] <= high), None)
    x, y = (slope.value, slope.loss) if named is None else (float(ends[named]), float(line[named]))
    return [Line(ends, line, colors.accent, 1.8, name="tangent"),
            Label(x, y, f"slope {told(slope.slope, secret=slope.secret)}", colors.accent, SLOPE_TIP)]


def _next(slope: Slope, pixel: float, colors: Colors) -> list[Mark]:
    """Return the step to come, unless it is secret: a dashed arrow as wide as it is, and where it leads."""
    if slope.rule is None or slope.landing is None or not slope.moves or slope.secret:
        return []
    start, end = np.array([slope.value]), np.array([slope.rule.next_value])
    here, there = np.array([slope.loss]), np.array([slope.landing])
    marks: list[Mark] = [
        Strokes(start, here, end, here, colors.accent, 1.2, dashed=True, heads=True),
        Strokes(end, here, end, there, colors.accent, 1.2, dashed=True),
        Dots(end, there, colors.accent, 9, hollow=True),
    ]
    if abs(slope.rule.step_size) > _LABEL * pixel:
        # where it leads, not the step size, whose sign is the other way round than the arrow
        words = f"{slope.number.name} → {format_number(slope.rule.next_value, DIGITS)}"
        seen = min(max(float(end[0]), float(slope.x[0])), float(slope.x[-1]))
        marks.append(Label((float(start[0]) + seen) / 2, slope.loss, words, colors.accent, NEXT_TIP))
    return marks


def _present(slope: Slope, colors: Colors) -> list[Mark]:
    here = np.array([slope.value]), np.array([slope.loss])
    return [Rule(mixed(colors.accent, colors.window, 0.6), x=slope.value), Dots(*here, colors.accent, 13)]


def told(number: float, *, secret: bool) -> str:
    """Return a number in figures; a "?" where it is to be worked out."""
    return "?" if secret else format_number(number, DIGITS)


def figures(slope: Slope) -> tuple[str, ...]:
    """Return where the network stands in one line, from long to short."""
    name = slope.number.name
    value, loss = (format_number(number, DIGITS) for number in (slope.value, slope.loss))
    tilt = told(slope.slope, secret=slope.secret)
    start = f"{name} = {value}", f"{slope.loss_name} {loss}", f"slope {tilt}"
    if slope.rule is None:
        return ("   ".join(start), "  ".join(start))
    step, target = (told(number, secret=slope.secret) for number in (slope.rule.step_size, slope.rule.next_value))
    return (f"{'   '.join(start)}   step size {step} → {target}", f"{'  '.join(start)}  step size {step}",
            f"{'  '.join(start[1:])}  step size {step}", "  ".join(start[1:]))


def note_of(slope: Slope, rows: int, *, batches: bool) -> tuple[str, ...]:
    """Return what one must know to read the plot."""
    if batches:
        return (f"The curve is over all {rows} training rows; the next step is that of the next batch.",
                "Curve: all training rows; step: next batch.")
    if not slope.past.on_slice.all():
        return ("Pale: steps at which the other parameters stood elsewhere; those points lie off this curve.",
                "Pale steps lie off this curve: the others moved too.", "Pale: the others moved too.")
    return ("All else stays fixed. Drag the point to try another value; dots are the steps so far.",
            "Drag the point to try another value.")


def step_near(slope: Slope, x: float, reach: float) -> tuple[str, ...]:
    """Return which step of the run stood within ``reach`` of ``x``, or what a hand moved over it; in words."""
    past, values = slope.past, slope.past.values[0]
    if np.isfinite(values).any():
        nearest = int(np.nanargmin(np.abs(values - x)))
        if abs(values[nearest] - x) <= reach:
            hand = ", moved by hand" if nearest - 1 in past.by_hand() else ""
            return (f"step {past.steps[nearest]:,}: {format_number(float(values[nearest]))}{hand}",)
    over = [at for at in past.by_hand().tolist() if (values[at] - x) * (values[at + 1] - x) < 0]
    return tuple(f"moved by hand at step {past.steps[at]:,}: {format_number(float(values[at]))} → "
                 f"{format_number(float(values[at + 1]))}" for at in over[-1:])
