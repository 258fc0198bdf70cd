"""Rows: the chosen one, those held back, predictions that follow training, and ten thousand of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from core.document import Document, TestSplit
from core.edits.graph import AddNode, Remove
from core.edits.split import SetTest
from core.edits.table import AddColumn, InsertRows, RemoveColumns, RemoveRows, number_column
from gui.app import make_workspace
from gui.controls.fields import NumberField
from gui.data.split_panel import STRATIFIED
from gui.data.table_model import TableModel
from gui.data.view import DataView
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris
from tests.helpers.sheet import LEFT, click, click_row_number, trigger

Made = tuple[Workspace, DataView]
T = TypeVar("T", bound=QWidget)
Make = Callable[[Document], Made]


@pytest.fixture
def made(make_view: Make) -> Made:
    return make_view(one_two_one())


def tint(view: DataView, row: int) -> str:
    brush = view.table.table.index(row, 0).data(Qt.ItemDataRole.BackgroundRole)
    return "" if brush is None else brush.color().name()


def row_names(view: DataView) -> list[str]:
    model = view.table.table
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def test_the_chosen_row_is_tinted_wherever_it_was_chosen(made: Made) -> None:
    shared, view = made
    color = QColor(shared.theme.colors.row).name()
    assert [tint(view, row) == color for row in range(3)] == [True, False, False]
    shared.selection.choose_row(2)
    assert [tint(view, row) == color for row in range(3)] == [False, False, True]
    click_row_number(view, 1)
    assert shared.selection.row == 1
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert shared.selection.row == 2


def test_a_row_chosen_while_the_table_was_hidden_is_in_sight_when_it_shows(make_view: Make) -> None:
    shared, view = make_view(one_two_one())
    shared.do(InsertRows(3, ({},) * 400))
    table = view.table
    view.hide()
    shared.selection.choose_row(350)
    view.show()
    seen = table.visualRect(table.table.index(350, 0))
    assert table.viewport().rect().contains(seen)


def test_rows_are_held_back_by_the_menu_and_marked_by_word_and_tint(made: Made) -> None:
    shared, view = made
    click_row_number(view, 1)
    view.menus.open_rows(view.mapToGlobal(view.rect().center()))
    trigger(view, "Hold back for testing")
    assert held_back(shared) == TestSplit(rows=(1,))
    assert row_names(view) == ["1", "test 2", "3", "+"]
    shared.selection.choose_row(0)
    assert tint(view, 1) == QColor(shared.theme.colors.accent_soft).name()
    view.menus.open_rows(view.mapToGlobal(view.rect().center()))
    trigger(view, "Train on these rows")
    assert held_back(shared) is None


def in_panel(view: DataView, qtbot: QtBot, kind: type[T], name: str) -> T:
    """Return the visible widget of the open panel that bears ``name``."""

    def found() -> list[T]:
        panel = view.header.split.panel
        assert panel is not None
        return [
            one for one in panel.findChildren(kind) if name in (one.accessibleName(), one.toolTip()) and one.isVisible()
        ]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def choose(view: DataView, qtbot: QtBot, text: str) -> None:
    QTest.mouseClick(in_panel(view, qtbot, QRadioButton, text), LEFT, pos=QPoint(9, 9))


def held_back(shared: Workspace) -> TestSplit | None:
    return shared.document.data.test


def test_the_split_button_holds_back_a_share_by_seed(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    room = view.screen().availableGeometry()
    view.move(room.left(), room.bottom() - 190)
    QTest.mouseClick(view.header.split, LEFT)
    choose(view, qtbot, "A share, drawn by chance")
    assert held_back(shared) == TestSplit(0.25, 1)
    assert view.header.split.panel is not None
    assert view.screen().availableGeometry().contains(view.header.split.panel.geometry()), "it grew, and is seen whole"
    field = in_panel(view, qtbot, NumberField, "Share")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2/3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    test = held_back(shared)
    assert test is not None
    assert test.fraction == pytest.approx(2 / 3)
    assert len(view.table.table.shown.held) == 2
    box = in_panel(view, qtbot, QCheckBox, STRATIFIED)
    QTest.mouseClick(box, LEFT, pos=QPoint(9, 9))
    test = held_back(shared)
    assert test is not None
    assert test.stratified
    assert "of each class" in view.header.split.toolTip()
    choose(view, qtbot, "None: train on every row")
    assert held_back(shared) is None
    assert view.header.split.panel is not None
    view.header.split.panel.close()


def test_of_classes_the_same_share_of_each_is_held_back_at_once(
    make_view: Callable[[Document], Made], qtbot: QtBot
) -> None:
    shared, view = make_view(iris())
    QTest.mouseClick(view.header.split, LEFT)
    choose(view, qtbot, "A share, drawn by chance")
    assert held_back(shared) == TestSplit(0.25, 1, stratified=True)
    assert view.header.split.panel is not None
    view.header.split.panel.close()


def test_holding_back_every_row_is_refused(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    QTest.keyClick(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(shared.notices.refused):
        view.commands.do("hold_back")
    assert held_back(shared) is None


def test_predictions_follow_a_step_of_training(made: Made) -> None:
    shared, view = made
    model = view.table.table
    before = [model.index(row, 2).data() for row in range(3)]
    shared.training.step()
    frame = shared.training.frame
    outputs = frame.outputs("effect")
    assert outputs is not None
    after = [float(model.data(model.index(row, 2), Qt.ItemDataRole.EditRole)) for row in range(3)]
    assert after == outputs[0].tolist()
    assert [model.index(row, 2).data() for row in range(3)] != before


def test_an_output_without_a_target_shows_predictions_only(make_view: Make) -> None:
    document = one_two_one()
    _, view = make_view(document.evolve(data=replace(document.data, targets={})))
    assert [one.what for one in view.table.table.shown.extra] == ["predicted"]
    assert view.table.table.index(0, 2).data() == "", "nothing is computed without a target"


def test_outputs_come_and_go_with_the_drawing(made: Made) -> None:
    shared, view = made
    click(view, 1, 0)
    shared.do(AddNode("output", (480, 200)))
    assert view.table.table.columnCount() == len(shared.document.data.columns) + 4
    assert view.table.currentIndex().row() == 1, "where the cursor was"
    shared.session.undo()
    assert view.table.table.columnCount() == 4


def test_the_current_cell_stays_where_it_is_when_rows_come_and_go(made: Made) -> None:
    shared, view = made
    click(view, 1, 1)
    view.commands.do("add_row")
    click(view, 1, 1)
    shared.session.undo()
    index = view.table.currentIndex()
    assert (index.row(), index.column()) == (1, 1)


def test_ten_thousand_rows_scroll_and_edit_within_a_frame(make_view: Make) -> None:
    document = one_two_one()
    count = 10_000
    chance = np.random.default_rng(1)
    columns = tuple(
        number_column(name, chance.standard_normal(count)) for name in ("dosage", "effectiveness", "a", "b")
    )
    shared, view = make_view(document.evolve(data=replace(document.data, columns=columns)))
    shared.do(SetTest(TestSplit(0.2, 1)))
    bar = view.table.verticalScrollBar()
    started = time.thread_time()
    for place in range(0, bar.maximum(), bar.maximum() // 20):
        bar.setValue(place)
        view.table.viewport().repaint()
    each = (time.thread_time() - started) / 20
    assert each < 0.05, f"a page took {1000 * each:.0f} ms"


@given(edits=st.lists(st.integers(0, 7), max_size=25))
def test_what_qt_is_told_always_agrees_with_the_document(qapp: QApplication, edits: list[int]) -> None:
    assert qapp is not None
    shared = make_workspace(one_two_one())
    model = TableModel(shared)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    done: list[Callable[[], object]] = [
        lambda: shared.do(InsertRows(1)),
        lambda: shared.do(RemoveRows((0, 1))),
        lambda: shared.do(AddColumn()),
        lambda: shared.do(RemoveColumns(shared.document.data.names[:1])),
        lambda: shared.do(AddNode("output", (0, 0))),
        lambda: shared.do(Remove(frozenset(list(shared.document.nodes)[-1:]))),
        shared.session.undo,
        shared.session.redo,
    ]
    for edit in edits:
        done[edit]()
        data = shared.document.data
        assert model.rowCount() == data.count + (1 if data.columns else 0)
        assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(len(data.columns))] == [*data.names]
    assert tester.model() is model
    shared.training.shut_down()


def test_a_residual_that_is_to_be_worked_out_is_not_shown(made: Made) -> None:
    shared, view = made
    model = view.table.table
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    predicted, residual = (model.index(1, heads.index(what)) for what in ("predicted", "residual"))
    before = predicted.data(), residual.data()
    shared.reasoning.keep_secret(secret=True, by="lesson")
    assert (predicted.data(), residual.data()) == (before[0], "?")
    assert "?" in residual.data(Qt.ItemDataRole.ToolTipRole)
    shared.reasoning.keep_secret(secret=False, by="lesson")
    assert (predicted.data(), residual.data()) == before


def test_predictions_stay_when_the_same_network_is_opened_anew(made: Made) -> None:
    shared, view = made
    shared.session.replace(one_two_one())
    heads = [view.table.table.headerData(at, Qt.Orientation.Horizontal) for at in range(4)]
    assert view.table.table.index(0, heads.index("predicted")).data()
