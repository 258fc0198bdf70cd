"""Run, pause, step, reset; edits while training; divergence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.datasets.rows import prepare
from core.document import Document, Stop, floats
from core.edits.graph import AddNode, Connect
from core.edits.settings import SetData, SetTitle, SetTraining
from core.edits.values import SetTrainable, SetValue
from core.training.trainer import Trainer
from gui.state.frame import Frame
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris

Make = Callable[[Document], Workspace]
B3 = ("", "effect")


def endless(document: Document | None = None) -> Document:
    document = document or one_two_one()
    return document.evolve(training=replace(document.training, learning_rate=0.001, stop=Stop()))


def notices(workspace: Workspace) -> list[Notice]:
    heard: list[Notice] = []
    workspace.notices.posted.connect(heard.append)
    return heard


def run_some(workspace: Workspace, qtbot: QtBot, steps: int = 50) -> None:
    workspace.training.run()
    qtbot.waitUntil(lambda: workspace.training.frame.step >= steps)


def test_the_first_frame_has_the_figures_of_part_two(make_workspace: Make) -> None:
    frame = make_workspace(one_two_one()).training.frame
    assert frame.loss == pytest.approx(20.4236, abs=1e-4)
    slope, outputs, observed = frame.gradient(B3), frame.outputs("effect"), frame.observed("effect")
    assert slope is not None
    assert slope[0] == pytest.approx(-15.6551, abs=1e-4)
    assert outputs is not None
    assert outputs[0].tolist() == pytest.approx([-2.6037, -1.6090, -2.6149], abs=1e-4)
    assert observed is not None
    assert observed[0].tolist() == [0, 1, 0]


def test_a_step_is_one_step_of_the_history(make_workspace: Make) -> None:
    document = one_two_one()
    only_b3 = tuple(ref for ref in document.parameters() if ref != B3)
    workspace = make_workspace(SetTrainable(only_b3, trainable=False).apply(document))
    workspace.training.step()
    workspace.training.step()
    assert workspace.session.labels == ["New", "Train to step 1", "Train to step 2"]
    assert workspace.document.parameter(B3).value[0] == pytest.approx(2.1917, abs=1e-4)
    assert workspace.document.steps == 2
    workspace.session.undo()
    assert workspace.training.frame.step == 1
    assert workspace.training.frame.parameter(B3)[0] == pytest.approx(1.5655, abs=1e-4)


def test_a_run_is_one_step_of_the_history_and_undo_takes_it_back(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    first = workspace.document
    run_some(workspace, qtbot)
    assert workspace.document is first
    workspace.training.pause()
    assert workspace.session.labels == ["New", f"Train to step {workspace.document.steps:,}"]
    assert workspace.document.steps == workspace.training.frame.step >= 50
    assert workspace.training.frame.loss is not None
    assert workspace.training.frame.loss < 20
    workspace.session.undo()
    assert workspace.document is first
    assert workspace.training.frame.step == 0


def test_pausing_and_stepping_tell_every_view_once(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    told: list[Frame] = []
    workspace.training.frame_changed.connect(told.append)
    workspace.training.pause()
    assert [(frame.running, frame.document) for frame in told] == [(False, workspace.document)]
    assert told[0].step == workspace.document.steps == told[0].end
    workspace.training.step()
    assert [frame.step for frame in told[1:]] == [told[0].step + 1]
    assert told[1].document is workspace.document


def test_a_pause_right_after_the_start_tells_that_nothing_runs(make_workspace: Make) -> None:
    workspace = make_workspace(endless())
    workspace.training.run()
    workspace.training.pause()
    assert not workspace.training.frame.running
    assert workspace.training.frame.step == workspace.document.steps


def test_undo_while_training_stops_it_and_goes_back(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    workspace.session.undo()
    assert not workspace.training.running
    assert workspace.document.steps == 0
    workspace.session.redo()
    assert workspace.document.steps >= 50


def test_an_edit_while_training_carries_on_from_where_it_was(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    faster = replace(workspace.document.training, learning_rate=0.002)
    workspace.do(SetTraining(faster, "learning rate"))
    reached = workspace.document.steps
    assert workspace.training.running
    assert reached >= 50
    qtbot.waitUntil(lambda: workspace.training.frame.step > reached + 50)
    workspace.training.pause()
    ran = [f"Train to step {steps:,}" for steps in (reached, workspace.document.steps)]
    assert workspace.session.labels == ["New", ran[0], "Set learning rate", ran[1]]


def test_a_new_connection_while_training_is_trained_too(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    workspace.do(Connect((("dose", "effect"),)))
    drawn = float(workspace.document.parameter(("dose", "effect")).value[0, 0])
    reached = workspace.document.steps
    qtbot.waitUntil(lambda: workspace.training.frame.step > reached + 50)
    workspace.training.pause()
    assert float(workspace.document.parameter(("dose", "effect")).value[0, 0]) != drawn


def test_data_changed_while_training_is_trained_on(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    data = workspace.document.data
    moved = replace(data.columns[1], values=floats([1, 1, 1]))
    workspace.do(SetData(replace(data, columns=(data.columns[0], moved)), "Move point"))
    qtbot.waitUntil(lambda: (workspace.training.frame.loss or 9) < 0.5)
    workspace.training.pause()
    assert prepare(workspace.document).observed.tolist() == [[1, 1, 1]]


def test_a_title_or_a_saved_file_does_not_disturb_training(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    trainer = workspace.training.frame.network
    workspace.do(SetTitle("Running"))
    reached = workspace.training.frame.step
    qtbot.waitUntil(lambda: workspace.training.frame.step > reached)
    assert workspace.training.frame.network is trainer


def test_freezing_while_training_holds_the_number_from_then_on(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    run_some(workspace, qtbot)
    workspace.do(SetTrainable((B3,), trainable=False))
    held = float(workspace.document.parameter(B3).value[0])
    reached = workspace.document.steps
    qtbot.waitUntil(lambda: workspace.training.frame.step > reached + 50)
    workspace.training.pause()
    assert float(workspace.document.parameter(B3).value[0]) == held


def test_deleting_the_output_while_training_stops_and_says_why(make_workspace: Make, qtbot: QtBot) -> None:
    from core.edits.graph import Remove

    workspace = make_workspace(endless())
    heard = notices(workspace)
    run_some(workspace, qtbot)
    workspace.do(Remove(frozenset({"effect"})))
    assert not workspace.training.running
    assert "output" in heard[-1].text
    workspace.training.run()
    assert not workspace.training.running


def test_a_rule_ends_training_and_is_named(make_workspace: Make, qtbot: QtBot) -> None:
    document = one_two_one()
    stop = Stop(max_steps=12)
    workspace = make_workspace(document.evolve(training=replace(document.training, learning_rate=0.01, stop=stop)))
    heard = notices(workspace)
    with qtbot.waitSignal(workspace.notices.posted):
        workspace.training.run()
    assert workspace.document.steps == 12
    assert "12 steps" in heard[-1].text
    assert heard[-1].action is not None
    with qtbot.waitSignal(workspace.notices.posted):
        heard[-1].action()
    assert workspace.document.steps == 24


def test_divergence_puts_the_last_finite_values_back_and_offers_a_tenth(make_workspace: Make, qtbot: QtBot) -> None:
    document = one_two_one()
    workspace = make_workspace(document.evolve(training=replace(document.training, learning_rate=50.0, stop=Stop())))
    heard = notices(workspace)
    with qtbot.waitSignal(workspace.notices.posted):
        workspace.training.run()
    assert not workspace.training.running
    assert heard[-1].level == "problem"
    assert "step" in heard[-1].text
    assert all(np.isfinite(found.value).all() for found in workspace.document.parameters().values())
    assert heard[-1].action is not None
    heard[-1].action()
    assert workspace.document.training.learning_rate == 5.0


def test_reset_returns_to_the_same_start_and_new_start_to_another(make_workspace: Make) -> None:
    workspace = make_workspace(one_two_one())
    workspace.training.advance(5)
    workspace.training.reset()
    assert workspace.document == one_two_one()
    workspace.training.new_start()
    drawn = workspace.document
    workspace.training.advance(3)
    workspace.training.reset()
    assert workspace.document.parameters() == drawn.parameters()
    assert drawn.parameter(("dose", "top")) != one_two_one().parameter(("dose", "top"))


def test_with_everything_frozen_the_numbers_are_there_but_training_is_refused(make_workspace: Make) -> None:
    document = one_two_one()
    workspace = make_workspace(SetTrainable(tuple(document.parameters()), trainable=False).apply(document))
    heard = notices(workspace)
    assert workspace.training.frame.loss == pytest.approx(20.4236, abs=1e-4)
    workspace.training.run()
    assert "frozen" in heard[-1].text


def test_an_unfinished_drawing_has_a_frame_that_says_what_is_missing(make_workspace: Make) -> None:
    workspace = make_workspace(Document())
    assert workspace.training.frame.network is None
    workspace.do(AddNode("input", (0, 0)))
    workspace.do(AddNode("output", (240, 0)))
    assert workspace.training.frame.network is not None
    assert workspace.training.frame.values is None
    assert workspace.training.frame.reason


def test_a_value_set_by_hand_is_trained_from(make_workspace: Make) -> None:
    workspace = make_workspace(one_two_one())
    workspace.training.advance(2)
    workspace.do(SetValue(B3, 5.0))
    assert workspace.training.frame.parameter(B3)[0] == 5.0
    assert workspace.training.frame.step == 2


def test_earlier_runs_are_kept_for_comparison(make_workspace: Make) -> None:
    workspace = make_workspace(one_two_one())
    workspace.training.advance(4)
    workspace.training.reset()
    workspace.training.advance(4)
    assert [kept.view.steps.tolist() for kept in workspace.training.frame.past] == [[0, 1, 2, 3, 4]]
    workspace.training.forget_past()
    assert workspace.training.frame.past == ()


def test_slow_motion_makes_few_steps(make_workspace: Make, qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
    workspace.training.set_speed(30)
    workspace.training.run()
    qtbot.waitUntil(lambda: workspace.training.frame.step >= 3, timeout=20_000)
    workspace.training.pause()
    assert workspace.document.steps < 100


def test_an_error_inside_the_thread_is_told_in_one_line(
    make_workspace: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: Trainer, count: int = 1) -> None:  # noqa: ARG001
        raise ZeroDivisionError("in a step")

    workspace = make_workspace(one_two_one())
    notices: list[Notice] = []
    workspace.notices.posted.connect(notices.append)
    monkeypatch.setattr(Trainer, "step", broken)
    workspace.training.run()
    qtbot.waitUntil(lambda: bool(notices))
    assert notices[0].text == "Training broke off by an error inside Squiggle (ZeroDivisionError: in a step)."
    assert not workspace.training.running
    assert "Traceback" in capsys.readouterr().err


def test_neither_run_nor_step_trains_through_an_argmax(make_workspace: Callable[[Document], Workspace]) -> None:
    workspace = make_workspace(iris("argmax", "ssr"))
    heard: list[str] = []
    workspace.notices.posted.connect(lambda notice: heard.append(notice.text))
    before = workspace.document
    workspace.training.step()
    workspace.training.run()
    assert heard[0] == heard[1]
    assert "nothing trains through species" in heard[0]
    assert workspace.document is before
