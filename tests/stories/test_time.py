"""Back in time: drag the slider, see the network, the fit and the curves as they were, go on from there, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from core import storage
from gui.bars.time_bar import StepSlider
from tests.gui.conftest import Script
from tests.gui.plots.conftest import Hand
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play

PLAIN = Qt.KeyboardModifier.NoModifier
EXAMPLE = "part2-backpropagation.squiggle"


def slider(user: User) -> StepSlider:
    found = user.window.findChild(StepSlider)
    assert isinstance(found, StepSlider)
    return found


def drag_to(user: User, *shares: float) -> None:
    """Take the handle and drag it over these shares of the track."""
    track = slider(user)

    def spot(share: float) -> QPoint:
        return QPoint(round(7 + share * (track.width() - 14)), track.height() // 2)

    span = max(1, track.maximum() - track.minimum())
    QTest.mousePress(track, LEFT, PLAIN, spot((track.value() - track.minimum()) / span))
    for share in shares:
        QTest.mouseMove(track, spot(share))
    QTest.mouseRelease(track, LEFT, PLAIN, spot(shares[-1]))


def run_to_the_end(user: User) -> None:
    training = user.window.workspace.training
    user.window.toolbar.speed.setValue(user.window.toolbar.speed.maximum())
    user.press("run")
    user.qtbot.waitUntil(lambda: not training.running and training.frame.step > 5, timeout=20_000)


def test_drag_back_and_everything_shows_it_drag_forward_and_it_is_the_end_again(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        run_to_the_end(user)
        training, window = user.window.workspace.training, user.window
        b3 = ("", user.node("effectiveness"))
        end, document = training.frame, user.document
        fit, loss = window.plots["fit"].shown, window.plots["loss"].shown
        counter = window.toolbar.step_counter.text()
        drag_to(user, 0.7, 0.3, 0.0)
        assert training.frame.step == 0
        assert user.canvas.canvas.stage.number(b3) == 0.0
        assert window.toolbar.step_counter.text() == "0"
        assert window.toolbar.loss_counter.text() == "20.42"
        assert window.plots["fit"].shown != fit
        assert window.plots["loss"].shown != loss
        assert user.document is document
        drag_to(user, 0.4, 1.0)
        assert window.toolbar.step_counter.text() == counter
        assert end.snapshot is not None
        assert training.frame.snapshot is not None
        assert np.array_equal(training.frame.snapshot.theta, end.snapshot.theta)
        assert np.array_equal(training.frame.snapshot.gradient, end.snapshot.gradient)
        assert user.document is document

    play(tale)


def test_keys_go_back_one_step_and_to_the_ends_from_anywhere(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        for _ in range(3):
            user.press("step")
        training = user.window.workspace.training
        for keys, step in (("Alt+Left", 2), ("Alt+Left", 1), ("Alt+Right", 2), ("Alt+Home", 0), ("Alt+End", 3)):
            user.keys(keys)
            assert training.frame.step == step, keys
        user.keys("Alt+Home")
        user.press("step")  # the first step again: 1.57, as published
        b3 = ("", user.node("effectiveness"))
        assert round(float(user.document.parameter(b3).value[0]), 2) == 1.57
        assert training.frame.end == 3

    play(tale)


def test_an_edit_in_the_past_is_made_there_and_undo_leads_back(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        run_to_the_end(user)
        end = user.document.steps
        drag_to(user, 0.0)
        user.set_number(("", user.node("effectiveness")), "1.5")
        assert user.document.steps == 0
        assert user.document.parameter(("", user.node("effectiveness"))).value[0] == 1.5
        user.keys("Ctrl+Z")
        user.keys("Ctrl+Z")
        assert user.document.steps == end
        assert user.window.workspace.training.frame.end == end
        drag_to(user, 0.5)
        assert 0 < user.window.workspace.training.frame.step < end
        user.keys("Ctrl+Z")
        assert user.window.workspace.training.frame.step == end
        user.keys("Ctrl+Shift+Z")
        assert 0 < user.document.steps < end

    play(tale)


def test_what_is_saved_is_what_is_seen(play: Play, script: Script, tmp_path: Path) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        run_to_the_end(user)
        user.keys("Alt+Home")
        user.keys("Alt+Right")
        script.answers.append(tmp_path / "past.squiggle")
        user.keys("Ctrl+Shift+S")
        saved = storage.load(tmp_path / "past.squiggle")
        assert saved.steps == 1
        assert round(float(saved.parameter(("", user.node("effectiveness"))).value[0]), 2) == 1.57
        assert not user.window.files.unsaved
        user.keys("Alt+End")  # looking is no change
        assert not user.window.files.unsaved

    play(tale)


def test_the_curves_beyond_the_step_shown_are_pale(play: Play) -> None:
    def tale(user: User) -> None:
        from gui.plots.marks import Line, Rule

        assert user.window.files.open_example(EXAMPLE)
        run_to_the_end(user)
        drag_to(user, 0.5)
        step = user.window.workspace.training.frame.step
        pale, run = Hand(user.window.plots["loss"]).marks(Line)
        assert (run.x[-1], pale.x[0]) == (step, step)
        assert pale.x[-1] == user.window.workspace.training.frame.end
        assert pale.color != run.color
        user.window.show_view("derivatives")
        rules = Hand(user.window.plots["derivatives"]).marks(Rule)
        assert step in [rule.x for rule in rules]

    play(tale)


def test_a_look_back_between_undo_and_redo_does_not_cost_the_redo(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example(EXAMPLE)
        for _ in range(4):
            user.press("step")
        user.keys("Ctrl+Z")
        assert (user.document.steps, user.window.workspace.training.frame.end) == (3, 4)
        user.keys("Alt+Left")
        user.keys("Ctrl+Shift+Z")
        assert user.document.steps == 4
        user.keys("Alt+Home")
        history = user.window.dock("history").content
        assert isinstance(history, QListWidget)
        QTest.mouseClick(history.viewport(), LEFT, PLAIN, history.visualItemRect(history.item(2)).center())
        assert user.document.steps == user.window.workspace.training.frame.step == 2
        assert len(user.window.workspace.session.labels) == 5

    play(tale)
