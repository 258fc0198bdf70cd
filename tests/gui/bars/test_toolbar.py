"""The row under the menus, by real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from core.document import Column, Document, Stop, TrainingSpec
from core.edits.settings import SetTraining
from gui.actions import ROWS, Actions
from gui.bars.toolbar import Toolbar
from gui.controls.fields import NumberField, PopoverButton
from gui.inspectors.training_forms import stop_words
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris

Make = Callable[[Document], Workspace]


@pytest.fixture
def workspace(make_workspace: Make) -> Workspace:
    return make_workspace(one_two_one())


@pytest.fixture
def toolbar(workspace: Workspace, qtbot: QtBot) -> Iterator[Toolbar]:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(workspace.theme, window)
    handlers: dict[str, Callable[[], object]] = {row.name: lambda: None for row in ROWS}
    training, session = workspace.training, workspace.session
    handlers |= {"run": training.toggle, "step": training.step, "reset": training.reset, "undo": session.undo}
    actions.connect_handlers(handlers)
    bar = Toolbar(workspace, actions, window)
    bar.resize(1600, 60)
    window.show()
    yield bar
    for button in bar.findChildren(PopoverButton):
        if button.panel is not None:
            button.panel.close()


def press(qtbot: QtBot, toolbar: Toolbar, name: str) -> None:
    button = next(found for found in toolbar.findChildren(QPushButton) if found.property("action") == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(qtbot: QtBot, button: PopoverButton, word: str) -> None:
    """Open the panel and click the choice called ``word``."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.panel is not None
    radio = next(found for found in button.panel.findChildren(QRadioButton) if found.text() == word)
    radio.click()


