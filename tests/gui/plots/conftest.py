"""A plot on the screen, and a hand that points, drags and clicks at places given in data units."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.plots.plot_panel import PlotPanel
from gui.state.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
Mark = TypeVar("Mark")


class Hand:
    """Somebody at one plot."""

    def __init__(self, view: PlotPanel) -> None:
        self.view, self.port = view, view.area.viewport()

    def spot(self, x: float, y: float) -> QPoint:
        """Return the pixel of a position in data units."""
        return self.view.area.to_pixels(x, y).toPoint()

    def point(self, x: float, y: float) -> None:
        """Move the pointer there."""
        QTest.mouseMove(self.port, self.spot(x, y))

    def press(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        """Press a button there."""
        QTest.mousePress(self.port, button, PLAIN, self.spot(x, y))

    def release(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        """Let the button go there."""
        QTest.mouseRelease(self.port, button, PLAIN, self.spot(x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True) -> None:
        """Drag from one place to another in three moves; the pixels are those of the view at the start."""
        ends = self.spot(*start), self.spot(*end)
        QTest.mousePress(self.port, LEFT, PLAIN, ends[0])
        for part in (1, 2, 3):
            QTest.mouseMove(self.port, ends[0] + (ends[1] - ends[0]) * part / 3)
        if drop:
            QTest.mouseRelease(self.port, LEFT, PLAIN, ends[1])

    def click(self, x: float, y: float) -> None:
        """Click there."""
        QTest.mouseClick(self.port, LEFT, PLAIN, self.spot(x, y))

    def double_click(self, x: float, y: float) -> None:
        """Double-click there."""
        self.click(x, y)
        QTest.mouseDClick(self.port, LEFT, PLAIN, self.spot(x, y))

    def key(self, key: Qt.Key) -> None:
        """Press a key in the plot."""
        self.view.setFocus()
        QTest.keyClick(self.view, key)

    def marks(self, kind: type[Mark]) -> list[Mark]:
        """Return what is drawn of one kind."""
        return [mark for mark in self.view.shown.marks if isinstance(mark, kind)]


Show = Callable[..., Hand]


@pytest.fixture
def show(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> Show:
    """Return a function that shows a view of a class on a document or a workspace."""

    def build(
        view_class: Callable[[Workspace, None], PlotPanel], on: Document | Workspace, size: tuple[int, int] = (600, 400)
    ) -> Hand:
        workspace = make_workspace(on) if isinstance(on, Document) else on
        view = view_class(workspace, None)
        qtbot.addWidget(view)
        view.resize(*size)
        with qtbot.waitExposed(view):
            view.show()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # places of things must be those where they stay
        return Hand(view)

    return build
