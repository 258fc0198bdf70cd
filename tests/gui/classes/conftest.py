"""A view of classes on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.classes.class_panel import ClassPanel
from gui.state.workspace import Workspace

Panel = TypeVar("Panel", bound=ClassPanel)


class ShowPanel:
    """Shows a view on a document of its own workspace."""

    def __init__(self, make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> None:
        self._make, self._qtbot = make_workspace, qtbot

    def __call__(self, kind: Callable[[Workspace], Panel], on: Document, size: tuple[int, int] = (420, 300)) -> Panel:
        view = kind(self._make(on))
        self._qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        self._qtbot.waitExposed(view)
        return view


@pytest.fixture
def show(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> ShowPanel:
    """Return what shows a view on a document."""
    return ShowPanel(make_workspace, qtbot)
