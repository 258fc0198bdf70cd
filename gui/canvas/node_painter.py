"""How one node is painted, in full and from afar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.catalog import ACTIVATIONS, NODE_KINDS
from core.document import Node
from core.quantity import share_texts
from gui.canvas import geometry, look
from gui.canvas.cells import PICTURE, Cells, layer_cells
from gui.canvas.look import fitted, number_texts, write, write_whole
from gui.canvas.pixels import pixels_shown
from gui.canvas.sketch import sketch
from gui.canvas.stage import Stage, held_back
from gui.canvas.tile_painter import paint_cells
from gui.canvas.trail import DIM, LIT, PLAIN, STRONG
from gui.controls.labels import grid_text
from gui.pictures import picture_image

NO_BRUSH = Qt.BrushStyle.NoBrush
NO_PEN = Qt.PenStyle.NoPen
NAME_SIZES, WIDER = (11, 10, 9, 8), 2.0
"""Sizes of a class's line, the best first, and how far it goes beyond other lines: names and numbers need the room."""
CLASS_NUMBER = 34.0
"""Room for a probability in the line of its class at least."""
CLASS_LINES = (4.0, 19.0, 45.0, 60.0)
"""Where they stand: two over the ports and two under them, so that none runs into a port."""
MOST_CLASSES = len(CLASS_LINES)
"""Lines that a softmax or argmax writes inside its square: the most probable classes, and the one observed."""
POINT_SIZE = 5.0
FEW_POINTS = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """The node being painted, and where."""

    stage: Stage
    node: Node
    center: QPointF
    ink: str

    @property
    def square(self) -> QRectF:
        """Its square."""
        return geometry.square(self.center)


def subject(stage: Stage, node: str) -> Subject:
    """Gather what painting a node needs."""
    return Subject(stage, stage.document.nodes[node], stage.drawing.centers[node], stage.node_colors[node])


def paint_node(painter: QPainter, stage: Stage, node: str, *, full: bool) -> None:
    """Paint a node; ``full`` adds what can only be read from near: values, curve, caption."""
    it = subject(stage, node)
    _halo(painter, it)
    _body(painter, it)
    if full:
        _INSIDE[it.node.kind](painter, it)
        _caption(painter, it)
    else:
        _glance(painter, it)
    _ports(painter, it)
    near = (geometry.label_box(it.center), geometry.LETTERS)
    area, size = near if full else geometry.far_label(it.center, painter.worldTransform().m11())
    write(painter, area, it.node.label, stage.colors.text, size, bold=True)
    _verdict(painter, it)


def _rounded(painter: QPainter, area: QRectF, grow: float = 0.0) -> None:
    corner = geometry.CORNER + grow
    painter.drawRoundedRect(area.adjusted(-grow, -grow, grow, grow), corner, corner)


def _halo(painter: QPainter, it: Subject) -> None:
    """Show by a ring that the node is chosen, or would be by a click."""
    colors, hover = it.stage.colors, it.stage.hover
    chosen = it.node.id in it.stage.selection.nodes
    light = it.stage.node_light(it.node.id)
    if light in (LIT, STRONG):
        _glow(painter, it, strong=light == STRONG)
    if not chosen and hover.node != it.node.id:
        return
    painter.setBrush(look.color(colors.accent_soft) if chosen else NO_BRUSH)
    painter.setPen(look.pen(colors.accent, 2.0) if chosen else look.pen(colors.border, 2.0))
    _rounded(painter, it.square, 5)


def _glow(painter: QPainter, it: Subject, *, strong: bool) -> None:
    """Show by a broad ring that the node is on the path that is lit."""
    colors = it.stage.colors
    painter.setPen(NO_PEN)
    painter.setBrush(look.color(look.mixed(colors.canvas, colors.accent, 0.75 if strong else 0.35)))
    _rounded(painter, it.square, 9 if strong else 6.5)


def _body(painter: QPainter, it: Subject) -> None:
    painter.setPen(look.pen(it.ink, 2.0))
    painter.setBrush(look.color(it.stage.colors.window))
    if it.node.units > 1:
        for shift in (6.0, 3.0):
            _rounded(painter, it.square.translated(shift, -shift))
    _rounded(painter, it.square)


def _ports(painter: QPainter, it: Subject) -> None:
    hover = it.stage.hover
    painter.setPen(look.pen(it.ink, 2.0))
    places = {"out_port": geometry.out_port(it.center)}
    if NODE_KINDS[it.node.kind].takes_connections:
        places["in_port"] = geometry.in_port(it.center)
    for part, point in places.items():
        lit = hover.node == it.node.id and hover.part == part
        painter.setBrush(look.color(it.ink if lit else it.stage.colors.window))
        size = geometry.PORT + (2 if lit else 0)
        painter.drawEllipse(point, size, size)


