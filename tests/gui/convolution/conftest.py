"""The convolution view on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.document import Document
from gui.convolution.panel import ConvolutionPanel
from gui.state.workspace import Workspace

Show = Callable[..., ConvolutionPanel]


@pytest.fixture
def show(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> Show:
    """Return a function that shows the view on a document."""

    def build(document: Document, size: tuple[int, int] = (1050, 420)) -> ConvolutionPanel:
        panel = ConvolutionPanel(make_workspace(document))
        qtbot.addWidget(panel)
        panel.resize(*size)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return build
