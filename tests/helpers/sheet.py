"""What a user does at the data table, by real mouse and key events."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from core.document import Document
from core.edits.graph import AddNode
from gui.data.view import DataView
from gui.state.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


def drawn() -> Document:
    """An input, an output, and a table without rows."""
    return AddNode("output", (240, 0), source="n1").apply(AddNode("input", (0, 0)).apply(Document()))


def cell(view: DataView, row: int, column: int) -> QPoint:
    """The middle of a cell in the table's viewport."""
    return view.table.visualRect(view.table.table.index(row, column)).center()


def click(view: DataView, row: int, column: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(view.table.viewport(), LEFT, held, cell(view, row, column))


def click_row_number(view: DataView, row: int) -> None:
    """Click at the left of a row, which selects all of it."""
    header = view.table.verticalHeader()
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(10, header.sectionViewportPosition(row) + 8))


def type_keys(view: DataView, *typed: str | Qt.Key) -> None:
    """Send text and keys to the editor if one is open, else to the table."""
    for one in typed:
        for character in [one] if isinstance(one, Qt.Key) else one:
            target: QWidget = view.table.editor.open_editor or view.table
            if isinstance(character, Qt.Key):
                QTest.keyClick(target, character)
            else:
                QTest.keyClicks(target, character)


def press(view: DataView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    """Press a key of the table with Ctrl (or another) held."""
    QTest.keyClick(view.table, key, held)


def rows(workspace: Workspace) -> list[list[float]]:
    """The rows of a table of numbers."""
    found: list[list[float]] = np.array([column.values for column in workspace.document.data.columns]).T.tolist()
    return found


def trigger(view: DataView, *path: str) -> None:
    """Choose a line of the menu that is open, through its submenus, and close it."""
    menu = view.menus.menu
    assert menu is not None
    for text in path[:-1]:
        menu = next(one for one in menu.findChildren(QMenu) if one.title() == text)
    lines = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert path[-1] in lines, list(lines)
    lines[path[-1]].trigger()
    assert view.menus.menu is not None
    view.menus.menu.close()
