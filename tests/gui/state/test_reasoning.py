"""One explanation a frame for all who ask; while numbers run by, one that took long stands for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import gui.state.reasoning
from core.chain_rule.explain import explain
from core.document import Document
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one

W1, B3 = ("dose", "top"), ("", "effect")
COST = 0.1
"""Seconds that making an explanation takes here."""


class Clock:
    """A clock that only ``explain`` and the test move on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()

    def dear(*given: object, **named: object) -> object:
        made.now += COST
        return explain(*given, **named)  # type: ignore[arg-type]  # handed on as they come

    monkeypatch.setattr(gui.state.reasoning, "explain", dear)
    monkeypatch.setattr(gui.state.reasoning, "monotonic", made)
    return made


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    made = make_workspace(one_two_one())
    made.selection.choose(pairs=[W1])
    return made


def pass_by(workspace: Workspace, *, running: bool = True) -> None:
    """Show another frame of the same numbers."""
    workspace.training.try_out(replace(workspace.training.frame, running=running))


def test_it_is_made_once_a_frame(workspace: Workspace, clock: Clock) -> None:
    first = workspace.reasoning.explanation
    assert workspace.reasoning.explanation is first
    assert workspace.reasoning.frame is workspace.turns.frame
    assert clock.now == COST
    pass_by(workspace, running=False)
    assert workspace.reasoning.explanation is not first
    assert workspace.reasoning.frame is workspace.turns.frame


def test_a_dear_one_is_kept_ten_times_its_cost_while_training_runs(workspace: Workspace, clock: Clock) -> None:
    pass_by(workspace)
    first, frame = workspace.reasoning.explanation, workspace.turns.frame
    clock.now += 9.9 * COST
    pass_by(workspace)
    assert workspace.reasoning.explanation is first
    assert workspace.reasoning.frame is frame is not workspace.turns.frame
    clock.now += 0.2 * COST
    assert workspace.reasoning.explanation is not first
    assert workspace.reasoning.frame is workspace.turns.frame


@pytest.mark.usefixtures("clock")
def test_it_is_kept_while_the_slider_is_held_and_fresh_when_it_is_let_go(workspace: Workspace) -> None:
    workspace.training.step()
    workspace.training.timeline.hold(True)
    first = workspace.reasoning.explanation
    workspace.training.timeline.show(0)
    assert workspace.reasoning.explanation is first
    workspace.training.timeline.hold(False)
    found = workspace.reasoning.explanation
    assert found is not None
    assert found is not first
    assert workspace.reasoning.frame is workspace.turns.frame
    assert workspace.reasoning.frame.step == 0


@pytest.mark.usefixtures("clock")
def test_paused_another_number_or_another_drawing_nothing_is_kept(workspace: Workspace) -> None:
    pass_by(workspace)
    first = workspace.reasoning.explanation
    workspace.selection.choose(["effect"])
    other = workspace.reasoning.explanation
    assert other is not None
    assert other.ref == B3
    renamed = workspace.document.evolve(title="another")
    workspace.training.try_out(replace(workspace.training.frame, document=renamed, running=True))
    assert workspace.reasoning.explanation is not other
    workspace.training.try_out(None)
    assert workspace.reasoning.explanation not in (first, other)
    assert workspace.reasoning.frame is workspace.training.frame


def test_a_lesson_keeps_its_secret_whatever_is_selected(workspace: Workspace) -> None:
    for by, without in (("card", False), ("lesson", True)):
        workspace.selection.choose(pairs=[W1])
        workspace.reasoning.keep_secret(secret=True, by=by)
        assert workspace.reasoning.secret
        workspace.selection.clear()
        assert workspace.reasoning.secret is without
        workspace.reasoning.keep_secret(secret=False, by=by)
        assert not workspace.reasoning.secret


@pytest.mark.parametrize(("by", "values", "residuals"),
                         [("card", True, True), ("lesson", False, True), ("ahead", False, True),
                          ("later", False, False)])  # fmt: skip
def test_who_works_derivatives_out_is_given_what_comes_before_them(
    workspace: Workspace, by: str, values: bool, residuals: bool  # noqa: FBT001
) -> None:
    reasoning = workspace.reasoning
    workspace.selection.choose(pairs=[W1])
    reasoning.keep_secret(secret=True, by=by)
    assert reasoning.secret
    assert (reasoning.values_secret, reasoning.residuals_secret) == (values, residuals)
    assert ("a later step" in reasoning.hidden) is (by in ("ahead", "later"))
