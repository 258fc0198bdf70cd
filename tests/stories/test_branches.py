"""Runs beside each other: branch off an earlier step, compare learning rates, take one over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton

from gui.plots.compare_rates import CompareSheet
from gui.plots.loss_view import LossView
from gui.plots.marks import Line
from tests.gui.plots.conftest import Hand
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play
from tests.stories.test_time import drag_to, run_to_the_end

EXAMPLE = "part2-backpropagation.squiggle"


def loss_view(user: User) -> LossView:
    found = user.window.plots["loss"]
    assert isinstance(found, LossView)
    return found


def type_rate(user: User, text: str) -> None:
    field = user.window.toolbar.learning_rate
    field.setFocus()
    field.selectAll()
    user.qtbot.keyClicks(field, text)
    user.qtbot.keyClick(field, Qt.Key.Key_Return)


def lines(user: User) -> list[Line]:
    return Hand(loss_view(user)).marks(Line)


def test_another_rate_from_an_earlier_step_begins_a_run_beside_the_first(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        run_to_the_end(user)
        training = user.window.workspace.training
        end = training.frame.end
        drag_to(user, 0.25)
        start = training.frame.step
        type_rate(user, "0.02")
        run_to_the_end(user)
        assert training.frame.first == 0
        assert training.frame.name == "run 2: rate 0.02"
        assert training.frame.end > start
        old, new = lines(user)
        assert (old.name, old.x[-1]) == ("rate 0.1", end)
        assert (new.name, new.x[-1]) == ("run 2: rate 0.02", training.frame.end)
        assert old.color != new.color
        drag_to(user, 0.0)  # over the branch, to the start that both have in common
        assert training.frame.step == 0

    play(tale)


def test_the_list_of_runs_hides_names_removes_and_goes_to_an_end(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        run_to_the_end(user)
        end = user.document.steps
        user.press("reset")
        type_rate(user, "0.02")
        for _ in range(3):
            user.press("step")
        button = loss_view(user).runs
        user.qtbot.mouseClick(button, LEFT)
        assert button.panel is not None
        name = button.panel.findChild(QLineEdit)
        assert isinstance(name, QLineEdit)
        name.setFocus()
        name.selectAll()
        user.qtbot.keyClicks(name, "the fast one")
        user.qtbot.keyClick(name, Qt.Key.Key_Return)
        assert lines(user)[0].name == "the fast one"
        tick = button.panel.findChild(QCheckBox)
        assert isinstance(tick, QCheckBox)
        user.qtbot.mouseClick(tick, LEFT, pos=tick.rect().center() - tick.rect().center() / 2)
        assert [line.name for line in lines(user)] == ["run 2: rate 0.02"]
        go = next(found for found in button.panel.findChildren(QToolButton) if "Go to the end" in found.toolTip())
        user.qtbot.mouseClick(go, LEFT)
        assert user.document.steps == end
        assert user.document.training.learning_rate == 0.1
        user.keys("Ctrl+Z")
        assert user.document.steps == 3
        user.qtbot.mouseClick(button, LEFT)
        remove = next(found for found in button.panel.findChildren(QToolButton) if "Remove" in found.toolTip())
        user.qtbot.mouseClick(remove, LEFT)
        assert user.window.workspace.training.runs.kept == ()
        button.panel.close()

    play(tale)


def test_three_rates_from_the_same_start_and_one_of_them_is_used(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        before = user.document
        user.window.actions_table["compare"].trigger()
        sheet = user.window.findChild(CompareSheet)
        assert isinstance(sheet, CompareSheet)
        for row, text in zip(sheet.rows, ("0.01", "0.1", "1000", "", "", ""), strict=True):
            row.field.setFocus()
            row.field.selectAll()
            user.qtbot.keyClick(row.field, Qt.Key.Key_Delete)
            user.qtbot.keyClicks(row.field, text)
            user.qtbot.keyClick(row.field, Qt.Key.Key_Tab)
        user.qtbot.mouseClick(sheet.go, LEFT)
        user.qtbot.waitUntil(lambda: sheet.rows[1].use.isEnabled(), timeout=20_000)
        runs = user.window.workspace.training.runs.kept
        assert [kept.run.settings for kept in runs] == ["rate 0.01", "rate 0.1", "rate 1000"]
        assert "diverged" in sheet.rows[2].said.text()
        assert user.document is before
        assert "loss" in sheet.rows[0].said.text()
        user.qtbot.mouseClick(sheet.rows[0].use, LEFT)
        assert user.document.training.learning_rate == 0.01
        assert user.document.steps > 0
        assert user.window.workspace.training.frame.end == user.document.steps
        assert {line.name for line in lines(user)} >= {"rate 0.1"}
        user.keys("Ctrl+Z")
        assert user.document is before

    play(tale)
