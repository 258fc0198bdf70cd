"""The strip over the bottom of the canvas: it keeps its room free, and one bar may have it for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.bars.canvas_strip import GAP, CanvasStrip
from gui.canvas.view import CanvasView
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one


def on_a_canvas(qtbot: QtBot, workspace: Workspace) -> tuple[CanvasView, CanvasStrip]:
    """A canvas that does not show yet, and the strip on it."""
    canvas = CanvasView(workspace)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    return canvas, CanvasStrip(canvas)


def test_a_guest_has_the_strip_until_it_is_given_back(
    qtbot: QtBot, make_workspace: Callable[[Document], Workspace]
) -> None:
    canvas, strip = on_a_canvas(qtbot, make_workspace(one_two_one()))
    row, guest = QLabel("row"), QLabel("guest\nof two lines\nor three")
    strip.add(row)
    strip.add(guest, guest=True)
    with qtbot.waitExposed(canvas):
        canvas.show()
    assert (row.isVisible(), guest.isVisible()) == (True, False)
    low = canvas.camera.bottom
    assert low == strip.height() + GAP
    strip.lend(guest)
    assert (row.isVisible(), guest.isVisible()) == (False, True)
    assert canvas.camera.bottom > low
    assert strip.geometry().bottom() < canvas.height()
    strip.lend(None)
    assert (row.isVisible(), guest.isVisible()) == (True, False)
    assert canvas.camera.bottom == low


def test_it_follows_the_canvas_and_the_drawing_stays_clear_of_it(
    qtbot: QtBot, make_workspace: Callable[[Document], Workspace]
) -> None:
    canvas, strip = on_a_canvas(qtbot, make_workspace(one_two_one()))
    strip.add(QLabel("row"))
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.resize(700, 420)
    assert strip.geometry().right() < canvas.width()
    bounds = canvas.canvas.stage.drawing.bounds
    assert canvas.mapFromScene(bounds.bottomLeft()).y() <= strip.y()
