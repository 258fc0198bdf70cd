"""Looking at earlier steps: nothing changes by it, and what is done next is done to what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

import core.training.history
import gui.state.timeline
from core.document import Document, Stop
from core.edits.placement import MoveNodes
from core.edits.settings import SetTitle, SetTraining
from core.edits.values import SetValue
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from tests.gui.state.test_training import endless, run_some
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]
B3 = ("", "effect")


def trained(make: Make, steps: int = 50, **settings: object) -> Workspace:
    document = endless()
    workspace = make(document.evolve(training=replace(document.training, **settings)))  # type: ignore[arg-type]
    workspace.training.advance(steps)
    return workspace


def assert_same(one: Frame, other: Frame) -> None:
    """Both frames show the same numbers, bit by bit."""
    assert one.snapshot is not None
    assert other.snapshot is not None
    for name in ("step", "loss", "theta", "gradient", "step_size", "updates"):
        assert np.array_equal(getattr(one.snapshot, name), getattr(other.snapshot, name)), name
    for memory, expected in zip(one.snapshot.memory.values(), other.snapshot.memory.values(), strict=True):
        assert np.array_equal(memory, expected)
    assert one.values is not None
    assert other.values is not None
    assert np.array_equal(one.values.a, other.values.a)


def test_looking_changes_no_document_and_shows_the_step_everywhere(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    training, document = workspace.training, workspace.document
    end = training.frame
    training.timeline.show(20)
    frame = training.frame
    assert (frame.step, frame.first, frame.end) == (20, 0, 50)
    assert frame.history is not None
    assert frame.parameter(B3) == frame.history.values(B3)[20]
    assert frame.loss == frame.history.losses[20]
    assert frame.outputs("effect") is not None
    assert workspace.document is document
    assert workspace.session.labels == ["New", "Train to step 50"]
    training.timeline.to_end()
    assert_same(training.frame, end)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "rmsprop", "adam"])
def test_there_and_back_and_running_on_are_bit_identical(make_workspace: Make, optimizer: str) -> None:
    workspace, alone = (trained(make_workspace, 30, optimizer=optimizer) for _ in range(2))
    training, timeline = workspace.training, workspace.training.timeline
    alone.training.advance(20)
    timeline.show(11)
    seen = training.frame
    timeline.show(3)
    timeline.show(11)
    assert_same(training.frame, seen)
    workspace.training.advance(39)  # nineteen steps that were made already, twenty that were not
    assert_same(training.frame, alone.training.frame)
    assert training.frame.end == 50


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_a_run_from_an_earlier_step_makes_the_same_steps_again(
    make_workspace: Make, qtbot: QtBot, optimizer: str
) -> None:
    workspace = trained(make_workspace, 30, optimizer=optimizer)
    end = workspace.training.frame
    workspace.training.timeline.show(10)
    workspace.do(SetTraining(replace(workspace.document.training, stop=Stop(max_steps=30)), "stop rule"))
    with qtbot.waitSignal(workspace.notices.posted):
        workspace.training.run()
    assert_same(workspace.training.frame, end)
    assert workspace.training.frame.first == 0


def test_an_edit_is_made_to_what_is_seen_and_undo_leads_back_to_the_end(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    end = workspace.training.frame
    workspace.training.timeline.show(20)
    seen = float(workspace.training.frame.parameter(B3)[0])
    workspace.do(SetTitle("Another"))
    assert workspace.session.labels == ["New", "Train to step 50", "Go back to step 20", "Set title"]
    assert workspace.document.steps == 20
    assert float(workspace.document.parameter(B3).value[0]) == seen
    assert workspace.training.frame.end == 50  # nothing that is computed with has changed: the run is there still
    workspace.session.undo()
    workspace.session.undo()
    assert workspace.document.steps == 50
    assert_same(workspace.training.frame, end)


def test_undo_while_looking_back_shows_the_end_again_and_redo_the_past(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.training.timeline.show(20)
    workspace.session.undo()
    assert (workspace.document.steps, workspace.training.frame.step) == (50, 50)
    workspace.session.redo()
    assert (workspace.document.steps, workspace.training.frame.step, workspace.training.frame.end) == (20, 20, 50)
    workspace.session.undo()
    workspace.session.undo()
    assert (workspace.document.steps, workspace.training.frame.step, workspace.training.frame.end) == (0, 0, 50)


def test_moving_a_node_while_looking_back_keeps_the_run(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.training.timeline.show(20)
    workspace.do(MoveNodes({"dose": (10.0, 10.0)}))
    assert (workspace.training.frame.step, workspace.training.frame.end) == (20, 50)


def test_the_optimizers_memory_is_back_after_undo(make_workspace: Make) -> None:
    workspace, alone = (trained(make_workspace, 30, optimizer="adam") for _ in range(2))
    workspace.do(SetValue(B3, 5.0))
    workspace.session.undo()
    for one in (workspace, alone):
        one.training.advance(5)
    assert_same(workspace.training.frame, alone.training.frame)


def test_a_step_from_an_earlier_one_is_the_step_that_was_made(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.training.timeline.show(20)
    workspace.training.step()
    frame = workspace.training.frame
    assert (frame.step, frame.end, workspace.document.steps) == (21, 50, 21)
    assert workspace.session.labels[-2:] == ["Go back to step 20", "Train to step 21"]


def test_reset_begins_the_slider_anew_and_keeps_the_run(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.training.timeline.show(0)
    workspace.training.reset()
    frame = workspace.training.frame
    assert (frame.step, frame.first, frame.end) == (0, 0, 0)
    assert [kept.name for kept in frame.past] == ["run 1: rate 0.001"]


def test_training_pauses_to_look_back(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    workspace.training.timeline.back()
    assert not workspace.training.running
    assert workspace.training.frame.step == workspace.training.frame.end - 1
    assert workspace.document.steps == workspace.training.frame.end


def test_steps_out_of_range_show_the_ends(make_workspace: Make) -> None:
    timeline = (workspace := trained(make_workspace)).training.timeline
    timeline.show(-5)
    assert workspace.training.frame.step == 0
    timeline.back()
    assert workspace.training.frame.step == 0
    assert workspace.training.frame.step_size(B3) is None
    timeline.show(99)
    assert workspace.training.frame.step == 50
    timeline.to_start()
    timeline.forward()
    assert workspace.training.frame.step == 1


def test_a_dropped_step_that_takes_long_comes_after_the_nearest_kept_one(
    make_workspace: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.training.history, "MOST", 12)
    monkeypatch.setattr(gui.state.timeline, "AT_ONCE_S", 0.0)
    workspace, alone = trained(make_workspace, 500), trained(make_workspace, 200)
    history = workspace.training.frame.history
    assert history is not None
    assert 200 not in history.steps.tolist()
    workspace.training.timeline.show(200)
    assert workspace.training.timeline.wanted == workspace.training.timeline.step == 200
    assert workspace.training.frame.step in history.steps.tolist()
    assert workspace.training.frame.step < 200
    qtbot.waitUntil(lambda: workspace.training.timeline.wanted is None)
    assert_same(workspace.training.frame, alone.training.frame)


def test_what_is_waited_for_is_given_up_when_something_else_is_done(
    make_workspace: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.training.history, "MOST", 12)
    monkeypatch.setattr(gui.state.timeline, "AT_ONCE_S", 0.0)
    workspace = trained(make_workspace, 500)
    workspace.training.timeline.show(200)
    seen = workspace.training.frame.step
    workspace.do(SetTitle("Another"))
    assert workspace.training.timeline.wanted is None
    assert workspace.document.steps == seen


def test_replay_goes_from_the_start_to_the_end_and_can_be_paused(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = trained(make_workspace, 60)
    training, timeline, seen = workspace.training, workspace.training.timeline, list[int]()
    training.frame_changed.connect(lambda frame: seen.append(frame.step))
    timeline.toggle()
    assert timeline.playing
    qtbot.waitUntil(lambda: training.frame.step >= 5)
    timeline.toggle()
    assert not timeline.playing
    assert training.frame.step < 60
    timeline.toggle()
    qtbot.waitUntil(lambda: not timeline.playing)
    assert training.frame.step == 60
    assert seen[0] == 0
    assert {*range(61)} <= {*seen}


def test_without_a_run_there_is_nothing_to_look_at(make_workspace: Make) -> None:
    workspace = make_workspace(Document())
    timeline = workspace.training.timeline
    for act in (timeline.back, timeline.forward, timeline.to_start, timeline.to_end, timeline.toggle):
        act()
    assert not timeline.playing
    assert workspace.training.frame.snapshot is None


def test_a_tried_out_number_starts_from_the_step_that_is_shown(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.training.timeline.show(20)
    w1 = float(workspace.training.frame.parameter(("dose", "top"))[0, 0])
    workspace.do(SetValue(B3, 1.5))
    assert workspace.document.steps == 20
    assert float(workspace.document.parameter(("dose", "top")).value[0, 0]) == w1
    frame = workspace.training.frame
    assert (frame.step, frame.first, frame.end) == (20, 0, 20)
    assert frame.history is not None
    assert frame.history.values(B3)[-1] == 1.5


def test_opening_another_file_forgets_the_run(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.session.replace(one_two_one(b3=1.0))
    workspace.training.forget_past()
    frame = workspace.training.frame
    assert (frame.step, frame.first, frame.end, frame.past) == (0, 0, 0, ())
