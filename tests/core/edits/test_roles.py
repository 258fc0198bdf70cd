"""What columns are for: places of nodes, scaling on training rows only, rows held back, whole tables loaded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.roles import Role, assign, misfit, roles, surplus
from core.datasets.rows import prepare
from core.document import Document, TestSplit
from core.edits.graph import AddNode
from core.edits.roles import AddReaders, LoadTable, SetReader, SetRole
from core.edits.scaling import FitScaling, ScaleColumns, SetScaling, training_span
from core.edits.split import SetTest
from core.edits.table import AddColumn, InsertRows, number_column, text_column
from core.errors import EditRefused, ValueRefused
from core.session import Edit
from tests.helpers.build import one_two_one

DOSE, EFFECT = Role("inputs", "dose"), Role("targets", "effect")


def wide() -> Document:
    """An input layer of three units that reads a, b and c, an output, and a spare column d."""
    document = AddNode("output", (240, 0)).apply(AddNode("input", (0, 0), 3).apply(Document()))
    columns = tuple(number_column(name, [1.0, 2.0]) for name in "abcde")
    data = replace(document.data, columns=columns, inputs={"n1": ("a", "b", "c")}, targets={"n2": ("e",)})
    return document.evolve(data=data)


def test_taking_a_place_from_a_column_that_has_a_role_swaps_the_two() -> None:
    new = SetRole("effectiveness", DOSE).apply(one_two_one())
    assert new.data.inputs == {"dose": ("effectiveness",)}
    assert new.data.targets == {"effect": ("dosage",)}


def test_a_column_without_a_role_takes_the_place_and_the_other_is_ignored() -> None:
    new = SetRole("spare", DOSE).apply(AddColumn("spare").apply(one_two_one()))
    assert roles(new.data) == {"spare": [DOSE], "effectiveness": [EFFECT]}


def test_ignoring_a_column_leaves_its_node_without() -> None:
    ignored = SetRole("dosage").apply(one_two_one())
    assert ignored.data.inputs == {}
    assert SetRole("dosage", DOSE).apply(ignored).data.inputs == {"dose": ("dosage",)}


def test_units_of_a_layer_swap_fill_and_close_up() -> None:
    swapped = SetRole("c", Role("inputs", "n1", 0)).apply(wide())
    assert swapped.data.inputs == {"n1": ("c", "b", "a")}
    fewer = SetRole("b").apply(wide())
    assert fewer.data.inputs == {"n1": ("a", "c")}
    assert SetRole("d", Role("inputs", "n1", 2)).apply(fewer).data.inputs == {"n1": ("a", "c", "d")}
    taken = SetRole("d", Role("inputs", "n1", 1)).apply(wide())
    assert taken.data.inputs == {"n1": ("a", "d", "c")}


def test_a_layer_reads_several_columns_at_once_and_others_let_go_of_them() -> None:
    new = SetReader("inputs", "n1", ("d", "e")).apply(wide())
    assert (new.data.inputs, new.data.targets) == ({"n1": ("d", "e")}, {})
    with pytest.raises(EditRefused, match="3 units and cannot read 4 columns"):
        SetReader("inputs", "n1", ("a", "b", "c", "d")).apply(wide())


def test_no_node_reads_text() -> None:
    document = one_two_one()
    words = document.evolve(data=replace(document.data, columns=(*document.data.columns, text_column("who", "ABC"))))
    edits: list[Edit] = [SetRole("who", DOSE), SetReader("inputs", "dose", ("who",)), AddReaders("inputs", ("who",))]
    for edit in (*edits, SetScaling("who", (0, 1)), FitScaling("who")):
        with pytest.raises(EditRefused, match="who holds text"):
            edit.apply(words)


def test_a_new_input_is_joined_as_the_others_are_and_stands_below_them() -> None:
    new = AddReaders("inputs", ("age",)).apply(AddColumn("age").apply(one_two_one()))
    node = list(new.nodes.values())[-1]
    assert (node.kind, node.label, new.data.inputs[node.id]) == ("input", "age", ("age",))
    assert new.targets(node.id) == ["top", "bottom"]
    assert new.positions[node.id][0] == new.positions["dose"][0]
    assert new.positions[node.id][1] > new.positions["dose"][1]
    assert prepare(new).inputs.shape == (2, 3)


def test_a_new_output_hears_what_the_others_hear() -> None:
    new = AddReaders("targets", ("age",)).apply(AddColumn("age").apply(one_two_one()))
    node = list(new.nodes)[-1]
    assert new.sources(node) == ["top", "bottom"]


def test_many_columns_get_one_layer() -> None:
    names = tuple(f"p{at}" for at in range(12))
    new = LoadTable(tuple(number_column(name, [1.0]) for name in names), names, (), add_nodes=True).apply(Document())
    (node,) = new.nodes.values()
    assert (node.units, new.data.inputs) == (12, {node.id: names})


def test_scaling_is_fitted_on_training_rows_alone() -> None:
    held = SetTest(TestSplit(rows=(2,))).apply(one_two_one())
    new = FitScaling("dosage").apply(held)
    assert new.data.scaling == {"dosage": (0.0, 0.5)}
    assert prepare(new).inputs.tolist() == [[0, 1, 2]]
    assert SetScaling("dosage").apply(new).data.scaling == {}


def test_a_split_chosen_later_scales_anew_what_was_fitted_and_leaves_what_was_typed() -> None:
    # dosage 0, 0.5, 1: without the last row the mean is 0.25 and the deviation 0.25.
    for way, span in (("min_max", (0.0, 0.5)), ("standard", (0.25, 0.5))):
        fitted = FitScaling("dosage", way).apply(one_two_one())
        assert SetTest(TestSplit(rows=(2,))).apply(fitted).data.scaling == {"dosage": pytest.approx(span)}
    typed = SetScaling("dosage", (0, 4)).apply(one_two_one())
    assert SetTest(TestSplit(rows=(2,))).apply(typed).data.scaling == {"dosage": (0, 4)}


def test_several_columns_are_scaled_at_once_and_constant_ones_passed_over() -> None:
    document = AddColumn("same").apply(one_two_one())
    scaled = ScaleColumns(("dosage", "same", "effectiveness")).apply(document)
    assert scaled.data.scaling == {"dosage": (0.0, 1.0), "effectiveness": (0.0, 1.0)}
    assert ScaleColumns(("dosage", "effectiveness"), "").apply(scaled).data.scaling == {}
    with pytest.raises(EditRefused, match="same are all alike"):
        ScaleColumns(("same",)).apply(document)


def test_scaling_needs_two_different_finite_numbers() -> None:
    for span in ((1.0, 1.0), (0.0, float("inf")), (float("nan"), 1.0), (-1.7e308, 1.7e308)):
        with pytest.raises(EditRefused, match="two different numbers"):
            SetScaling("dosage", span).apply(one_two_one())
    alike = SetTest(TestSplit(rows=(1,))).apply(one_two_one())
    with pytest.raises(EditRefused, match="all alike"):
        FitScaling("effectiveness").apply(alike)


@pytest.mark.parametrize(
    ("test", "error"),
    [
        (TestSplit(rows=(0, 1, 2)), EditRefused),
        (TestSplit(rows=()), EditRefused),
        (TestSplit(0.0), EditRefused),
        (TestSplit(1.0), EditRefused),
        (TestSplit(0.99), EditRefused),
        (TestSplit(0.5, -1), ValueRefused),
    ],
)
def test_something_is_left_to_train_on(test: TestSplit, error: type[Exception]) -> None:
    with pytest.raises(error):
        SetTest(test).apply(one_two_one())


@given(share=st.floats(0.05, 0.9), seed=st.integers(0, 1000), count=st.integers(10, 60))
def test_a_share_holds_back_that_many_rows_and_scaling_sees_none_of_them(share: float, seed: int, count: int) -> None:
    document = InsertRows(0, tuple({"dosage": float(at) ** 2} for at in range(count))).apply(one_two_one())
    document = SetTest(TestSplit(share, seed)).apply(document)
    rows = prepare(document)
    assert len(rows.test) == round(share * (count + 3))
    column = document.data.column("dosage")
    trained = column.values[rows.train]
    assert training_span(document.data, column) == (trained.min(), trained.max())


def test_a_table_is_dealt_out_to_the_nodes_there_are() -> None:
    columns = tuple(number_column(name, np.arange(4.0)) for name in ("x1", "x2", "y"))
    document = one_two_one()
    assert misfit(document, "inputs", ("x1", "x2")) == "The table has 2 inputs (x1, x2) and the network 1 input."
    assert misfit(document, "targets", ("y",)) == ""
    assert surplus(document, "inputs", ("x1", "x2")) == ("x2",)
    as_it_is = LoadTable(columns, ("x1", "x2"), ("y",)).apply(document)
    assert (as_it_is.data.inputs, as_it_is.data.targets) == ({"dose": ("x1",)}, {"effect": ("y",)})
    added = LoadTable(columns, ("x1", "x2"), ("y",), add_nodes=True).apply(document)
    assert len(added.nodes) == 5
    assert prepare(added).inputs.shape == (2, 4)
    assert assign(wide(), "inputs", ("p", "q")) == {"n1": ("p", "q")}
