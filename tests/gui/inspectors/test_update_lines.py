"""The lines of the next update have the room they take, however narrow the panel is, and keep it from step to step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.inspectors.inspector import Inspector
from gui.inspectors.live_label import LiveLabel
from gui.state.workspace import Workspace
from tests.helpers.build import one_two_one


@pytest.mark.parametrize("width", [230, 240, 250, 256, 260, 268, 280, 300, 340])
def test_wrapped_lines_are_not_squeezed(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, width: int
) -> None:
    workspace = make_workspace(one_two_one())
    inspector = Inspector(workspace)
    qtbot.addWidget(inspector)
    inspector.resize(600, 380)
    with qtbot.waitExposed(inspector):
        inspector.show()
    workspace.training.advance(3)
    workspace.selection.choose(["effect"], parameter=("", "effect"))
    lines = inspector.cards[-1].update_lines
    qtbot.waitUntil(lambda: lines.width() > 300)
    inspector.resize(width, 380)
    qtbot.waitUntil(lambda: lines.width() < width)
    labels = lines.findChildren(LiveLabel)
    assert len(labels) == 4
    qtbot.waitUntil(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in labels))
    assert inspector.cards[-1].value is not None
    assert inspector.cards[-1].value.width() > 100


@pytest.mark.parametrize("width", [260, 300, 340])
def test_nothing_below_moves_while_numbers_change(
    make_workspace: Callable[[Document], Workspace], qtbot: QtBot, width: int
) -> None:
    workspace = make_workspace(one_two_one())
    inspector = Inspector(workspace)
    qtbot.addWidget(inspector)
    inspector.resize(width, 700)
    with qtbot.waitExposed(inspector):
        inspector.show()
    workspace.selection.choose(["effect"], parameter=("", "effect"))
    lines, heights = inspector.cards[-1].update_lines, set[int]()
    for _ in range(6):
        QApplication.processEvents()
        heights.add(lines.height())
        workspace.training.step()
    assert len(heights) == 1
    assert {len(number) for _, number in lines.texts()} != {1}
