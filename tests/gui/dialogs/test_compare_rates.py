"""The sheet of learning rates: what is typed is tried, and what cannot be read is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import Document
from core.training.trainer import Trainer
from gui.dialogs.compare_rates import CompareSheet
from gui.fields import NumberField
from gui.notices import Notice
from gui.workspace import Workspace
from tests.helpers.build import one_two_one


@pytest.fixture
def sheet(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> CompareSheet:
    made = CompareSheet(make_workspace(one_two_one()))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def enter(field: NumberField, text: str) -> None:
    """Type into a field, and press Enter, which also presses the button Compare."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("text", ["many", "0", "1e9", "-3", "1/0"])
@pytest.mark.parametrize("which", ["steps", "rate"])
def test_nothing_begins_with_a_number_that_cannot_be_read(sheet: CompareSheet, which: str, text: str) -> None:
    field = sheet.steps if which == "steps" else sheet.rows[0].field
    if which == "rate" and text == "1e9":
        text = "fast"  # so large a rate may be tried
    enter(field, text)
    assert field.property("wrong")
    assert sheet.go.text() == "Compare"


def test_enter_tries_what_was_typed(sheet: CompareSheet, qtbot: QtBot) -> None:
    enter(sheet.steps, "20")
    qtbot.waitUntil(lambda: sheet.go.text() == "Compare" and sheet.rows[0].use.isEnabled())
    assert "20" in sheet.rows[0].said.text()


def test_an_error_inside_is_told_in_one_line(
    sheet: CompareSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: Trainer, count: int = 1) -> None:  # noqa: ARG001
        raise ZeroDivisionError("in a step")

    notices: list[Notice] = []
    sheet._workspace.notices.posted.connect(notices.append)
    monkeypatch.setattr(Trainer, "step", broken)
    enter(sheet.steps, "20")
    qtbot.waitUntil(lambda: sheet.go.text() == "Compare" and bool(notices))
    assert notices[0].text == (
        "The comparison broke off by an error inside Squiggle (ZeroDivisionError: in a step).")  # fmt: skip
    assert "Traceback" in capsys.readouterr().err
