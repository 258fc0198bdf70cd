"""Start values: seeded, of the right spread, frozen parts kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core import catalog
from core.document import Connection, Document, Grid, Node, TrainingSpec, parameter
from core.initializers import INITIALIZERS, draw
from tests.helpers.build import one_two_one

SPREAD = {"standard_normal": 1.0, "xavier": np.sqrt(2 / (300 + 200)), "he": np.sqrt(2 / 300), "uniform": np.sqrt(1 / 3),
          "zeros": 0.0}


def wide(initial_values: str) -> Document:
    """Two inputs of 100 and 200 units that feed a layer of 200."""
    nodes = {"a": Node("a", "input", "a", 100), "b": Node("b", "input", "b", 200),
             "y": Node("y", "output", "y", 200, "tanh", parameter("bias", np.ones(200)))}
    connections = {(s, "y"): Connection(s, "y", parameter(f"w{s}", np.ones((200, nodes[s].units)))) for s in "ab"}
    return Document("Wide", nodes, connections, training=TrainingSpec(initial_values=initial_values))


def test_every_choice_of_the_catalog_has_its_row() -> None:
    assert list(INITIALIZERS) == list(catalog.INITIAL_VALUES) == list(SPREAD)


@pytest.mark.parametrize("name", list(INITIALIZERS))
def test_spread_of_the_weights_and_biases_of_zero(name: str) -> None:
    start = draw(wide(name), 1)
    weights = np.concatenate([start["a", "y"].ravel(), start["b", "y"].ravel()])
    assert weights.std() == pytest.approx(SPREAD[name], rel=0.01)
    assert abs(weights.mean()) <= 0.02 * SPREAD[name]
    assert not start["", "y"].any()


def test_same_seed_same_numbers() -> None:
    first, again, other = (draw(one_two_one(), seed) for seed in (5, 5, 6))
    assert all(np.array_equal(first[ref], again[ref]) for ref in first)
    assert first["dose", "top"] != other["dose", "top"]


def test_frozen_parts_keep_their_value_and_leave_the_others_alone() -> None:
    document = one_two_one(b3=2.6)
    free = draw(document, 1)
    frozen = document.with_parameters({
        ref: replace(document.parameter(ref), trainable=np.zeros_like(document.parameter(ref).trainable))
        for ref in [("", "effect"), ("dose", "top")]})
    start = draw(frozen, 1)
    assert start["", "effect"] == 2.6
    assert start["dose", "top"] == 3.34
    assert start["dose", "bottom"] == free["dose", "bottom"]
    assert not start["dose", "top"].flags.writeable


@pytest.mark.parametrize("name", list(INITIALIZERS))
def test_spread_of_filters_counts_the_cells_they_cover(name: str) -> None:
    """200 filters of 4 × 5 × 5: 100 cells feed each place, and a cell feeds 200 × 5 × 5 = 5000 (Glorot's fan-out)."""
    node = Node("c", "convolution", "c", 0, "relu", parameter("b", np.ones(200)), grid=Grid((0, 0, 200), 5),
                filters=parameter("w", np.ones((200, 4, 5, 5))))  # fmt: skip
    document = Document("Filters", {"c": node}, training=TrainingSpec(initial_values=name))
    spread = {**SPREAD, "xavier": np.sqrt(2 / 5100), "he": np.sqrt(2 / 100)}[name]
    start = draw(document, 1)
    assert start["c", "c"].std() == pytest.approx(spread, rel=0.02)
    assert not start["", "c"].any()
