"""What the tooltip on the canvas says: every value there is of what is under the pointer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.catalog import NODE_KINDS
from core.document import Floats, Node, Parameter, Ref, wired
from core.naming import number_name
from core.quantity import format_number, format_share
from gui.canvas import geometry
from gui.canvas.drawing import Hit
from gui.canvas.editing import data_column
from gui.canvas.node_painter import observed_class
from gui.canvas.shades import reach_of
from gui.canvas.stage import Stage, held_back
from gui.canvas.trail import Tag
from gui.controls.labels import node_title, order_text, parameter_place, shape_text, subscripted, tap_text, unit_text

FULL = 10
MOST_CLASSES = 10
ABOUT = 120.0
"""How far from a point of the drawing the nodes are whose words may stand there."""
_PRODUCT = "What the row adds to the derivative, and the sum over the rows: the derivative"
_PLAIN = {
    "out_port": "Drag from here to a node to connect it; drop on empty canvas to add a node",
    "in_port": "Drag from here back to a node that shall feed this one",
    "row_back": "Show the values of the row before ([)",
    "row_next": "Show the values of the next row (])",
    "label": "Double-click to rename (F2)",
    "factor": "A factor of the chain rule, for the row shown; of several paths, a click shows only this one",
}


def hint(stage: Stage, hit: Hit) -> str:
    """Return the sentence for what is under the pointer; empty where there is nothing to say."""
    if hit.part in _PLAIN:
        return _PLAIN[hit.part]
    if hit.part == "lock" and hit.ref:
        return _padlock(stage.document.parameter(hit.ref))
    if hit.part == "heat" and hit.ref:
        return _weight(stage, hit.ref, hit.place)
    if hit.ref is not None:
        return _parameter(stage, hit.ref, typed=hit.part == "number")
    if hit.node and hit.place:
        return _unit(stage, hit.node, hit.place[0])
    return _node(stage, hit.node) if hit.node else ""


def tag_hint(tag: Tag) -> str:
    """Return what a tag of the chain rule says, in its longest form, and what it is."""
    known = tuple("?" if tag.secret else format_number(number) for number in tag.numbers)
    what = _PRODUCT if tag.kind == "parameter" else _PLAIN["factor"]
    return f"{tag.forms[0].format(*known)}\n{what}"


def beside(stage: Stage, point: QPointF) -> str:
    """Return what is written at ``point`` beside its part: words below a node, the scale of a picture of weights."""
    drawing, document = stage.drawing, stage.document
    for ref, heat in drawing.heats.items():
        if heat.scale.contains(point):
            reach = format_number(reach_of(stage.frame.parameter(ref)), 3)
            name = subscripted(document.parameter(ref).name)
            return f"The shades of {name}: from −{reach}, full, by 0, none, to {reach}"
    about = QRectF(point.x() - ABOUT, point.y() - ABOUT, 2 * ABOUT, 2 * ABOUT)
    for node in drawing.nodes_in(about):
        below = document.nodes[node].bias is not None
        if geometry.caption_box(drawing.centers[node], below_pill=below).contains(point):
            return _node(stage, node)
    return ""


def _padlock(parameter: Parameter) -> str:
    if parameter.trainable.all():
        return "Freeze: training leaves it as it is (L)"
    share = frozen_share(parameter)
    return f"{share}; click to freeze all (L)" if share else "Unfreeze: let training change it (Shift+L)"


def frozen_share(parameter: Parameter) -> str:
    """Return "3 of 12 frozen" where only some of the numbers are; empty where all are alike."""
    count = int(np.count_nonzero(~parameter.trainable))
    return f"{count} of {parameter.value.size} frozen" if 0 < count < parameter.value.size else ""


def _parameter(stage: Stage, ref: Ref, *, typed: bool) -> str:
    document = stage.document
    parameter = document.parameter(ref)
    head = f"{subscripted(parameter.name)} of {parameter_place(document, ref)}"
    if parameter.value.size > 1:
        live = stage.frame.parameter(ref)
        low, high = format_number(float(live.min())), format_number(float(live.max()))
        share = frozen_share(parameter)
        some = f", {share}" if share else ""
        order = f"\n{order_text(document, ref)}" if wired(ref) and parameter.value.ndim == 2 else ""
        return f"{head}: {shape_text(document, ref)}, from {low} to {high}{some}; click the pill to edit them{order}"
    how = "\nClick to type, drag sideways to try (Shift fine, Ctrl coarse)" if typed else ""
    return f"{head} = {format_number(stage.number(ref), FULL)}{how}"


def _weight(stage: Stage, ref: Ref, place: tuple[int, ...]) -> str:
    """Say which number of a matrix it is, what it joins and what the shades stand for."""
    document, values = stage.document, stage.frame.parameter(ref)
    name = subscripted(number_name(document.parameter(ref).name, place))
    if wired(ref):
        joins = f"to {unit_text(document, ref[1], place[0])} from {unit_text(document, ref[0], place[1])}"
        order = "A row a target unit, a column a source unit"
    else:
        joins, order = f"{tap_text(place)} of {document.nodes[ref[1]].label}", "One filter after the other"
    reach = format_number(reach_of(values), 3)
    frozen = "" if document.parameter(ref).trainable[place] else ", frozen"
    return (
        f"{name} = {format_number(float(values[place]), FULL)}{frozen}\n{joins}\n"
        f"{order}; full shade is ±{reach}"
        "\nClick to look at it, double-click to edit"
    )


def _row(stage: Stage) -> str:
    """Say what the values are of: the chosen row, or a picture that is tried in its place."""
    held = " (held back for testing)" if held_back(stage) else ""
    row = f"row {stage.row + 1}{held}"
    return row if stage.frame.tried is None else f"your picture in place of row {stage.row + 1}"


def _summed(node: Node) -> bool:
    """Whether what comes out is made of a weighted sum: not of data, and not of what a pool takes from its regions."""
    return NODE_KINDS[node.kind].weighted or node.filters is not None


def _unit(stage: Stage, node: str, unit: int) -> str:
    """Say what one unit of a layer gives out for the chosen row."""
    document, sums, outputs = stage.document, stage.chosen_sums(node), stage.chosen_values(node)
    title = unit_text(document, node, unit)
    if sums is None or outputs is None:
        return f"{title}\n{node_title(document.nodes[node])}"
    out, total = (format_number(float(value)) for value in (outputs[unit], sums[unit]))
    parts = [_row(stage), f"weighted sum {total}", f"output {out}"]
    if not _summed(document.nodes[node]):
        parts.pop(1)
    observed = stage.observed_values(node)
    if observed is not None:
        parts.append(f"observed {format_number(float(observed[unit]))}")
    reach = format_number(reach_of(outputs), 3)
    return f"{title}\n" + " · ".join(parts) + f"\nFull shade is ±{reach}, the largest of the layer in this row"


def _classes(stage: Stage, node: Node, outputs: Floats) -> str:
    """Say what comes out for each class in the chosen row, the largest first, and which was observed."""
    order = np.argsort(-outputs, kind="stable").tolist()[:MOST_CLASSES]
    parts = [f"{node.classes[place]} {format_share(float(outputs[place]), 4)}" for place in order]
    rest = len(node.classes) - len(parts)
    observed = observed_class(stage, node)
    told = "" if observed is None else f"\nobserved {node.classes[observed]}"
    return f"{_row(stage)} · " + " · ".join(parts) + (f" and {rest} more" if rest else "") + told


def _node(stage: Stage, node: str) -> str:
    title = node_title(stage.document.nodes[node])
    sums, outputs = stage.chosen_sums(node), stage.chosen_values(node)
    if outputs is not None and stage.document.nodes[node].classes:
        return f"{title}\n{_classes(stage, stage.document.nodes[node], outputs)}"
    if sums is None or outputs is None or len(outputs) > 1:
        return title
    total = format_number(float(sums[0]))
    parts = [_row(stage), f"weighted sum {total}", f"output {format_number(float(outputs[0]))}"]
    if not _summed(stage.document.nodes[node]):
        parts.pop(1)
    observed = stage.observed_values(node)
    if observed is not None:
        parts.append(f"observed {format_number(float(observed[0]))}")
    typed = "\nDouble-click to type the row's value" if data_column(stage.document, node) else ""
    return f"{title}\n" + " · ".join(parts) + typed
