"""A value moved by hand: the run up to there stays as it was, and another one goes on from the value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import gui.state.engine
from core.document import Document
from core.edits.settings import SetTraining
from core.edits.values import SetValue
from core.training.history import HistoryView
from gui.state.workspace import Workspace
from tests.gui.state.test_timeline import trained
from tests.helpers.build import one_two_one

Make = Callable[[Document], Workspace]
B3 = ("", "effect")


def records(workspace: Workspace) -> HistoryView:
    history = workspace.training.frame.history
    assert history is not None
    return history


def assert_stays(now: HistoryView, then: HistoryView, count: int) -> None:
    """The first ``count`` records are those they were, number by number."""
    assert now.steps[:count].tolist() == then.steps[:count].tolist()
    assert np.array_equal(now.losses[:count], then.losses[:count])
    for vector in ("theta", "gradient", "step_size"):
        assert np.array_equal(now.vectors(vector)[:count], then.vectors(vector)[:count]), vector


def test_the_record_of_the_step_stays_and_the_run_goes_on_from_the_hands_value(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 3)
    then = records(workspace)
    workspace.do(SetValue(B3, 5.0))
    workspace.training.advance(2)
    now = records(workspace)
    assert_stays(now, then, 4)
    assert now.steps.tolist() == [0, 1, 2, 3, 3, 4, 5]
    assert now.values(B3)[4] == 5.0
    np.testing.assert_allclose(now.values(B3)[4] - now.values(B3)[5], now.step_sizes(B3)[5], rtol=1e-12)
    assert (now.start, now.end, now.begun) == (0, 5, 3)
    workspace.training.timeline.show(3)
    assert float(workspace.training.frame.parameter(B3)[0]) == 5.0


@pytest.mark.parametrize("again", [False, True])
def test_a_value_moved_twice_at_one_step_leaves_the_same_record(make_workspace: Make, again: bool) -> None:  # noqa: FBT001  # a case of the test
    workspace = trained(make_workspace, 3)
    then = records(workspace)
    workspace.do(SetValue(B3, 5.0))
    if again:  # after the second run has made steps of its own
        workspace.training.advance(2)
        workspace.training.timeline.show(3)
    workspace.do(SetValue(B3, -2.0))
    workspace.do(SetTraining(replace(workspace.document.training, learning_rate=0.002), "learning rate"))
    workspace.training.advance(1)
    assert_stays(records(workspace), then, 4)
    assert records(workspace).steps.tolist() == [0, 1, 2, 3, 3, 4]
    assert records(workspace).values(B3)[4] == -2.0


def test_a_value_moved_back_to_where_it_stood_leaves_no_jump(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 3)
    then, stood = records(workspace), float(workspace.document.parameter(B3).value[0])
    workspace.do(SetValue(B3, 5.0))
    workspace.do(SetValue(B3, stood))
    workspace.training.advance(1)
    assert records(workspace).steps.tolist() == [0, 1, 2, 3, 4]
    assert_stays(records(workspace), then, 4)


def test_a_value_moved_at_an_earlier_step_and_undone(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 6)
    then = records(workspace)
    workspace.training.timeline.show(2)
    workspace.do(SetValue(B3, 5.0))
    assert records(workspace).steps.tolist() == [0, 1, 2, 2]
    assert_stays(records(workspace), then, 3)
    for _ in range(2):
        workspace.session.undo()
    assert_stays(records(workspace), then, 7)
    assert records(workspace).steps.tolist() == [*range(7)]


def test_a_value_moved_before_the_first_step_is_where_the_run_begins(make_workspace: Make) -> None:
    workspace = trained(make_workspace, 0)
    workspace.do(SetValue(B3, 5.0))
    workspace.training.advance(2)
    assert records(workspace).steps.tolist() == [0, 1, 2]


def test_a_table_too_long_for_its_network_is_refused_in_words(
    make_workspace: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three rows of the four units and the row of ones are 15 values, or a few more."""
    document = one_two_one()
    monkeypatch.setattr(gui.state.engine, "IN_ALL", 12)
    frame = make_workspace(document).training.frame
    assert frame.values is None
    assert "3 rows make" in frame.reason
    assert frame.reason.endswith("use fewer rows, smaller images or fewer filters.")
