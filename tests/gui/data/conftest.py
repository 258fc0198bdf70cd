"""A Data view on a workspace of real parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.data.view import DataView
from gui.workspace import Workspace

MakeView = Callable[[Document], tuple[Workspace, DataView]]


@pytest.fixture
def make_view(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> MakeView:
    """Return a function that shows the Data view of a document."""

    def make(document: Document) -> tuple[Workspace, DataView]:
        shared = make_workspace(document)
        view = DataView(shared)
        qtbot.addWidget(view)
        view.resize(760, 400)
        view.show()
        qtbot.waitExposed(view)
        return shared, view

    return make
