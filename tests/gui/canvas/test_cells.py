"""The cells of a layer's tile: a unit each, in the order of reading, inside the square."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from core.document import DataSpec, Document, Node, column
from gui.canvas import geometry
from gui.canvas.cells import layer_cells, shape_of

CENTER = QPointF(100, 50)


def layer(units: int, kind: str = "hidden") -> tuple[Document, Node]:
    node = Node("h", kind, "h", units)
    return Document("One", {"h": node}, {}, {"h": (100.0, 50.0)}), node


@pytest.mark.parametrize(
    ("units", "shape"),
    [(2, (2, 1)), (4, (4, 1)), (5, (3, 2)), (10, (5, 2)), (32, (6, 6)), (64, (8, 8)), (100, (10, 10))],
)
def test_few_units_are_wide_cells_and_many_a_square(units: int, shape: tuple[int, int]) -> None:
    assert shape_of(units) == shape


@pytest.mark.parametrize("kind", ["hidden", "output", "input"])
@pytest.mark.parametrize("units", [2, 3, 7, 10, 32, 64, 1000])
def test_every_unit_has_its_own_cell_inside_the_square(units: int, kind: str) -> None:
    cells = layer_cells(*layer(units, kind), CENTER)
    assert cells is not None
    assert cells.count == units
    assert [cells.unit_at(cells.cell(unit).center()) for unit in range(units)] == list(range(units))
    assert all(geometry.square(CENTER).contains(cells.cell(unit)) for unit in (0, units - 1))


def test_beside_the_cells_there_is_no_unit() -> None:
    cells = layer_cells(*layer(3), CENTER)
    assert cells is not None
    assert cells.unit_at(cells.area.topLeft() - QPointF(1, 1)) is None
    assert cells.unit_at(cells.area.bottomRight() + QPointF(1, 1)) is None
    seven = layer_cells(*layer(7), CENTER)
    assert seven is not None
    assert seven.unit_at(seven.cell(6).center() + QPointF(seven.width, 0)) is None


def test_the_cells_of_an_input_leave_room_for_its_buttons() -> None:
    for units in (2, 4, 10, 30):
        cells = layer_cells(*layer(units, "input"), CENTER)
        assert cells is not None
        assert not any(cells.area.intersects(button) for button in geometry.row_buttons(CENTER))


def test_pixels_lie_as_in_their_picture() -> None:
    names = tuple(f"row {row} column {place}" for row in (1, 2) for place in (1, 2, 3))
    node = Node("x", "input", "x", 6)
    data = DataSpec(tuple(column(name, [0.0, 1.0]) for name in names), {"x": names})
    cells = layer_cells(Document("Pixels", {"x": node}, {}, {}, data), node, CENTER)
    assert cells is not None
    assert (cells.rows, cells.columns) == (2, 3)
    assert cells.width == pytest.approx(cells.height)


def test_a_single_unit_and_a_choice_among_classes_have_no_cells() -> None:
    assert layer_cells(*layer(1), CENTER) is None
    node = Node("s", "softmax", "s", 3, classes=("a", "b", "c"))
    assert layer_cells(Document("One", {"s": node}), node, CENTER) is None
