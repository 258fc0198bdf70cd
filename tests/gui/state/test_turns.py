"""Views are called at once while nothing runs, one after the other while training does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.document import Document, Stop
from gui.state import curtain, turns
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one


def endless() -> Document:
    """A network that trains slowly and without end."""
    document = one_two_one()
    return document.evolve(training=replace(document.training, learning_rate=0.001, stop=Stop()))


def test_views_take_turns_while_training(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> None:
    workspace = make_workspace(endless())
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


class View(QWidget):
    """A view that writes its name into a list when it is called."""

    def __init__(self, name: str, called: list[str]) -> None:
        super().__init__()
        self._name, self._called = name, called

    def refresh(self) -> None:
        self._called.append(self._name)


def test_each_view_that_is_seen_has_a_turn_of_its_own_and_hidden_ones_cost_none(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "BRIEF_S", 60.0)  # hidden views are brief on a busy machine too
    workspace = make_workspace(endless())
    called: list[str] = []
    views = [View(name, called) for name in "abcd"]
    for view in views:
        qtbot.addWidget(view)
        workspace.turns.join(view.refresh)
    for view in views[1::2]:
        view.show()
    between = QTimer()
    between.timeout.connect(lambda: called.append("|"))  # something else the window has to do
    between.start(0)
    workspace.training.run()
    qtbot.waitUntil(lambda: called.count("d") >= 3)
    between.stop()
    workspace.training.pause()
    assert "|ab|cd|ab|cd|" in re.sub(r"\|+", "|", "".join(called))
    assert called[-4:] == ["a", "b", "c", "d"]  # the last frame is shown by all at once


def test_a_gesture_leaves_dear_views_to_their_turns_from_its_first_move_on_and_quick_ones_follow_every_move(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(one_two_one())
    called: list[str] = []
    took = {"dear": 2 * turns.DEAR_S, "dearer": 3 * turns.DEAR_S, "quick": 0.0, "picture": 2 * turns.QUICK_S}
    clock = [0.0]
    monkeypatch.setattr("gui.state.turns.time.perf_counter", lambda: clock[0])

    def show(name: str) -> None:
        called.append(name)
        clock[0] += took[name]

    for name in took:
        workspace.turns.join(partial(show, name), of_row=turns.AT_ONCE if name == "picture" else "")
    tried = replace(workspace.training.frame, rate=1.0)
    workspace.training.try_out(tried)
    assert called == ["picture", "dear"]  # nobody knows yet what the others take
    qtbot.waitUntil(lambda: called == ["picture", "dear", "dearer", "quick"])
    called.clear()
    for _ in range(2):
        workspace.training.try_out(tried)
    assert called == ["quick", "picture", "quick", "picture"]  # there is no time for those that are known to be dear
    qtbot.waitUntil(lambda: called[4:] == ["dear", "dearer", "dear", "dearer"])  # once more for the second move
    workspace.training.try_out(None)
    assert called[8:] == ["dear", "dearer", "quick", "picture"]


def test_work_in_portions_has_turns_between_the_views_and_goes_on_when_they_rest(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    workspace = make_workspace(endless())
    called: list[str] = []
    for name in "abcd":
        workspace.turns.join(lambda name=name: called.append(name))  # type: ignore[misc]  # the default is the name

    def work() -> None:
        called.append("*")
        if called.count("*") < 30:
            workspace.turns.lend(work)

    workspace.training.run()
    workspace.turns.lend(work)
    workspace.turns.lend(work)  # which asks for nothing more
    qtbot.waitUntil(lambda: "ab*cd*ab*cd" in "".join(called))
    workspace.training.pause()
    assert called[-4:] == ["a", "b", "c", "d"]
    qtbot.waitUntil(lambda: called.count("*") == 30)


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


def test_the_last_number_tried_out_reaches_every_view_though_they_take_turns(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "DEAR_S", 0.0)
    workspace = make_workspace(one_two_one())
    true, seen = workspace.training.frame, {"a": 0.0, "b": 0.0}

    def note(name: str) -> None:
        seen[name] = workspace.turns.frame.rate

    for name in seen:
        workspace.turns.join(partial(note, name))
    workspace.training.try_out(replace(true, rate=1.0))
    workspace.training.try_out(None)  # all at once, which is found to take long
    workspace.training.try_out(replace(true, rate=2.0))
    qtbot.waitUntil(lambda: seen["a"] == 2.0)
    workspace.training.try_out(replace(true, rate=3.0))
    qtbot.waitUntil(lambda: seen == {"a": 3.0, "b": 3.0})


def test_training_gives_way_while_a_view_has_its_turn_and_until_it_is_painted(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(endless())
    said: list[str] = []
    monkeypatch.setattr(workspace.training, "give_way", lambda *, on: said.append("(" if on else ")"))
    for name in "ab":
        workspace.turns.join(lambda name=name: said.append(name))  # type: ignore[misc]  # the default is the name
    workspace.training.run()
    qtbot.waitUntil(lambda: said.count("b") >= 3)
    workspace.training.pause()
    assert "(a)(b)" in re.sub(r"\)+", ")", "".join(said))


def test_no_steps_are_held_up_once_all_views_have_drawn(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(endless())
    said: list[bool] = []
    monkeypatch.setattr(workspace.training, "give_way", lambda *, on: said.append(on))
    workspace.turns.join(lambda: None)
    workspace.training.run()
    qtbot.waitUntil(lambda: said.count(True) >= 2)
    workspace.training.frame_changed.disconnect(workspace.turns._begin)  # no further frame comes
    qtbot.waitUntil(lambda: not workspace.turns._timer.isActive())
    assert said[-1] is False
    workspace.training.pause()


class Page(QWidget):
    """A view in a window: it takes a while to show a frame, and notes each time it is painted what others show then."""

    def __init__(self, workspace: Workspace, pages: list[Page], parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self.pages, self.step = workspace, pages, 0
        self.painted: list[set[int]] = []
        pages.append(self)
        self.setGeometry(0, 20 * len(pages), 200, 20)
        workspace.turns.join(self.refresh)

    def refresh(self) -> None:
        end = time.perf_counter() + 0.004
        while time.perf_counter() < end:
            pass
        self.step = self._workspace.turns.frame.step
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.append({page.step for page in self.pages} | {self._workspace.training.frame.step})


@pytest.mark.parametrize("speed", [1.0, 5.0, 10.0, 30.0])
def test_where_steps_can_be_read_all_views_that_are_painted_show_the_same_one(
    speed: float, make_workspace: Callable[[Document], Workspace], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curtain, "LONGEST_S", 60.0)  # on a busy machine too
    workspace = make_workspace(endless())
    window, pages = QWidget(), list[Page]()
    qtbot.addWidget(window)
    for _ in range(5):
        Page(workspace, pages, window)
    with qtbot.waitExposed(window):
        window.show()
    workspace.training.set_speed(speed)
    workspace.training.run()
    qtbot.waitUntil(lambda: workspace.training.frame.step >= 2 + speed / 5)
    workspace.training.pause()
    seen = [steps for page in pages for steps in page.painted if max(steps) > 0]
    assert len(seen) >= 5
    assert [steps for steps in seen if len(steps) > 1] == []


def test_no_newer_step_is_taken_before_all_views_have_shown_the_last_one(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    workspace = make_workspace(endless())
    rounds: list[int] = []
    pages = list[Page]()
    window = QWidget()
    qtbot.addWidget(window)
    for _ in range(8):  # which take longer than a frame together
        Page(workspace, pages, window)
    window.show()
    workspace.turns.join(lambda: rounds.append(len({page.step for page in pages})))
    workspace.training.run()
    qtbot.waitUntil(lambda: len(rounds) >= 6)
    workspace.training.pause()
    assert set(rounds) == {1}
