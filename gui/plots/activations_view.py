"""The chosen node's activation and its derivative, with every data row where it stands on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSpinBox, QWidget

from core.catalog import ACTIVATIONS as CHOICES
from core.catalog import NODE_KINDS
from core.chain_rule.values import Unit
from core.document import Document, Floats, Node, Ref
from core.engine.activations import ACTIVATIONS, Activation
from core.quantity import format_number
from gui.controls.labels import cell_text, subscripted
from gui.plots.choice_curve import ChoiceCurve, choice_curve
from gui.plots.export import Table
from gui.plots.marks import Band, Dots, Label, Line, Mark, Picture, Reading, Span
from gui.plots.plot_panel import PlotPanel
from gui.plots.ticks import padded, span
from gui.plots.tints import mixed
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import Colors, font, node_colors

SLOPE_TIP = "How steep the activation is for the chosen row: a factor of the chain rule"
TANGENT, BEYOND = 0.14, 0.4
"""How far the tangent reaches, and how far its slope's words may, in parts of the axis."""
SAMPLES = 400
LEAST = 3.0
"""The axis reaches at least so far to both sides of 0, or the bend would not be seen."""
NOTHING = "Draw a hidden node to see its activation."
NO_ROW = "The curve of one class needs a data row, whose other raw values it holds."
_REACH = 9


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """One unit of a node: its function, and its weighted sums and outputs for all rows, (rows,), None without data.

    Of a softmax or argmax the function is that of one raw value with the others as in one row; what comes out in
    another row does not stand on it.
    """

    node: Node
    unit: int
    function: Activation | ChoiceCurve
    sums: Floats | None
    outputs: Floats | None
    test: NDArray[np.intp]

    @property
    def title(self) -> str:
        """What is shown: the activation's name, or the class."""
        if isinstance(self.function, ChoiceCurve):
            return self.node.classes[self.unit]
        return CHOICES[self.node.activation].title

    @property
    def curve_name(self) -> str:
        """What stands beside the curve."""
        return self.node.kind if isinstance(self.function, ChoiceCurve) else self.node.activation

    @property
    def slopes(self) -> Floats | None:
        """The derivative at every row, (rows,)."""
        if self.sums is None or self.outputs is None:
            return None
        if isinstance(self.function, ChoiceCurve):
            return self.function.slopes(self.outputs)
        return self.function.derivative(self.sums)

    @property
    def across(self) -> Span:
        """Return the part of the x-axis to show: the part in use and the bend around 0."""
        bend = [self.function.bend] if isinstance(self.function, ChoiceCurve) else []
        used = span([np.append(self.sums, bend)], around=0.0) if self.sums is not None else None
        low, high = padded(used, 0.15) if used else (0.0, 0.0)
        return min(low, -LEAST), max(high, LEAST)


def node_shown(document: Document, chosen: str | None, ref: Ref | None = None) -> Node | None:
    """Return the chosen node, or the hidden one that the number ``ref`` leads to or comes from, or else the other end.

    Where nothing is chosen, it is the first hidden one, or the first output; None without any.
    """
    bent = [node for node in document.nodes.values()
            if not NODE_KINDS[node.kind].source and (node.grid is None or (node.filters is not None and node.units))]
    wanted = [node for node in bent if node.id == chosen]
    ends = [node for end in (ref[::-1] if ref is not None else ()) for node in bent if node.id == end]
    around = sorted(ends, key=lambda node: node.kind != "hidden")
    hidden = [node for node in bent if node.kind == "hidden"]
    return next(iter((*wanted, *around, *hidden, *bent)), None)


