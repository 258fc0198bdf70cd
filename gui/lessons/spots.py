"""Where the parts of the window are that a step points at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import QDockWidget, QLabel, QPushButton, QTabBar, QToolButton, QWidget

from core.document import Document
from core.errors import SquiggleError
from core.lessons.bench import node_of, place_of
from core.lessons.phrases import Said
from gui.canvas import geometry
from gui.canvas.palette import Palette
from gui.canvas.view import CanvasView
from gui.main_window import MainWindow
from gui.time_bar import TimeBar
from gui.toolbar import Toolbar

MARGIN = 7
Part = TypeVar("Part", bound=QWidget)


def area_of(window: MainWindow, said: Said, margin: int = MARGIN) -> QRect:
    """Return what ``said`` means, in pixels of the window; an empty rectangle where it is not in sight."""
    try:
        area = _SPOTS[said.phrase](window, said)
    except (SquiggleError, LookupError):
        return QRect()
    if area.isEmpty():
        return QRect()
    return area.adjusted(-margin, -margin, margin, margin).intersected(window.rect())


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


def _on_canvas(window: MainWindow, area: QRectF) -> QRect:
    canvas = _part(window, CanvasView)
    seen = canvas.mapFromScene(area).boundingRect().intersected(canvas.viewport().rect())
    return QRect(canvas.viewport().mapTo(window, seen.topLeft()), seen.size())


def _document(window: MainWindow) -> Document:
    return _part(window, CanvasView).canvas.stage.drawing.document


def _center(window: MainWindow, label: str) -> QPointF:
    return QPointF(*_document(window).positions[node_of(_document(window), label)])


def _node(window: MainWindow, said: Said) -> QRect:
    return _on_canvas(window, geometry.whole(_center(window, said.words[0])))


def _connection(window: MainWindow, said: Said) -> QRect:
    ends = (_center(window, label) for label in said.words)
    start, end = ends
    between = QRectF(geometry.out_port(start), geometry.in_port(end)).normalized()
    return _on_canvas(window, between.adjusted(0, -14, 0, 14))


def _number(window: MainWindow, said: Said) -> QRect:
    ref, _ = place_of(_document(window), said.words[0])
    return _on_canvas(window, _part(window, CanvasView).canvas.stage.drawing.pills[ref])


def _button(window: MainWindow, said: Said) -> QRect:
    toolbar = _part(window, Toolbar)
    for button in toolbar.findChildren(QPushButton):
        if button.property("action") == said.words[0]:
            return _of_widget(window, button)
    tools = (tool for tool in toolbar.findChildren(QToolButton) if tool.defaultAction() is not None)
    found = next((tool for tool in tools if tool.defaultAction().objectName() == said.words[0]), None)
    return _of_widget(window, found)


def _field(window: MainWindow, said: Said) -> QRect:
    captions = [label for label in _part(window, Toolbar).findChildren(QLabel) if label.objectName() == "caption"]
    found = next((label for label in captions if label.text().partition(":")[0] == said.words[0]), None)
    return _of_widget(window, found.parentWidget() if found is not None else None)


def _tile(window: MainWindow, said: Said) -> QRect:
    tiles = _part(window, Palette).tiles
    return _of_widget(window, next((tile for tile in tiles if tile.text() == said.words[0]), None))


def _view(window: MainWindow, said: Said) -> QRect:
    """Return where a dock is; its tab where another one is in front of it."""
    dock: QDockWidget = window.dock(said.words[0])
    return _of_widget(window, dock) if not dock.visibleRegion().isEmpty() else _tab(window, dock.windowTitle())


def _tab(window: MainWindow, title: str) -> QRect:
    bars = (bar for bar in window.findChildren(QTabBar) if bar.isVisible())
    tabs = ((bar, place) for bar in bars for place in range(bar.count()) if bar.tabText(place) == title)
    for bar, place in tabs:
        return bar.tabRect(place).translated(bar.mapTo(window, QPoint(0, 0))).intersected(_of_widget(window, bar))
    return QRect()


def _menu(window: MainWindow, said: Said) -> QRect:
    bar = window.menuBar()
    found = next((action for action in bar.actions() if action.text() == said.words[0]), None)
    return QRect() if found is None else bar.actionGeometry(found).translated(bar.mapTo(window, QPoint(0, 0)))


_SPOTS: Mapping[str, Callable[[MainWindow, Said], QRect]] = {
    "canvas": lambda window, _said: _of_widget(window, _part(window, CanvasView).viewport()),
    "node NODE": _node,
    "connection NODE -> NODE": _connection,
    "number NAME": _number,
    "view VIEW": _view,
    "button WORD": _button,
    "field REST": _field,
    "tile REST": _tile,
    "time": lambda window, _said: _of_widget(window, _part(window, TimeBar)),
    "menu REST": _menu,
    "lesson": lambda window, _said: _of_widget(window, window.dock("lessons")),
}
PHRASES = frozenset(_SPOTS)
