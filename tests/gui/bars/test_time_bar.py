"""The slider: mouse, keys and wheel; what it says; quiet before the first step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import core.training.history
import gui.state.timeline
from core.document import Document
from gui.bars.time_bar import BRANCH, DRAG, QUIET, TimeBar
from gui.state.workspace import Workspace
from tests.gui.state.test_timeline import trained
from tests.gui.state.test_training import endless, run_some

Make = Callable[[Document], Workspace]
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def bar_on(workspace: Workspace, qtbot: QtBot, width: int = 900) -> TimeBar:
    bar = TimeBar(workspace, None)  # type: ignore[arg-type]  # on its own
    qtbot.addWidget(bar)
    bar.resize(width, 34)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def spot(bar: TimeBar, share: float) -> QPoint:
    return QPoint(round(7 + share * (bar.slider.width() - 14)), bar.slider.height() // 2)


def test_before_the_first_step_it_is_quiet_but_readable(make_workspace: Make, qtbot: QtBot) -> None:
    bar = bar_on(make_workspace(endless()), qtbot)
    assert not bar.slider.isEnabled()
    assert (bar.label.text(), bar.hint.text()) == ("step 0", QUIET)
    QTest.mouseClick(bar.slider, LEFT, PLAIN, spot(bar, 0.5))
    assert bar.label.text() == "step 0"


def test_a_drag_shows_step_after_step_and_a_click_jumps(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = trained(make_workspace, 100)
    bar, seen = bar_on(workspace, qtbot), list[int]()
    workspace.training.frame_changed.connect(lambda frame: seen.append(frame.step))
    assert (bar.label.text(), bar.hint.text()) == ("step 100 of 100", DRAG)
    QTest.mousePress(bar.slider, LEFT, PLAIN, spot(bar, 1.0))
    for share in (0.8, 0.5, 0.2, 0.4):
        QTest.mouseMove(bar.slider, spot(bar, share))
    QTest.mouseRelease(bar.slider, LEFT, PLAIN, spot(bar, 0.4))
    assert seen[:4] == pytest.approx([80, 50, 20, 40], abs=1)
    assert seen[4:] == seen[3:4]  # let go: all views show it
    assert bar.label.text() == f"step {seen[-1]} of 100"
    assert bar.hint.text() == BRANCH
    QTest.mouseMove(bar.slider, spot(bar, 0.9))
    assert workspace.training.frame.step == seen[-1]
    QTest.mouseClick(bar.slider, LEFT, PLAIN, spot(bar, 0.0))
    assert workspace.training.frame.step == 0
    QTest.mouseClick(bar.slider, LEFT, PLAIN, spot(bar, 1.0))
    assert workspace.training.frame.step == 100


def test_keys_go_by_steps_pages_and_to_the_ends(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = trained(make_workspace, 100)
    bar = bar_on(workspace, qtbot)
    bar.slider.setFocus()
    keys = Qt.Key
    for key, step in ((keys.Key_Left, 99), (keys.Key_PageDown, 94), (keys.Key_Down, 93), (keys.Key_Home, 0),
                      (keys.Key_Left, 0), (keys.Key_Right, 1), (keys.Key_PageUp, 6), (keys.Key_Up, 7),
                      (keys.Key_End, 100)):  # fmt: skip
        QTest.keyClick(bar.slider, key)
        assert workspace.training.frame.step == step, key
    assert workspace.document.steps == 100


def test_while_training_it_follows(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    bar = bar_on(workspace, qtbot)
    run_some(workspace, qtbot)
    qtbot.waitUntil(lambda: bar.slider.value() > 50)
    assert bar.slider.value() == bar.slider.maximum()
    assert bar.label.text() == f"step {bar.slider.value():,}"
    QTest.mouseClick(bar.slider, LEFT, PLAIN, spot(bar, 0.5))
    assert not workspace.training.running
    assert 0 < workspace.training.frame.step < workspace.training.frame.end


def test_it_says_that_the_nearest_kept_step_is_shown(
    make_workspace: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.training.history, "MOST", 12)
    monkeypatch.setattr(gui.state.timeline, "AT_ONCE_S", 0.0)
    workspace = trained(make_workspace, 500)
    bar = bar_on(workspace, qtbot)
    workspace.training.timeline.show(200)
    assert bar.hint.text() == "nearest kept step; making step 200 …"
    assert bar.slider.value() == 200
    assert bar.label.text() == f"step {workspace.training.frame.step} of 500"
    qtbot.waitUntil(lambda: bar.hint.text() == BRANCH)
    assert bar.label.text() == "step 200 of 500"


def test_buttons_replay_and_go_to_the_start(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = trained(make_workspace, 100)
    bar = bar_on(workspace, qtbot)
    QTest.mouseClick(bar.play, LEFT)
    qtbot.waitUntil(lambda: 0 < workspace.training.frame.step < 100)
    assert "Pause" in bar.play.toolTip()
    QTest.mouseClick(bar.play, LEFT)
    assert not workspace.training.timeline.playing
    QTest.mouseClick(bar.start, LEFT)
    assert workspace.training.frame.step == 0


def test_narrow_it_leaves_the_hint_out(make_workspace: Make, qtbot: QtBot) -> None:
    bar = bar_on(trained(make_workspace, 10), qtbot, 400)
    assert not bar.hint.isVisible()
    bar.resize(800, 34)
    assert bar.hint.isVisible()
