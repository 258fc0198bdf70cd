"""Which input nodes hold pictures, and their pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.document import DataSpec, Document, Node, column
from core.images.pictures import picture, picture_shape, span_of_pixels


def reading(names: list[str], rows: int = 2, start: int = 0) -> Document:
    columns = tuple(
        column(name, [float(start + row + place) for row in range(rows)]) for place, name in enumerate(names)
    )
    node = Node("x", "input", "x", len(names))
    return Document("P", {"x": node}, {}, {"x": (0, 0)}, DataSpec(columns, {"x": tuple(names)}))


GRID = [f"row {row} column {place}" for row in (1, 2) for place in (1, 2, 3)]


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        (GRID, (2, 3)),
        ([f"px_{row}_{place}" for row in range(3) for place in range(3)], (3, 3)),
        (GRID[::-1], None),  # not in the order of reading
        (["petal length", "petal width", "sepal length", "sepal width"], None),
        ([f"x{place}" for place in range(16)], None),  # sixteen measurements are no picture
        ([f"p{place}" for place in range(64)], (8, 8)),
        ([f"p{place}" for place in range(65)], None),
    ],
)
def test_names_or_a_large_square_make_a_picture(names: list[str], shape: tuple[int, int] | None) -> None:
    document = reading(names)
    assert picture_shape(document, document.nodes["x"]) == shape


def test_pixels_go_from_the_least_number_of_all_rows_to_the_largest() -> None:
    document = reading(GRID)  # row 1 holds 0 … 5, row 2 holds 1 … 6: 255 ÷ 6 = 42.5 a step
    found = picture(document, document.nodes["x"], 1)
    assert found is not None
    assert found.tolist() == [[42, 85, 128], [170, 212, 255]]


def test_there_is_none_of_text_or_of_one_grey_or_beyond_the_last_row() -> None:
    document = reading(GRID)
    node = document.nodes["x"]
    assert picture(document, node, 2) is None
    text = (column(GRID[0], ["a", "b"]), *document.data.columns[1:])
    even = tuple(column(name, [1.0, 1.0]) for name in GRID)
    for columns in (text, even):
        assert picture(document.evolve(data=replace(document.data, columns=columns)), node, 0) is None


def test_the_digits_are_pictures(examples: Path) -> None:
    document = storage.load(examples / "digits.squiggle")
    found = picture(document, document.nodes["pixels"], 0)  # a handwritten 0: a ring, empty in its middle
    assert found is not None
    assert found.shape == (8, 8)
    assert found[:, 3].max() > 200
    assert np.asarray(found)[4, 3] == 0


def image_of(values: list[list[float]], scaling: Mapping[str, tuple[float, float]] | None = None) -> Document:
    names = tuple(f"p{place}" for place in range(len(values)))
    columns = tuple(column(name, numbers) for name, numbers in zip(names, values, strict=True))
    spec = DataSpec(columns, inputs={"x": names}, scaling=scaling or {})
    return Document(nodes={"x": Node("x", "input", "x", len(names))}, data=spec)


def test_the_span_of_pixels_is_that_of_all_rows_as_the_network_sees_them_and_holds_0() -> None:
    assert span_of_pixels(image_of([[2.0, 16.0], [4.0, 8.0]]), "x") == (0.0, 16.0)
    assert span_of_pixels(image_of([[-3.0, 1.0], [0.0, 2.0]]), "x") == (-3.0, 2.0)
    scaled = image_of([[0.0, 16.0], [8.0, 4.0]], scaling={"p0": (0.0, 16.0), "p1": (0.0, 2.0)})
    assert span_of_pixels(scaled, "x") == (0.0, 4.0)  # (8 − 0) ÷ (2 − 0)


def test_where_pixels_have_no_span_it_goes_from_0_to_1() -> None:
    for values in ([[0.0, 0.0]], [[0.0, float("nan")]], []):
        assert span_of_pixels(image_of(values), "x") == (0.0, 1.0)
