"""What rounding to two decimals can do, against every rounding tried."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.rows import prepare
from core.engine.activations import ACTIVATIONS
from core.engine.compiler import compile_network
from core.exercise.rounding import Rounding, of_product, slack, slacks, tolerance, tolerances
from tests.helpers.build import one_two_one


@pytest.mark.parametrize(("value", "wanted"), [
    (15.655, 0.005), (0.5, 0.005), (0.1, 0.005), (0.0999, 0.0005), (0.0123, 0.0005), (-0.00123, 5e-5), (0.0, 0.005),
    (np.nan, 0.005), (-np.inf, 0.005), (5e-324, 0.0),
])  # fmt: skip
def test_half_a_hundredth_or_half_the_second_digit(value: float, wanted: float) -> None:
    assert tolerance(value) == pytest.approx(wanted, rel=1e-12)


@given(st.one_of(st.floats(-1e15, 1e15), st.sampled_from([np.nan, np.inf, -np.inf])))
def test_one_value_as_many(value: float) -> None:
    assert tolerances(np.array([value])).item() == pytest.approx(tolerance(value), rel=1e-12)
    assert slacks(np.array([value])).item() == pytest.approx(slack(value), rel=1e-12)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 0.1)), min_size=1, max_size=4))
def test_no_product_within_the_errors_is_farther_off(factors: list[tuple[float, float]]) -> None:
    values, errors = (np.array(part) for part in zip(*factors, strict=True))
    reach = of_product(values, errors)
    with np.errstate(under="ignore"):
        ends = [np.prod(values + np.array(signs) * errors)
                for signs in itertools.product((-1, 0, 1), repeat=values.size)]
        worst = max(abs(end - np.prod(values)) for end in ends)
    assert worst <= reach * (1 + 1e-9) + 1e-12


def test_units_worked_from_rounded_numbers_stay_within() -> None:
    document = one_two_one(0.123456)
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    values = network.forward(theta, rows.inputs)
    rounding = Rounding(document, network, theta, values)
    softplus = ACTIVATIONS["softplus"]
    for row in range(3):
        y1, y2 = (float(values.a[network.units[node], row][0]) for node in ("top", "bottom"))
        worked = round(-1.22 * round(y1, 2) + -2.3 * round(y2, 2), 2) + round(0.123456, 2)
        exact = float(values.z[network.units["effect"], row][0])
        # 1.22 × 0.005 + 2.3 × 0.005 + 0.005 of the bias, where nothing is short
        assert rounding.of_sum(("effect", 0), row) <= 0.0226 + 1e-12
        assert abs(worked - exact) <= rounding.of_sum(("effect", 0), row) + 0.005
        x1 = float(values.z[network.units["top"], row][0])
        off = rounding.of_sum(("top", 0), row) + slack(x1)
        for end in (x1 - off, x1 + off):
            assert abs(float(softplus.f(end)) - y1) <= rounding.of_output(("top", 0), row) + 1e-12
            bent = abs(float(softplus.derivative(end)) - float(softplus.derivative(x1)))
            assert bent <= rounding.of_slope(("top", 0), row) + 1e-12
