"""What the tooltip on the canvas says: every value there is of what is under the pointer."""

from __future__ import annotations

from core.document import Ref
from core.quantity import format_number
from gui.canvas.drawing import Hit
from gui.canvas.editing import data_column
from gui.canvas.stage import Stage
from gui.labels import node_title, parameter_place, shape_text, subscripted

FULL = 10
_PLAIN = {
    "out_port": "Drag from here to a node to connect it; drop on empty canvas to add a node",
    "in_port": "Drag from here back to a node that shall feed this one",
    "row_back": "Show the values of the row before ([)",
    "row_next": "Show the values of the next row (])",
    "label": "Double-click to rename (F2)",
}


def hint(stage: Stage, hit: Hit) -> str:
    """Return the sentence for what is under the pointer; empty where there is nothing to say."""
    if hit.part in _PLAIN:
        return _PLAIN[hit.part]
    if hit.part == "lock" and hit.ref:
        free = stage.document.parameter(hit.ref).trainable.any()
        return "Freeze: training leaves it as it is (L)" if free else "Unfreeze: let training change it (Shift+L)"
    if hit.ref is not None:
        return _parameter(stage, hit.ref, typed=hit.part == "number")
    return _node(stage, hit.node) if hit.node else ""


def _parameter(stage: Stage, ref: Ref, *, typed: bool) -> str:
    document = stage.document
    parameter = document.parameter(ref)
    head = f"{subscripted(parameter.name)} of {parameter_place(document, ref)}"
    if parameter.value.size > 1:
        live = stage.frame.parameter(ref)
        low, high = format_number(float(live.min())), format_number(float(live.max()))
        return f"{head}: {shape_text(document, ref)}, from {low} to {high}; click the pill to edit them"
    how = "\nClick to type, drag sideways to try (Shift fine, Ctrl coarse)" if typed else ""
    return f"{head} = {format_number(stage.number(ref), FULL)}{how}"


def _node(stage: Stage, node: str) -> str:
    title = node_title(stage.document.nodes[node])
    sums, outputs = stage.frame.sums(node), stage.chosen_values(node)
    if sums is None or outputs is None or len(outputs) > 1:
        return title
    total = format_number(float(sums[0, stage.row]))
    parts = [f"row {stage.row + 1}", f"weighted sum {total}", f"output {format_number(float(outputs[0]))}"]
    if stage.document.nodes[node].kind == "input":
        parts.pop(1)
    observed = stage.observed_values(node)
    if observed is not None:
        parts.append(f"observed {format_number(float(observed[0]))}")
    typed = "\nDouble-click to type the row's value" if data_column(stage.document, node) else ""
    return f"{title}\n" + " · ".join(parts) + typed
