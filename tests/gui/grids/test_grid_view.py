"""One grid: colours, numbers, marks, and what mouse and keys tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import floats
from gui.grids.grid_marks import Marks, edges
from gui.grids.grid_picture import fitted
from gui.grids.grid_style import INK, SIGN, Style, around_zero, color_table, grid_image, shades
from gui.grids.grid_view import GridView
from gui.grids.number_group import width_of
from gui.theme import LIGHT, Theme

Show = Callable[[], GridView]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def grid(qtbot: QtBot) -> GridView:
    view = GridView(Theme("light"), None, "Feature map")
    qtbot.addWidget(view)
    view.set_cell(30)
    view.set_values(floats([[1.0, -1.0, 0.0], [0.25, -2.0, 0.5]]), Style(SIGN, -2, 2))
    with qtbot.waitExposed(view):
        view.show()
    return view


def middle(view: GridView, row: int, column: int) -> QPoint:
    return view.cell_rect(row, column).center()


def heard(view: GridView) -> list[tuple[object, ...]]:
    """Everything that the grid tells, in order."""
    told: list[tuple[object, ...]] = []
    view.hovered.connect(lambda row, column: told.append(("hovered", row, column)))
    view.left.connect(lambda: told.append(("left",)))
    view.pressed.connect(lambda row, column, button: told.append(("pressed", row, column, button)))
    view.dragged.connect(lambda row, column, _at: told.append(("dragged", row, column)))
    view.released.connect(lambda row, column, button: told.append(("released", row, column, button)))
    view.activated.connect(lambda row, column: told.append(("activated", row, column)))
    return told


def test_the_colours_of_numbers_go_from_orange_over_paper_to_blue() -> None:
    image = grid_image(floats([[-1.0, 0.0, 1.0]]), Style(SIGN, -1, 1), color_table(SIGN, LIGHT))
    low, none, high = (image.pixelColor(column, 0) for column in range(3))
    assert none == QColor(LIGHT.window)
    assert low.red() > low.blue() + 60
    assert high.blue() > high.red() + 60


def test_pixels_go_from_paper_to_ink_and_no_further() -> None:
    image = grid_image(floats([[-5.0, 0.0, 16.0, 99.0]]), Style(INK, 0, 16), color_table(INK, LIGHT))
    assert [image.pixelColor(column, 0).name() for column in range(4)] == [LIGHT.window] * 2 + [LIGHT.text] * 2


def test_numbers_that_are_not_finite_and_cells_not_computed_have_colours_of_their_own() -> None:
    values = floats([[np.nan, np.inf, 0.0, 0.0]])
    known = np.array([[True, True, True, False]])
    image = grid_image(values, Style(), color_table(SIGN, LIGHT), known)
    names = [image.pixelColor(column, 0).name() for column in range(4)]
    assert names == [LIGHT.danger_soft, LIGHT.danger_soft, LIGHT.window, LIGHT.surface]


def test_a_style_around_zero_takes_the_largest_number_of_either_sign() -> None:
    assert around_zero(floats([[1.0, -3.0, np.nan]])) == Style(SIGN, -3.0, 3.0)
    assert around_zero(floats([[0.0]])) == Style(SIGN, -1.0, 1.0), "nothing but zeros is not strong"


def test_a_picture_of_one_grey_does_not_divide_by_nothing() -> None:
    assert shades(floats([[2.0, 3.0]]), Style(INK, 2, 2)).tolist() == [[0, 256]]


def test_the_mouse_tells_of_cells(grid: GridView) -> None:
    told = heard(grid)
    QTest.mouseMove(grid, middle(grid, 0, 2))
    QTest.mousePress(grid, LEFT, pos=middle(grid, 1, 0))
    QTest.mouseMove(grid, middle(grid, 1, 1))
    QTest.mouseRelease(grid, LEFT, pos=middle(grid, 1, 1))
    assert [one for one in told if one != ("left",)] == [
        ("hovered", 0, 2), ("pressed", 1, 0, LEFT), ("dragged", 1, 1), ("released", 1, 1, LEFT)]  # fmt: skip


def test_a_drag_goes_on_outside_of_the_grid(grid: GridView) -> None:
    told = heard(grid)
    QTest.mousePress(grid, RIGHT, pos=middle(grid, 0, 0))
    QTest.mouseMove(grid, middle(grid, 0, 0) - QPoint(30, 30))
    QTest.mouseRelease(grid, RIGHT, pos=middle(grid, 0, 0) - QPoint(30, 30))
    assert ("dragged", -1, -1) in told
    assert told[-1] == ("released", -1, -1, RIGHT)


def test_arrow_keys_point_and_stay_in_the_grid(grid: GridView) -> None:
    told = heard(grid)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(grid, key)
    assert told == [("hovered", 0, 1), ("hovered", 1, 1), ("hovered", 1, 1)]
    assert grid.accessibleDescription() == "row 2, column 2: −2"
    QTest.keyClick(grid, Qt.Key.Key_Space)
    QTest.keyClick(grid, Qt.Key.Key_F2)
    assert told[3:] == [("pressed", 1, 1, LEFT), ("released", 1, 1, LEFT), ("activated", 1, 1)]


def test_a_double_click_asks_to_type(grid: GridView) -> None:
    told = heard(grid)
    QTest.mouseDClick(grid, LEFT, pos=middle(grid, 1, 2))
    assert ("activated", 1, 2) in told


def test_numbers_are_written_where_there_is_room_and_only_if_computed(grid: GridView) -> None:
    def inks(row: int, column: int) -> int:
        """How many colours are in a cell, without its border."""
        inside = grid.cell_rect(row, column).adjusted(4, 4, -4, -4)
        image = grid.grab().toImage()
        return len({image.pixel(x, y) for x in range(inside.left(), inside.right())
                    for y in range(inside.top(), inside.bottom())})  # fmt: skip

    assert inks(1, 2) > 1
    grid.set_values(grid.values, grid.style_of, np.array([[True] * 3, [True, True, False]]))
    assert inks(1, 2) == 1
    assert grid.words((1, 2)) == "row 2, column 3: not computed yet"


def test_small_cells_have_one_outline_around_all_that_is_marked() -> None:
    marked = np.zeros((4, 4), dtype=np.bool_)
    marked[1:3, 1:4] = True
    assert len(edges(marked, 5.0)) == 2 * (2 + 3)


def test_a_grid_is_as_large_as_its_cells_and_says_how_many_it_has(grid: GridView) -> None:
    assert (grid.width(), grid.height()) == (92, 62)
    assert grid.accessibleName() == "Feature map, 2 × 3 cells"
    grid.set_values(floats(np.zeros((1, 4))), Style())
    assert grid.accessibleName() == "Feature map, 1 × 4 cells"
    assert grid.width() == 122


def test_marks_are_seen(grid: GridView) -> None:
    before = grid.grab().toImage()
    grid.set_marks(Marks(seen=np.array([[True, True, False]] * 2), won=((1, 0),), focus=(0, 0)))
    assert grid.grab().toImage() != before


@pytest.mark.parametrize("cell", [20, 22, 24, 28])
def test_cells_of_20_pixels_have_room_for_two_digits(grid: GridView, cell: int) -> None:
    """0.25 beside 0.25 of the stage before is no 0.2."""
    grid.set_cell(cell)
    grid.set_values(floats([[0.25, -0.25]]), Style())
    writing = grid.groups.writing(grid.group)
    assert fitted(0.25, writing, cell).endswith(".25")
    assert fitted(-0.25, writing, cell).endswith(".25")


@pytest.mark.parametrize("cell", [16, 18, 20, 22, 26, 30, 44])
@pytest.mark.parametrize("most", [0.25, 9.5, 99.4, 123.0, 255.0, 999.6, 1234.0, 54_321.0, 2e6])
def test_a_sign_never_stands_without_its_number(grid: GridView, cell: int, most: float) -> None:
    """Numbers are written whole, rounded to their place, or none of them is."""
    values = [most, -most, most / 3, -most / 7, 0.0]
    grid.set_cell(cell)
    grid.set_values(floats([values]), Style())
    writing = grid.groups.writing(grid.group)
    texts = [fitted(value, writing, cell) for value in values]
    unit = {"k": 1e3, "M": 1e6}
    for value, text in zip(values, texts, strict=True):
        if text:
            told = float(text.rstrip("kM").replace("−", "-")) * unit.get(text[-1], 1.0)
            assert abs(told - value) <= max(0.5, 0.5 * unit.get(text[-1], 0.0)) * (1 + 1e-9)
            assert width_of(text, writing.points(cell)) <= cell
    assert all(texts) or cell < 22 or most >= 1e4


def test_where_one_number_has_no_room_none_is_written(grid: GridView) -> None:
    grid.set_cell(16)
    grid.set_values(floats([[-123.0, 1.0, 0.0]]), Style("sign", -1e9, 1e9))
    bare = grid.grab().toImage()
    grid.set_values(floats([[-124.0, 2.0, 3.0]]), Style("sign", -1e9, 1e9))
    assert grid.grab().toImage() == bare
    assert grid.words((0, 0)) == "row 1, column 1: −124"
    grid.set_values(floats([[-9.0, 2.0, 3.0]]), Style("sign", -1e9, 1e9))
    assert grid.grab().toImage() != bare


def test_the_same_values_once_more_cost_no_painting(grid: GridView, qtbot: QtBot) -> None:
    shown = [0]

    class Count(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            shown[0] += event.type() is QEvent.Type.Paint
            return False

    count = Count(grid)
    grid.installEventFilter(count)
    grid.set_values(floats([[1.0, 2.0]]), Style())
    with qtbot.waitExposed(grid):
        grid.show()
    qtbot.waitUntil(lambda: shown[0] > 0)
    before = 0
    while shown[0] != before:  # a window that comes into sight may be painted twice
        before = shown[0]
        QCoreApplication.processEvents()
    grid.set_values(floats([[1.0, 2.0]]), Style())
    QCoreApplication.processEvents()
    assert shown[0] == before
    grid.set_values(floats([[1.0, 2.0]]), Style(low=-3.0))
    qtbot.waitUntil(lambda: shown[0] > before)
