"""Max pools that take along the slope of the map before them: when they do, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.datasets.rows import prepare
from core.document import Connection, Document, Floats, Grid, Node, parameter
from core.engine import sweep
from core.engine.compiler import compile_network
from core.engine.folds import folds
from core.images.grids import regridded
from tests.benchmarks.networks import pictured


def small(activation: str = "relu", mode: str = "max", size: int = 2, stride: int = 2) -> Document:
    """An image of 7 × 7, 2 filters of 3 × 3, a pool, two outputs."""
    document = pictured(7, 2, 3, 2, 5, 5)
    pool = document.nodes["pool"]
    assert pool.grid is not None
    grid = replace(pool.grid, mode=mode, size=size, stride=stride)
    nodes = {"map": replace(document.nodes["map"], activation=activation), "pool": replace(pool, grid=grid)}
    return regridded(document.evolve(nodes={**document.nodes, **nodes}))


def gradient(document: Document) -> Floats:
    network, rows = compile_network(document), prepare(document)
    return network.gradient(network.pack(document), rows)[1]


def unfolded(document: Document, patch: pytest.MonkeyPatch) -> Floats:
    with patch.context() as undone:
        undone.setattr(sweep, "folds", lambda _: {})
        return gradient(document)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 3)])
def test_it_is_the_same_derivative(activation: str, size: int, stride: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regions beside one another, overlapping (a winner may win twice) and with gaps."""
    document = small(activation, size=size, stride=stride)
    assert folds(compile_network(document).layout.levels) == {1: 0}
    assert gradient(document) == pytest.approx(unfolded(document, monkeypatch), rel=1e-14, abs=1e-15)


def test_through_two_convolutions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second pool hands on through the second convolution to the first pool."""
    document = small(size=2, stride=1)
    filters = parameter("w_more", np.random.default_rng(1).standard_normal((3, 2, 2, 2)))
    more = {"map 2": Node("map 2", "convolution", "map 2", 0, "relu", parameter("b_more", np.zeros(3)),
                          grid=Grid((0, 0, 3), 2), filters=filters),
            "pool 2": Node("pool 2", "pool", "pool 2", 0, grid=Grid((0, 0, 3), 2, 1, 0, "max"))}  # fmt: skip
    nodes = {**document.nodes, **more}
    ends = [("image", "map"), ("map", "pool"), ("pool", "map 2"), ("map 2", "pool 2")]
    last = Connection("pool 2", "y", document.connections["pool", "y"].weight)
    wires = {**{pair: Connection(*pair) for pair in ends}, last.pair: last}
    chained = regridded(document.evolve(nodes=nodes, connections=wires))
    assert folds(compile_network(chained).layout.levels) == {1: 0, 3: 2}
    assert np.array_equal(gradient(chained), unfolded(chained, monkeypatch))
    assert np.count_nonzero(gradient(chained)) > 20


@pytest.mark.parametrize("document", [small("softplus"), small("gelu"), small("identity"), small(mode="mean")],
                         ids=["by its sum", "by more", "no slope", "mean"])  # fmt: skip
def test_where_the_slope_does_not_follow_from_the_largest_nothing_is_taken_along(document: Document) -> None:
    assert folds(compile_network(document).layout.levels) == {}


def test_a_map_that_others_read_keeps_its_slope() -> None:
    document = small()
    both = Connection("map", "y", parameter("w", np.ones((2, 50))))
    joined = document.evolve(connections={**document.connections, both.pair: both})
    assert folds(compile_network(joined).layout.levels) == {}
