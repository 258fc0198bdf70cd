"""The columns at the right of the table: what the network predicts for each row, and how far off it is."""

from __future__ import annotations

from dataclasses import dataclass

from core.document import DataSpec, Document
from gui.frame import Frame

MOST = 64
"""Most units whose predictions are shown; a wider output is read off its plots."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A read-only column: ``what`` is "predicted" or "residual"; ``target`` the column it is compared with."""

    what: str
    node: str
    unit: int
    title: str
    target: str | None


def predictions(document: Document) -> tuple[Prediction, ...]:
    """Return the read-only columns of all output nodes, each prediction followed by its residual."""
    found: list[Prediction] = []
    for node in document.nodes.values():
        if node.kind != "output":
            continue
        names = document.data.targets.get(node.id, ())
        for unit in range(min(node.units, MOST)):
            target = names[unit] if unit < len(names) else None
            title = target or (node.label if node.units == 1 else f"{node.label} {unit + 1}")
            found.append(Prediction("predicted", node.id, unit, title, target))
            if target is not None:
                found.append(Prediction("residual", node.id, unit, title, target))
    return tuple(found[: 2 * MOST])


def shown_value(frame: Frame, data: DataSpec, column: Prediction, row: int) -> float | None:
    """Return the prediction or the residual (observed − predicted) of a row in the target column's own units.

    None where the frame does not belong to ``data`` or computes nothing.
    """
    if frame.document.data is not data or column.node not in frame.document.nodes:
        return None
    outputs = frame.outputs(column.node)
    if outputs is None or row >= outputs.shape[1] or column.unit >= outputs.shape[0]:
        return None
    low, high = data.scaling.get(column.target or "", (0.0, 1.0))
    predicted = low + float(outputs[column.unit, row]) * (high - low)
    if column.what == "predicted" or column.target is None:
        return predicted
    return float(data.column(column.target).values[row]) - predicted
