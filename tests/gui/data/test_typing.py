"""Typing into the table by real keys: cells, new rows, refusals, and what undo gives back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.graph import AddNode
from core.session import Session
from gui.data.view import DataView
from gui.workspace import Workspace

Key = Qt.Key
Maker = Callable[[Document], Workspace]


def drawn() -> Document:
    """An input, an output, and a table without rows."""
    session = Session()
    session.do(AddNode("input", (0, 0)))
    session.do(AddNode("output", (240, 0), source="n1"))
    return session.document


@pytest.fixture
def shared(make_workspace: Maker) -> Workspace:
    return make_workspace(drawn())


@pytest.fixture
def view(shared: Workspace, qtbot: QtBot) -> DataView:
    made = DataView(shared)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def cell(view: DataView, row: int, column: int) -> QPoint:
    """The middle of a cell in the table's viewport."""
    return view.table.visualRect(view.table.table.index(row, column)).center()


def click(view: DataView, row: int, column: int) -> None:
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=cell(view, row, column))


def type_keys(view: DataView, *typed: str | Qt.Key) -> None:
    """Send text and keys to the editor if one is open, else to the table."""
    for one in typed:
        for character in [one] if isinstance(one, Qt.Key) else one:
            target: QWidget = view.table.editor.open_editor or view.table
            if isinstance(character, Qt.Key):
                QTest.keyClick(target, character)
            else:
                QTest.keyClicks(target, character)


def rows(workspace: Workspace) -> list[list[float]]:
    return np.array([column.values for column in workspace.document.data.columns]).T.tolist()


def test_three_rows_typed_with_tab_into_an_empty_table_and_undone_one_by_one(shared: Workspace, view: DataView) -> None:
    click(view, 0, 0)
    type_keys(view, "0", Key.Key_Tab, "0", Key.Key_Tab, "0,5", Key.Key_Tab, "1", Key.Key_Tab, "1", Key.Key_Tab, "0")
    type_keys(view, Key.Key_Return)
    assert rows(shared) == [[0, 0], [0.5, 1], [1, 0]]
    assert shared.session.undo_label == "Add row", "the last 0 was there already"
    for expected in ([[0, 0], [0.5, 1]], [[0, 0], [0.5, 0]], [[0, 0]], []):
        shared.session.undo()
        assert rows(shared) == expected


def test_fractions_commas_and_the_minus_sign_are_numbers(shared: Workspace, view: DataView) -> None:
    click(view, 0, 0)
    type_keys(view, "1/2", Key.Key_Return, "-1.2e-3", Key.Key_Return, "0,25", Key.Key_Return)
    assert [row[0] for row in rows(shared)] == [0.5, -0.0012, 0.25]


def test_a_wrong_entry_is_refused_by_a_sentence_and_the_old_value_stays(
    shared: Workspace, view: DataView, qtbot: QtBot
) -> None:
    click(view, 0, 0)
    type_keys(view, "3", Key.Key_Return)
    click(view, 0, 0)
    with qtbot.waitSignal(shared.notices.refused) as refused:
        type_keys(view, "three", Key.Key_Tab)
    assert refused.args is not None
    assert "“three” is not a number" in refused.args[0]
    assert rows(shared) == [[3, 0]]
    assert (view.table.currentIndex().row(), view.table.currentIndex().column()) == (0, 0)


def test_escape_leaves_no_trace(shared: Workspace, view: DataView) -> None:
    before = shared.document
    click(view, 0, 0)
    type_keys(view, "7", Key.Key_Escape)
    assert shared.document is before
    assert view.table.editor.open_editor is None


def test_clicking_on_a_button_that_takes_no_focus_commits(make_workspace: Maker, qtbot: QtBot) -> None:
    shared = make_workspace(drawn())
    box = QWidget()
    layout = QVBoxLayout(box)
    view, button = DataView(shared, box), QPushButton("Run", box)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    layout.addWidget(view)
    layout.addWidget(button)
    qtbot.addWidget(box)
    box.resize(700, 400)
    box.show()
    qtbot.waitExposed(box)
    click(view, 0, 0)
    type_keys(view, "4")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert rows(shared) == [[4, 0]]
    assert view.table.editor.open_editor is None


def test_clicking_another_cell_commits(shared: Workspace, view: DataView) -> None:
    click(view, 0, 0)
    type_keys(view, "4")
    click(view, 0, 1)
    assert rows(shared) == [[4, 0]]


def test_tab_leaves_out_the_read_only_columns(shared: Workspace, view: DataView) -> None:
    click(view, 0, 1)
    type_keys(view, "1", Key.Key_Tab)
    index = view.table.currentIndex()
    assert (index.row(), index.column()) == (1, 0), "from the last cell on to the row that is not there yet"
    assert isinstance(view.table.editor.open_editor, QLineEdit)
    type_keys(view, Key.Key_Backtab)
    index = view.table.currentIndex()
    assert (index.row(), index.column()) == (0, 1)
    assert shared.document.data.count == 1, "nothing was typed into the new row"


def test_enter_opens_a_cell_with_all_its_digits(shared: Workspace, view: DataView) -> None:
    click(view, 0, 0)
    type_keys(view, "0.123456789012", Key.Key_Return)
    click(view, 0, 0)
    assert view.table.table.index(0, 0).data() == "0.123457"
    type_keys(view, Key.Key_Return)
    editor = view.table.editor.open_editor
    assert editor is not None
    assert editor.text() == "0.123456789012"


def test_clicking_a_row_chooses_it_and_the_ghost_row_cannot_be_chosen(shared: Workspace, view: DataView) -> None:
    click(view, 0, 0)
    type_keys(view, "1", Key.Key_Return, "2", Key.Key_Return)
    click(view, 1, 1)
    assert shared.selection.row == 1
    click(view, 2, 0)
    assert shared.selection.row == 1
