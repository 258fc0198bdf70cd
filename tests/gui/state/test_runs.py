"""Runs that are kept beside the one under way: names, numbers, how many, which go; branches; going to an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import gui.state.course
from core.document import Document
from core.edits.graph import Connect
from core.edits.settings import SetTraining
from core.edits.table import SetCell
from core.edits.values import SetValue
from core.training.room import make_room
from gui.plots.compare_rates import go_to_end
from gui.state.runs import MOST_RUNS
from gui.state.workspace import Workspace
from tests.gui.state.test_timeline import trained

Make = Callable[[Document], Workspace]
B3 = ("", "effect")


def names(workspace: Workspace) -> list[str]:
    return [kept.name for kept in workspace.training.frame.past]


def set_rate(workspace: Workspace, rate: float) -> None:
    workspace.do(SetTraining(replace(workspace.document.training, learning_rate=rate), "learning rate"))


def test_a_branch_begins_where_one_looked_and_the_old_run_is_kept(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    old = workspace.training.frame.history
    workspace.training.timeline.show(20)
    set_rate(workspace, 0.02)
    workspace.training.advance(10)
    frame = workspace.training.frame
    assert (frame.first, frame.step, frame.end, frame.name) == (0, 30, 30, "run 2: rate 0.02")
    assert names(workspace) == ["run 1: rate 0.001"]
    assert frame.history is not None
    assert old is not None
    assert np.array_equal(frame.history.values(B3)[:21], old.values(B3)[:21])
    assert frame.past[0].view.steps.tolist() == list(range(51))
    workspace.training.timeline.show(10)  # before the branch
    assert workspace.training.frame.parameter(B3) == old.values(B3)[10]
    workspace.training.timeline.show(25)
    assert workspace.training.frame.parameter(B3) == frame.history.values(B3)[25]


def test_going_on_from_the_end_is_the_same_run_over_both_parts(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    set_rate(workspace, 0.02)
    workspace.training.advance(10)
    frame = workspace.training.frame
    assert (frame.first, frame.end, names(workspace)) == (0, 60, [])


def test_undo_goes_back_to_the_other_run_and_redo_returns(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    workspace.training.timeline.show(20)
    set_rate(workspace, 0.02)
    workspace.training.advance(10)
    last = workspace.training.frame
    for _ in range(3):
        workspace.session.undo()
    frame = workspace.training.frame
    assert (frame.step, frame.end, frame.name) == (50, 50, "run 1: rate 0.001")
    assert names(workspace) == ["run 2: rate 0.02"]
    for _ in range(3):
        workspace.session.redo()
    frame = workspace.training.frame
    assert (frame.step, frame.end, frame.name) == (30, 30, "run 2: rate 0.02")
    assert names(workspace) == ["run 1: rate 0.001"]
    assert frame.snapshot is not None
    assert last.snapshot is not None
    assert np.array_equal(frame.snapshot.theta, last.snapshot.theta)


def test_undo_of_a_change_of_the_data_brings_the_run_back(make_workspace: Make) -> None:
    workspace = trained(make_workspace)
    training, before = workspace.training, workspace.training.frame
    column = workspace.document.data.columns[0].name
    workspace.do(SetCell(column, 0, 0.25))
    assert [kept.run.end for kept in training.runs.kept] == [before.end]
    workspace.session.undo()
    after = training.frame
    assert training.course.looked is None
    assert training.runs.kept == ()
    assert (after.name, after.first, after.step, after.end) == (before.name, before.first, before.step, before.end)


def test_a_run_that_makes_the_same_steps_again_replaces_the_old_one(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 20)
    workspace.training.timeline.show(5)
    workspace.training.run()
    workspace.training.pause()
    while workspace.training.frame.end < 25:
        workspace.training.run()
        workspace.training.pause()
    assert names(workspace) == []
    assert workspace.training.frame.name == "run 1: rate 0.001"


def test_only_so_many_are_kept_and_named_ones_stay_longest(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 2)
    runs = workspace.training.runs
    workspace.training.reset()
    runs.rename(1, "  the   first ")
    for _ in range(MOST_RUNS + 1):
        workspace.training.advance(2)
        workspace.training.reset()
    assert len(runs.kept) == MOST_RUNS
    assert runs.kept[0].name == "the first"
    assert [kept.number for kept in runs.kept] == [1, 4, 5, 6, 7, 8]
    runs.rename(1, "")
    assert runs.kept[0].name == "run 1: rate 0.001"
    runs.remove(5)
    assert [kept.number for kept in runs.kept] == [1, 4, 6, 7, 8]
    assert names(workspace) == [kept.name for kept in runs.kept]
    runs.show(4, False)
    assert [kept.number for kept in workspace.training.frame.past if not kept.shown] == [4]


def test_going_to_the_end_of_a_run_takes_its_numbers_and_settings_as_one_step(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 30)
    end = workspace.training.frame.snapshot
    workspace.training.reset()
    set_rate(workspace, 0.02)
    workspace.training.advance(5)
    before = workspace.document
    go_to_end(workspace, workspace.training.runs.kept[0])
    frame = workspace.training.frame
    assert workspace.session.labels[-1] == "Go to the end of run 1: rate 0.001"
    assert workspace.document.training.learning_rate == 0.001
    assert (frame.step, frame.first, frame.end, frame.name) == (30, 0, 30, "run 1: rate 0.001")
    assert frame.snapshot is not None
    assert end is not None
    assert np.array_equal(frame.snapshot.theta, end.theta)
    assert names(workspace) == ["run 2: rate 0.02"]
    workspace.session.undo()
    assert workspace.document is before
    assert workspace.training.frame.step == 5


def test_a_run_of_another_drawing_is_kept_but_its_way_is_its_own(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 30)
    workspace.do(Connect((("dose", "effect"),)))
    workspace.training.advance(5)
    frame = workspace.training.frame
    assert (frame.first, frame.end) == (30, 35)
    assert names(workspace) == ["run 1: rate 0.001"]
    workspace.session.undo()
    workspace.session.undo()
    frame = workspace.training.frame
    assert (frame.first, frame.step, frame.end, frame.name) == (0, 30, 30, "run 1: rate 0.001")


def test_many_edits_in_a_row_without_a_step_leave_no_runs(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 10)
    for value in range(5):
        workspace.do(SetValue(B3, float(value)))
    assert names(workspace) == []
    assert (workspace.training.frame.first, workspace.training.frame.end) == (0, 10)


def test_a_long_line_of_branches_keeps_within_its_room(make_workspace: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = trained(make_workspace)
    first = workspace.training.frame.history
    assert first is not None
    room = 3 * len(first.steps) * 8 * (3 * 7 + 4)  # three runs of 51 records: three vectors of 7, and four numbers
    monkeypatch.setattr(gui.state.course, "make_room", partial(make_room, most=room))
    for count in range(1, 9):
        set_rate(workspace, 0.001 + count / 1e5)
        workspace.training.advance(50)
    set_rate(workspace, 0.001)
    run = workspace.training.course.run
    assert run is not None
    assert len(run.line) == 10
    assert sum(one.history.size for one in run.line) <= room
    history = workspace.training.frame.history
    assert history is not None
    assert (history.start, history.end) == (0, 450)
    workspace.training.timeline.show(25)
    assert workspace.training.frame.parameter(B3) == first.values(B3)[25], "made again as it was"


def test_no_two_runs_have_the_same_colour_and_none_changes_it(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 2)
    runs, known = workspace.training.runs, dict[int, int]()
    workspace.training.reset()
    for count in range(12):
        workspace.training.advance(2)
        workspace.training.reset()
        if count == 3:
            runs.rename(2, "named")
        tints = {kept.number: kept.tint for kept in runs.kept}
        assert len({*tints.values()}) == len(tints)
        assert all(known.get(number, tint) == tint for number, tint in tints.items())
        known |= tints
    assert runs.find(2) is not None


def test_of_six_named_runs_none_is_dropped(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 2)
    runs = workspace.training.runs
    workspace.training.reset()
    for number in range(1, MOST_RUNS + 1):
        runs.rename(number, f"mine {number}")
        workspace.training.advance(2)
        workspace.training.reset()
    assert [kept.given for kept in runs.kept] == [f"mine {number}" for number in range(1, MOST_RUNS + 1)]
