"""Numbers, padlocks and names."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.document import Document, bias_of, filters_of, floats
from core.edits.graph import AddNode
from core.edits.values import (
    AdoptParameters,
    FreezeOthers,
    NewStart,
    RenameNode,
    RenameParameter,
    Reset,
    SetActivation,
    SetTrainable,
    SetValue,
    SetValues,
)
from core.errors import EditRefused
from tests.helpers.build import one_two_one
from tests.helpers.grids import picture_network

B3 = ("", "effect")


def trained() -> Document:
    """Seven steps on: b3 is 2.61, the other numbers as they were."""
    return AdoptParameters({B3: floats([2.61])}, 7).apply(one_two_one())


def test_before_the_first_step_a_number_is_its_own_start() -> None:
    document = SetValue(B3, 1.5).apply(one_two_one())
    assert document.parameter(B3).initial.tolist() == [1.5]


def test_adopting_keeps_the_start_and_reset_returns_to_it() -> None:
    document = trained()
    assert (document.parameter(B3).value.tolist(), document.steps) == ([2.61], 7)
    back = Reset().apply(document)
    assert back == one_two_one()
    assert back.steps == 0


def test_a_number_set_on_the_way_does_not_move_the_start() -> None:
    document = SetValue(B3, 9.0).apply(trained())
    assert Reset().apply(document).parameter(B3).value.tolist() == [0.0]


def test_a_new_start_differs_each_time_and_leaves_frozen_numbers_alone() -> None:
    frozen = SetTrainable((("dose", "top"),), trainable=False).apply(trained())
    first = NewStart().apply(frozen)
    second = NewStart().apply(first)
    pair = ("dose", "bottom")
    assert len({float(doc.parameter(pair).value[0, 0]) for doc in (frozen, first, second)}) == 3
    assert first.parameter(("dose", "top")).value.tolist() == [[3.34]]
    assert first.parameter(B3).value.tolist() == [0.0]
    assert (first.steps, first.training.seed) == (0, frozen.training.seed + 1)


def test_values_that_are_no_numbers_are_refused() -> None:
    for value in (math.nan, math.inf):
        with pytest.raises(EditRefused, match="b3 must be a finite number"):
            SetValue(B3, value).apply(one_two_one())


def test_a_number_that_is_gone_is_refused() -> None:
    document = picture_network()
    for ref, index in ((filters_of("n0"), (0, 0, 3, 0)), (filters_of("n9"), (0, 0, 0, 0)), (bias_of("n0"), (0, 1))):
        with pytest.raises(EditRefused, match="is gone from the drawing"):
            SetValue(ref, 1.0, index).apply(document)


def test_freezing_one_number_of_an_array() -> None:
    document = one_two_one()
    document = SetTrainable((B3,), trainable=False, places=((0,),)).apply(document)
    assert document.parameter(B3).trainable.tolist() == [False]
    assert SetTrainable((B3,), trainable=True).apply(document) == one_two_one()


def test_two_numbers_are_set_in_one_step() -> None:
    w3 = ("top", "effect")
    edit = SetValues(((B3, (), 1.5), (w3, (0, 0), -2.0)), "b3 and w3", 7)
    document = edit.apply(one_two_one())
    assert document.parameter(B3).value.tolist() == [1.5]
    assert document.parameter(w3).value.tolist() == [[-2.0]]
    assert (edit.label, edit.merge_key) == ("Set b3 and w3", ("values", ((B3, ()), (w3, (0, 0))), 7))
    with pytest.raises(EditRefused, match="w3 must be a finite number"):
        SetValues(((B3, (), 1.5), (w3, (), math.nan))).apply(one_two_one())


def test_freezing_all_but_one() -> None:
    frozen = SetTrainable((B3,), trainable=False).apply(one_two_one())
    edit = FreezeOthers(B3, name="b3")
    learning = {ref for ref, found in edit.apply(frozen).parameters().items() if found.trainable.any()}
    assert learning == {B3}
    assert edit.label == "Freeze all but b3"


def test_freezing_all_but_one_number_of_a_layer() -> None:
    document = AddNode("hidden", (0.0, 0.0), 3).apply(one_two_one())
    ref = ("", list(document.nodes)[-1])
    found = FreezeOthers(ref, (1,)).apply(document).parameter(ref)
    assert found.trainable.tolist() == [False, True, False]


def test_what_the_document_no_longer_has_is_not_adopted() -> None:
    document = AdoptParameters({("gone", "effect"): floats([[1.0]]), B3: floats([1.0, 2.0])}, 3).apply(one_two_one())
    np.testing.assert_array_equal(document.parameter(B3).value, [0.0])


def test_renaming_a_node_takes_its_column_along() -> None:
    document = RenameNode("dose", " drug   dose ").apply(one_two_one())
    assert document.nodes["dose"].label == "drug dose"
    assert document.data.names == ("drug dose", "effectiveness")
    assert document.data.inputs == {"dose": ("drug dose",)}


def test_names_that_are_empty_or_taken_are_refused() -> None:
    with pytest.raises(EditRefused, match="1 to 60 characters"):
        RenameNode("dose", "  ").apply(one_two_one())
    with pytest.raises(EditRefused, match="There is a parameter w1 already"):
        RenameParameter(B3, "w1").apply(one_two_one())
    with pytest.raises(EditRefused, match="no spaces"):
        RenameParameter(B3, "b 3").apply(one_two_one())
    assert RenameParameter(B3, "intercept").apply(one_two_one()).parameter(B3).name == "intercept"


def test_an_activation_is_given_to_those_that_have_one() -> None:
    document = SetActivation(("dose", "top"), "relu").apply(one_two_one())
    assert (document.nodes["dose"].activation, document.nodes["top"].activation) == ("identity", "relu")