def _verdict(painter: QPainter, it: Subject) -> None:
    """Outline the node a wire hovers over: green with ✓ where it may be joined, red with ✕ where not."""
    verdict = it.stage.preview.verdict
    if verdict is None or verdict.node != it.node.id:
        return
    colors = it.stage.colors
    ink, mark = (colors.output, "✓") if verdict.good else (colors.danger, "✕")
    painter.setBrush(NO_BRUSH)
    painter.setPen(look.pen(ink, 3.0))
    _rounded(painter, it.square, 5)
    badge = geometry.around(it.square.topRight(), 20, 20)
    painter.setPen(NO_PEN)
    painter.setBrush(look.color(ink))
    painter.drawEllipse(badge)
    write(painter, badge, mark, colors.window, 12, bold=True)


def _caption(painter: QPainter, it: Subject) -> None:
    colors, node = it.stage.colors, it.node
    area = geometry.caption_box(it.center, below_pill=node.bias is not None)
    write_whole(painter, area, captions(it.stage, node), colors.muted, (11, 10))


def captions(stage: Stage, node: Node) -> tuple[str, ...]:
    """Return the line below a node, the best first: what it is, and what comes out for the chosen row."""
    if node.kind == "input":
        return ("input" if node.units == 1 else f"input ×{node.units}",)
    if node.grid is not None:
        word = f"{node.grid.mode} pool" if node.grid.mode else node.kind
        return (f"{word} · {grid_text(node.grid)}", grid_text(node.grid))
    if NODE_KINDS[node.kind].classes:
        return (f"{NODE_KINDS[node.kind].title} of {node.units}",)
    name = ACTIVATIONS[node.activation].title.lower()
    values = stage.chosen_values(node.id)
    if node.units > 1:
        return (f"{node.kind} · {name} · ×{node.units}" if node.kind == "output" else f"{name} · ×{node.units}",)
    if node.kind == "hidden" and stage.asks(node.id):
        return f"{name} · out {look.UNKNOWN}", name
    if node.kind == "output" or values is None:
        return (f"{node.kind} · {name}" if node.kind == "output" else name,)
    return tuple(f"{name} · out {number}" for number in number_texts(float(values[0]), 3))


def _curve(painter: QPainter, it: Subject, area: QRectF) -> None:
    """Draw the activation with all rows on it, the chosen one larger."""
    colors, frame = it.stage.colors, it.stage.frame
    sums, chosen = frame.sums(it.node.id), it.stage.chosen_sums(it.node.id)
    drawn = sketch(it.node.activation, sums, chosen if it.node.units == 1 else None, area)
    painter.setPen(look.pen(colors.border, 1.0))
    painter.drawLine(QLineF(area.left(), drawn.zero_y, area.right(), drawn.zero_y))
    if drawn.zero_x is not None:
        painter.drawLine(QLineF(drawn.zero_x, area.top(), drawn.zero_x, area.bottom()))
    painter.setPen(look.pen(it.ink, 2.0))
    painter.drawPolyline(drawn.curve)
    painter.setPen(_dot_pen(colors.point, POINT_SIZE if drawn.points.size() <= FEW_POINTS else 3.0))
    painter.drawPoints(drawn.points)
    if drawn.chosen is not None:
        painter.setPen(look.pen(colors.window, 1.5))
        painter.setBrush(look.color(colors.accent))
        painter.drawEllipse(drawn.chosen, 4.5, 4.5)


def _dot_pen(ink: str, size: float) -> QPen:
    made = QPen(look.color(ink), size)
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made


def _inside_hidden(painter: QPainter, it: Subject) -> None:
    if it.node.units == 1:
        _curve(painter, it, it.square.adjusted(11, 14, -11, -16))
    elif not _units(painter, it):
        _curve(painter, it, it.square.adjusted(11, 10, -11, -30))
        text = look.UNKNOWN if it.stage.asks(it.node.id) else f"×{it.node.units}"
        write(painter, _line(it, 57, 16), text, it.stage.colors.muted, 11)


def _units(painter: QPainter, it: Subject) -> bool:
    """Show the values of a layer for the chosen row, a cell a unit; return False where there are none."""
    values, cells = it.stage.chosen_values(it.node.id), layer_cells(it.stage.document, it.node, it.center)
    if values is None or cells is None:
        return False
    paint_cells(painter, cells, values[: cells.count], it.stage.colors)
    _frame(painter, it, cells)
    return True


