"""Number fields and popovers, by real keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.catalog import BATCH_SIZE, LEARNING_RATE
from gui.controls.fields import NumberField, Popover, PopoverButton, heading


@pytest.fixture
def rate(qtbot: QtBot) -> Iterator[NumberField]:
    """A learning rate of 0.1 beside another field, both in a window."""
    page = QWidget()
    layout = QVBoxLayout(page)
    field = NumberField(LEARNING_RATE)
    field.show_value(0.1)
    layout.addWidget(field)
    layout.addWidget(QLineEdit())
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    field.setFocus()
    yield field
    page.close()


def typed(qtbot: QtBot, field: NumberField, text: str, key: Qt.Key = Qt.Key.Key_Return) -> list[object]:
    said: list[object] = []
    field.committed.connect(said.append)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, key)
    return said


@pytest.mark.parametrize(("text", "number"), [("1/2", 0.5), ("0,5", 0.5), ("1.2e-3", 0.0012)])
def test_numbers_are_read_as_people_write_them(qtbot: QtBot, rate: NumberField, text: str, number: float) -> None:
    assert typed(qtbot, rate, text) == [number]


@pytest.mark.parametrize("text", ["-1", "0", "abc", "1/0", "", "1e999", "nan", "1 2 3 4"])
def test_a_wrong_entry_stays_marked_and_nothing_is_announced(qtbot: QtBot, rate: NumberField, text: str) -> None:
    if not text:
        rate.selectAll()
        qtbot.keyClick(rate, Qt.Key.Key_Delete)
    assert typed(qtbot, rate, text) == []
    assert rate.property("wrong") is True
    rate.restore()
    assert rate.text() == "0.1"


def test_escape_forgets_what_was_typed(qtbot: QtBot, rate: NumberField) -> None:
    assert typed(qtbot, rate, "7", Qt.Key.Key_Escape) == []
    assert rate.text() == "0.1"


def test_clicking_away_commits_and_a_wrong_entry_gives_way(qtbot: QtBot, rate: NumberField) -> None:
    other = rate.window().findChildren(QLineEdit)[1]
    said: list[object] = []
    rate.committed.connect(said.append)
    rate.selectAll()
    qtbot.keyClicks(rate, "0.3")
    other.setFocus()
    assert said == [0.3]
    rate.show_value(0.3)
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "x")
    other.setFocus()
    assert (said, rate.text()) == ([0.3], "0.3")


def test_a_value_that_comes_while_typing_does_not_disturb(qtbot: QtBot, rate: NumberField) -> None:
    rate.selectAll()
    qtbot.keyClicks(rate, "0.2")
    rate.show_value(0.7)
    assert rate.text() == "0.2"


def test_an_empty_field_may_mean_none(qtbot: QtBot) -> None:
    field = NumberField(BATCH_SIZE, "all")
    qtbot.addWidget(field)
    field.show_value(3)
    assert typed(qtbot, field, "all") == [None]
    assert typed(qtbot, field, "2.5") == []


def test_a_popover_button_says_how_things_are_and_opens_its_panel(qtbot: QtBot) -> None:
    built: list[int] = []

    def build(panel: Popover, refill: object) -> None:
        built.append(1)
        panel.body.addWidget(heading(f"panel {len(built)}"))
        panel.setProperty("refill", refill)

    button = PopoverButton("What it is for", build)
    qtbot.addWidget(button)
    button.resize(80, 28)
    button.say("a rather long description of the setting")
    button.show()
    assert "…" in button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.panel is not None
    assert button.panel.isVisible()
    button.panel.property("refill")()
    assert built == [1, 1]
    assert button.panel.body.count() == 1
    button.panel.close()


def test_a_panel_stays_inside_its_window_where_it_fits(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(20, 20, 400, 300)
    button = QPushButton("Open", window)
    button.move(330, 260)
    with qtbot.waitExposed(window):
        window.show()
    for size, inside in (((200, 100), True), ((500, 100), False)):
        panel = Popover(button)
        panel.setFixedSize(*size)
        panel.open_under(button)
        assert window.geometry().contains(panel.geometry()) == inside
        assert button.screen().availableGeometry().contains(panel.geometry())
        panel.close()
