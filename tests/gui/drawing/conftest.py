"""The convolution view on the letters, with the hands that draw on its image."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document, Floats
from gui.convolution.panel import ConvolutionPanel
from gui.drawing.chip import TriedChip
from gui.drawing.picture_bar import PictureBar
from gui.grids.grid_marks import Cell
from gui.grids.grid_view import GridView
from gui.state.workspace import Workspace

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Draws on the image with real events."""

    def __init__(self, panel: ConvolutionPanel) -> None:
        self.panel, self.workspace = panel, panel.workspace
        self.bar = next(part for part in panel.parts if isinstance(part, PictureBar))
        self.chip = next(part for part in panel.parts if isinstance(part, TriedChip))

    @property
    def grid(self) -> GridView:
        """The image."""
        QApplication.processEvents()
        return next(shown.grid for key, shown in self.panel.columns.columns.items() if key[1] == "image")

    @property
    def pixels(self) -> Floats:
        """The numbers that the image shows."""
        return self.grid.values

    def press(self, name: str) -> None:
        """Click a button of the bar."""
        QTest.mouseClick(self.bar.buttons[name], LEFT)

    def drag(
        self, *cells: Cell, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE, drop: bool = True
    ) -> None:
        """Press on the first cell, move over the others, let go."""
        grid = self.grid
        QTest.mousePress(grid, button, keys, grid.cell_rect(*cells[0]).center())
        for cell in cells[1:]:
            QTest.mouseMove(grid, grid.cell_rect(*cell).center())
        if drop:
            QTest.mouseRelease(grid, button, keys, grid.cell_rect(*cells[-1]).center())

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE, at: QWidget | None = None) -> None:
        """Press a key with the focus on the image."""
        QTest.keyClick(at or self.grid, key, keys)


def opened(hand: Hand, title: str) -> object:
    """Open a sheet by its button, and return it."""
    button = next(one for one in hand.panel.side.buttons.findChildren(QToolButton) if one.text() == title)
    QTest.mouseClick(button, LEFT)
    QApplication.processEvents()
    return hand.panel.side._sheets[title]


def plain(text: str) -> str:
    """Return the words of rich text."""
    return " ".join(re.sub("<[^>]*>", " ", text).split())


Take = Callable[..., Hand]


@pytest.fixture
def take(make_workspace: Callable[[Document], Workspace], qtbot: QtBot, examples: Path) -> Take:
    """Return a function that shows the view on an example, and gives a hand."""

    def build(name: str = "part8-letters") -> Hand:
        panel = ConvolutionPanel(make_workspace(storage.load(examples / f"{name}.squiggle")))
        qtbot.addWidget(panel)
        panel.resize(1200, 420)
        with qtbot.waitExposed(panel):
            panel.show()
        return Hand(panel)

    return build


@pytest.fixture
def hand(take: Take) -> Hand:
    """A hand at the letters."""
    return take()
