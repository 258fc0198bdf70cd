"""What the fit shows, as marks: points, residuals, the squiggle, and the curves that add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.chain_rule.contributions import Part, Squiggle, column_of, samples_for, span_of, squiggle
from core.document import Document, Floats, bias_of
from core.quantity import format_number
from gui.controls.labels import subscripted
from gui.plots.fit_axes import FitAxes, unit_name
from gui.plots.marks import Band, Dots, Label, Line, Mark, Segments, Span
from gui.plots.tints import mixed
from gui.state.frame import Frame
from gui.theme import Colors, node_colors

PART = "What this hidden node, times its weight, adds to the squiggle"
SUM = "All parts and the bias added up, before the output bends them"
SQUIGGLE = "What the network predicts along this input"
MOST_CURVES = 24
MOST_NAMES = 12
MOST_RESIDUALS = 500
DEEPEST = 0.55
"""How far the first unit of a layer goes towards the colour of text, and the last towards the ground."""
_NAMED_HELD = 3


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A frame looked at along one input. ``predicted`` is (rows,), in the target column's unit."""

    frame: Frame
    axes: FitAxes
    row: int
    curve: Squiggle | None
    predicted: Floats | None
    parts: tuple[Part, ...]
    """The parts that are drawn: all, or of many those that vary most."""
    adds_up: bool = True
    """Whether the parts and their sum are to be seen, or the squiggle alone."""

    @property
    def document(self) -> Document:
        """The document of the frame."""
        return self.frame.document

    @property
    def bent(self) -> bool:
        """Whether the output has an activation of its own."""
        return self.document.nodes[self.axes.output[0]].activation != "identity"


