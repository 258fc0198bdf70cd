"""Data as matrices, and the sentences for data that is none."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from core.datasets.rows import input_matrix, prepare
from core.document import DataSpec, Document, Grid, Node, TestSplit, column, parameter
from core.errors import NetworkRefused
from tests.helpers.build import one_two_one


def split(document: Document, test: TestSplit | None, count: int = 40) -> Document:
    columns = tuple(column(old.name, np.arange(count)) for old in document.data.columns)
    return document.evolve(data=replace(document.data, columns=columns, test=test))


def changed(**changes: object) -> Document:
    document = one_two_one()
    return document.evolve(data=replace(document.data, **changes))  # type: ignore[arg-type]


def test_matrices_have_a_row_for_each_unit_in_file_order() -> None:
    nodes = {"b": Node("b", "input", "b", 2), "a": Node("a", "input", "a"),
             "y": Node("y", "output", "y", 1, "identity", parameter("bias", [0.0]))}
    table = (column("p", [1, 2]), column("q", [3, 4]), column("r", [5, 6]), column("name", ["u", "v"]))
    rows = prepare(Document("D", nodes, data=DataSpec(table, {"a": ("p",), "b": ("r", "q")}, {"y": ("p",)})))
    assert rows.inputs.tolist() == [[5, 6], [3, 4], [1, 2]]
    assert rows.input_units == (("b", 0), ("b", 1), ("a", 0))
    assert rows.observed.tolist() == [[1, 2]]
    assert rows.target_units == (("y", 0),)
    assert rows.train.tolist() == [0, 1]
    assert rows.test.size == 0
    assert not any(array.flags.writeable for array in (rows.inputs, rows.observed, rows.train, rows.test))


def test_scaling() -> None:
    # (x − 0.5) ÷ (1.5 − 0.5)
    rows = prepare(changed(scaling={"dosage": (0.5, 1.5)}))
    assert rows.inputs.tolist() == [[-0.5, 0.0, 0.5]]
    assert rows.observed.tolist() == [[0, 1, 0]]


def test_rows_held_back_by_number() -> None:
    rows = prepare(changed(test=TestSplit(rows=(2,))))
    assert (rows.train.tolist(), rows.test.tolist()) == ([0, 1], [2])


def test_rows_held_back_by_a_seeded_fraction() -> None:
    first, again, other = (prepare(split(one_two_one(), TestSplit(0.25, seed))) for seed in (3, 3, 4))
    assert first.test.size == 10
    assert sorted([*first.train, *first.test]) == list(range(40))
    assert np.array_equal(first.test, again.test)
    assert not np.array_equal(first.test, other.test)


@pytest.mark.parametrize(("document", "words", "ids"), [
    (changed(inputs={}), "dosage needs a data column", ("dose",)),
    (changed(targets={}), "effectiveness needs a data column", ("effect",)),
    (changed(inputs={"dose": ("dosage", "effectiveness")}), "has 2", ("dose",)),
    (changed(inputs={"dose": ("weight",)}), "weight", ("dose",)),
    (changed(columns=()), "no rows", ()),
    (changed(columns=(column("dosage", []), column("effectiveness", []))), "no rows", ()),
    (changed(columns=(column("dosage", ["a", "b", "c"]), column("effectiveness", [0, 1, 0]))), "text", ("dose",)),
    (changed(columns=(column("dosage", [0, math.nan, 1]), column("effectiveness", [0, 1, 0]))), "Row 2", ("dose",)),
    (changed(scaling={"dosage": (1.0, 1.0)}), "must differ", ("dose",)),
    (changed(scaling={"dosage": (0.0, 1e-320)}), "Row 2 of the column dosage", ("dose",)),
    (changed(test=TestSplit(rows=(0, 1, 2))), "All 3 rows", ()),
    (changed(test=TestSplit(fraction=0.9)), "All 3 rows", ()),
    (changed(test=TestSplit(rows=(7,))), "Row 7", ()),
])
def test_what_is_refused(document: Document, words: str, ids: tuple[str, ...]) -> None:
    with pytest.raises(NetworkRefused) as caught:
        prepare(document)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert caught.value.ids == ids


def test_inputs_alone_need_no_targets() -> None:
    assert input_matrix(changed(targets={})).tolist() == [[0, 0.5, 1]]


def test_pixels_lie_row_column_channel_in_the_data_and_channel_row_column_in_the_network() -> None:
    """A 2 × 3 image of two channels in one row of data: 0 to 11 in the order row, column, channel."""
    names = tuple(f"v{at}" for at in range(12))
    nodes = {"x": Node("x", "input", "x"), "i": Node("i", "image", "i", 12, grid=Grid((2, 3, 2))),
             "y": Node("y", "output", "y", 1, "identity", parameter("b", [0.0]))}  # fmt: skip
    columns = (*(column(name, [at]) for at, name in enumerate(names)), column("x", [-1]), column("y", [0]))
    data = DataSpec(columns, {"x": ("x",), "i": names}, {"y": ("y",)}, {"v3": (1.0, 2.0)})
    rows = prepare(Document(nodes=nodes, data=data))
    # v3 is row 1, column 2, channel 2, which is unit 6 + 0 × 3 + 1 = 7: (3 − 1) ÷ (2 − 1) = 2
    assert rows.inputs[:, 0].tolist() == [-1, 0, 2, 4, 6, 8, 10, 1, 2, 5, 7, 9, 11]
    assert rows.input_units[:2] == (("x", 0), ("i", 0))
