"""Controls in a title row are whole, or in a menu: never cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.controls.drop_list import DropList
from gui.controls.tool_button import tool_button
from gui.plots.loss_view import SCALES
from gui.plots.segments import Segments
from gui.plots.title_row import TitleRow


class Row:
    """A title with a list, three buttons in one and a button; ``pressed`` is what a menu or a click did."""

    def __init__(self, qtbot: QtBot) -> None:
        self.pressed: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.title = TitleRow(self.window, "Loss")
        self.units, self.scale = DropList(self.window), Segments(SCALES, self.window, "Scale of the loss")
        self.units.addItems(["dosage", "a rather long name"])
        self.units.setToolTip("The input along the axis; the others are held")
        self.units.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.units.activated.connect(lambda at: self.pressed.append(self.units.itemText(at)))
        self.scale.chosen.connect(self.pressed.append)
        self.runs = tool_button(self.window, "Runs: compare", lambda: self.pressed.append("runs"), text="Runs")
        for control in (self.units, self.scale, self.runs):
            self.title.controls.addWidget(control)
        self.window.show()

    def widen(self, wide: int) -> None:
        self.window.resize(wide, 60)
        self.title.resize(wide, 40)
        self.title.layout().activate()  # type: ignore[union-attr]

    def menu(self) -> dict[str, QMenu | None]:
        """Return what the menu offers; a list's entries by themselves."""
        self.held = QMenu(self.window)
        self.title.controls.fill(self.held)
        return {action.text(): action.menu() for action in self.held.actions() if not action.isSeparator()}  # type: ignore[misc]

    def choose(self, title: str, *then: str) -> None:
        self.menu()
        menu = self.held
        for words in (title, *then):
            action = next(action for action in menu.actions() if action.text() == words)
            menu = action.menu() or menu  # type: ignore[assignment]
        action.trigger()


@pytest.fixture
def row(qtbot: QtBot) -> Row:
    return Row(qtbot)


@pytest.mark.parametrize("wide", range(40, 600, 20))
def test_every_control_that_is_seen_is_whole_and_inside_and_the_others_are_in_the_menu(row: Row, wide: int) -> None:
    row.widen(wide)
    offered = row.menu()
    for control, title in (
        (row.units, "The input along the axis"), (row.scale, "Scale of the loss"), (row.runs, "Runs"),
    ):  # fmt: skip
        assert control.isVisible() is (title not in offered)
        if control.isVisible():
            place = control.rect().translated(control.mapTo(row.title, control.rect().topLeft()))
            assert control.width() >= control.sizeHint().width()
            assert row.title.rect().contains(place)
    assert row.title.controls.more.isVisible() is bool(offered)
    assert not offered or row.title.controls.more.geometry().right() < row.title.controls.width()


def test_with_room_for_all_there_is_no_menu(row: Row) -> None:
    row.widen(600)
    assert row.units.isVisible()
    assert row.scale.isVisible()
    assert row.menu() == {}


def test_what_the_menu_offers_does_what_the_control_does(row: Row) -> None:
    row.widen(60)
    row.choose("The input along the axis", "a rather long name")
    row.choose("Scale of the loss", "Logarithmic")
    row.choose("Runs")
    assert row.pressed == ["a rather long name", "log", "runs"]
    assert row.units.currentText() == "a rather long name"
    assert row.scale.current == "log"


def test_a_control_that_the_view_hides_is_neither_seen_nor_offered(row: Row) -> None:
    row.widen(600)
    row.units.hide()
    assert row.title.controls.sizeHint().width() < 600
    row.widen(60)
    assert "The input along the axis" not in row.menu()
    row.widen(600)
    assert not row.units.isVisible()
    row.units.show()
    assert row.units.isVisible()
