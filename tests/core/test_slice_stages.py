"""The loss along numbers of convolution networks, against the loss computed value by value; the filter of part 8."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.datasets.rows import prepare
from core.document import filters_of
from core.engine.compiler import compile_network
from core.profile import place_of, profile, profile2
from tests.helpers.random_grids import random_grids

VALUES = np.array([-2.0, -0.5, 0.0, 0.3, 1.7])
LETTERS = Path(__file__).parents[2] / "resources" / "examples" / "part8-letters.squiggle"


@pytest.mark.parametrize("seed", range(25))
def test_a_line_and_a_plane_are_the_loss_value_by_value(seed: int) -> None:
    document = random_grids(seed)
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    rng = np.random.default_rng(seed)
    places = [int(place) for place in rng.choice(network.size, 6, replace=False)]
    places += [int(network.slots[ref].index.flat[-1]) for ref in network.slots if ref[0] in ("", ref[1])]

    def loss(changes: dict[int, float]) -> float:
        other = theta.copy()
        other[list(changes)] = list(changes.values())
        return network.loss(other, rows)

    for place in places:
        wanted = [loss({place: value}) for value in VALUES]
        np.testing.assert_allclose(profile(network, theta, rows, place, VALUES), wanted, rtol=1e-9, atol=1e-12)
    for first, second in pairwise(places):
        found = profile2(network, theta, rows, (first, second), VALUES, VALUES[:2])
        plane = [[loss({first: one, second: other}) for one in VALUES] for other in VALUES[:2]]
        np.testing.assert_allclose(found, plane, rtol=1e-9, atol=1e-12)


def test_the_bottom_left_cell_of_the_published_filter() -> None:
    """A window gives 1 where all three pixels of the diagonal are 1, so without one of them the map is 0 after ReLU.

    Then hidden is 0.97, O = 0.97 × −1.33 + 1.45 = 0.1599 and X = 0.97 × 1.33 − 0.45 = 0.8401, for both letters.
    SSR = (1 − 0.1599)² + 0.8401² for O, and 0.1599² + (1 − 0.8401)² for X.
    """
    document = storage.load(LETTERS)
    network, rows = compile_network(document), prepare(document)
    place = place_of(network, filters_of("map"), (0, 0, 2, 0))
    found = profile(network, network.pack(document), rows, place, np.array([0.0]), np.array([0, 1]))
    by_hand = 2 * 0.8401**2 + 2 * 0.1599**2
    assert found[0] == pytest.approx(by_hand, abs=1e-12)
