"""Rows that are pictures are shown as such beside their numbers; columns say which pixel they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QMenu

from core.document import Document
from core.edits.table import SetCell
from gui.data.cells import shown
from gui.data.column_header import role_words
from gui.data.column_menu import ColumnMenu
from gui.data.table_model import TableModel
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.grids import picture_network

Item = Qt.ItemDataRole


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(picture_network(channels=1))


def pixel(model: TableModel, row: int, x: int, y: int) -> QColor:
    """The middle of a pixel: 18 ÷ 6 = 3 dots each."""
    found = model.headerData(row, Qt.Orientation.Vertical, Item.DecorationRole)
    assert isinstance(found, QPixmap)
    return QColor(found.toImage().pixelColor(3 * x + 1, 3 * y + 1).name())


def test_a_row_shows_its_picture_and_follows_the_table(workspace: Workspace) -> None:
    model, colors = TableModel(workspace), workspace.theme.colors
    assert pixel(model, 0, 2, 0) == QColor(colors.text)  # O has ink at row 1, columns 3 and 4
    assert pixel(model, 0, 0, 0) == QColor(colors.window)
    assert pixel(model, 1, 0, 0) == QColor(colors.text)  # X at its corners
    workspace.do(SetCell("p0", 0, 1.0))
    assert pixel(model, 0, 0, 0) == QColor(colors.text)
    ghost = model.rowCount() - 1
    assert model.headerData(ghost, Qt.Orientation.Vertical, Item.DecorationRole) is None


def test_rows_of_other_tables_have_none(make_workspace: Callable[[Document], Workspace]) -> None:
    model = TableModel(make_workspace(one_two_one()))
    assert model.headerData(0, Qt.Orientation.Vertical, Item.DecorationRole) is None


def test_a_column_says_which_pixel_it_is(workspace: Workspace) -> None:
    assert role_words(workspace.document, shown(workspace.document), 7) == ("input · image row 2 column 2", "input")
    menu = QMenu()
    column = workspace.document.data.columns[7]
    ColumnMenu(workspace, column, (), lambda: None, lambda: None).build(menu)
    places = menu.actions()[0].menu()
    assert isinstance(places, QMenu)
    texts = [action.text() for action in places.actions()]
    assert "Row 2 column 2: p7" in texts
    ticked = [action.text() for action in places.actions() if action.isChecked()]
    assert ticked == ["Row 2 column 2: p7"]
