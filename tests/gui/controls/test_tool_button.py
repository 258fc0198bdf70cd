"""A small button explains itself, by the pointer and aloud, and does what it says."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.controls.tool_button import explain, spoken, tool_button


def test_a_button_is_called_what_its_tip_begins_with() -> None:
    assert spoken("One step back (←)") == "One step back"
    assert spoken("Runs: 2 earlier ones kept") == "Runs"
    assert spoken("Show everything again (A): the axes follow the data") == "Show everything again"


def test_a_click_does_what_was_asked_without_the_tick_qt_sends(qtbot: QtBot) -> None:
    parent, done = QWidget(), list[int]()
    qtbot.addWidget(parent)
    button = tool_button(parent, "Count: adds a number", partial(done.append, 7), text="+", checkable=True)
    button.click()
    assert done == [7]
    assert button.toolTip() == "Count: adds a number"
    assert (button.accessibleName(), button.text(), button.isChecked()) == ("Count", "+", True)


def test_a_name_of_its_own_goes_before_the_tip(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    button = tool_button(parent, "Blank the numbers", name="Your turn")
    assert button.accessibleName() == "Your turn"
    explain(button, "Show the numbers")
    assert (button.toolTip(), button.accessibleName()) == ("Show the numbers", "Show the numbers")