def _frame(painter: QPainter, it: Subject, cells: Cells | None) -> None:
    """Frame the unit that is pointed at."""
    unit = it.stage.unit_pointed(it.node.id)
    if cells is not None and unit is not None and unit < cells.count:
        painter.setPen(look.pen(it.stage.colors.accent, 1.5))
        painter.setBrush(NO_BRUSH)
        painter.drawRect(cells.cell(unit))


def _glance(painter: QPainter, it: Subject) -> None:
    """Show from afar what needs no reading: a picture, the shades of a layer."""
    if not _picture(painter, it, geometry.around(it.center - QPointF(0, 3), PICTURE, PICTURE)):
        _units(painter, it)


def _inside_grid(painter: QPainter, it: Subject) -> None:
    """Show the first channel for the chosen row, or its size where nothing is computed yet."""
    grid = it.node.grid
    if grid is not None and not _units(painter, it):
        write_whole(painter, _line(it, 34, 16), (grid_text(grid), "no size"), it.stage.colors.muted, (11, 10, 9))


def _line(it: Subject, top: float, height: float) -> QRectF:
    return QRectF(it.square.left() + 7, it.square.top() + top, it.square.width() - 14, height)


def _inside_input(painter: QPainter, it: Subject) -> None:
    colors, count = it.stage.colors, it.stage.document.data.count
    values = it.stage.chosen_values(it.node.id)
    row = it.stage.row + 1
    if it.stage.frame.tried is not None and it.node.grid is not None:
        texts: tuple[str, ...] = ("your picture",)
    else:
        texts = _row_texts(row, count, held=held_back(it.stage))
    pictured = _picture(painter, it, geometry.around(it.center - QPointF(0, 3), PICTURE, PICTURE))
    write_whole(painter, _line(it, 3 if pictured else 8, 16), texts, colors.muted, (10,) if pictured else (11, 10, 9))
    if it.node.units > 1:
        if not (pictured or _units(painter, it)):
            text = f"×{it.node.units}" if it.node.grid is None else grid_text(it.node.grid)
            write(painter, _line(it, 28, 18), text, colors.muted, 11)
    elif values is not None:
        numbers, area = number_texts(float(values[0])), _line(it, 25, 24).adjusted(5, 0, -5, 0)
        write_whole(painter, area, numbers, colors.text, (18, 15, 12, 10))
    if count > 1:
        _row_buttons(painter, it)


def _row_texts(row: int, count: int, *, held: bool) -> tuple[str, ...]:
    """Return which row is shown, the best first, and whether it is held back for testing."""
    if held:
        return (f"test row {row} of {count}", f"test row {row:,}", f"test {row}")
    return (f"row {row} of {count}", f"{row} of {count}", f"row {row}") if count else ("no data",)


def _picture(painter: QPainter, it: Subject, area: QRectF) -> bool:
    """Show the chosen row as the picture it is; return False where it is none."""
    greys, colors = pixels_shown(it.stage, it.node), it.stage.colors
    if greys is None:
        return False
    high, wide = greys.shape
    side = min(area.width() / wide, area.height() / high)
    place = geometry.around(area.center(), side * wide, side * high)
    painter.drawImage(place, picture_image(greys, colors.window, colors.text))
    painter.setPen(look.pen(colors.border, 1.0))
    painter.setBrush(NO_BRUSH)
    painter.drawRect(place)
    _frame(painter, it, layer_cells(it.stage.document, it.node, it.center))
    return True


def _row_buttons(painter: QPainter, it: Subject) -> None:
    hover, colors = it.stage.hover, it.stage.colors
    for part, area, icon in zip(
        ("row_back", "row_next"), geometry.row_buttons(it.center), ("chevron-left", "chevron-right"), strict=True
    ):
        lit = hover.node == it.node.id and hover.part == part
        if lit:
            painter.setPen(NO_PEN)
            painter.setBrush(look.color(colors.accent_soft))
            painter.drawRoundedRect(area, 6, 6)
        look.paint_icon(painter, icon, colors.accent if lit else colors.muted, area.center(), 14)


def _inside_output(painter: QPainter, it: Subject) -> None:
    if it.node.units > 1:
        _inside_hidden(painter, it)
        return
    colors = it.stage.colors
    values, observed = it.stage.chosen_values(it.node.id), it.stage.observed_values(it.node.id)
    bent = it.node.activation != "identity"
    lift = 3 if bent else 10
    asked = it.stage.asks(it.node.id)
    if values is not None or asked:
        word = "raw" if is_raw(it.stage, it.node) else "predicted"
        write(painter, _line(it, lift, 14), word, colors.muted, 10 if bent else 11)
        sizes = (14, 12, 10) if bent else (18, 15, 12, 10)
        area = _line(it, lift + 12, 24).adjusted(5, 0, -5, 0)
        shown = (look.UNKNOWN,) if values is None else number_texts(float(values[0]))
        write_whole(painter, area, shown, colors.text, sizes)
    if observed is not None:
        area, numbers = _line(it, lift + (33 if bent else 38), 15), number_texts(float(observed[0]), 3)
        texts = [form.format(number) for number in numbers for form in ("observed {}", "obs. {}", "{}")]
        write_whole(painter, area, texts, colors.danger, (10,) if bent else (11,))
    told = values is not None or asked
    if bent or not told:
        _curve(painter, it, it.square.adjusted(12, 52 if told else 14, -12, -7))


