"""The sheet of learning rates: what is typed is tried, and what cannot be read is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import Document
from core.training.trainer import Trainer
from gui.controls.fields import NumberField
from gui.plots.compare_rates import CompareSheet
from gui.state.notices import Notice
from gui.state.runs import Runs
from gui.state.workspace import Workspace
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


def kept_ones(sheet: CompareSheet, count: int) -> Runs:
    """Let ``count`` runs be kept."""
    training = sheet._workspace.training
    for _ in range(count):
        training.advance(2)
        training.reset()
    training.runs.changed.emit()
    return training.runs


def test_a_rate_that_diverged_says_so_and_is_not_green(sheet: CompareSheet, qtbot: QtBot) -> None:
    sheet.rows[5].field.setText("1e6")
    sheet.rows[5].field.setModified(True)
    enter(sheet.steps, "2000")
    qtbot.waitUntil(lambda: sheet.go.text() == "Compare" and bool(sheet.rows[0].said.text()), timeout=10_000)
    good, bad = sheet.rows[0], sheet.rows[5]
    assert "diverged at step" in bad.said.text()
    danger = sheet._workspace.theme.colors.danger
    assert danger in bad.bar.styleSheet()
    assert danger not in good.bar.styleSheet()
    assert bad.bar.value() < bad.bar.maximum()
    picture = bad.bar.grab().toImage()
    assert picture.pixelColor(1, bad.bar.height() // 2) != good.bar.grab().toImage().pixelColor(
        2, good.bar.height() // 2)  # fmt: skip
    bad.begin(100)
    assert not bad.bar.styleSheet()


def test_what_will_be_dropped_is_said_before_it_begins(sheet: CompareSheet) -> None:
    assert not sheet.dropped.isVisible()
    runs = kept_ones(sheet, 2)
    assert sheet.dropped.text() == "The oldest 2 runs will be dropped: give a run a name to keep it."
    assert sheet.dropped.isVisible()
    sheet.rows[0].field.setText("none")
    sheet.rows[0].field.setModified(True)
    sheet.rows[0].field.commit()
    assert sheet.dropped.text().startswith("The oldest run will be dropped")
    runs.remove(1)
    assert not sheet.dropped.isVisible()


def test_a_run_with_a_name_is_never_dropped(sheet: CompareSheet, qtbot: QtBot) -> None:
    runs = kept_ones(sheet, 3)
    runs.rename(2, "mine")
    with qtbot.waitSignal(sheet._workspace.notices.refused) as refusal:
        sheet.go.click()
    assert refusal.args is not None
    assert refusal.args[0] == (
        "There is no room for 6 runs: 6 are kept at most, and 1 of them has a name, which keeps it. Empty some of the "
        "learning rates, or remove a run from the list at the loss plot."
    )
    sheet.rows[5].field.setText("none")
    sheet.rows[5].field.setModified(True)
    enter(sheet.steps, "20")
    qtbot.waitUntil(lambda: sheet.go.text() == "Compare" and sheet.rows[0].use.isEnabled())
    assert [kept.given for kept in runs.kept] == ["mine", "", "", "", "", ""]
    assert len({kept.tint for kept in runs.kept}) == 6
