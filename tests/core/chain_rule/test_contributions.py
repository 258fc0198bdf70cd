"""The parts of an output add up to it, whatever is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.chain_rule.contributions import column_of, samples_for, span_of, squiggle
from core.datasets.rows import prepare
from core.document import Document
from core.engine.activations import ACTIVATIONS
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from tests.helpers.build import documents, one_two_one
from tests.helpers.grids import picture_network

GRID = np.linspace(-0.5, 1.5, 41)


def test_the_dosage_network_by_hand() -> None:
    """At dosage 0.5 the sums are 3.34 × 0.5 − 1.43 = 0.24 and −3.53 × 0.5 + 0.57 = −1.195."""
    document = one_two_one(b3=2.61)
    network = compile_network(document)
    found = squiggle(
        document, network, network.pack(document), ("effect", 0), ("dose", 0), np.zeros(1), np.array([0.5])
    )
    top, bottom = -1.22 * np.log1p(np.exp(0.24)), -2.3 * np.log1p(np.exp(-1.195))
    assert [part.ref for part in found.parts] == [("top", "effect"), ("bottom", "effect")]
    assert found.parts[0].curve == pytest.approx([top])
    assert found.parts[1].curve == pytest.approx([bottom])
    assert found.bias == 2.61
    assert found.predicted == pytest.approx([top + bottom + 2.61])


@given(documents(), st.data())
def test_parts_and_bias_make_the_total(document: Document, data: st.DataObject) -> None:
    try:
        network, rows = compile_network(document), prepare(document)
    except NetworkRefused:
        assume(False)
        return
    output = data.draw(st.sampled_from(rows.target_units))
    along = data.draw(st.sampled_from(rows.input_units))
    theta = network.pack(document)
    found = squiggle(document, network, theta, output, along, rows.inputs[:, 0], GRID)
    total = sum((part.curve for part in found.parts), np.full(GRID.size, found.bias))
    np.testing.assert_allclose(total, found.total, rtol=1e-9, atol=1e-9)
    bent = ACTIVATIONS[document.nodes[output[0]].activation].f(found.total)
    np.testing.assert_allclose(bent, found.predicted, rtol=1e-9, atol=1e-9)


def test_scaled_columns_are_drawn_in_their_own_units() -> None:
    plain = one_two_one(b3=0.5)
    scaling = {"dosage": (0.0, 10.0), "effectiveness": (100.0, 300.0)}
    scaled = plain.evolve(data=replace(plain.data, scaling=scaling))
    network = compile_network(plain)
    theta = network.pack(plain)
    ends = ("effect", 0), ("dose", 0)
    before = squiggle(plain, network, theta, *ends, np.zeros(1), GRID)
    after = squiggle(scaled, network, theta, *ends, np.zeros(1), GRID * 10)
    np.testing.assert_allclose(after.predicted, 100 + 200 * before.predicted)
    assert after.bias == pytest.approx(100 + 200 * 0.5)
    total = sum((part.curve for part in after.parts), np.full(GRID.size, after.bias))
    np.testing.assert_allclose(total, after.predicted)


def test_held_inputs_stay_and_the_one_along_moves() -> None:
    document = one_two_one()
    network = compile_network(document)
    held = np.array([7.0])
    found = squiggle(document, network, network.pack(document), ("effect", 0), ("dose", 0), held, GRID)
    direct = network.forward(network.pack(document), GRID[None])
    np.testing.assert_array_equal(found.predicted, direct.a[network.units["effect"].start])
    assert held[0] == 7.0


def test_columns_of_units() -> None:
    document = one_two_one()
    assert column_of(document, ("dose", 0)) == "dosage"
    assert column_of(document, ("effect", 0), target=True) == "effectiveness"
    assert column_of(document, ("dose", 1)) == ""
    assert column_of(document, ("effect", 0)) == ""


def test_columns_of_an_image_with_channels() -> None:
    """Units lie channel, row, column and columns row, column, channel: the second unit of 6 × 6 × 2 is the third."""
    document = picture_network(channels=2)
    assert [column_of(document, ("image", unit)) for unit in (0, 1, 36)] == ["p0", "p2", "p1"]


def test_a_scaling_of_nothing_is_none() -> None:
    data = replace(one_two_one().data, scaling={"dosage": (3.0, 3.0)})
    assert span_of(data, "dosage") == (0.0, 1.0)


def test_small_networks_get_all_samples() -> None:
    assert samples_for(compile_network(one_two_one())) == 400
