"""Which input and which output a fit is about, and the data points of the two columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.chain_rule.contributions import Unit, column_of
from core.datasets.rows import units_of
from core.document import DataSpec, Document, Floats, floats
from core.edits.settings import SetData

_NONE = floats([])


@dataclass(frozen=True, slots=True, eq=False)
class FitAxes:
    """One input and one output unit, their columns ("" without one) and the values of their points, (rows,).

    ``reach`` are the values of the input in all rows: an output that feeds a softmax has no points of its own, and yet
    there is a part of the axis where the data lie.
    """

    along: Unit
    output: Unit
    x_column: str
    y_column: str
    x: Floats
    y: Floats
    reach: Floats

    @property
    def editable(self) -> bool:
        """Whether points can be moved: both columns are there and differ."""
        return bool(self.x_column and self.y_column) and self.x_column != self.y_column

    def moved(self, row: int, x: float, y: float) -> FitAxes:
        """Return the axes with one point elsewhere."""
        across = _with(self.x, row, x)
        return replace(self, x=across, y=_with(self.y, row, y), reach=across)


def _with(values: Floats, row: int, value: float) -> Floats:
    changed = values.copy()
    changed[row] = value
    return floats(changed)


def unit_name(document: Document, unit: Unit) -> str:
    """Return the label of a unit's node, with the unit's number where the node is a layer."""
    node = document.nodes[unit[0]]
    return node.label if node.units == 1 else f"{node.label} {unit[1] + 1}"


def axis_name(document: Document, unit: Unit, column: str) -> str:
    """Return the name on an axis: the column's, or the node's where it reads none."""
    return column or unit_name(document, unit)


def fit_axes(document: Document, along: Unit | None = None, output: Unit | None = None) -> FitAxes | None:
    """Return the axes for the wanted units, or for the first ones; None without an input and an output."""
    inputs, outputs = units_of(document, "input"), units_of(document, "output")
    if not inputs or not outputs:
        return None
    across = along if along in inputs else inputs[0]
    up = output if output in outputs else outputs[0]
    names = column_of(document, across), column_of(document, up, target=True)
    x, y = (_numbers(document.data, name) for name in names)
    if x.size != y.size or not (np.isfinite(x).all() and np.isfinite(y).all()):
        return FitAxes(across, up, names[0] if x.size else "", "", _NONE, _NONE, x[np.isfinite(x)])
    return FitAxes(across, up, *names, x, y, x)


def _numbers(data: DataSpec, name: str) -> Floats:
    return data.column(name).values if name in data.names and data.column(name).numeric else _NONE


def move_point(document: Document, axes: FitAxes, row: int, x: float, y: float) -> SetData:
    """Return the edit that moves the point of ``row``; the rows then live in the network file itself."""
    new = {axes.x_column: axes.moved(row, x, y).x, axes.y_column: axes.moved(row, x, y).y}
    columns = tuple(
        replace(column, values=new[column.name]) if column.name in new else column for column in document.data.columns
    )
    return SetData(replace(document.data, columns=columns, file=None), f"Move point of row {row + 1}")
