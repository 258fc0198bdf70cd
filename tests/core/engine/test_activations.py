"""Every activation by three witnesses: math's functions, central differences, numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core import catalog
from core.engine.activations import ACTIVATIONS
from tests.helpers.plain import FUNCTIONS

FAR = [-1e3, -745.2, -710.0, -100.0, -40.5, 40.5, 100.0, 709.5, 710.0, 1e3]
NEAR = [*np.linspace(-8, 8, 161), -1e-9, 1e-9, 1e-300]
names = pytest.mark.parametrize("name", list(ACTIVATIONS))


def test_every_activation_of_the_catalog_has_its_row() -> None:
    assert list(ACTIVATIONS) == list(catalog.ACTIVATIONS) == list(FUNCTIONS)
    assert all(row.formula and row.derivative_formula for row in ACTIVATIONS.values())


@names
def test_values_and_derivatives_are_those_of_the_definition(name: str) -> None:
    f, slope = FUNCTIONS[name]
    x = np.array(NEAR)
    assert ACTIVATIONS[name].f(x) == pytest.approx([f(v) for v in NEAR], rel=1e-14, abs=1e-15)
    assert ACTIVATIONS[name].derivative(x) == pytest.approx([slope(v) for v in NEAR], rel=1e-13, abs=5e-16)


@names
def test_derivative_agrees_with_differences(name: str) -> None:
    row, h = ACTIVATIONS[name], 1e-5
    x = np.linspace(-6, 6, 120)  # no corner among them
    numeric = (row.f(x + h) - row.f(x - h)) / (2 * h)
    assert np.allclose(row.derivative(x), numeric, rtol=1e-8, atol=1e-9)


@names
def test_far_out_nothing_overflows(name: str) -> None:
    row = ACTIVATIONS[name]
    values, slopes = row.f(FAR), row.derivative(FAR)  # all="raise" holds in tests
    assert np.isfinite(values).all()
    assert np.isfinite(slopes).all()
    assert values[-1] == (1.0 if name in {"sigmoid", "tanh"} else 1000.0)
    assert slopes[-1] == (0.0 if name in {"sigmoid", "tanh"} else 1.0)


@names
def test_not_a_number_stays_one(name: str) -> None:
    for x in ([math.nan, 1.0], [math.nan] * 200):
        assert np.isnan(ACTIVATIONS[name].f(x)[0])
        assert np.isnan(ACTIVATIONS[name].derivative(x)[0])
    assert ACTIVATIONS[name].f([math.nan, 1.0])[1] == pytest.approx(FUNCTIONS[name][0](1.0))


@names
def test_shape_is_kept_and_the_argument_is_not_touched(name: str) -> None:
    x = np.array([[0.5, -0.5, 2.0], [1.0, -3.0, 0.0]])
    assert ACTIVATIONS[name].f(x).shape == ACTIVATIONS[name].derivative(x).shape == (2, 3)
    assert ACTIVATIONS[name].f(0.5).shape == ()
    assert x[1, 1] == -3.0


def test_at_the_corner() -> None:
    assert ACTIVATIONS["relu"].derivative([0.0, -0.0]).tolist() == [0.0, 0.0]
    assert ACTIVATIONS["leaky_relu"].derivative(0.0) == 0.01
    assert ACTIVATIONS["elu"].derivative(0.0) == 1.0
    assert ACTIVATIONS["sigmoid"].f(0.0) == 0.5
    assert ACTIVATIONS["softplus"].f(0.0) == pytest.approx(math.log(2), rel=1e-15)


def test_softplus_of_the_first_dosage() -> None:
    # top node of part 1 at dosage 0: x = 0 × −34.4 + 2.14, ln(1 + e^2.14) = 2.25
    assert ACTIVATIONS["softplus"].f(2.14) == pytest.approx(2.251233, abs=5e-7)


@names
def test_few_numbers_and_many_are_computed_alike(name: str) -> None:
    x = np.linspace(-60, 60, 241)
    row = ACTIVATIONS[name]
    few, slopes = (np.array([f(value) for value in x]) for f in (row.f, row.derivative))
    assert row.f(x) == pytest.approx(few, rel=1e-14, abs=1e-15)
    assert row.derivative(x) == pytest.approx(slopes, rel=1e-13, abs=5e-15)


def test_relu_of_many_numbers_is_that_of_few() -> None:
    """Large arrays take other calls for its derivative."""
    x = np.tile([-1.0, -0.0, 0.0, 1e-300, 3.0, math.inf], 1_000)
    assert ACTIVATIONS["relu"].derivative(x).tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0] * 1_000
