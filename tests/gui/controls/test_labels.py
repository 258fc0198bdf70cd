from __future__ import annotations

import pytest

from core.edits.layers import SetUnits
from gui.controls.labels import (
    node_title,
    order_text,
    parameter_place,
    shape_text,
    subscripted,
    symbol_text,
    tap_in_words,
)
from tests.helpers.build import one_two_one


@pytest.mark.parametrize(
    ("name", "shown"),
    [("w1", "w₁"), ("b12", "b₁₂"), ("slope", "slope"), ("w1a", "w1a"), ("12", "12"), ("β3", "β₃"), ("", ""),
     ("w2[3,1]", "w₂[3,1]"), ("w[3,1]", "w[3,1]")],
)  # fmt: skip
def test_numbers_of_names_become_subscripts(name: str, shown: str) -> None:
    assert subscripted(name) == shown


@pytest.mark.parametrize(("symbol", "shown"), [
    ("w_3", "w₃"), ("w_2[3,1]", "w₂[3,1]"), ("b_12[4]", "b₁₂[4]"), ("w[3,1]", "w[3,1]"), ("y_2,5", "y₂‚₅"),
    ("x_out", "xₒᵤₜ"), ("x_out,2,1", "xₒᵤₜ‚₂‚₁"), ("predicted", "predicted"), ("dose (mg)_2", "dose (mg)₂"),
    ("weight y1[2]", "weight y1[2]"), ("", ""), ("_", "_"),
])  # fmt: skip
def test_symbols_as_a_line_of_text(symbol: str, shown: str) -> None:
    assert symbol_text(symbol) == shown


def test_places_are_said_by_labels() -> None:
    document = one_two_one()
    assert parameter_place(document, ("dose", "top")) == "dosage → hidden 1"
    assert parameter_place(document, ("", "top")) == "hidden 1"
    assert node_title(document.nodes["top"]) == "hidden 1, hidden"


def test_layers_say_how_many_numbers_they_hold() -> None:
    document = SetUnits("bottom", 3).apply(SetUnits("dose", 2).apply(one_two_one()))
    assert shape_text(document, ("dose", "bottom")) == "3 × 2 weights"
    assert order_text(document, ("dose", "bottom")) == (
        "w₂[3,2] leads to unit 3 of hidden 2 from unit 2 of dosage: the target first")
    assert shape_text(document, ("", "bottom")) == "3 biases"
    assert node_title(document.nodes["bottom"]) == "hidden 2, hidden layer of 3 units"


def test_a_cell_of_a_filter_that_a_text_names_is_put_into_words() -> None:
    assert tap_in_words("Set w₁[1,1,2,13]") == "filter 1, channel 1, row 2, column 13"
    assert tap_in_words("Set w3[1,2]") == ""
