"""Views are called at once while nothing runs, one after the other while training does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from core.document import Document, Stop
from gui.workspace import Workspace
from tests.helpers.build import one_two_one


def test_views_take_turns_while_training(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> None:
    document = one_two_one()
    endless = replace(document.training, learning_rate=0.001, stop=Stop())
    workspace = make_workspace(document.evolve(training=endless))
    called: list[str] = []
    for name in "abc":
        workspace.turns.join(lambda name=name: called.append(name))  # type: ignore[misc]  # the default is the name
    workspace.training.step()
    assert called[-3:] == ["a", "b", "c"]
    called.clear()
    workspace.training.run()
    qtbot.waitUntil(lambda: len(called) >= 6)
    assert called[:6] == ["a", "b", "c", "a", "b", "c"]
    workspace.training.pause()
    assert called[-3:] == ["a", "b", "c"]
    assert workspace.turns.frame is workspace.training.frame


def test_a_frame_that_is_tried_out_is_shown_and_taken_back(make_workspace: Callable[[Document], Workspace]) -> None:
    workspace = make_workspace(one_two_one())
    true = workspace.training.frame
    tried = replace(true, rate=7.0)
    seen: list[float] = []
    workspace.turns.join(lambda: seen.append(workspace.turns.frame.rate))
    workspace.training.try_out(tried)
    workspace.training.try_out(None)
    assert seen == [7.0, 0.0]
    assert workspace.training.frame is true
