"""The convolution view in stories: an example is opened, a column of it found."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from gui.convolution.panel import ConvolutionPanel
from gui.grids.column import StageColumn
from tests.helpers.drive import User


def open_letters(user: User, name: str = "part8-letters.squiggle") -> ConvolutionPanel:
    """Open an example with an image; its view opens by itself."""
    assert user.window.files.open_example(name)
    panel = user.window.classes["convolution"]
    assert isinstance(panel, ConvolutionPanel)
    user.qtbot.waitUntil(lambda: panel.isVisible() and panel.chain is not None)
    QApplication.processEvents()  # what was shown is laid out
    return panel


def column(panel: ConvolutionPanel, node: str, part: str) -> StageColumn:
    found = panel.column(node, part)
    assert found is not None
    return found
