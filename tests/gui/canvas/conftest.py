"""A canvas on the dosage network, shown, and a hand to work on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.canvas.view import CanvasView
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand
from tests.helpers.build import one_two_one


@pytest.fixture
def workspace(make_workspace: Callable[[Document], Workspace]) -> Workspace:
    return make_workspace(one_two_one())


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Workspace], Hand]:
    """Return a function that shows a canvas at its own scale and gives a hand on it."""

    def show_canvas(workspace: Workspace) -> Hand:
        view = CanvasView(workspace)
        qtbot.addWidget(view)
        view.resize(1000, 700)
        with qtbot.waitExposed(view):
            view.show()
        view.camera.zoom_to(1.0)
        view.setFocus()
        return Hand(view)

    return show_canvas


@pytest.fixture
def hand(show: Callable[[Workspace], Hand], workspace: Workspace) -> Hand:
    return show(workspace)
