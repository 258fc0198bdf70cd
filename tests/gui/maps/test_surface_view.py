"""Outputs as sheets: their heights, creases, turning, the probe and its bars, clicks on the floor, refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import column
from core.edits.settings import SetData
from core.quantity import format_number
from gui.maps import sheets_space
from gui.maps.input_pair import NO_INPUTS
from gui.maps.sheets import FLOOR, Sheets, stride
from gui.maps.sheets_painter import _Cells, _creases, paint_sheets
from gui.maps.surface_view import SurfaceView
from gui.plots.box import Box
from gui.plots.projection import Turn
from tests.gui.maps.conftest import ShowSurface, example, plane
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris

LEFT = Qt.MouseButton.LeftButton


def foot(view: SurfaceView) -> QPoint:
    """Where the probe stands on the floor, in pixels."""
    box = view.space.box
    assert box is not None
    return box.spot(*view._probe, box.heights[0]).toPoint()


def test_sheets_are_the_raw_values_or_what_comes_out(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    sheets = view.space.sheets
    assert sheets is not None
    assert sheets.heights.shape[0] == 3
    x, y = sheets.x[5], sheets.y[7]
    h1, h2 = max(0.0, -2.5 * x + 0.6 * y + 1.6), max(0.0, -1.5 * x + 0.4 * y + 0.7)
    raw = [-0.1 * h1 + 1.5 * h2, 2.4 * h1 - 5.2 * h2, -2.2 * h1 + 3.7 * h2 + 1]
    np.testing.assert_allclose(sheets.heights[:, 7, 5], raw, atol=1e-12)
    QTest.mouseClick(view.shape.button("shares"), LEFT)
    shares = view.space.sheets
    assert shares is not None
    powers = np.exp(raw)
    np.testing.assert_allclose(shares.heights[:, 7, 5], powers / powers.sum(), atol=1e-12)


def test_the_probe_starts_at_the_chosen_row_and_its_bars_say_what_comes_out(show_surface: ShowSurface) -> None:
    """Row 1 is (0.04, 0.42): raw 1.0368, 0.0032, 0.1352, as in test_ground."""
    view = show_surface(iris())
    assert view._probe == (0.04, 0.42)
    assert [bar.raw for bar in view.bars.bars] == pytest.approx([1.0368, 0.0032, 0.1352], abs=1e-12)
    assert sum(bar.value for bar in view.bars.bars) == pytest.approx(1.0)
    view.workspace.selection.choose_row(1)
    assert view._probe == (1.0, 0.54)


def test_the_probe_is_dragged_over_the_floor(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    turn, box, space = view.space.turn, view.space.box, view.space
    assert box is not None
    goal = box.spot(0.6, 0.45, box.heights[0]).toPoint()
    QTest.mousePress(space, LEFT, pos=foot(view))
    QTest.mouseMove(space, goal)
    QTest.mouseRelease(space, LEFT, pos=goal)
    assert view._probe == pytest.approx((0.6, 0.45), abs=0.02)
    assert space.turn == turn, "the probe was dragged, not the view"
    petal, sepal = (format_number(number, 3) for number in view._probe)
    assert view.bars.accessibleName().startswith(f"petal width {petal}, sepal width {sepal}: ")
    QTest.mousePress(space, LEFT, pos=foot(view))
    QTest.mouseMove(space, QPoint(5, 5))
    QTest.mouseRelease(space, LEFT, pos=QPoint(5, 5))
    assert box.across[0] <= view._probe[0] <= box.across[1], "it stays on the floor"
    assert box.up[0] <= view._probe[1] <= box.up[1]


def test_arrows_turn_and_with_shift_move_the_probe(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    turn, probe = view.space.turn, view._probe
    view.space.setFocus()
    QTest.keyClick(view.space, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view._probe[0] > probe[0]
    assert view._probe[1] == probe[1]
    assert view.space.turn == turn
    QTest.keyClick(view.space, Qt.Key.Key_Right)
    assert view.space.turn != turn


def test_a_drag_elsewhere_turns_it(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    turn, before = view.space.turn, view.space.grab().toImage()
    QTest.mousePress(view.space, LEFT, pos=QPoint(10, 10))
    QTest.mouseMove(view.space, QPoint(80, 40))
    QTest.mouseRelease(view.space, LEFT, pos=QPoint(80, 40))
    assert view.space.turn != turn
    assert view.space.grab().toImage() != before


def test_while_a_hand_turns_steep_sheets_they_have_fewer_tiles_until_it_rests(
    show_surface: ShowSurface, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    view = show_surface(example("spiral"))
    space, painted = view.space, list[int]()

    def counted(painter: QPainter, sheets: Sheets, *rest: Any) -> None:
        painted.append(sheets.heights.shape[0] * sheets.tiles.row.size)
        paint_sheets(painter, sheets, *rest)

    monkeypatch.setattr(sheets_space, "paint_sheets", counted)
    space.grab()
    QTest.mousePress(space, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    QTest.mouseMove(space, QPoint(60, 30))
    assert space.turning
    space.grab()
    assert painted[-1] <= 1_000 < painted[0]
    QTest.mouseRelease(space, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(60, 30))
    qtbot.waitUntil(lambda: painted[-1] == painted[0])
    QTest.keyClick(space, Qt.Key.Key_Left)
    space.grab()
    assert painted[-1] <= 1_000
    qtbot.waitUntil(lambda: painted[-1] == painted[0])


def test_a_click_on_a_point_of_the_floor_chooses_its_row(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    box = view.space.box
    assert box is not None
    QTest.mouseClick(view.space, LEFT, pos=box.spot(0.5, 0.37, box.heights[0]).toPoint())
    assert view.workspace.selection.row == 2
    assert view._probe == (0.5, 0.37)


def test_the_ground_under_a_pixel_is_where_it_is_seen() -> None:
    box = Box(Turn(0.9, 0.4), (-1.0, 3.0), (10.0, 20.0), (0.0, 5.0), QRectF(0, 0, 400, 300), 0.8)
    spot = box.spot(0.3, 17.0, 0.0)
    assert box.ground(spot) == pytest.approx((0.3, 17.0))
    assert box.ground(spot + QPointF(1, 0)) != pytest.approx((0.3, 17.0))


def test_creases_are_where_the_highest_sheet_changes(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    sheets, box = view.space.sheets, view.space.box
    assert sheets is not None
    assert box is not None
    cells = _Cells(sheets, box, view.workspace.theme.colors)
    crossing = np.flatnonzero(cells._crossing())
    assert crossing.size > 0
    tops, tiles = sheets.heights.argmax(axis=0), sheets.tiles
    squares = zip(tiles.row.tolist(), tiles.column.tolist(), tiles.side.tolist(), strict=True)
    changes = sum(len(np.unique(tops[row : row + side + 1 : side, at : at + side + 1 : side])) > 1
                  for row, at, side in squares)
    assert crossing.size == changes
    for cell in crossing.tolist():
        pieces = [(sheet, cells._highest(cell, sheet)) for sheet in range(3)]
        for sheet, piece in pieces:
            if len(piece):
                heights = piece[:, :3]
                assert (heights[:, [sheet]] >= heights - 1e-9).all(), "a piece is nowhere below another sheet"
        assert any(len(piece) >= 3 and list(_creases(piece[:, :3], piece[:, 3:5], sheet)) for sheet, piece in pieces)


def test_a_number_is_one_sheet_with_its_points_in_space(show_surface: ShowSurface) -> None:
    view = show_surface(plane())
    sheets = view.space.sheets
    assert sheets is not None
    assert not view.shape.isVisible()
    x, y = np.meshgrid(sheets.x, sheets.y)
    np.testing.assert_allclose(sheets.heights[0], 2 * x - y + 0.5, atol=1e-12)
    assert view.bars.bars[0].value == pytest.approx(0.5), "row 1 is (0, 0)"
    assert not view.space.grab().isNull()


def test_many_sheets_and_training_have_fewer_cells() -> None:
    for sheets in (1, 3, 10):
        assert sheets * ((FLOOR - 1) // stride(sheets, running=False)) ** 2 <= 1_800
        assert stride(sheets, running=True) >= stride(sheets, running=False)


@pytest.mark.parametrize("name", ["part5-softmax", "xor", "spiral", "digits"])
def test_the_examples_are_painted(show_surface: ShowSurface, name: str) -> None:
    view = show_surface(example(name), (360, 240))
    assert not view.grab().isNull()
    assert view.message.text() == ""


def test_what_overflows_is_not_painted_and_does_not_fail(show_surface: ShowSurface) -> None:
    view = show_surface(iris(b3=1e308))
    assert not view.grab().isNull()


def test_one_input_is_said_in_a_sentence(show_surface: ShowSurface) -> None:
    view = show_surface(one_two_one())
    assert view.message.text() == NO_INPUTS
    assert not view.content.isVisible()


def test_another_document_has_another_floor_and_the_probe_stands_on_it(show_surface: ShowSurface) -> None:
    view = show_surface(iris())
    workspace, small = view.workspace, view.workspace.document
    petals = column("petal width", [4.0, 100.0, 50.0])
    data = replace(small.data, columns=(petals, *small.data.columns[1:]))
    workspace.do(SetData(data))
    assert view._probe == (4.0, 0.42)
    view._ask(60.0, 0.5)
    view.refresh()
    assert view._probe == (60.0, 0.5), "on the same floor it stays where it was put"
    workspace.session.undo()
    assert view._probe == (0.04, 0.42)
