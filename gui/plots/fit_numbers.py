"""What the fit says in numbers: the readout by the pointer, the table for CSV, the limits of the axis."""

from __future__ import annotations

import numpy as np

from core.chain_rule.contributions import Squiggle
from core.quantity import format_number
from gui.plots.export import Table
from gui.plots.fit_axes import unit_name
from gui.plots.fit_picture import Fit, part_colors, part_name, sum_name
from gui.plots.marks import Reading, Span
from gui.plots.ticks import span
from gui.theme import Colors


def up_of(fit: Fit) -> Span:
    """Return limits that show points, squiggle and parts."""
    levels = [fit.axes.y]
    if fit.curve is not None:
        levels += [fit.curve.predicted, *(part.curve for part in fit.parts)]
        levels += [fit.curve.total] if fit.bent and fit.adds_up else []
    return span(levels) or (0.0, 1.0)


def _names(fit: Fit) -> tuple[str, str]:
    axes, document = fit.axes, fit.document
    return axes.x_column or unit_name(document, axes.along), axes.y_column or unit_name(document, axes.output)


def reading_of(fit: Fit, at: Squiggle, colors: Colors) -> Reading:
    """Return what stands on the upright line at ``at``, which holds one sample."""
    document = fit.document
    x_name, _ = _names(fit)
    lines = [
        (colors.muted, f"{x_name} {format_number(at.x[0])}"),
        (colors.output, f"predicted {format_number(at.predicted[0])}"),
    ]
    if not fit.adds_up:
        return Reading(float(at.x[0]), tuple(lines))
    lines.append((colors.muted, f"bias {format_number(at.bias)}"))
    if fit.bent:
        lines.append((colors.muted, f"{sum_name(fit)} {format_number(at.total[0])}"))
    shown = {(part.ref, part.unit) for part in fit.parts}
    parts = tuple(part for part in at.parts if (part.ref, part.unit) in shown)
    lines += [
        (tint, f"{part_name(document, part)} {format_number(part.curve[0])}")
        for part, tint in zip(parts, part_colors(document, parts, colors), strict=True)
    ]
    return Reading(float(at.x[0]), tuple(lines))


def point_reading(fit: Fit, row: int, colors: Colors, *, secret: bool = False) -> Reading:
    """Return what is known about a data point: its row, its values, what is predicted, the residual unless secret."""
    x, y = float(fit.axes.x[row]), float(fit.axes.y[row])
    x_name, _ = _names(fit)
    test = fit.frame.rows is not None and row in fit.frame.rows.test
    lines = [
        (colors.accent, f"row {row + 1}" + (", held back for testing" if test else "")),
        (colors.muted, f"{x_name} {format_number(x)}"),
        (colors.point, f"observed {format_number(y)}"),
    ]
    if fit.predicted is not None:
        lines.append((colors.output, f"predicted {format_number(fit.predicted[row])}"))
        residual = "?" if secret else format_number(y - float(fit.predicted[row]))
        lines.append((colors.danger, f"residual {residual}"))
    return Reading(x, tuple(lines))


def table_of(fit: Fit) -> Table:
    """Return the points with their predictions, then the curves: first what adds up, then the sum."""
    x_name, y_name = _names(fit)
    columns: list[tuple[str, np.ndarray]] = [(x_name, fit.axes.x), (f"{y_name} observed", fit.axes.y)]
    if fit.predicted is not None:
        columns.append((f"{y_name} predicted", fit.predicted))
    curve = fit.curve
    if curve is None:
        return tuple(columns)
    columns.append((f"curve: {x_name}", curve.x))
    columns += [(f"curve: {part_name(fit.document, part)}", part.curve) for part in curve.parts]
    columns.append(("curve: bias", np.full(curve.x.size, curve.bias)))
    columns.append((f"curve: {sum_name(fit)}", curve.total))
    columns.append((f"curve: {y_name} predicted", curve.predicted))
    return tuple(columns)