class ActivationsView(PlotPanel):
    """What a node does to its weighted sum, and how steeply, at every row."""

    slug = "activation"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Activation")
        self._bend: Bend | None = None
        self.unit = QSpinBox(self)
        self.unit.setFont(font(8))
        self.unit.setPrefix("unit ")
        self.unit.setMinimum(1)
        self.unit.setToolTip("Which neuron of the layer is shown")
        self.unit.setAccessibleName("Unit of the layer")
        self.unit.hide()
        self.unit.valueChanged.connect(self.refresh)
        self.controls.addWidget(self.unit)
        workspace.selection.changed.connect(self.refresh)
        workspace.reasoning.pointed_changed.connect(self.refresh)

    def picture(self, frame: Frame) -> Picture:
        """Return function, derivative, rows and tangent."""
        pointed = self._pointed(frame.document)
        chosen = pointed[0] if pointed else self.workspace.selection.node
        node = node_shown(frame.document, chosen, self.workspace.reasoning.ref)
        if node is None:
            self._bend = None
            self.heading.say("Activation")
            return Picture(message=NOTHING)
        self._offer_units(node)
        unit = pointed[1] if pointed else min(self.unit.value(), node.units) - 1
        bend = self._bend = _bend(frame, node, unit, self._row)
        if bend is None:
            self.heading.say(f"{node.label}: {NODE_KINDS[node.kind].title}", node.label)
            return Picture(message=frame.reason or NO_ROW)
        self.heading.say(f"{node.label}: {bend.title} and its derivative", f"{node.label}: {bend.title}")
        across = bend.across if self.follows else self.area.limits()[0]
        marks, up = self._marks(frame, bend, across)
        return Picture(marks, across, up, _sum_name(node), "output, derivative", self._note(bend))

    def _pointed(self, document: Document) -> Unit | None:
        """Return the unit whose factor is pointed at in the chain rule, if it has an activation."""
        factor = self.workspace.reasoning.factor
        if factor is None or factor.place[0] or factor.place[1] not in document.nodes:
            return None
        node = document.nodes[factor.place[1]]
        return (node.id, factor.units[0]) if not NODE_KINDS[node.kind].source and factor.units[0] < node.units else None

    @property
    def _row(self) -> int:
        pointed = self.workspace.reasoning.pointed.row
        return self.workspace.selection.row if pointed is None else pointed

    def _offer_units(self, node: Node) -> None:
        self.unit.setMaximum(max(1, node.units))  # a choice without classes has none, and the lowest would become 0
        self.unit.setVisible(node.units > 1)
        self.unit.setPrefix("unit " if node.grid is None else "cell ")
        self.unit.setToolTip("Which neuron of the layer is shown" if node.grid is None else
                             f"Which cell is shown: {cell_text(node, min(self.unit.value(), node.units) - 1)}")

    def _marks(self, frame: Frame, bend: Bend, across: Span) -> tuple[tuple[Mark, ...], Span]:
        colors = self.workspace.theme.colors
        color = node_colors(frame.document, colors)[bend.node.id]
        x = np.linspace(*across, SAMPLES)
        curve, slope = bend.function.f(x), bend.function.derivative(x)
        marks: list[Mark] = _band(bend, colors)
        marks.append(Line(x, slope, colors.muted, 1.5, True, "derivative", named=True))
        marks.append(Line(x, curve, color, 2.2, False, bend.curve_name, named=True))
        marks += _rows(bend, self._row, across, colors)
        return tuple(marks), span([curve, slope]) or (0.0, 1.0)

    def _note(self, bend: Bend) -> tuple[str, ...]:
        if bend.sums is None or not bend.sums.size:
            return (self.workspace.training.frame.reason,)
        if isinstance(bend.function, ChoiceCurve):
            held = f"the other raw values as in row {self._row + 1}"
            return f"f(x) = {bend.function.formula}; {held}.", f"{held.capitalize()}.", f"As in row {self._row + 1}."
        low, high = (format_number(edge, 3) for edge in (bend.sums.min(), bend.sums.max()))
        use = f"in use by the rows, {low} to {high}."
        return f"f(x) = {bend.function.formula}; tinted: {use}", f"Tinted: {use}", "Tinted: in use by the rows."

    def reading(self, x: float, y: float) -> Reading | None:
        """Return function and derivative at ``x``; near a row's point, that row's."""
        bend, colors = self._bend, self.workspace.theme.colors
        if bend is None:
            return None
        row = self._row_near(bend, x, y)
        place, out, slope = self._values(bend, x, row)
        head = [] if row is None else [(colors.accent, f"row {row + 1}")]
        color = node_colors(self.workspace.document, colors)[bend.node.id]
        lines = (
            (colors.muted, f"x = {format_number(place)}"),
            (color, f"{bend.curve_name} {format_number(out)}"),
            (colors.muted, f"derivative {format_number(slope)}"),
        )
        return Reading(place, (*head, *lines))

    def _values(self, bend: Bend, x: float, row: int | None) -> tuple[float, float, float]:
        """Return sum, output and slope of a row, or of the curve at ``x``."""
        if row is None or bend.sums is None or bend.outputs is None or bend.slopes is None:
            return x, float(bend.function.f(x)), float(bend.function.derivative(x))
        return float(bend.sums[row]), float(bend.outputs[row]), float(bend.slopes[row])

    def _row_near(self, bend: Bend, x: float, y: float) -> int | None:
        if bend.sums is None or bend.outputs is None or not bend.sums.size:
            return None
        wide, high = self.area.pixel_size()
        distance = np.hypot((bend.sums - x) / wide, (bend.outputs - y) / high)
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= _REACH else None

    def table(self) -> Table:
        """Return every row's sum, output and slope, then the curves."""
        bend = self._bend
        if bend is None:
            return ()
        x = np.linspace(*self.area.limits()[0], SAMPLES)
        f, slope = bend.function.f, bend.function.derivative
        named = ("row: sum", bend.sums), ("row: output", bend.outputs), ("row: derivative", bend.slopes)
        rows = tuple((name, values) for name, values in named if values is not None)
        return (*rows, ("curve: x", x), ("curve: output", f(x)), ("curve: derivative", slope(x)))


