"""The list of steps: it follows, and a click goes there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document import Document
from core.edits.settings import SetTitle
from core.edits.values import SetValue
from gui.history_view import HistoryView
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one


def test_every_step_is_listed_and_a_click_goes_there(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot
) -> None:
    workspace = make_workspace(one_two_one())
    view = HistoryView(workspace)
    qtbot.addWidget(view)
    view.show()
    workspace.do(SetTitle("Mine"))
    workspace.do(SetValue(("", "effect"), 1.0, name="b3"))
    workspace.training.step()
    assert [view.item(row).text() for row in range(view.count())] == ["New", "Set title", "Set b3", "Train to step 1"]
    assert view.currentRow() == 3
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(view.item(1)).center())
    assert workspace.document.title == "Mine"
    assert workspace.document.steps == 0
    assert view.item(3).foreground().color() != view.item(1).foreground().color()
    workspace.do(SetTitle("Other"))
    assert [view.item(row).text() for row in range(view.count())] == ["New", "Set title", "Set title"]
