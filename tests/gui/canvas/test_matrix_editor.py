from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.document import Document, floats
from core.edits.graph import AddNode, Connect, Remove
from core.edits.layers import SetUnits
from core.edits.settings import SetData
from core.edits.values import SetTrainable, SetValue
from gui.canvas.matrix_editor import MatrixEditor, Role
from gui.canvas.pill_painter import value_texts
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand

PAIR = ("n1", "n2")


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    document = Document()
    for kind, x, units in (("input", 0, 3), ("hidden", 240, 4), ("output", 480, 1)):
        document = AddNode(kind, (x, 0), units).apply(document)
    return make_workspace(Connect((PAIR, ("n2", "n3"))).apply(document))


@pytest.fixture
def table(hand: Hand) -> MatrixEditor:
    hand.click(hand.pill(PAIR))
    table = hand.view.editing.matrix
    assert table.isVisible()
    return table


def test_pills_of_layers_say_how_many_numbers(hand: Hand) -> None:
    assert value_texts(hand.view.canvas.stage, PAIR) == ("4 × 3 weights",)
    assert value_texts(hand.view.canvas.stage, ("", "n2")) == ("4 biases",)


def test_a_number_of_a_layer_is_typed_in_the_table(table: MatrixEditor, workspace: Workspace) -> None:
    model = table.table.model()
    assert (model.rowCount(), model.columnCount()) == (4, 3)
    table.table.setCurrentIndex(model.index(2, 1))
    table.table.edit(model.index(2, 1))
    line = table.table.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "1/8")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert workspace.document.parameter(PAIR).value[2, 1] == 0.125
    assert model.index(2, 1).data() == "0.125"
    assert table.isVisible()


def test_l_freezes_single_numbers(table: MatrixEditor, workspace: Workspace) -> None:
    model = table.table.model()
    table.table.setCurrentIndex(model.index(0, 2))
    QTest.keyClick(table.table, Qt.Key.Key_L)
    assert workspace.document.parameter(PAIR).trainable.sum() == 11
    assert not table.table.findChildren(QLineEdit)
    assert "Frozen" in model.index(0, 2).data(Role.ToolTipRole)
    QTest.mouseClick(table.lock, Qt.MouseButton.LeftButton)
    assert workspace.document.parameter(PAIR).trainable.all()


def test_the_padlock_of_all_chosen_numbers_is_one_step(table: MatrixEditor, workspace: Workspace) -> None:
    table.table.selectAll()
    QTest.mouseClick(table.lock, Qt.MouseButton.LeftButton)
    assert not workspace.document.parameter(PAIR).trainable.any()
    assert workspace.session.labels == ["New", "Freeze"]
    workspace.session.undo()
    assert workspace.document.parameter(PAIR).trainable.all()


def test_a_layer_frozen_in_part_says_so_on_its_pill(table: MatrixEditor, hand: Hand, workspace: Workspace) -> None:
    for column in (0, 2):
        table.table.setCurrentIndex(table.table.model().index(0, column))
        QTest.keyClick(table.table, Qt.Key.Key_L)
    table.hide()
    tip = hand.view.viewport().toolTip
    hand.move(hand.pill(PAIR))
    assert "2 of 12 frozen" in tip()
    hand.move(hand.lock(PAIR))
    assert tip() == "2 of 12 frozen; click to freeze all (L)"
    hand.move(QPointF(0, 250))
    half = hand.view.grab().toImage()
    workspace.session.undo()
    workspace.session.undo()
    assert hand.view.grab().toImage() != half
    workspace.session.redo()
    workspace.session.redo()
    hand.click(hand.lock(PAIR))
    assert not workspace.document.parameter(PAIR).trainable.any()
    hand.move(QPointF(0, 250))
    assert hand.view.grab().toImage() != half


def test_esc_and_a_click_on_the_canvas_close_it(table: MatrixEditor, hand: Hand) -> None:
    QTest.keyClick(table.table, Qt.Key.Key_Escape)
    assert not table.isVisible()
    hand.click(hand.pill(("", "n2")))
    assert table.isVisible()
    assert table.table.model().columnCount() == 1
    hand.click(QPointF(0, 250))
    assert not table.isVisible()


def test_it_follows_the_layer_and_closes_with_it(table: MatrixEditor, workspace: Workspace) -> None:
    workspace.do(SetUnits("n2", 6))
    assert table.table.model().rowCount() == 6
    workspace.session.undo()
    assert table.table.model().rowCount() == 4
    workspace.selection.choose(["n2"])
    workspace.do(Remove(frozenset({"n2"})))
    assert not table.isVisible()


def test_a_drag_on_the_pill_of_a_layer_changes_nothing(hand: Hand, workspace: Workspace) -> None:
    hand.drag(hand.pill(PAIR), hand.pill(PAIR) + QPointF(30, 0))
    assert workspace.session.labels == ["New"]


def test_layers_are_painted_with_and_without_data(hand: Hand, workspace: Workspace) -> None:
    bare = hand.view.grab().toImage()
    data = workspace.document.data
    rng = np.random.default_rng(1)
    columns = tuple(type(old)(old.name, floats(rng.normal(size=8))) for old in data.columns)
    workspace.do(SetData(replace(data, columns=columns)))
    assert hand.view.grab().toImage() != bare


@pytest.mark.parametrize("value", [-1.2345e-300, -0.00012345, -123456.7, 1.2345e100, 0.12345])
def test_a_frozen_number_has_room_in_its_cell(table: MatrixEditor, workspace: Workspace, value: float) -> None:
    workspace.do(SetValue(PAIR, value, (0, 0)))
    workspace.do(SetTrainable((PAIR,), trainable=False))
    assert table.table.sizeHintForIndex(table.table.model().index(0, 0)).width() <= table.table.columnWidth(0)
