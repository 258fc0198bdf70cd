"""Where the parts of the window are that a step points at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from core.document import Document
from core.errors import SquiggleError
from core.lessons.bench import node_of, place_of
from core.lessons.phrases import Said
from gui.bars.time_bar import TimeBar
from gui.bars.toolbar import Toolbar
from gui.canvas import geometry
from gui.canvas.look import text_width
from gui.canvas.palette import Palette
from gui.canvas.view import CanvasView
from gui.docks.main_window import MainWindow

if TYPE_CHECKING:
    from gui.grids.column import StageColumn

WIDGET, DRAWN = 4, 3
"""Pixels kept free around a button or field, and around a part of the drawing. A view stands between others: none."""
LABEL_SIZE = 12
"""Pixels of a node's label at 100 %."""
NODE = "node NODE"
Part = TypeVar("Part", bound=QWidget)


def area_of(window: MainWindow, said: Said) -> QRect:
    """Return what ``said`` means, in pixels of the window; an empty rectangle where it is not in sight."""
    try:
        drawn = drawn_at(window, said)
        area = _SPOTS[said.phrase](window, said) if drawn is None else _on_canvas(window, drawn)
    except (SquiggleError, LookupError):
        return QRect()
    if area.isEmpty():
        return QRect()
    free = 0 if said.phrase in WHOLE else WIDGET if drawn is None else DRAWN
    return area.adjusted(-free, -free, free, free).intersected(window.rect())


def drawn_at(window: MainWindow, said: Said) -> QRectF | None:
    """Return where in the drawing what ``said`` means is; None where it is no part of the drawing.

    A SquiggleError or LookupError where the drawing has no such part.
    """
    find = _DRAWN.get(said.phrase)
    return None if find is None else find(window, said)


def numbers_between(window: MainWindow, spotlight: Iterable[Said]) -> list[QRect]:
    """Return where the weights stand that lead from one of the nodes pointed at to another, in pixels of the window.

    Who is to work out what a node gives reads them too.
    """
    document, pills = _document(window), canvas_of(window).canvas.stage.drawing.pills
    nodes = {_node_or_none(document, said.words[0]) for said in spotlight if said.phrase == NODE}
    areas = (_on_canvas(window, pills[pair]) for pair in pills if {*pair} <= nodes)
    return [area for area in areas if not area.isEmpty()]


def _node_or_none(document: Document, label: str) -> str | None:
    try:
        return node_of(document, label)
    except SquiggleError:
        return None  # the learner's drawing may have another name there


def view_of(said: Said) -> str:
    """Return the name of the dock that is meant, whole or in part; "" if none is."""
    place = _VIEWS.get(said.phrase)
    return "" if place is None else said.words[place]


def _of_widget(window: MainWindow, widget: QWidget | None) -> QRect:
    """Return where a widget of the window is; an empty rectangle if it is hidden, behind others or floats."""
    if widget is None or widget.visibleRegion().isEmpty() or widget.window() is not window:
        return QRect()
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _part(window: MainWindow, kind: type[Part]) -> Part:
    found = window.findChildren(kind)
    if not found:
        raise LookupError(kind)
    return found[0]


def canvas_of(window: MainWindow) -> CanvasView:
    """Return the canvas of the window."""
    return _part(window, CanvasView)


def _on_canvas(window: MainWindow, area: QRectF) -> QRect:
    canvas = canvas_of(window)
    seen = canvas.mapFromScene(area).boundingRect().intersected(canvas.viewport().rect())
    return QRect(canvas.viewport().mapTo(window, seen.topLeft()), seen.size())


def _document(window: MainWindow) -> Document:
    return canvas_of(window).canvas.stage.drawing.document


def _center(window: MainWindow, label: str) -> QPointF:
    return QPointF(*_document(window).positions[node_of(_document(window), label)])


def _node(window: MainWindow, said: Said) -> QRectF:
    """Return a node with its label, its bias and what stands below."""
    center, label = _center(window, said.words[0]), said.words[0]
    wide = text_width(label, LABEL_SIZE, bold=True)
    return geometry.extent(center).united(geometry.around(center, min(wide, geometry.LABEL_WIDTH), geometry.SIDE))


def _connection(window: MainWindow, said: Said) -> QRectF:
    start, end = (_center(window, label) for label in said.words)
    return QRectF(geometry.out_port(start), geometry.in_port(end)).normalized().adjusted(0, -14, 0, 14)


def _number(window: MainWindow, said: Said) -> QRectF:
    ref, _ = place_of(_document(window), said.words[0])
    return QRectF(canvas_of(window).canvas.stage.drawing.pills[ref])


def _button(window: MainWindow, said: Said) -> QRect:
    toolbar = _part(window, Toolbar)
    for button in toolbar.findChildren(QPushButton):
        if button.property("action") == said.words[0]:
            return _of_widget(window, button)
    tools = (tool for tool in toolbar.findChildren(QToolButton) if tool.defaultAction() is not None)
    found = next((tool for tool in tools if tool.defaultAction().objectName() == said.words[0]), None)
    return _of_widget(window, found)


