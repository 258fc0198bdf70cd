"""The user's verbs: real clicks, drags and keys on the real window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.document import Document, Pair, Ref
from gui.app import Window
from gui.canvas import geometry
from gui.canvas.palette import Palette

LEFT = Qt.MouseButton.LeftButton
PAUSE_MS = 1


class User:
    """Somebody at the window."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.canvas = window.canvas
        self.heard: list[str] = []
        window.workspace.notices.refused.connect(self.heard.append)

    @property
    def document(self) -> Document:
        """The document as it stands."""
        return self.window.workspace.document

    def node(self, label: str) -> str:
        """Return the id of the node called ``label``."""
        return next(node.id for node in self.document.nodes.values() if node.label == label)

    def spot(self, x: float, y: float) -> QPoint:
        """Return where a point of the drawing is in the canvas, in pixels."""
        return self.canvas.mapFromScene(QPointF(x, y))

    def center(self, label: str) -> QPointF:
        """Return where a node stands in the drawing."""
        return QPointF(*self.document.positions[self.node(label)])

    # -- mouse and keys ----------------------------------------------------------------------------------------

    def click(self, x: float, y: float, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Click a point of the drawing."""
        self.hover(x, y)
        QTest.mouseClick(self.canvas.viewport(), LEFT, modifier, self.spot(x, y))

    def double_click(self, x: float, y: float) -> None:
        """Double-click a point of the drawing."""
        self.click(x, y)
        QTest.mouseDClick(self.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, self.spot(x, y))

    def hover(self, x: float, y: float) -> None:
        """Move the pointer to a point of the drawing."""
        QTest.mouseMove(self.canvas.viewport(), self.spot(x, y), PAUSE_MS)

    def drag(self, start: QPointF, end: QPointF, *, drop: bool = True) -> None:
        """Drag from one point of the drawing to another, in a few moves."""
        port, view = self.canvas.viewport(), self.spot
        QTest.mouseMove(port, view(start.x(), start.y()), PAUSE_MS)
        QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, view(start.x(), start.y()))
        for part in (0.1, 0.4, 0.7, 1.0):
            point = start + (end - start) * part
            QTest.mouseMove(port, view(point.x(), point.y()), PAUSE_MS)
        if drop:
            QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, view(end.x(), end.y()))

    def keys(self, sequence: str | QKeySequence.StandardKey) -> None:
        """Press a key combination in the canvas."""
        self.window.activateWindow()
        self.canvas.setFocus()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keySequence(self.canvas, QKeySequence(sequence))

    def type(self, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        """Type into whatever field has the focus, and end with a key."""
        field = self.window.focusWidget()
        if isinstance(field, QLineEdit):
            field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(self.window.focusWidget() or field, end)

    def press(self, action: str) -> None:
        """Click a button of the toolbar."""
        buttons = self.window.toolbar.findChildren(QPushButton)
        self.qtbot.mouseClick(next(found for found in buttons if found.property("action") == action), LEFT)

    # -- what a person does ------------------------------------------------------------------------------------

    def place(self, tile: str, x: float, y: float) -> None:
        """Click a tile of the palette, then a point of the drawing."""
        palette = self.window.findChild(Palette)
        assert isinstance(palette, Palette)
        self.qtbot.mouseClick(next(found for found in palette.tiles if found.text() == tile), LEFT)
        self.click(x, y)

    def connect(self, source: str, target: str) -> None:
        """Drag from a node's port to another node."""
        self.drag(geometry.out_port(self.center(source)), self.center(target))

    def number(self, ref: Ref) -> QPointF:
        """Return where the number of a weight or bias stands."""
        pill = self.canvas.canvas.stage.drawing.pills[ref]
        return QPointF(pill.left() + pill.width() * 0.35, pill.center().y())

    def set_number(self, ref: Ref, text: str) -> None:
        """Click a number on the canvas and type another."""
        at = self.number(ref)
        self.click(at.x(), at.y())
        self.type(text)

    def pair(self, source: str, target: str) -> Pair:
        """Return the connection between two nodes by their labels."""
        return (self.node(source), self.node(target))

    def fill_table(self, *rows: tuple[str, ...]) -> None:
        """Type rows into the data table, from its first cell."""
        self.window.show_view("data")
        table = self.window.data.table
        self.qtbot.waitUntil(table.isVisible)
        for row, texts in enumerate(rows):
            for place, text in enumerate(texts):
                cell = table.visualRect(table.model().index(row, place))
                QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, cell.center())
                QTest.keyClicks(table, text[0])
                editor = self.window.focusWidget()
                rest: QWidget = editor if editor is not None else table
                QTest.keyClicks(rest, text[1:])
                QTest.keyClick(rest, Qt.Key.Key_Return)
