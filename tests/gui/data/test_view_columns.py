"""The header: names, roles, scaling, columns that come and go, by real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.scaling import FitScaling
from core.edits.table import AddColumn, RenameColumn
from gui.data.column_header import ARROW, MARGIN, NAME_POINTS, role_words
from gui.data.column_widths import LONGEST, NARROWEST, shared_widths
from gui.data.view import DataView
from gui.state.workspace import Workspace
from gui.theme import font
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris
from tests.helpers.sheet import LEFT, click, trigger

Made = tuple[Workspace, DataView]


@pytest.fixture
def made(make_view: Callable[[Document], Made]) -> Made:
    """The dosage network with a column that nobody reads."""
    return make_view(AddColumn("age").apply(one_two_one()))


def spot(view: DataView, section: int, *, arrow: bool = False) -> QPoint:
    """A point in a header: on its name, or on its arrow."""
    header = view.table.columns
    left = header.sectionViewportPosition(section)
    return QPoint(left + (header.sectionSize(section) - ARROW // 2 - 6 if arrow else 20), 30 if arrow else 12)


def open_menu(view: DataView, section: int) -> None:
    QTest.mouseClick(view.table.columns.viewport(), LEFT, pos=spot(view, section, arrow=True))


def names(shared: Workspace) -> list[str]:
    return list(shared.document.data.names)


def words(view: DataView, section: int) -> str:
    return role_words(view.table.table._workspace.document, view.table.table.shown, section)[0]


def test_the_header_says_what_each_column_is_for(made: Made) -> None:
    _, view = made
    assert [words(view, section) for section in range(5)] == [
        "input", "target", "ignored", "effectiveness", "effectiveness",
    ]  # fmt: skip


def test_double_click_renames_a_column_and_its_node(made: Made) -> None:
    shared, view = made
    header = view.table.columns
    QTest.mouseDClick(header.viewport(), LEFT, pos=spot(view, 0))
    assert header.field is not None
    QTest.keyClicks(header.field, "dose")
    QTest.keyClick(header.field, Qt.Key.Key_Return)
    assert names(shared) == ["dose", "effectiveness", "age"]
    assert shared.document.nodes["dose"].label == "dose"
    shared.session.undo()
    assert names(shared) == ["dosage", "effectiveness", "age"]


def test_escape_and_a_taken_name_leave_the_old_one(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    header, before = view.table.columns, shared.document
    header.rename(0)
    assert header.field is not None
    QTest.keyClicks(header.field, "x")
    QTest.keyClick(header.field, Qt.Key.Key_Escape)
    assert shared.document is before
    header.rename(0)
    QTest.keyClicks(header.field, "age")
    with qtbot.waitSignal(shared.notices.refused) as refused:
        click(view, 1, 1)
    assert refused.args is not None
    assert "There is a column age already" in refused.args[0]
    assert shared.document is before


def test_the_menu_gives_a_column_its_role_and_swaps(made: Made) -> None:
    shared, view = made
    open_menu(view, 2)
    trigger(view, "Input of dosage")
    assert shared.document.data.inputs == {"dose": ("age",)}
    assert words(view, 0) == "ignored"
    assert words(view, 2) == "input · dosage"
    open_menu(view, 1)
    trigger(view, "Input of dosage")
    assert shared.document.data.targets == {"effect": ("age",)}


def test_the_menu_ticks_what_holds_and_ignoring_is_one_step(made: Made) -> None:
    shared, view = made
    open_menu(view, 0)
    menu = view.menus.menu
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Input of dosage"]
    trigger(view, "Ignore")
    assert shared.document.data.inputs == {}
    assert "dosage" in shared.training.frame.reason


def test_a_new_input_can_be_drawn_for_a_column(made: Made) -> None:
    shared, view = made
    open_menu(view, 2)
    trigger(view, "New Input node")
    assert len(shared.document.nodes) == 5
    assert words(view, 2) == "input"


def test_scaling_is_fitted_typed_and_taken_off(made: Made) -> None:
    shared, view = made
    open_menu(view, 0)
    trigger(view, "Scaling", "From 0 to 1, over the training rows (0 to 1)")
    assert shared.document.data.scaling == {"dosage": (0.0, 1.0)}
    assert words(view, 0) == "input · scaled"
    open_menu(view, 0)
    trigger(view, "Scaling", "Custom…")
    panel = view.menus.panel
    assert panel is not None
    panel.high.setFocus()
    panel.high.selectAll()
    QTest.keyClicks(panel.high, "5/2")
    QTest.keyClick(panel.high, Qt.Key.Key_Return)
    assert shared.document.data.scaling == {"dosage": (0.0, 2.5)}
    panel.close()
    open_menu(view, 0)
    trigger(view, "Scaling", "None: as it is")
    assert shared.document.data.scaling == {}


def test_standard_scaling_says_its_numbers_and_all_inputs_are_scaled_at_once(
    make_view: Callable[[Document], Made],
) -> None:
    shared, view = make_view(iris())
    open_menu(view, 0)
    low, deviation = np.mean([0.04, 1, 0.5]), np.std([0.04, 1, 0.5])
    trigger(view, "Scaling", "Standard, over the training rows (mean 0.5133, deviation 0.392)")
    assert shared.document.data.scaling == {"petal width": pytest.approx((low, low + deviation))}
    open_menu(view, 0)
    trigger(view, "Scaling", "All 2 inputs: from 0 to 1")
    assert shared.document.data.scaling == {"petal width": (0.04, 1.0), "sepal width": (0.37, 0.54)}


def test_a_column_of_text_becomes_the_classes_of_a_softmax(make_view: Callable[[Document], Made]) -> None:
    shared, view = make_view(iris())
    open_menu(view, 2)
    trigger(view, "Ignore")
    assert shared.document.data.targets == {}
    open_menu(view, 2)
    trigger(view, "Classes of species")
    assert shared.document.data.targets == {"species": ("species",)}
    open_menu(view, 2)
    trigger(view, "New SoftMax of 3 outputs")
    assert sum(node.kind == "softmax" for node in shared.document.nodes.values()) == 2


def test_columns_are_inserted_removed_and_read_as_text(made: Made) -> None:
    shared, view = made
    open_menu(view, 1)
    trigger(view, "Insert column left")
    assert names(shared) == ["dosage", "column 1", "effectiveness", "age"]
    open_menu(view, 1)
    trigger(view, "Read as text")
    assert words(view, 1) == "ignored · text"
    open_menu(view, 1)
    trigger(view, "Remove column")
    open_menu(view, 0)
    trigger(view, "Remove column")
    assert names(shared) == ["effectiveness", "age"]
    assert shared.document.data.inputs == {}


def test_a_new_column_is_named_at_once(made: Made) -> None:
    shared, view = made
    button = view.findChild(QToolButton, "add_column")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert view.table.columns.field is not None
    QTest.keyClicks(view.table.columns.field, "weight")
    QTest.keyClick(view.table.columns.field, Qt.Key.Key_Return)
    assert shared.document.data.names[-1] == "weight"


def test_alt_down_opens_the_menu_of_the_current_column(made: Made) -> None:
    _, view = made
    click(view, 1, 1)
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert view.menus.menu is not None
    assert "Target of effectiveness" in [action.text() for action in view.menus.menu.actions() if action.isChecked()]
    view.menus.menu.close()


def test_predictions_are_in_the_columns_own_units(made: Made) -> None:
    shared, view = made
    shared.do(FitScaling("effectiveness"))
    model, frame = view.table.table, shared.training.frame
    outputs = frame.outputs("effect")
    assert outputs is not None
    low, high = shared.document.data.scaling["effectiveness"]
    shown = [float(model.data(model.index(row, 3), Qt.ItemDataRole.EditRole)) for row in range(3)]
    assert shown == pytest.approx([low + value * (high - low) for value in outputs[0].tolist()])
    residuals = [float(model.data(model.index(row, 4), Qt.ItemDataRole.EditRole)) for row in range(3)]
    assert residuals == pytest.approx([seen - value for seen, value in zip([0, 1, 0], shown, strict=True)])


def header_width(view: DataView, section: int) -> int:
    return view.table.columns.sectionSize(section)


def name_width(name: str) -> int:
    return QFontMetrics(font(NAME_POINTS, bold=True)).horizontalAdvance(name)


def in_dock(view: DataView, width: int) -> None:
    """Give the view as much room as a dock does."""
    view.header.hide()
    view.resize(width, 300)
    QApplication.processEvents()


def test_long_names_take_the_room_that_short_ones_leave(make_view: Callable[[Document], Made]) -> None:
    _, view = make_view(one_two_one())
    in_dock(view, 350)
    assert header_width(view, 1) >= name_width("effectiveness") + 2 * MARGIN
    assert header_width(view, 0) < header_width(view, 1)
    assert sum(header_width(view, section) for section in range(4)) <= view.table.viewport().width()


def test_a_column_widens_as_soon_as_its_name_is_longer(make_view: Callable[[Document], Made]) -> None:
    shared, view = make_view(one_two_one())
    in_dock(view, 760)
    name = "a name longer than most of them"
    shared.do(RenameColumn("dosage", name))
    assert header_width(view, 0) >= name_width(name) + 2 * MARGIN
    shared.session.undo()
    assert header_width(view, 0) < name_width(name)


def test_a_width_set_by_hand_stays(made: Made) -> None:
    shared, view = made
    header = view.table.columns
    edge = QPoint(header.sectionViewportPosition(1) - 1, 12)
    QTest.mousePress(header.viewport(), LEFT, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(20, 0))
    QTest.mouseMove(header.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), LEFT, pos=edge + QPoint(40, 0))
    drawn = header_width(view, 0)
    assert drawn > header_width(view, 1)
    view.resize(600, 300)
    shared.do(RenameColumn("dosage", "x"))
    assert header_width(view, 0) == drawn


def test_a_name_that_is_cut_is_whole_in_the_tooltip(made: Made, qtbot: QtBot) -> None:
    shared, view = made
    shared.do(RenameColumn("effectiveness", long := "effectiveness_" * 6))
    in_dock(view, 200)
    assert header_width(view, 1) < name_width(long)
    pos = spot(view, 1)
    header = view.table.columns
    QApplication.sendEvent(header.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, pos, header.mapToGlobal(pos)))
    qtbot.waitUntil(lambda: QToolTip.text().startswith(f"{long}: target"))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=9), st.integers(0, 4000))
def test_columns_fill_the_room_and_names_are_whole(needs: list[tuple[int, int]], room: int) -> None:
    names = [name for name, _ in needs]
    found = shared_widths(room, names, [max(needed) for needed in needs])
    assert min(found) >= NARROWEST
    least = [max(NARROWEST, min(name, LONGEST)) for name in names]
    assert sum(found) <= max(room, sum(least))
    assert all(width >= whole for width, whole in zip(found, least, strict=True))


def test_names_of_classes_are_whole_in_their_column(make_view: Callable[[Document], Made]) -> None:
    document = iris()
    columns = tuple(replace(one, values=np.array(["Setosa", "Versicolor canina", "Virginica"])) if not one.numeric
                    else one for one in document.data.columns)  # fmt: skip
    _, view = make_view(document.evolve(data=replace(document.data, columns=columns)))
    in_dock(view, 300)
    table = view.table
    section = document.data.names.index("species")
    assert table.columnWidth(section) >= table.fontMetrics().horizontalAdvance("Versicolor canina") + 6