def enter(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def number(button: PopoverButton, name: str) -> NumberField:
    QApplication.processEvents()  # what a choice brought is shown by now
    assert button.panel is not None
    fields = [found for found in button.panel.findChildren(NumberField) if found.isVisible()]
    return next(found for found in fields if found.accessibleName() == name)


def test_step_moves_the_counters(toolbar: Toolbar, qtbot: QtBot) -> None:
    press(qtbot, toolbar, "step")
    assert toolbar.step_counter.text() == "1"
    press(qtbot, toolbar, "reset")
    assert (toolbar.step_counter.text(), toolbar.loss_counter.text()) == ("0", "20.42")


def test_run_becomes_pause(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    press(qtbot, toolbar, "run")
    assert workspace.training.running
    press(qtbot, toolbar, "run")
    assert not workspace.training.running


def test_the_learning_rate_is_typed(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    enter(qtbot, toolbar.learning_rate, "1/8")
    assert workspace.document.training.learning_rate == 0.125
    workspace.session.undo()
    assert toolbar.learning_rate.text() == "0.1"


def test_an_optimizer_brings_its_own_numbers(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    choose(qtbot, toolbar.optimizer, "Adam")
    assert workspace.document.training.optimizer == "adam"
    assert toolbar.optimizer.words == "Adam"
    enter(qtbot, number(toolbar.optimizer, "Beta 1"), "0.5")
    assert workspace.document.training.settings == {"beta1": 0.5}


def test_the_batch_is_all_rows_or_a_number(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    assert toolbar.batch.words == "all 3"
    qtbot.mouseClick(toolbar.batch, Qt.MouseButton.LeftButton)
    enter(qtbot, number(toolbar.batch, "Batch size"), "2")
    assert workspace.document.training.batch_size == 2
    assert toolbar.batch.panel is not None
    toolbar.batch.panel.findChildren(QCheckBox)[0].click()
    assert workspace.document.training.shuffle


def test_the_loss_is_summed_or_averaged(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    choose(qtbot, toolbar.loss, "Mean")
    assert workspace.document.training.reduction == "mean"
    assert toolbar.loss.words == "mean SSR"
    assert toolbar.loss_counter.text() == "6.808"


def test_starting_values_and_seed(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    choose(qtbot, toolbar.start, "He")
    assert workspace.document.training.initial_values == "he"
    enter(qtbot, number(toolbar.start, "Seed"), "42")
    assert workspace.document.training.seed == 42


def test_stop_rules_are_set_and_left_empty(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.mouseClick(toolbar.stop, Qt.MouseButton.LeftButton)
    enter(qtbot, number(toolbar.stop, "Steps"), "200")
    enter(qtbot, number(toolbar.stop, "Loss below"), "0,5")
    enter(qtbot, number(toolbar.stop, "No improvement in"), "50")
    stop = workspace.document.training.stop
    assert stop == Stop(max_steps=200, loss_below=0.5, no_improvement=(50, 1e-6))
    enter(qtbot, number(toolbar.stop, "by"), "0.01")
    assert workspace.document.training.stop.no_improvement == (50, 0.01)
    field = number(toolbar.stop, "Steps")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert workspace.document.training.stop.max_steps is None


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (Stop(), "only when paused"),
        (Stop(max_steps=1000, min_step_size=0.001), "step size < 0.001 or 1,000 steps"),
        (Stop(loss_below=0.5, no_improvement=(100, 0.1)), "loss < 0.5 or no gain in 100"),
    ],
)
def test_the_rules_in_words(stop: Stop, words: str) -> None:
    assert stop_words(stop) == words


def test_the_speed_goes_from_slow_motion_to_full(toolbar: Toolbar) -> None:
    toolbar.speed.setValue(0)
    assert toolbar.speed.toolTip() == "Training speed: 1 step a second"
    toolbar.speed.setValue(toolbar.speed.maximum())
    assert toolbar.speed.toolTip() == "Training speed: full speed"


def test_the_first_example_is_slow_enough_to_watch_and_the_next_file_is_not(toolbar: Toolbar) -> None:
    toolbar.speed.slow_down()
    assert toolbar.speed.toolTip() == "Training speed: 5 steps a second"
    toolbar.speed.speed_up()
    assert toolbar.speed.toolTip() == "Training speed: full speed"
    toolbar.speed.slow_down()
    toolbar.speed.setValue(0)
    toolbar.speed.speed_up()
    assert toolbar.speed.value() == 0


def test_a_setting_typed_back_is_set_back(toolbar: Toolbar, workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.mouseClick(toolbar.stop, Qt.MouseButton.LeftButton)
    for text, most in (("1000", 1000), ("77", 77), ("1000", 1000), ("never", None), ("5", 5)):
        enter(qtbot, number(toolbar.stop, "Steps"), text)
        assert workspace.document.training.stop.max_steps == most
    assert number(toolbar.stop, "Steps").text() == "5"


def test_a_narrow_bar_keeps_run_and_its_numbers(toolbar: Toolbar) -> None:
    toolbar.resize(1280, 60)
    shown = {found.property("action"): found.text() for found in toolbar.findChildren(QPushButton)}
    assert (shown["run"], shown["reset"]) == ("Run", "")
    assert all(found.isVisible() for found in toolbar.findChildren(QPushButton) if found.property("action"))
    assert toolbar.learning_rate.isVisible()
    assert toolbar.loss.isVisible()
    assert toolbar.loss_counter.isVisible()
    assert toolbar.more.toolTip().endswith(": Stop when, Starting values")


def test_a_wide_bar_has_all_settings_and_the_speed_over_the_slider(toolbar: Toolbar) -> None:
    toolbar.resize(1560, 60)
    assert not toolbar.more.isVisible()
    assert toolbar.start.isVisible()
    assert not toolbar.rate_counter.isVisible()


@pytest.mark.parametrize("width", [900, 1000, 1150, 1280, 1400, 1600, 1900])
def test_no_word_is_cut_at_any_width(toolbar: Toolbar, qtbot: QtBot, width: int) -> None:
    """What has no room goes into the panel of …; nothing is elided and nothing lies over something else."""
    toolbar.resize(width, 60)
    qtbot.waitUntil(lambda: toolbar.width() == width)
    QApplication.processEvents()
    shown = [found for found in toolbar.findChildren(PopoverButton) if found.isVisible()]
    assert all(found.text() == found.words for found in shown)
    whole = [found for found in toolbar.children() if isinstance(found, QWidget) and found.isVisible()]
    boxes = sorted((found.geometry() for found in whole if not found.isWindow()), key=lambda box: box.x())
    assert all(one.right() < other.left() for one, other in pairwise(boxes))
    assert boxes[-1].right() <= width


def test_the_tip_of_a_button_without_words_begins_with_its_name(toolbar: Toolbar) -> None:
    toolbar.resize(1000, 60)
    dice = next(one for one in toolbar.findChildren(QPushButton) if one.accessibleName() == "New start")
    assert dice.text() == ""
    assert dice.toolTip().startswith("New start: Draw other start values")


def test_a_setting_without_room_is_changed_in_the_panel_of_the_dots(
    toolbar: Toolbar, workspace: Workspace, qtbot: QtBot
) -> None:
    toolbar.resize(1000, 60)
    assert not toolbar.start.isVisible()
    choose(qtbot, toolbar.more, "Xavier")
    assert workspace.document.training.initial_values == "xavier"
    toolbar.resize(1900, 60)
    assert toolbar.start.isVisible()
    assert not toolbar.more.isVisible()


@pytest.mark.parametrize("width", [1280, 1600])
def test_nothing_on_the_bar_moves_when_settings_change_or_while_it_trains(
    toolbar: Toolbar, workspace: Workspace, qtbot: QtBot, width: int
) -> None:
    def places() -> list[tuple[bool, int, int]]:
        QApplication.processEvents()
        whole = [found for found in toolbar.findChildren(QWidget) if found.window() is not found]
        return [(found.isVisible(), found.mapTo(toolbar, found.rect().topLeft()).x(), found.width()) for found in whole]

    toolbar.resize(width, 60)
    qtbot.waitUntil(lambda: toolbar.width() == width)
    before = places()
    stop = Stop(max_steps=123_456, no_improvement=(200, 0.01))
    for changed in (
        {"optimizer": "adam"}, {"batch_size": 2, "shuffle": True}, {"reduction": "mean"}, {"stop": stop},
        {"initial_values": "xavier"},
    ):  # fmt: skip
        training = replace(workspace.document.training, **changed)
        workspace.do(SetTraining(training, "how to learn"))
        assert places() == before
    assert toolbar.stop.text() == "2 rules"
    assert toolbar.stop.toolTip().endswith(f"Now: {stop_words(stop)}")
    workspace.do(SetTraining(replace(workspace.document.training, stop=Stop()), "stop rule"))
    press(qtbot, toolbar, "run")
    qtbot.waitUntil(lambda: workspace.training.frame.running and workspace.training.frame.step > 100)
    assert places() == before
    press(qtbot, toolbar, "run")
    assert places() == before


def test_cross_entropy_of_many_rows_chosen_in_the_panel_is_averaged_until_somebody_says_otherwise(
    toolbar: Toolbar, workspace: Workspace, qtbot: QtBot
) -> None:
    many = iris(loss="ssr")
    columns = tuple(Column(one.name, np.resize(one.values, 30)) for one in many.data.columns)
    data = replace(many.data, columns=columns)
    workspace.session.replace(many.evolve(data=data, training=TrainingSpec()))
    choose(qtbot, toolbar.loss, "Cross entropy")
    assert (workspace.document.training.loss, workspace.document.training.reduction) == ("cross_entropy", "mean")
    choose(qtbot, toolbar.loss, "Sum")
    choose(qtbot, toolbar.loss, "Cross entropy")
    assert workspace.document.training.reduction == "sum"
