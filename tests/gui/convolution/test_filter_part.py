"""A filter in the user's hand: typed, scrubbed, frozen, begun from a preset; its derivatives beside it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from core import storage
from core.document import bias_of, filters_of
from core.edits.sizes import SetGrid
from core.edits.values import SetTrainable
from core.images.filter_presets import FILTER_PRESETS
from core.lessons.shelf import LESSONS
from gui.convolution.filter_part import FilterPart
from gui.convolution.panel import ConvolutionPanel
from gui.convolution.slope_part import power_of
from gui.grids.grid_picture import NUMBERS_FROM
from gui.grids.grid_style import around_zero
from gui.grids.grid_view import GridView
from tests.gui.convolution.conftest import Show
from tests.helpers.grids import picture_network

LEFT = Qt.MouseButton.LeftButton
EIGHT = (("convolution", 8, 3), ("pool", 2, 2))
FILTERS, BIAS = filters_of("n0"), bias_of("n0")


def part_of(panel: ConvolutionPanel) -> tuple[FilterPart, GridView]:
    column = panel.column("n0", "filter")
    assert column is not None
    part = column.parts[0]
    assert isinstance(part, FilterPart)
    QApplication.processEvents()  # what was shown is laid out
    return part, column.grid


def spot(grid: GridView, row: int, column: int) -> QPoint:
    return grid.cell_rect(row, column).center()


def drag(grid: QWidget, start: QPoint, pixels: int, *, drop: bool = True) -> None:
    QTest.mousePress(grid, LEFT, pos=start)
    for step in range(1, pixels + 1):
        QTest.mouseMove(grid, start + QPoint(step, 0))
    if drop:
        QTest.mouseRelease(grid, LEFT, pos=start + QPoint(pixels, 0))


def double_click(grid: QWidget, at: QPoint) -> None:
    QTest.mouseDClick(grid, LEFT, pos=at)
    QTest.mouseRelease(grid, LEFT, pos=at)  # it ends with the button down


def editor() -> QLineEdit:
    found = QApplication.focusWidget()
    assert isinstance(found, QLineEdit)
    return found


def filters(panel: ConvolutionPanel) -> np.ndarray:
    return panel.workspace.document.parameter(FILTERS).value


def test_a_drag_ends_where_the_filter_becomes_smaller_under_it(show: Show) -> None:
    panel = show(picture_network())
    _, grid = part_of(panel)
    drag(grid, spot(grid, 2, 2), 20, drop=False)
    assert panel.workspace.turns.frame is not panel.workspace.training.frame
    panel.workspace.do(SetGrid("n0", size=2))
    smaller = panel.workspace.document
    QTest.mouseMove(grid, QPoint(5, 5))
    assert panel.workspace.turns.frame is panel.workspace.training.frame
    QTest.mouseRelease(grid, LEFT, pos=QPoint(5, 5))
    assert panel.workspace.document is smaller


@pytest.mark.parametrize(("typed", "value"), [("1/2", 0.5), ("0,25", 0.25), ("-1.2e-3", -0.0012)])
def test_a_cell_is_typed_and_the_map_follows(show: Show, typed: str, value: float) -> None:
    panel = show(picture_network())
    _, grid = part_of(panel)
    double_click(grid, spot(grid, 0, 2))
    QTest.keyClicks(editor(), typed)
    QTest.keyClick(editor(), Qt.Key.Key_Return)
    assert filters(panel)[0, 0, 0, 2] == value
    assert panel.workspace.session.undo_label == f"Set {panel.workspace.document.parameter(FILTERS).name}[1,1,1,3]"
    assert panel.chain is not None
    image, shown = panel.chain.planes_of(0)[0], panel.column("n0", "map")
    assert shown is not None
    bias = panel.workspace.document.parameter(BIAS).value[0]
    assert shown.grid.values[0, 0] == pytest.approx((image[:3, :3] * filters(panel)[0, 0]).sum() + bias, abs=1e-12)
    panel.workspace.session.undo()
    assert filters(panel)[0, 0, 0, 2] == grid.values[0, 2] != value
    assert grid.hasFocus()


def test_a_digit_begins_typing_and_tab_goes_to_the_next_cell(show: Show) -> None:
    panel = show(picture_network())
    _, grid = part_of(panel)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_7)
    QTest.keyClick(editor(), Qt.Key.Key_Tab)
    QTest.keyClicks(editor(), "9")
    QTest.keyClick(editor(), Qt.Key.Key_Return)
    assert filters(panel)[0, 0, 0, :2].tolist() == [7.0, 9.0]


def test_what_cannot_be_read_stays_open_with_a_sentence_and_esc_leaves_no_trace(show: Show) -> None:
    panel = show(picture_network())
    _, grid = part_of(panel)
    before = panel.workspace.document
    double_click(grid, spot(grid, 1, 1))
    QTest.keyClicks(editor(), "1/0")
    QTest.keyClick(editor(), Qt.Key.Key_Return)
    tip = panel.workspace.notices.tip
    assert tip is not None
    assert "divides by zero" in tip.text()
    QTest.keyClick(editor(), Qt.Key.Key_Escape)
    assert panel.workspace.document is before


def test_a_drag_tries_numbers_everywhere_and_is_one_step(show: Show) -> None:
    panel = show(picture_network())
    _, grid = part_of(panel)
    document = panel.workspace.document
    before = filters(panel)[0, 0, 2, 2]
    drag(grid, spot(grid, 2, 2), 20, drop=False)
    assert panel.workspace.document is document
    assert grid.values[2, 2] == pytest.approx(before + 0.2)
    QTest.mouseRelease(grid, LEFT, pos=spot(grid, 2, 2) + QPoint(20, 0))
    assert filters(panel)[0, 0, 2, 2] == pytest.approx(before + 0.2)
    panel.workspace.session.undo()
    assert panel.workspace.document is document


def test_esc_takes_a_drag_back(show: Show) -> None:
    panel = show(picture_network())
    _, grid = part_of(panel)
    document, before = panel.workspace.document, grid.values[0, 0]
    drag(grid, spot(grid, 0, 0), 30, drop=False)
    assert grid.values[0, 0] != before
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    QTest.mouseRelease(grid, LEFT, pos=spot(grid, 0, 0) + QPoint(30, 0))
    assert grid.values[0, 0] == before
    assert panel.workspace.document is document


def test_the_bias_is_typed_and_scrubbed(show: Show) -> None:
    panel = show(picture_network())
    part, _ = part_of(panel)
    drag(part.bias, spot(part.bias, 0, 0), 10)
    scrubbed = panel.workspace.document.parameter(BIAS).value[0]
    assert part.bias.values[0, 0] == scrubbed
    double_click(part.bias, spot(part.bias, 0, 0))
    QTest.keyClicks(editor(), "-2")
    QTest.keyClick(editor(), Qt.Key.Key_Return)
    assert panel.workspace.document.parameter(BIAS).value[0] == -2 != scrubbed


def test_presets_are_offered_and_change_the_filter_looked_at_alone(show: Show) -> None:
    panel = show(picture_network(6, EIGHT))
    panel.choose("n0", 3)
    part, grid = part_of(panel)
    before = filters(panel).copy()
    menu = part.whole.presets.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    assert [one.text() for one in menu.actions()] == [preset.label for preset in FILTER_PRESETS]
    next(one for one in menu.actions() if one.text() == "Rising diagonal").trigger()
    assert grid.values.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert panel.workspace.session.undo_label == "Set filter 4 to rising diagonal"
    changed = np.argwhere(filters(panel) != before)
    assert set(changed[:, 0].tolist()) == {3}
    panel.workspace.session.undo()
    assert np.array_equal(filters(panel), before)


def test_one_padlock_and_that_of_the_whole_filter(show: Show) -> None:
    panel = show(picture_network(6, EIGHT))
    panel.choose("n0", 1)
    part, grid = part_of(panel)
    QTest.mouseClick(grid, LEFT, pos=spot(grid, 0, 1))
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_L)
    trainable = panel.workspace.document.parameter(FILTERS).trainable
    assert np.argwhere(~trainable).tolist() == [[1, 0, 0, 1]]
    assert not part.whole.frozen
    part.whole.lock.click()
    trainable = panel.workspace.document.parameter(FILTERS).trainable
    assert sorted({at[0] for at in np.argwhere(~trainable).tolist()}) == [1]
    assert (~trainable).sum() == 9
    assert part.whole.frozen
    assert "Unfreeze" in part.whole.lock.toolTip()
    before = filters(panel)[1].copy()
    panel.workspace.training.advance(5)
    assert np.array_equal(filters(panel)[1], before)
    assert not np.array_equal(filters(panel)[0], before)
    part.whole.lock.click()
    assert panel.workspace.document.parameter(FILTERS).trainable.all()


def test_derivatives_stand_as_the_filter_does_and_lead_to_the_number(show: Show) -> None:
    panel = show(picture_network(6, EIGHT))
    panel.choose("n0", 2)
    part, grid = part_of(panel)
    gradient = panel.workspace.training.frame.gradient(FILTERS)
    assert gradient is not None
    assert np.array_equal(part.slope.grid.values, gradient[2, 0])
    shown = part.slope.grid
    panel.columns.ensureWidgetVisible(shown)
    QTest.mouseClick(shown, LEFT, pos=spot(shown, 1, 2))
    reasoning = panel.workspace.reasoning
    assert (reasoning.ref, reasoning.index) == (FILTERS, (2, 0, 1, 2))
    assert part._marks[0].chosen == (1, 2)
    QTest.mouseClick(part.slope.bias, LEFT, pos=spot(part.slope.bias, 0, 0))
    assert (reasoning.ref, reasoning.index) == (BIAS, (2,))
    assert part._marks[0].chosen is None
    QTest.mouseClick(grid, LEFT, pos=spot(grid, 0, 0))
    assert (reasoning.ref, reasoning.index) == (FILTERS, (2, 0, 0, 0))


def test_a_cell_of_the_derivatives_lights_what_the_filters_cell_is_multiplied_with(show: Show) -> None:
    panel = show(picture_network())
    part, _ = part_of(panel)
    QTest.mouseMove(part.slope.grid, spot(part.slope.grid, 0, 0))
    image = panel.column("image", "image")
    assert image is not None
    assert image.grid.marks.seen is not None
    assert image.grid.marks.seen.sum() == 16


def test_a_frozen_cell_is_shown_and_named(show: Show) -> None:
    panel = show(picture_network())
    part, grid = part_of(panel)
    panel.workspace.do(SetTrainable((FILTERS,), trainable=False, places=((0, 0, 2, 1),)))
    frozen = part._marks[0].frozen
    assert frozen is not None
    assert np.argwhere(frozen).tolist() == [[2, 1]]
    QTest.mouseMove(grid, spot(grid, 2, 1))
    assert "frozen: it does not learn" in grid.hint
    QTest.mouseMove(grid, spot(grid, 0, 0))
    assert "frozen" not in grid.hint


@pytest.mark.parametrize(("width", "height"), [(1600, 330), (830, 420)])
def test_derivatives_stand_beside_the_filter_where_there_is_room_and_below_it_elsewhere(
    show: Show, width: int, height: int
) -> None:
    panel = show(picture_network(), (width, height))
    part, grid = part_of(panel)
    QApplication.processEvents()  # what was moved is laid out
    slopes = part.slope.grid
    filter_spot, spot_of = (one.mapTo(panel, QPoint()) for one in (grid, slopes))
    if width > 1000:
        assert spot_of.y() == filter_spot.y()
        assert spot_of.x() >= filter_spot.x() + grid.width()
        assert slopes.cell == grid.cell
    else:
        assert spot_of.y() > filter_spot.y() + grid.height()
        assert spot_of.x() == filter_spot.x()


@pytest.mark.parametrize("size", [(740, 330), (740, 360), (740, 400), (740, 480), (830, 330), (960, 330), (1200, 330)])
def test_derivatives_of_a_large_filter_are_whole_or_left_out_with_a_word(show: Show, size: tuple[int, int]) -> None:
    panel = show(storage.load(LESSONS / "8-filter-too-big.squiggle"), size)
    panel.resize(size[0] + 90, size[1])  # the answer gives and takes room while cells are fitted
    panel.resize(*size)
    column = panel.column("map", "filter")
    assert column is not None
    part = column.parts[0]
    assert isinstance(part, FilterPart)
    for _ in range(3):
        QApplication.processEvents()  # each fit may lay out anew
    slopes, view = part.slope.grid, panel.columns.viewport()
    assert slopes.isHidden() is ("room" in part.slope.title.text() or "higher" in part.slope.title.text())
    if not slopes.isHidden():
        assert view.rect().contains(slopes.rect().translated(slopes.mapTo(view, QPoint())))
        assert slopes.cell >= NUMBERS_FROM


def test_small_derivatives_are_written_in_units_and_told_in_full(show: Show) -> None:
    panel = show(picture_network())
    part, _ = part_of(panel)
    small = np.array([[0.00123, -0.0005]])
    part.slope.grid.show_slopes(small, around_zero(small), power_of(small))
    assert power_of(small) == -3
    assert part.slope.grid.values.tolist() == [[pytest.approx(1.23), pytest.approx(-0.5)]]
    assert part.slope.grid.words((0, 0)) == "row 1, column 1: 0.00123"
    assert [power_of(np.array(values)) for values in ([0.0], [0.5, 3.0], [99.0], [1234.0], [np.nan, 0.02])] == [
        0, 0, 0, 3, -2]  # fmt: skip
