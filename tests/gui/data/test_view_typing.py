"""Typing into the table by real keys: cells, new rows, refusals, and what undo gives back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.data.table_model import Item
from gui.data.view import DataView
from gui.state.workspace import Workspace
from tests.helpers.sheet import click, drawn, rows, type_keys

Key = Qt.Key
Made = tuple[Workspace, DataView]


@pytest.fixture
def made(make_view: Callable[[Document], Made]) -> Made:
    """A drawing with an input and an output, and no rows yet."""
    return make_view(drawn())


def test_three_rows_typed_with_tab_into_an_empty_table_and_undone_one_by_one(made: Made) -> None:
    shared, view = made
    click(view, 0, 0)
    type_keys(view, "0", Key.Key_Tab, "0", Key.Key_Tab, "0,5", Key.Key_Tab, "1", Key.Key_Tab, "1", Key.Key_Tab, "0")
    type_keys(view, Key.Key_Return)
    assert rows(shared) == [[0, 0], [0.5, 1], [1, 0]]
    assert shared.session.undo_label == "Add row", "the last 0 was there already"
    for expected in ([[0, 0], [0.5, 1]], [[0, 0], [0.5, 0]], [[0, 0]], []):
        shared.session.undo()
        assert rows(shared) == expected


def place(view: DataView) -> tuple[int, int]:
    """Row and column of the current cell."""
    return view.table.currentIndex().row(), view.table.currentIndex().column()


def test_enter_after_a_run_of_tabs_goes_to_where_the_run_began_in_the_next_row(made: Made) -> None:
    shared, view = made
    click(view, 0, 0)
    for dosage, effect in (("0", "0"), ("0.5", "1"), ("1", "0")):
        type_keys(view, dosage, Key.Key_Tab, effect, Key.Key_Return)
    assert rows(shared) == [[0, 0], [0.5, 1], [1, 0]]
    assert place(view) == (3, 0)


def test_the_row_not_there_yet_says_what_its_other_cells_become(made: Made) -> None:
    _, view = made
    model = view.table.table
    tips = (model.index(0, 0).data(Item.ToolTipRole), model.headerData(0, Qt.Orientation.Vertical, Item.ToolTipRole))
    assert all("its other cells hold 0 until you type them" in tip for tip in tips)


def test_enter_without_tabs_stays_in_its_column(made: Made) -> None:
    shared, view = made
    click(view, 0, 1)
    type_keys(view, "1", Key.Key_Return, "2", Key.Key_Return)
    assert (rows(shared), place(view)) == ([[0, 1], [0, 2]], (2, 1))


@pytest.mark.parametrize("by_keys", [True, False])
def test_a_run_of_tabs_ends_where_its_cell_is_left_another_way(made: Made, *, by_keys: bool) -> None:
    _, view = made
    click(view, 0, 0)
    type_keys(view, "1", Key.Key_Tab, "2", Key.Key_Escape)
    if by_keys:
        type_keys(view, Key.Key_Left, Key.Key_Right)
    else:
        click(view, 0, 1)
    type_keys(view, "2", Key.Key_Return)
    assert place(view) == (1, 1)


def test_a_run_of_tabs_that_goes_on_into_the_next_row_has_its_columns(made: Made) -> None:
    shared, view = made
    click(view, 0, 1)
    type_keys(view, "1", Key.Key_Tab, "2", Key.Key_Tab, "3", Key.Key_Return)
    assert (rows(shared), place(view)) == ([[0, 1], [2, 3]], (2, 0))


def test_fractions_commas_and_the_minus_sign_are_numbers(made: Made) -> None:
    shared, view = made
    click(view, 0, 0)
    type_keys(view, "1/2", Key.Key_Return, "-1.2e-3", Key.Key_Return, "0,25", Key.Key_Return)
    assert [row[0] for row in rows(shared)] == [0.5, -0.0012, 0.25]


def test_a_wrong_entry_is_refused_by_a_sentence_and_the_old_value_stays(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    click(view, 0, 0)
    type_keys(view, "3", Key.Key_Return)
    click(view, 0, 0)
    with qtbot.waitSignal(shared.notices.refused) as refused:
        type_keys(view, "three", Key.Key_Tab)
    assert refused.args is not None
    assert "“three” is not a number" in refused.args[0]
    assert rows(shared) == [[3, 0]]
    assert (view.table.currentIndex().row(), view.table.currentIndex().column()) == (0, 0)


def test_escape_leaves_no_trace(made: Made) -> None:
    shared, view = made
    before = shared.document
    click(view, 0, 0)
    type_keys(view, "7", Key.Key_Escape)
    assert shared.document is before
    assert view.table.editor.open_editor is None


def test_clicking_on_a_button_that_takes_no_focus_commits(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    shared = make_workspace(drawn())
    box = QWidget()
    layout = QVBoxLayout(box)
    view, button = DataView(shared, box), QPushButton("Run", box)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    layout.addWidget(view)
    layout.addWidget(button)
    qtbot.addWidget(box)
    box.resize(700, 400)
    with qtbot.waitExposed(box):
        box.show()
    click(view, 0, 0)
    type_keys(view, "4")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert rows(shared) == [[4, 0]]
    assert view.table.editor.open_editor is None


def rim_color(view: DataView) -> str:
    """The colour in the middle of the table's upper edge, as painted."""
    picture = view.rim.grab().toImage()
    return picture.pixelColor(picture.width() // 2, 0).name()


def test_a_line_around_the_table_shows_that_keys_go_to_it(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    shared = make_workspace(drawn())
    box = QWidget()
    layout = QVBoxLayout(box)
    view, other = DataView(shared, box), QLineEdit(box)
    layout.addWidget(other)
    layout.addWidget(view)
    qtbot.addWidget(box)
    box.resize(700, 400)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    accent = QColor(shared.theme.colors.accent).name()
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    assert rim_color(view) != accent
    view.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert rim_color(view) == accent
    type_keys(view, "4")
    assert view.table.editor.open_editor is not None
    assert rim_color(view) == accent, "also while a cell is typed into"
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    assert rim_color(view) != accent


def test_clicking_another_cell_commits(made: Made) -> None:
    shared, view = made
    click(view, 0, 0)
    type_keys(view, "4")
    click(view, 0, 1)
    assert rows(shared) == [[4, 0]]


def test_tab_leaves_out_the_read_only_columns(made: Made) -> None:
    shared, view = made
    click(view, 0, 1)
    type_keys(view, "1", Key.Key_Tab)
    index = view.table.currentIndex()
    assert (index.row(), index.column()) == (1, 0), "from the last cell on to the row that is not there yet"
    assert isinstance(view.table.editor.open_editor, QLineEdit)
    type_keys(view, Key.Key_Backtab)
    index = view.table.currentIndex()
    assert (index.row(), index.column()) == (0, 1)
    assert shared.document.data.count == 1, "nothing was typed into the new row"


def test_enter_opens_a_cell_with_all_its_digits(made: Made) -> None:
    _, view = made
    click(view, 0, 0)
    type_keys(view, "0.123456789012", Key.Key_Return)
    click(view, 0, 0)
    assert view.table.table.index(0, 0).data() == "0.123457"
    type_keys(view, Key.Key_Return)
    editor = view.table.editor.open_editor
    assert editor is not None
    assert editor.text() == "0.123456789012"


def test_clicking_a_row_chooses_it_and_the_ghost_row_cannot_be_chosen(made: Made) -> None:
    shared, view = made
    click(view, 0, 0)
    type_keys(view, "1", Key.Key_Return, "2", Key.Key_Return)
    click(view, 1, 1)
    assert shared.selection.row == 1
    click(view, 2, 0)
    assert shared.selection.row == 1