def is_raw(stage: Stage, node: Node) -> bool:
    """Whether what an output gives is no prediction yet: it goes on to a softmax or argmax that speaks for it."""
    document = stage.document
    spoken_for = any(document.nodes[target].classes for target in document.targets(node.id))
    return spoken_for and not document.data.targets.get(node.id)


def _inside_choice(painter: QPainter, it: Subject) -> None:
    """Write a line a class, the most probable first and in full ink; then the class that was observed."""
    colors, classes = it.stage.colors, it.node.classes
    values, observed = it.stage.chosen_values(it.node.id), observed_class(it.stage, it.node)
    nothing = (look.UNKNOWN,) if it.stage.asks(it.node.id) else ()
    order = range(len(classes)) if values is None else np.argsort(-values, kind="stable").tolist()
    for line, place in enumerate(list(order)[: MOST_CLASSES - (observed is not None)]):
        ink = colors.text if line == 0 else colors.muted
        area = _line(it, CLASS_LINES[line], 16).adjusted(-WIDER, 0, WIDER, 0)
        # what is not certain never reads as 1
        texts = nothing if values is None else share_texts(float(values[place]), 2)
        _class_line(painter, area, classes[place], texts, ink)
    if observed is not None:
        right = values is not None and int(values.argmax()) == observed
        mark = "" if values is None else "✓ " if right else "✕ "
        name, ink = classes[observed], colors.output if right else colors.danger
        area = _line(it, CLASS_LINES[-1], 16)
        short = look.elided(f"{mark}{name}", area.width(), 9)
        texts = (f"{mark}observed {name}", f"{mark}obs. {name}", f"{mark}{name}", short)
        write_whole(painter, area, texts, ink, (10, 9))


def _class_line(painter: QPainter, area: QRectF, name: str, texts: tuple[str, ...], ink: str) -> None:
    """Write a class's name on the left and its number on the right: both whole, in the size that has room for both.

    Where there is none, the name gives way, the number never.
    """
    whole = next(((text, size) for text in texts for size in NAME_SIZES
                  if look.text_width(name, size) + look.text_width(text, size) + 4 <= area.width()), None)  # fmt: skip
    room = area.width() - look.text_width(name, NAME_SIZES[-1]) - 4
    number, size = whole or (fitted(texts, max(room, CLASS_NUMBER), NAME_SIZES) if texts else ("", NAME_SIZES[0]))
    taken = look.text_width(number, size) + 4 if number else 0.0
    write(painter, area.adjusted(0, 0, -taken, 0), name, ink, size, side=Qt.AlignmentFlag.AlignLeft)
    write(painter, area, number, ink, size, side=Qt.AlignmentFlag.AlignRight)


def observed_class(stage: Stage, node: Node) -> int | None:
    """Return the place of the class observed in the chosen row; None where no column tells."""
    observed = stage.observed_values(node.id)
    return None if observed is None or not observed.any() else int(observed.argmax())


_INSIDE: Mapping[str, Callable[[QPainter, Subject], None]] = {
    "input": _inside_input,
    "hidden": _inside_hidden,
    "output": _inside_output,
    "softmax": _inside_choice,
    "argmax": _inside_choice,
    "image": _inside_input,
    "convolution": _inside_grid,
    "pool": _inside_grid,
}


def paint_far(painter: QPainter, stage: Stage, nodes: list[str]) -> None:
    """Paint many nodes as plain squares in their colours: chosen ones filled with the accent, lit ones faintly."""
    groups: dict[tuple[str, str], list[QRectF]] = {}
    light, colors = stage.light, stage.colors
    for node in nodes:
        shine = PLAIN if light is None else light.of_node(node)
        fill = colors.accent if node in stage.selection.nodes else colors.window if shine < LIT else colors.accent_soft
        ink = look.mixed(stage.node_colors[node], colors.canvas, 0.6 if shine == DIM else 0.0)
        groups.setdefault((ink, fill), []).append(geometry.square(stage.drawing.centers[node]))
    for (ink, fill), squares in groups.items():
        painter.setPen(look.pen(ink, 4.0))
        painter.setBrush(look.color(fill))
        painter.drawRects(squares)
