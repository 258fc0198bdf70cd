"""Derivatives by trying."""

from __future__ import annotations

import numpy as np
import pytest

from core.compiler import compile_network
from core.datasets.rows import prepare
from core.gradcheck import agrees, numeric_gradient
from tests.helpers.build import one_two_one


def test_agrees_with_the_calculus_and_notices_a_wrong_sign() -> None:
    document = one_two_one()
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    loss, gradient = network.gradient(theta, rows)
    numeric = numeric_gradient(network, theta, rows)
    assert all(agrees(a, b, loss) for a, b in zip(gradient, numeric, strict=True))
    assert not any(agrees(-a, b, loss) for a, b in zip(gradient, numeric, strict=True))
    assert np.array_equal(theta, network.pack(document))


def test_only_the_places_asked_for() -> None:
    document = one_two_one()
    network, rows = compile_network(document), prepare(document)
    place = int(network.slots["", "effect"].index[0])
    numeric = numeric_gradient(network, network.pack(document), rows, [place])
    assert numeric[place] == pytest.approx(-15.655, abs=0.001)
    assert np.count_nonzero(numeric) == 1
