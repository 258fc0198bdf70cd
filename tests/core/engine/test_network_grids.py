"""Networks of images, convolutions and pools by plain loops and by differences; by hand in test_published_letters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.catalog import ACTIVATIONS
from core.datasets.rows import prepare
from core.document import Document
from core.engine.compiler import compile_network
from tests.core.engine.test_network import check
from tests.helpers.numeric import numeric_gradient
from tests.helpers.random_grids import random_grids

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_network_agrees_with_plain_loops(seed: int) -> None:
    check(random_grids(seed))


def smooth(document: Document) -> Document:
    """Return the network without corners, which differences cannot see: tanh in the place of bends, means of maxima."""
    nodes = {}
    for key, node in document.nodes.items():
        bent = node.activation in {"relu", "leaky_relu", "elu"}
        nodes[key] = replace(node, activation="tanh") if bent else node
        if node.grid is not None and node.grid.mode:
            nodes[key] = replace(node, grid=replace(node.grid, mode="mean"))
    return document.evolve(nodes=nodes)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_gradient_agrees_with_differences(seed: int) -> None:
    document = smooth(random_grids(seed))
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    loss, gradient = network.gradient(theta, rows)
    scale = max(1.0, abs(loss), float(np.abs(gradient).max()))
    assert np.abs(gradient - numeric_gradient(network, theta, rows)).max() <= 2e-6 * scale


def test_the_seeds_cover_everything() -> None:
    grids = [node.grid for seed in SEEDS for node in random_grids(seed).nodes.values() if node.grid is not None]
    bends = {node.activation for seed in SEEDS for node in random_grids(seed).nodes.values() if node.filters}
    for name, wanted in (("size", {1, 2, 3}), ("stride", {1, 2, 3}), ("padding", {0, 1, 2}),
                         ("mode", {"", "max", "mean"})):  # fmt: skip
        assert {getattr(grid, name) for grid in grids} >= wanted
    assert {grid.shape[2] for grid in grids} >= {1, 2, 3}
    assert bends == {*ACTIVATIONS}
    assert any(len(random_grids(seed).targets("image")) > 1 for seed in SEEDS)
    assert any(random_grids(seed).nodes["g1"].filters and "g1" in random_grids(seed).targets("g0") for seed in SEEDS)
