"""The loss along one number or two: against the loss computed value by value, its derivative, and published figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.datasets.rows import Rows, prepare
from core.document import Document, Floats
from core.engine.compiler import compile_network
from core.engine.network import Network
from core.errors import NetworkRefused
from core.profile import Slice, around, place_of, profile, profile2
from tests.helpers.build import documents, one_two_one

VALUES = np.array([-2.0, -0.5, 0.0, 0.3, 1.7, 25.0])


def compiled(document: Document) -> tuple[Network, Floats, Rows]:
    try:
        network = compile_network(document)
        return network, network.pack(document), prepare(document)
    except NetworkRefused:
        assume(False)
        raise


def one_by_one(network: Network, theta: Floats, rows: Rows, changes: dict[int, float]) -> float:
    other = theta.copy()
    for place, value in changes.items():
        other[place] = value
    return network.loss(other, rows)


@given(documents(), st.data())
def test_a_line_is_the_loss_value_by_value(document: Document, data: st.DataObject) -> None:
    network, theta, rows = compiled(document)
    place = data.draw(st.integers(0, network.size - 1))
    found = profile(network, theta, rows, place, VALUES)
    wanted = [one_by_one(network, theta, rows, {place: value}) for value in VALUES]
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-24)


@given(documents(), st.data())
def test_a_plane_is_the_loss_pair_by_pair(document: Document, data: st.DataObject) -> None:
    network, theta, rows = compiled(document)
    assume(network.size > 1)
    places = data.draw(st.lists(st.integers(0, network.size - 1), min_size=2, max_size=2, unique=True))
    found = profile2(network, theta, rows, (places[0], places[1]), VALUES, VALUES[:3])
    wanted = [[one_by_one(network, theta, rows, {places[0]: one, places[1]: other}) for one in VALUES]
              for other in VALUES[:3]]
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-24)


@given(documents(), st.data())
def test_the_mean_and_rows_held_back(document: Document, data: st.DataObject) -> None:
    document = document.evolve(training=replace(document.training, reduction="mean"))
    network, theta, rows = compiled(document)
    place = data.draw(st.integers(0, network.size - 1))
    found = profile(network, theta, rows, place, VALUES, rows.train[:2])
    some = replace(rows, train=rows.train[:2])
    wanted = [one_by_one(network, theta, some, {place: value}) for value in VALUES]
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-24)


def test_the_published_losses_of_part_2() -> None:
    """With b3 = 0 the squiggle predicts −2.603665, −1.609019, −2.61487 for 0, 1, 0: SSR 20.4, then 7.8, 1.1, 0.46."""
    network, theta, rows = compiled(one_two_one())
    found = profile(network, theta, rows, place_of(network, ("", "effect")), np.array([0.0, 1.0, 2.0, 3.0]))
    by_hand = [(2.603665 - b) ** 2 + (2.609019 - b) ** 2 + (2.61487 - b) ** 2 for b in (0, 1, 2, 3)]
    np.testing.assert_allclose(found, by_hand, rtol=1e-5)
    assert found[:3] == pytest.approx([20.4236, 7.768489, 1.113381], abs=1e-4)


@given(documents(), st.data())
def test_its_slope_is_the_derivative(document: Document, data: st.DataObject) -> None:
    """A central difference is exact but for a third derivative; the activations that bend in a point may differ."""
    smooth = {key: replace(node, activation="softplus" if node.kind != "input" else node.activation)
              for key, node in document.nodes.items()}
    network, theta, rows = compiled(document.evolve(nodes=smooth))
    place = data.draw(st.integers(0, network.size - 1))
    loss, gradient = network.gradient(theta, rows)
    reach = 1e-4
    below, here, above = profile(network, theta, rows, place, theta[place] + np.array([-reach, 0.0, reach]))
    assert here == pytest.approx(loss, rel=1e-12, abs=1e-24)
    scale = max(1.0, abs(loss), abs(gradient[place]))
    assert (above - below) / (2 * reach) == pytest.approx(gradient[place], rel=1e-4, abs=1e-4 * scale)


def test_many_rows_and_candidates_are_cut_into_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    network, theta, rows = compiled(one_two_one())
    whole = profile(network, theta, rows, 0, VALUES)
    monkeypatch.setattr("core.profile._BLOCK", 30)
    monkeypatch.setattr("core.profile._ROWS", 14)
    np.testing.assert_allclose(profile(network, theta, rows, 0, VALUES), whole, rtol=1e-12)


def test_what_overflows_is_a_gap() -> None:
    network, theta, rows = compiled(one_two_one())
    found = profile(network, theta, rows, place_of(network, ("top", "effect")), np.array([1e200, np.nan, -1.0]))
    assert not np.isfinite(found[:2]).any()
    assert np.isfinite(found[2])


def test_a_value_that_is_not_finite_now_does_not_spoil_the_others() -> None:
    network, theta, rows = compiled(one_two_one())
    place = place_of(network, ("", "effect"))
    spoiled = theta.copy()
    spoiled[place] = np.nan
    np.testing.assert_array_equal(profile(network, spoiled, rows, place, VALUES),
                                  profile(network, theta, rows, place, VALUES))


def test_a_plane_needs_two_different_numbers() -> None:
    network, theta, rows = compiled(one_two_one())
    with pytest.raises(ValueError, match="not different"):
        profile2(network, theta, rows, (3, 3), VALUES, VALUES)


def test_only_what_follows_costs() -> None:
    network, theta, rows = compiled(one_two_one())
    last = Slice(network, theta, rows, (place_of(network, ("", "effect")),))
    first = Slice(network, theta, rows, (place_of(network, ("dose", "top")),))
    assert (last.width, first.width) == ((1 + 2) * 3, (2 + 2) * 3)


def test_a_stretch_holds_the_steps_and_goes_on_beyond_the_lowest_point() -> None:
    """A parabola about 2.61, seen at 0 and 1.57: to the right it goes on by 0.8 × 2.61, about 4.7, and some room."""
    found = around(lambda x: (x - 2.61) ** 2, np.array([0.0, 1.57, np.nan]))
    assert found.lowest == pytest.approx(2.61, abs=0.1)
    assert -1 < found.low < 0
    assert 4.6 < found.high < 5.5


def test_a_stretch_without_a_lowest_point_holds_what_was_seen() -> None:
    found = around(lambda x: np.exp(-x), np.array([4.0, 5.0]))
    assert found.lowest is None
    assert found.low < 4 < 5 < found.high
    everywhere_lost = around(lambda x: np.full(x.shape, np.nan), np.array([2.0]))
    assert everywhere_lost.lowest is None
    assert everywhere_lost.low < 2 < everywhere_lost.high
