"""A learner draws letters of their own, sees the answer change, keeps one as data, and finds out what shifts change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from core.images.letters import letter
from gui.convolution.panel import ConvolutionPanel
from gui.drawing.chip import TriedChip
from gui.drawing.picture_bar import PictureBar
from gui.drawing.shift_grid import cell_of
from gui.drawing.shift_sheet import ShiftSheet
from gui.grids.grid_view import GridView
from tests.gui.conftest import Script
from tests.helpers.convolution_view import open_letters
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play

NONE = Qt.KeyboardModifier.NoModifier


def bar(panel: ConvolutionPanel) -> PictureBar:
    return next(part for part in panel.parts if isinstance(part, PictureBar))


def chip(panel: ConvolutionPanel) -> TriedChip:
    return next(part for part in panel.parts if isinstance(part, TriedChip))


def image(panel: ConvolutionPanel) -> GridView:
    QApplication.processEvents()
    return next(shown.grid for key, shown in panel.columns.columns.items() if key[1] == "image")


def draw(panel: ConvolutionPanel, *cells: tuple[int, int]) -> None:
    """Press on the first pixel, move over the others, let go."""
    grid = image(panel)
    QTest.mousePress(grid, LEFT, NONE, grid.cell_rect(*cells[0]).center())
    for cell in cells[1:]:
        QTest.mouseMove(grid, grid.cell_rect(*cell).center())
    QTest.mouseRelease(grid, LEFT, NONE, grid.cell_rect(*cells[-1]).center())


def says(panel: ConvolutionPanel) -> str:
    """Return what the network says, as it can be heard."""
    return panel.columns.answer.accessibleName().partition("The network says: ")[2]


def test_an_x_is_drawn_and_the_answer_changes(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        document = user.document
        assert says(panel) == "O 0.9978 (observed 1), X 0.0022 (observed 0)"
        QTest.mouseClick(bar(panel).buttons["clear"], LEFT)
        draw(panel, (0, 0), (5, 5))
        half = says(panel)
        draw(panel, (0, 5), (2, 3))
        draw(panel, (3, 2), (5, 0))
        assert np.array_equal(image(panel).values, letter("X"))
        assert says(panel) != half
        # What the network says of the X of the data, row 2, with nothing observed: it is a picture of one's own.
        drawn = says(panel)
        user.window.workspace.selection.choose_row(1)
        assert says(panel).replace(" (observed 0)", "").replace(" (observed 1)", "") == drawn
        assert user.document is document
        assert not user.window.files.unsaved

    play(tale)


def test_a_drawing_becomes_a_row_and_undo_takes_it_away(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        draw(panel, (0, 0))
        menu = chip(panel).menu
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == "O").trigger()
        assert user.document.data.count == 5
        assert says(panel).endswith("(observed 0)")
        user.window.actions_table["undo"].trigger()
        assert user.document.data.count == 4
        assert image(panel).values[0, 0] == 0

    play(tale)


def test_ctrl_z_takes_a_stroke_back_and_leaves_the_network_alone(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        user.press("step")
        stepped = user.document
        user.window.activateWindow()
        user.qtbot.waitUntil(user.window.isActiveWindow)
        draw(panel, (0, 0))
        draw(panel, (1, 0))
        for left in (1, 0):
            QTest.keyClick(image(panel), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert (image(panel).values != letter("O")).sum() == left
            assert user.document is stepped
        QTest.keyClick(image(panel), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert user.document is not stepped  # no stroke is left: it is the window's Undo again

    play(tale)


def test_a_picture_of_ones_own_stays_while_the_network_learns(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user, "letters-train.squiggle")
        draw(panel, (2, 2))
        before = says(panel)
        user.press("step")
        user.press("step")
        assert says(panel) != before
        assert image(panel).values[2, 2] == 1
        QTest.keyClick(image(panel), Qt.Key.Key_Escape)
        assert image(panel).values[2, 2] == 0

    play(tale)


def test_the_shift_test_tells_which_shifts_pooling_tolerates_and_why(play: Play) -> None:
    def tale(user: User) -> None:
        panel = open_letters(user)
        button = next(one for one in panel.side.buttons.findChildren(QToolButton) if one.text() == "Shift test")
        QTest.mouseClick(button, LEFT)
        sheet = panel.side.findChild(ShiftSheet)
        assert isinstance(sheet, ShiftSheet)
        grid = sheet.grids["max"]
        QApplication.processEvents()
        QTest.mouseClick(grid, LEFT, NONE, grid.cell_rect(*cell_of((1, 0))).center())
        assert "within the same 2 × 2 region: its maximum stays 1" in sheet.why.text()
        assert "moved off the map: pooled [2, 2] goes from 1 to 0" in sheet.why.text()
        assert image(panel).values[0].tolist() == [0, 0, 0, 1, 1, 0]
        QTest.mouseClick(grid, LEFT, NONE, grid.cell_rect(*cell_of((2, 0))).center())
        assert "moved from [1, 1] to [1, 3], into region [1, 2]" in sheet.why.text()
        assert chip(panel).words.whole.startswith("You are trying row 1, moved 2 right in place of row 1")

    play(tale)


def test_a_broken_picture_is_refused_and_nothing_is_lost(play: Play, script: Script, tmp_path: Path) -> None:
    broken = tmp_path / "letter.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture" * 9)

    def tale(user: User) -> None:
        panel = open_letters(user)
        draw(panel, (0, 0))
        drawn, document = image(panel).values.copy(), user.document
        script.answers.append(broken)
        QTest.mouseClick(bar(panel).buttons["open"], LEFT)
        assert len(user.heard) == 1
        assert user.heard[0].startswith("letter.png cannot be read as a picture")
        assert np.array_equal(image(panel).values, drawn)
        assert user.document is document

    play(tale)