def _widest(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if len(parts) <= MOST_CURVES:
        return parts
    reach = np.nan_to_num([np.ptp(part.curve) for part in parts])
    return tuple(parts[place] for place in sorted(np.argsort(-reach, kind="stable")[:MOST_CURVES]))


def held_inputs(frame: Frame, row: int) -> Floats:
    """Return the scaled inputs of a row, (input units,); zeros without data."""
    if frame.network is None or frame.rows is None or not 0 <= row < frame.rows.inputs.shape[1]:
        return np.zeros(len(frame.network.input_units) if frame.network else 0)
    return frame.rows.inputs[:, row].copy()


def curve_along(frame: Frame, axes: FitAxes, row: int, x: Floats) -> Squiggle | None:
    """Return the squiggle at ``x``, other inputs as in ``row``; None where the drawing does not compute."""
    if frame.network is None or not x.size:
        return None
    theta = frame.snapshot.theta if frame.snapshot else frame.network.pack(frame.document)
    return squiggle(frame.document, frame.network, theta, axes.output, axes.along, held_inputs(frame, row), x)


def look(frame: Frame, axes: FitAxes, row: int, across: Span, *, moved: int | None = None, parts: bool = True) -> Fit:
    """Return the fit over ``across``, with or without ``parts``; ``moved`` is a row whose point is being dragged."""
    count = samples_for(frame.network) if frame.network else 2
    curve = curve_along(frame, axes, row, np.linspace(*across, count))
    drawn = _widest(curve.parts) if curve and parts else ()
    return Fit(frame, axes, row, curve, _predicted(frame, axes, moved), drawn, parts)


def _predicted(frame: Frame, axes: FitAxes, moved: int | None) -> Floats | None:
    outputs = frame.outputs(axes.output[0])
    if outputs is None or outputs.shape[1] != axes.x.size:
        return None
    low, high = span_of(frame.document.data, column_of(frame.document, axes.output, target=True))
    found: Floats = low + (high - low) * outputs[axes.output[1]]
    if moved is not None:
        at = curve_along(frame, axes, moved, axes.x[moved : moved + 1])
        found[moved] = at.predicted[0] if at else np.nan
    return found


def marks_of(fit: Fit, colors: Colors, across: Span) -> tuple[Mark, ...]:
    """Return what is drawn, from the ground up."""
    return (
        *_beyond(fit.axes, colors, across), *_residuals(fit, colors), *_lines(fit, colors), *_points(fit, colors)
    )  # fmt: skip


def _beyond(axes: FitAxes, colors: Colors, across: Span) -> list[Mark]:
    """Tint where there are no data: there the curve is the network's guess alone."""
    if not axes.reach.size:
        return []
    low, high = float(axes.reach.min()), float(axes.reach.max())
    bands = ((across[0], low), (high, across[1]))
    return [Band(start, stop, colors.surface) for start, stop in bands if stop > start]


def _lines(fit: Fit, colors: Colors) -> list[Mark]:
    curve = fit.curve
    if curve is None:
        return []
    tints, named = part_colors(fit.document, fit.parts, colors), len(fit.parts) <= MOST_NAMES
    lines: list[Mark] = [
        Line(curve.x, part.curve, tint, 1.5, True, part_name(fit.document, part), named, PART)
        for part, tint in zip(fit.parts, tints, strict=True)
    ]
    whole = sum_name(fit) if fit.adds_up else "predicted"
    if fit.bent and fit.adds_up:
        lines.append(Line(curve.x, curve.total, colors.muted, 1.5, True, whole, named, SUM))
        whole = f"{fit.document.nodes[fit.axes.output[0]].activation}({whole})"
    return [*lines, Line(curve.x, curve.predicted, colors.output, 2.2, False, whole, True, SQUIGGLE)]


def part_colors(document: Document, parts: tuple[Part, ...], colors: Colors) -> list[str]:
    """Return the colour of each part's curve: its node's; in a layer one a unit, or from dark to light if many."""
    nodes = node_colors(document, colors)
    return [_tint(nodes[part.ref[0]], part.unit, document.nodes[part.ref[0]].units, colors) for part in parts]


def _tint(color: str, unit: int, units: int, colors: Colors) -> str:
    if 1 < units <= len(colors.cycle):
        return colors.cycle[(colors.cycle.index(color) + unit if color in colors.cycle else unit) % len(colors.cycle)]
    way = 2 * unit / (units - 1) - 1 if units > 1 else 0.0
    return mixed(color, colors.text if way < 0 else colors.window, DEEPEST * abs(way))


def part_name(document: Document, part: Part) -> str:
    """Return "hidden 1 × w₃"; of a layer the unit, and no name of a single weight, for it has none."""
    source = unit_name(document, (part.ref[0], part.unit))
    weight = document.parameter(part.ref)
    return f"{source} × {subscripted(weight.name)}" if weight.value.size == 1 else source


def sum_name(fit: Fit) -> str:
    """Return what the parts make together: "their sum + b₃"; of a single one what it is: "hidden 1 × w₂ + b₂"."""
    bias, parts = fit.document.parameters().get(bias_of(fit.axes.output[0])), "their sum"
    if fit.curve is not None and len(fit.curve.parts) == 1:
        name = part_name(fit.document, fit.curve.parts[0])
        parts = name if "×" in name else f"{name} × weight"
    if bias is None:
        return parts
    return f"{parts} + {subscripted(bias.name)}" if bias.value.size == 1 else f"{parts} + bias"


def _residuals(fit: Fit, colors: Colors) -> list[Mark]:
    axes, predicted = fit.axes, fit.predicted
    if predicted is None or not 0 < axes.x.size <= MOST_RESIDUALS:
        return []
    marks: list[Mark] = [Segments(axes.x, axes.y, predicted, colors.danger)]
    if several_inputs(fit):
        marks.append(Dots(axes.x, predicted, colors.output, 5, hollow=True))
    return marks


def pointed_residual(fit: Fit, row: int | None, colors: Colors, *, secret: bool = False) -> tuple[Mark, ...]:
    """Return the residual of the row that is pointed at in the chain rule: a thick line with its size unless secret."""
    axes, predicted = fit.axes, fit.predicted
    if row is None or predicted is None or not 0 <= row < axes.x.size or not np.isfinite(predicted[row]):
        return ()
    x, ends = float(axes.x[row]), np.array([axes.y[row], predicted[row]])
    words = f"residual {'?' if secret else format_number(float(ends[0] - ends[1]), 3)}"
    return (
        Line(np.array([x, x]), ends, colors.danger, 4.0, name="residual"),
        Dots(np.array([x]), ends[1:], colors.danger, 8),
        Label(x, float(ends.mean()), words, colors.danger, f"Observed − predicted, of row {row + 1}"),
    )


def several_inputs(fit: Fit) -> bool:
    """Whether other inputs than the one along the axis had to be held."""
    return fit.frame.network is not None and len(fit.frame.network.input_units) > 1


def _points(fit: Fit, colors: Colors) -> list[Mark]:
    axes = fit.axes
    test = np.zeros(axes.x.size, dtype=np.bool_)
    if fit.frame.rows is not None and fit.frame.rows.inputs.shape[1] == axes.x.size:
        test[fit.frame.rows.test] = True
    marks: list[Mark] = [
        Dots(axes.x[~test], axes.y[~test], colors.point),
        Dots(axes.x[test], axes.y[test], colors.point, hollow=True),
    ]
    if 0 <= fit.row < axes.x.size:
        chosen = slice(fit.row, fit.row + 1)
        marks.append(Dots(axes.x[chosen], axes.y[chosen], colors.accent, 14, hollow=True))
    return marks


def note_of(fit: Fit) -> tuple[str, ...]:
    """Say how the curve was drawn and what was held; in words from long to short."""
    if fit.curve is None:
        return (fit.frame.reason,)
    low, high = (format_number(edge, 3) for edge in (fit.curve.x[0], fit.curve.x[-1]))
    count = f"{fit.curve.x.size} points"
    held, tinted = _held(fit), ["tinted: beyond the data"] if fit.axes.reach.size else []
    limits = list(_limits_of(fit))
    wordings = (
        [f"Curve drawn at {count} from {low} to {high}", *held, *tinted, *limits],
        [f"Curve at {count}", *held, *tinted, *limits],
        [*held, *tinted] or [count],
        held or tinted or [count],
    )
    return tuple(f"{words[0].upper()}{words[1:]}." for words in map("; ".join, wordings))


def _limits_of(fit: Fit) -> Iterator[str]:
    if fit.curve is not None and len(fit.curve.parts) > MOST_CURVES and fit.adds_up:
        yield f"{MOST_CURVES} of {len(fit.curve.parts)} parts drawn, those that vary most"
    if fit.axes.x.size > MOST_RESIDUALS:
        yield f"residuals drawn up to {MOST_RESIDUALS} rows"


def _held(fit: Fit) -> list[str]:
    """Return what is said of the other inputs, if there are any."""
    if not several_inputs(fit):
        return []
    data, network = fit.document.data, fit.frame.network
    others = [unit for unit in network.input_units if unit != fit.axes.along] if network else []
    if len(others) > _NAMED_HELD or fit.frame.rows is None:
        return [f"the other {len(others)} inputs held as in row {fit.row + 1}"]
    names = [column_of(fit.document, unit) for unit in others]
    values = [f"{name} held at {format_number(data.column(name).values[fit.row], 3)}" for name in names]
    return [f"{', '.join(values)} as in row {fit.row + 1}"]
