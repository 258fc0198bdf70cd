"""While it learns: freeze, drag a point, break it and mend it, change the settings, look at it in the dark."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QPushButton

from gui.canvas import geometry
from tests.gui.plots.conftest import Hand
from tests.helpers.drive import User
from tests.stories.conftest import Play


def example(user: User, name: str) -> None:
    assert user.window.files.open_example(name)


def endless(user: User) -> None:
    """Take the stop rules away, as a person does: open the panel, empty the fields."""
    stop = user.window.toolbar.stop
    user.qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert stop.panel is not None
    from gui.controls.fields import NumberField

    for field in stop.panel.findChildren(NumberField):
        if field.text():
            field.setFocus()
            field.selectAll()
            user.qtbot.keyClick(field, Qt.Key.Key_Delete)
            user.qtbot.keyClick(field, Qt.Key.Key_Return)
    stop.panel.close()


def test_a_data_point_dragged_while_it_trains_bends_the_squiggle(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details2-all-parameters.squiggle")
        endless(user)
        training = user.window.workspace.training
        user.press("run")
        user.qtbot.waitUntil(lambda: training.frame.step > 50)
        hand = Hand(user.window.plots["fit"])
        hand.drag((0.5, 1.0), (0.5, 0.4))
        moved = user.document.data.columns[1].values[1]
        assert moved == pytest.approx(0.4, abs=0.1)
        assert training.running
        reached = training.frame.step
        user.qtbot.waitUntil(lambda: training.frame.step > reached + 50)
        user.press("run")
        assert user.window.workspace.session.labels[-3:-1] != []
        steps = user.document.steps
        for _ in range(3):
            user.keys("Ctrl+Z")
        session = user.window.workspace.session
        assert user.document.data.columns[1].values[1] == 1.0, (session.labels, session.index)
        assert user.document.steps < steps

    play(tale)


def test_a_frozen_number_stays_while_the_others_learn(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details1-three-parameters.squiggle")
        pair = user.pair("hidden 1", "effectiveness")
        pill = user.canvas.canvas.stage.drawing.pills[pair]
        user.hover(pill.center().x(), pill.center().y())
        at = geometry.lock_box(user.canvas.canvas.stage.drawing.pills[pair]).center()
        user.click(at.x(), at.y())
        assert not user.document.parameter(pair).trainable.any()
        user.press("step")
        assert user.document.parameter(pair).value[0, 0] == 0.36
        assert user.document.parameter(("", user.node("effectiveness"))).value[0] != 0

    play(tale)


def test_divergence_is_explained_and_one_click_mends_it(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details2-all-parameters.squiggle")
        rate = user.window.toolbar.learning_rate
        rate.setFocus()
        rate.selectAll()
        user.qtbot.keyClicks(rate, "1000")
        user.qtbot.keyClick(rate, Qt.Key.Key_Return)
        user.press("run")
        user.qtbot.waitUntil(lambda: "too large to compute with" in user.window.banner.text)
        assert not user.window.workspace.training.running
        assert all(np.isfinite(found.value).all() for found in user.document.parameters().values())
        offer = next(b for b in user.window.banner.findChildren(QPushButton) if "learning rate" in b.text())
        user.qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
        assert user.document.training.learning_rate == 100
        assert user.document.steps == 0

    play(tale)


def test_reset_returns_to_the_start_and_the_past_run_stays_faintly(play: Play) -> None:
    def tale(user: User) -> None:
        user.press("run")
        user.qtbot.waitUntil(lambda: not user.window.workspace.training.running)
        user.press("reset")
        assert user.window.toolbar.step_counter.text() == "0"
        assert user.document.parameter(("", user.node("effectiveness"))).value[0] == 0
        assert len(user.window.workspace.training.frame.past) == 1

    play(tale)


def test_every_view_can_be_hidden_and_comes_back_and_the_theme_is_kept(play: Play) -> None:
    def tale(user: User) -> None:
        window = user.window
        for name in window.views:
            if not window.dock(name).isHidden():  # as the convolution is until a file has an image
                window.dock(name).toggleViewAction().trigger()
        assert not any(window.dock(name).isVisible() for name in window.views)
        window.actions_table["restore_layout"].trigger()
        user.qtbot.waitUntil(lambda: window.dock("fit").isVisible())
        window.dock("loss").hide()
        window.actions_table["theme_dark"].trigger()

    def later(user: User) -> None:
        assert user.window.workspace.theme.name == "dark"
        assert user.window.dock("loss").isHidden()
        assert user.window.dock("fit").isVisible()

    play(tale)
    play(later)


def test_a_wire_that_is_let_go_with_escape_leaves_no_trace(play: Play) -> None:
    def tale(user: User) -> None:
        before = user.document
        start = geometry.out_port(user.center("dosage"))
        user.drag(start, QPointF(user.center("effectiveness")), drop=False)
        user.qtbot.keyClick(user.canvas, Qt.Key.Key_Escape)
        user.qtbot.mouseRelease(user.canvas.viewport(), Qt.MouseButton.LeftButton)
        assert user.document is before

    play(tale)


def test_scrubbing_a_number_moves_the_squiggle_and_the_loss_before_it_is_kept(play: Play) -> None:
    def tale(user: User) -> None:
        counter, fit = user.window.toolbar.loss_counter, user.window.plots["fit"]
        at = user.number(("", user.node("effectiveness")))
        before = user.document
        shown = fit.shown
        user.drag(at, at + QPointF(150, 0), drop=False)
        assert user.document is before
        assert float(counter.text()) < 20
        user.qtbot.waitUntil(lambda: fit.shown != shown)  # on a busy machine views take turns
        user.qtbot.keyClick(user.canvas, Qt.Key.Key_Escape)
        user.qtbot.mouseRelease(user.canvas.viewport(), Qt.MouseButton.LeftButton)
        assert user.document is before
        assert counter.text() == "20.42"
        user.drag(at, at + QPointF(150, 0))
        assert user.document.parameter(("", user.node("effectiveness"))).value[0] > 0.5
        assert len(user.window.workspace.session.labels) == 2

    play(tale)


def test_the_shortcut_sheet_and_the_command_palette_open_and_work(play: Play) -> None:
    def tale(user: User) -> None:
        from gui.dialogs.sheets import CommandPalette

        user.keys("F1")
        user.keys("Ctrl+Shift+P")
        palette = user.window.findChild(CommandPalette)
        assert isinstance(palette, CommandPalette)
        user.qtbot.keyClicks(palette.filter, "one update")
        assert palette.found.count() == 1
        user.qtbot.keyClick(palette.filter, Qt.Key.Key_Return)
        assert user.document.steps == 1

    play(tale)
