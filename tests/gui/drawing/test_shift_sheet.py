"""The sheet of the shift test: its table, its sentences, and what it marks on the grids."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.images.letters import letter
from core.shifts import shifted
from gui.convolution.pool_part import PoolPart
from gui.drawing.shift_grid import cell_of
from gui.drawing.shift_sheet import ShiftSheet
from gui.grids.grid_marks import cells_of
from gui.grids.grid_view import GridView
from tests.gui.drawing.conftest import LEFT, NONE, Hand, Take, opened, plain


@pytest.fixture
def sheet(hand: Hand) -> ShiftSheet:
    found = opened(hand, "Shift test")
    assert isinstance(found, ShiftSheet)
    return found


def test_it_counts_for_all_shifts_side_by_side(hand: Hand, sheet: ShiftSheet) -> None:
    assert [sheet.grids[way].of for way in ("max", "mean", "none")] == [4, 4, 16]
    for grid in sheet.grids.values():
        assert grid.values[2, 2] == 0
    assert sheet.grids["max"].words((2, 3)) == "moved 1 right: 1 of 4 cells changed, the answer is still right"
    assert hand.workspace.tried.picture is None


def test_pointing_at_a_shift_tells_what_and_why(sheet: ShiftSheet) -> None:
    grid = sheet.grids["max"]
    QTest.mouseMove(grid, grid.cell_rect(*cell_of((1, 0))).center())
    assert sheet.about.text() == (
        "<b>Still predicted as O.</b> Moved 1 right: 18 of 36 pixels changed, 2 pixels of ink left the image. "
        "Of the pooled map change 1 of 4 cells (25 %) with max pool, 1 of 4 cells (25 %) with mean pool; "
        "of the larger map before it 3 of 16 cells (19 %).")  # fmt: skip
    assert "moved from [1, 1] to [1, 2], within the same 2 × 2 region: its maximum stays 1" in sheet.why.text()
    assert "image 18 of 36 changed (50 %)" in plain(sheet.table.text())
    assert "max pool 1 of 4 changed (25 %) O 1 → 1.2, X 0.0022 → −0.22" in plain(sheet.table.text())


def test_an_answer_wrong_before_any_shift_is_no_tolerated_one(hand: Hand, sheet: ShiftSheet, qtbot: QtBot) -> None:
    """O of row 1: with mean pool the same weights say X 0.63 of it unmoved. A map of 4 × 4 has 2 or 3 cells changed
    by most shifts, 64 in all: 64 / (16 × 24) = 17 %."""
    said = sheet.overall.text()
    assert "Of 24 moved pictures, 4 with max pool, 0 with mean pool" in said
    assert "0 with mean pool (which predicts X before any shift) are still predicted as O, as observed." in said
    kept = sheet.grids["max"].kept
    assert kept is not None
    assert kept.sum() == 4
    assert sheet.whose.text().endswith("moves (dashed: still O)")
    assert ("of the pooled map change 2 of 4 cells (50 %) with max pool, 2 of 4 cells (50 %) with mean pool; "
            "of the larger map before it 2.7 of 16 cells (17 %). Where there are fewer cells, each is a larger share. "
            "Shifts that change no cell: 0 with max pool") in said
    hand.press("X")
    qtbot.waitUntil(lambda: "predicted as X, as the picture before it is moved" in sheet.overall.text())


def test_a_click_tries_the_shift_and_another_begins_where_the_picture_was(
    hand: Hand, sheet: ShiftSheet, qtbot: QtBot
) -> None:
    grid = sheet.grids["mean"]
    for shift in ((2, 1), (-1, 0)):
        QTest.mouseClick(grid, LEFT, NONE, grid.cell_rect(*cell_of(shift)).center())
        assert np.array_equal(hand.pixels, shifted(letter("O"), *shift))
    assert sheet.whose.text() == "How many cells change where row 1 moves (◤ in the grids; dashed: still O)"
    QTest.mouseMove(hand.panel.heading)
    assert sheet.shift == (-1, 0)
    qtbot.waitUntil(lambda: grid.marks.focus == cell_of((-1, 0)))


def test_another_picture_is_measured_anew(hand: Hand, sheet: ShiftSheet, qtbot: QtBot) -> None:
    before = sheet.grids["none"].values.copy()
    hand.press("X")
    qtbot.waitUntil(lambda: sheet.whose.text().startswith("How many cells change where the letter X moves"))
    assert not np.array_equal(sheet.grids["none"].values, before)


def test_what_stands_below_the_edge_is_told_and_comes_by_keys_and_a_click(hand: Hand, sheet: ShiftSheet) -> None:
    side = hand.panel.side
    bar, grid = side.verticalScrollBar(), sheet.grids["max"]
    hand.panel.resize(820, 340)
    sheet.grids["max"].setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QApplication.processEvents()
    assert bar.maximum() > 0
    assert side.more.isVisible()
    QTest.mouseClick(side.more, Qt.MouseButton.LeftButton)
    assert bar.value() > 0
    QTest.keyClick(side, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    assert not side.more.isVisible()
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert side.more.isVisible()
    QTest.keyClick(side, Qt.Key.Key_Home)
    assert bar.value() == 0
    hand.panel.resize(1600, 1400)
    QApplication.processEvents()
    assert not side.more.isVisible()


def test_keys_alone_point_at_shifts(sheet: ShiftSheet) -> None:
    grid = sheet.grids["max"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(grid, key)
    assert sheet.shift == (-1, -1)


def test_the_sheet_of_a_large_network_answers(take: Take) -> None:
    found = opened(take("digits-cnn"), "Shift test")
    assert isinstance(found, ShiftSheet)
    assert found.grids["max"].of == 256


def test_beside_the_shift_test_only_what_it_compares_is_seen(hand: Hand) -> None:
    panel = hand.panel
    opened(hand, "Shift test")
    assert [key[1] for key, one in panel.columns.columns.items() if one.isVisible()] == ["image", "after", "pool"]
    assert not panel.columns.answer.isVisible()
    assert panel.columns.horizontalScrollBar().maximum() == 0
    pool = next(one for key, one in panel.columns.columns.items() if key[1] == "pool")
    other = next(part for part in pool.parts if isinstance(part, PoolPart))
    assert other.other.isVisible()
    assert not other.fields.isVisible()
    opened(hand, "Shift test")
    assert all(one.isVisible() for one in (*panel.columns.columns.values(), panel.columns.answer, other.fields))


def cells(grid: GridView) -> list[tuple[int, int]]:
    """Return the cells that are marked as changed."""
    assert grid.marks.changed is not None
    return cells_of(grid.marks.changed)


def test_cells_that_a_shift_changed_are_marked_and_counted(hand: Hand, qtbot: QtBot) -> None:
    """Moved 1 right the map's (1, 1) goes to (1, 2), and its (4, 4) off the map: 3 of 16 cells, 1 of 4 regions."""
    opened(hand, "Shift test")
    by_part = {key[1]: one for key, one in hand.panel.columns.columns.items()}
    assert by_part["image"].grid.marks.changed is None
    hand.press("arrow-right")
    qtbot.waitUntil(lambda: by_part["after"].grid.marks.changed is not None)
    assert cells(by_part["after"].grid) == [(0, 0), (0, 1), (3, 3)]
    assert by_part["after"].note.whole == "3 of 16 changed (19 %)"
    assert by_part["image"].note.whole == "18 of 36 changed (50 %)"
    assert cells(by_part["pool"].grid) == [(1, 1)]
    other = next(part for part in by_part["pool"].parts if isinstance(part, PoolPart))
    assert cells(other.other) == [(1, 1)]
    assert other.title.whole == "Mean instead: 1 of 4 changed (25 %)"
    grid = by_part["image"].grid
    QTest.mouseMove(grid, grid.cell_rect(0, 0).center())
    assert grid.marks.focus == (0, 0)
    assert grid.marks.changed is not None
    opened(hand, "Shift test")
    assert all(one.grid.marks.changed is None for one in by_part.values())
    assert by_part["after"].note.whole == "negative becomes 0"