def _field(window: MainWindow, said: Said) -> QRect:
    """Return where a field of the toolbar is; where a small window has no room for it, what opens it."""
    toolbar = _part(window, Toolbar)
    captions = [label for label in toolbar.findChildren(QLabel) if label.objectName() == "caption"]
    found = next((label for label in captions if label.text().partition(":")[0] == said.words[0]), None)
    area = _of_widget(window, found.parentWidget() if found is not None else None)
    return _of_widget(window, toolbar.more) if area.isEmpty() and found is not None else area


def _tile(window: MainWindow, said: Said) -> QRect:
    tiles = _part(window, Palette).tiles
    return _of_widget(window, next((tile for tile in tiles if tile.text() == said.words[0]), None))


def _view(window: MainWindow, said: Said) -> QRect:
    """Return where a dock is; its tab where another one is in front of it."""
    dock = window.dock(said.words[0])
    return _of_widget(window, dock) if not dock.visibleRegion().isEmpty() else _tab(window, dock.title)


def _in_view(window: MainWindow, said: Said) -> QRect:
    """Return where a button, a choice or a label of a dock is, by what is written on it."""
    words, dock = said.words[0], window.dock(said.words[1])
    written: list[QAbstractButton | QLabel] = [*dock.findChildren(QAbstractButton), *dock.findChildren(QLabel)]
    found = (part for part in written if words in part.text() and not part.visibleRegion().isEmpty())
    return _of_widget(window, next(found, None))


def _grid(window: MainWindow, said: Said) -> QRect:
    """Return where the columns of a node are in the convolution view, as far as they are in sight."""
    seen = QRect()
    for column in _columns(window, said):
        part = column.visibleRegion().boundingRect()
        seen = seen.united(part.translated(column.mapTo(window, QPoint(0, 0)))) if not part.isEmpty() else seen
    return seen


def bar_to(window: MainWindow, said: Said) -> tuple[QScrollBar, int] | None:
    """Return the bar that scrolls the grids of a node into sight, and to where; None where there is none."""
    columns = _columns(window, said)
    around: QWidget | None = columns[-1] if columns else None
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is None:
        return None
    bar, right = around.horizontalScrollBar(), columns[-1].geometry().right() + 2 * WIDGET
    least, most = right - around.viewport().width(), columns[0].x() - 2 * WIDGET
    return bar, min(max(bar.value(), least), max(most, 0))


def _columns(window: MainWindow, said: Said) -> list[StageColumn]:
    """Return the columns in which the convolution view shows what comes out of a node; none where it has no such."""
    from gui.grids.column import StageColumn  # it is loaded after the window shows
    from gui.grids.stages import FILTER

    label, document = said.words[0], _document(window)
    found = window.dock("convolution").findChildren(StageColumn)
    shown = [one for one in found if one.key[1] != FILTER and one.key[0] in document.nodes]
    return [one for one in shown if document.nodes[one.key[0]].label == label]


def _tab(window: MainWindow, title: str) -> QRect:
    bars = (bar for bar in window.findChildren(QTabBar) if bar.isVisible())
    tabs = ((bar, place) for bar in bars for place in range(bar.count()) if bar.tabToolTip(place) == title)
    for bar, place in tabs:
        return bar.tabRect(place).translated(bar.mapTo(window, QPoint(0, 0))).intersected(_of_widget(window, bar))
    return QRect()


def _menu(window: MainWindow, said: Said) -> QRect:
    bar = window.menuBar()
    found = next((action for action in bar.actions() if action.text() == said.words[0]), None)
    return QRect() if found is None else bar.actionGeometry(found).translated(bar.mapTo(window, QPoint(0, 0)))


_DRAWN: Mapping[str, Callable[[MainWindow, Said], QRectF]] = {
    "node NODE": _node,
    "connection NODE -> NODE": _connection,
    "number NAME": _number,
}
_SPOTS: Mapping[str, Callable[[MainWindow, Said], QRect]] = {
    "REST in view VIEW": _in_view,
    "grid of NODE": _grid,
    "canvas": lambda window, _said: _of_widget(window, canvas_of(window).viewport()),
    "view VIEW": _view,
    "button WORD": _button,
    "field REST": _field,
    "tile REST": _tile,
    "time": lambda window, _said: _of_widget(window, _part(window, TimeBar)),
    "menu REST": _menu,
    "lesson": lambda window, _said: _of_widget(window, window.dock("lessons")),
}
_VIEWS: Mapping[str, int] = {"view VIEW": 0, "REST in view VIEW": 1}
"""Phrase → which of its words names a dock."""
WHOLE = frozenset({"canvas", "view VIEW", "lesson"})
"""Parts that fill their place up to what lies beside them."""
PHRASES = frozenset(_DRAWN) | frozenset(_SPOTS)