def _bend(frame: Frame, node: Node, unit: int, row: int) -> Bend | None:
    """Return what to draw; None for a choice without a row to hold the other raw values of."""
    function = choice_curve(frame, node, unit, row) if NODE_KINDS[node.kind].classes else ACTIVATIONS[node.activation]
    if function is None:
        return None
    sums, outputs = frame.sums(node.id), frame.outputs(node.id)
    test = frame.rows.test if frame.rows is not None else np.zeros(0, dtype=np.intp)
    return Bend(node, unit, function, None if sums is None else sums[unit],
                None if outputs is None else outputs[unit], test)


def _sum_name(node: Node) -> str:
    if NODE_KINDS[node.kind].classes:
        return "raw value"
    if node.bias is None:
        return "weighted sum"
    name = subscripted(node.bias.name) if node.bias.value.size == 1 else "bias"
    return f"weighted sum + {name}" if node.grid is None else f"sum under the filter + {name}"


def _band(bend: Bend, colors: Colors) -> list[Mark]:
    if bend.sums is None or not bend.sums.size or not np.isfinite(bend.sums).all():
        return []
    return [Band(float(bend.sums.min()), float(bend.sums.max()), mixed(colors.accent_soft, colors.window))]


def _rows(bend: Bend, row: int, across: Span, colors: Colors) -> list[Mark]:
    """Return all rows as points, and the tangent at the chosen one with its slope."""
    if bend.sums is None or bend.outputs is None or not bend.sums.size:
        return []
    outputs = bend.outputs
    held = np.zeros(bend.sums.size, dtype=np.bool_)
    held[bend.test] = True
    marks: list[Mark] = [
        Dots(bend.sums[~held], outputs[~held], colors.point, 7),
        Dots(bend.sums[held], outputs[held], colors.point, 7, hollow=True),
    ]
    if 0 <= row < bend.sums.size and np.isfinite(outputs[row]):
        marks += _tangent(bend, float(bend.sums[row]), float(outputs[row]), across, colors)
    return marks


def _tangent(bend: Bend, x: float, y: float, across: Span, colors: Colors) -> list[Mark]:
    slope, reach = float(bend.function.derivative(x)), (across[1] - across[0]) * TANGENT
    ends = np.array([x - reach, x + reach])
    words = f"slope {format_number(slope, 3)}"
    return [
        Line(ends, y + slope * (ends - x), colors.accent, 1.5, name="tangent"),
        Dots(np.array([x]), np.array([y]), colors.accent, 13, hollow=True),
        Dots(np.array([x]), np.array([slope]), colors.muted, 6, hollow=True),
        Label(*_named_end(bend, x, y, slope, across), words, colors.accent, SLOPE_TIP),
    ]


def _named_end(bend: Bend, x: float, y: float, slope: float, across: Span) -> tuple[float, float]:
    """Return where the tangent's slope is written: at its end in sight beyond which the curve bends away less."""
    width, f = across[1] - across[0], bend.function.f
    low, high = sorted(float(f(end)) for end in across)
    low -= 0.05 * (high - low)
    ends = {side: (x + side * TANGENT * width, y + slope * side * TANGENT * width) for side in (1.0, -1.0)}
    beyond = {side: x + side * BEYOND * width for side in ends}
    away = {side: abs(float(f(beyond[side])) - y - slope * (beyond[side] - x)) for side, end in ends.items()
            if across[0] <= end[0] <= across[1] and low <= end[1] <= high}  # fmt: skip
    return ends[min(away, key=away.__getitem__)] if away else (x, y)
