"""Blocks of cells: pasted from a spreadsheet, copied to one, cleared and removed, by real keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.data.view import DataView
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.sheet import LEFT, click, click_row_number, drawn, press, rows, trigger, type_keys

Made = tuple[Workspace, DataView]
Make = Callable[[Document], Made]
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def copied(text: str) -> None:
    """Put text on the clipboard, as a spreadsheet does."""
    QGuiApplication.clipboard().setText(text)


@pytest.fixture
def dosage(make_view: Make) -> Made:
    return make_view(one_two_one())


def test_a_spreadsheet_pasted_into_an_empty_table_is_one_step(make_view: Make) -> None:
    shared, view = make_view(drawn())
    before = shared.document
    copied("dosage\teffectiveness\r\n0\t0\r\n0,5\t1\r\n1\t0\r\n")
    click(view, 0, 0)
    press(view, Qt.Key.Key_V)
    assert rows(shared) == [[0, 0], [0.5, 1], [1, 0]]
    assert shared.document.data.names == ("dosage", "effectiveness")
    shared.session.undo()
    assert shared.document is before


def test_pasting_below_the_last_row_adds_rows_and_selects_them(dosage: Made) -> None:
    shared, view = dosage
    copied("2\t3\n4\t5")
    click(view, 3, 0)
    press(view, Qt.Key.Key_V)
    assert rows(shared) == [[0, 0], [0.5, 1], [1, 0], [2, 3], [4, 5]]
    assert view.table.chosen.rows == (3, 4)


def test_the_paste_button_works_where_there_is_no_column_yet(make_view: Make) -> None:
    shared, view = make_view(Document())
    copied("a\tb\n1\t2")
    button = view.findChild(QToolButton, "paste")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert shared.document.data.names == ("a", "b")
    shared.session.undo()
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shared.document.data.names == ("a", "b")


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "nothing to paste"), ("1\tx", "“x”"), ("1\t2\t3\n4\t5\t6", "wide")]
)
def test_what_cannot_be_pasted_is_refused_and_nothing_changes(
    dosage: Made, qtbot: QtBot, text: str, sentence: str
) -> None:
    shared, view = dosage
    before = shared.document
    copied(text)
    click(view, 0, 0)
    with qtbot.waitSignal(shared.notices.refused) as refused:
        press(view, Qt.Key.Key_V)
    assert refused.args is not None
    assert sentence in refused.args[0]
    assert shared.document is before


def test_copied_cells_have_all_their_digits_and_come_back(dosage: Made) -> None:
    shared, view = dosage
    click(view, 1, 0)
    type_keys(view, "0.12345678901234", Qt.Key.Key_Return)
    click(view, 0, 0)
    click(view, 1, 1, SHIFT)
    press(view, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == "0\t0\n0.12345678901234\t1"
    click(view, 3, 0)
    press(view, Qt.Key.Key_V)
    assert rows(shared)[3:] == [[0, 0], [0.12345678901234, 1]]


def test_predictions_and_names_can_be_copied_too(dosage: Made) -> None:
    _, view = dosage
    press(view, Qt.Key.Key_A)
    view.commands.do("copy_with_names")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "dosage\teffectiveness\tpredicted\tresidual"
    assert len(lines) == 4
    assert len(lines[1].split("\t")) == 4


def test_delete_sets_cells_to_zero_and_removes_whole_rows(dosage: Made) -> None:
    shared, view = dosage
    click(view, 1, 0)
    click(view, 1, 1, SHIFT)
    press(view, Qt.Key.Key_Delete, NONE)
    assert rows(shared) == [[0, 0], [0, 0], [1, 0]]
    click_row_number(view, 1)
    press(view, Qt.Key.Key_Delete, NONE)
    assert rows(shared) == [[0, 0], [1, 0]]
    assert shared.session.undo_label == "Remove row"


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_all_cells_deleted_are_set_to_zero_and_no_row_goes(dosage: Made, key: Qt.Key) -> None:
    shared, view = dosage
    click(view, 0, 0)
    press(view, Qt.Key.Key_A)
    press(view, key, NONE)
    assert rows(shared) == [[0, 0], [0, 0], [0, 0]]
    assert shared.session.undo_label == "Clear cells"
    press(view, Qt.Key.Key_Delete)
    assert rows(shared) == [], "Ctrl+Del removes the rows of all cells selected"


def test_rows_drawn_over_by_their_numbers_are_removed_unless_cells_were_chosen_since(dosage: Made) -> None:
    shared, view = dosage
    click_row_number(view, 0)
    press(view, Qt.Key.Key_A)
    press(view, Qt.Key.Key_Delete, NONE)
    assert rows(shared) == [[0, 0], [0, 0], [0, 0]]
    numbers = view.table.verticalHeader()
    spots = [QPoint(10, numbers.sectionViewportPosition(row) + 8) for row in range(3)]
    QTest.mousePress(numbers.viewport(), LEFT, pos=spots[0])
    for spot in spots[1:]:
        QTest.mouseMove(numbers.viewport(), spot)
    QTest.mouseRelease(numbers.viewport(), LEFT, pos=spots[2])
    assert view.table.chosen.rows == (0, 1, 2)
    press(view, Qt.Key.Key_Delete, NONE)
    assert rows(shared) == []
    assert shared.session.undo_label == "Remove 3 rows"


def test_the_menu_sets_cells_to_zero_whatever_is_selected(dosage: Made) -> None:
    shared, view = dosage
    click_row_number(view, 1)
    view.menus.open_rows(view.mapToGlobal(view.rect().center()))
    trigger(view, "Set cells to 0")
    assert rows(shared) == [[0, 0], [0, 0], [1, 0]]


def test_cut_copies_and_clears(dosage: Made) -> None:
    shared, view = dosage
    click(view, 1, 1)
    press(view, Qt.Key.Key_X)
    assert QGuiApplication.clipboard().text() == "1"
    assert rows(shared)[1] == [0.5, 0]


def test_rows_are_inserted_above_and_below_and_removed_by_keys_and_menu(dosage: Made) -> None:
    shared, view = dosage
    click(view, 1, 0)
    press(view, Qt.Key.Key_Insert, NONE)
    assert rows(shared) == [[0, 0], [0, 0], [0.5, 1], [1, 0]]
    view.menus.open_rows(view.mapToGlobal(view.rect().center()))
    trigger(view, "Insert row below")
    assert len(rows(shared)) == 5
    press(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    press(view, Qt.Key.Key_A)
    view.menus.open_rows(view.mapToGlobal(view.rect().center()))
    trigger(view, "Remove rows")
    assert rows(shared) == []
    while shared.session.undo_label:
        shared.session.undo()
    assert rows(shared) == [[0, 0], [0.5, 1], [1, 0]]


def test_the_windows_shortcuts_do_not_take_the_tables_keys(dosage: Made) -> None:
    """F2, Delete and letters mean something else on the canvas; over the table they are the table's."""
    from PySide6.QtGui import QAction

    shared, view = dosage
    taken: list[str] = []
    for keys in ("F2", "Delete", "Ctrl+C", "F", "1"):
        action = QAction(view)
        action.setShortcut(keys)
        action.triggered.connect(lambda _=False, keys=keys: taken.append(keys))
        view.addAction(action)
    view.activateWindow()
    click(view, 1, 1)
    press(view, Qt.Key.Key_C)
    press(view, Qt.Key.Key_Delete, NONE)
    press(view, Qt.Key.Key_F2, NONE)
    type_keys(view, "1", Qt.Key.Key_Return)
    assert taken == []
    assert rows(shared)[1] == [0.5, 1]
