"""When the window is looked at, and when patience is over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.settings import SetTitle
from gui.docks.main_window import MainWindow
from gui.lessons.watch import Watch
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one


def test_many_changes_are_one_look_and_none_comes_at_rest(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    workspace = make_workspace(one_two_one())
    window = MainWindow(workspace.settings, workspace.theme)
    qtbot.addWidget(window)
    action = QAction("Undo", window)
    action.setObjectName("undo")
    watch, looks = Watch(workspace, window, [action]), list[int]()
    watch.due.connect(lambda: looks.append(1))
    workspace.do(SetTitle("Before"))
    watch.begin()
    assert not watch._soon.isActive()
    with qtbot.waitSignal(watch.due):
        for title in ("One", "Two", "Three"):
            workspace.do(SetTitle(title))
        action.trigger()
    assert looks == [1]
    assert watch.did == {"undo"}
    watch.rest()
    workspace.do(SetTitle("After"))
    assert not watch._soon.isActive()
    watch.begin()
    assert watch.did == set()


def test_patience_is_over_after_a_while_and_begins_anew_with_progress(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    workspace = make_workspace(one_two_one())
    window = MainWindow(workspace.settings, workspace.theme)
    qtbot.addWidget(window)
    watch = Watch(workspace, window, [])
    watch.begin(50)
    assert 55_000 <= watch._patience.interval() <= 70_000  # who reads 100 words a minute has half a minute left to try
    watch._patience.setInterval(20)
    with qtbot.waitSignal(watch.waited):
        watch.hope()
    assert not watch._patience.isActive()
    watch.hope()
    assert watch._patience.isActive()
    watch.rest()
    assert not watch._patience.isActive()
