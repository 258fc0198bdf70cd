"""The columns at the right of the table: what the network predicts for each row, and how far off it is.

A softmax or argmax predicts a class for each row, with ✕ where another was observed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalog import NODE_KINDS
from core.document import DataSpec, Document
from core.scores import Results
from gui.state.frame import Frame
from gui.state.scored import Scored

CLASS = "predicted class"
"""What the column of a softmax or argmax is called."""
MOST = 64
"""Most units whose predictions are shown; a wider output is read off its plots."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A read-only column: ``what`` is "predicted", "residual" or ``CLASS``; it is compared with ``target``."""

    what: str
    node: str
    unit: int
    title: str
    target: str | None


def predictions(document: Document) -> tuple[Prediction, ...]:
    """Return the read-only columns: the class, then of all output nodes each prediction and its residual."""
    found = [
        Prediction(CLASS, node.id, 0, document.data.targets[node.id][0], document.data.targets[node.id][0])
        for node in document.nodes.values()
        if NODE_KINDS[node.kind].classes and document.data.targets.get(node.id)
    ]
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


class Calls:
    """What each row is called by the softmaxes and argmaxes of the newest frame."""

    def __init__(self) -> None:
        self._scored: dict[str, Scored] = {}

    def wrong(self, frame: Frame, columns: Sequence[Prediction], row: int) -> bool:
        """Whether some column calls a row by a class that is not its own."""
        return any(self._is_wrong(frame, column.node, row) for column in columns if column.what == CLASS)

    def _is_wrong(self, frame: Frame, node: str, row: int) -> bool:
        found = self._of(frame, node)
        return found is not None and row < found.called.size and bool(found.called[row] != found.observed[row])

    def name(self, frame: Frame, data: DataSpec, node: str, row: int) -> str | None:
        """Return what a node calls a row, after ✕ where that is wrong; None where it computes nothing."""
        found = self._of(frame, node) if frame.document.data is data else None
        if found is None or row >= found.called.size:
            return None
        name = found.train.classes[found.called[row]]
        return f"✕ {name}" if self._is_wrong(frame, node, row) else name

    def _of(self, frame: Frame, node: str) -> Results | None:
        return self._scored.setdefault(node, Scored()).of(frame, node)


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
