"""The activation functions: each a row with its formula, its derivative, and the array calls for both.

A step of training runs thousands of times a second, so a function is not computed by an expression but
by a short list of prepared array calls that write into buffers made once. ``f`` and ``derivative``, which
plots use, run the very same calls: what is drawn is what is computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core.document import Floats
from core.engine.normal import fill_share_below

Call: TypeAlias = Callable[[], object]
"""One array operation with its buffers already bound."""

# 0-d arrays: a ufunc takes them faster than Python numbers.
ZERO, ONE, LEAK = np.array(0.0), np.array(1.0), np.array(0.01)
_MINUS_HALF, _DENSITY_AT_0 = np.array(-0.5), np.array(1 / math.sqrt(2 * math.pi))
_LINEAR_FROM = np.array(40.0)
"""Above 40, ln(1 + eˣ) and x are the same float64 (they differ by e⁻⁴⁰ = 4e−18)."""


_FEW = 50
"""Numbers up to which one slow call costs less than four fast ones, measured."""
_MANY = 1_500
"""Numbers up to which one slow call costs less than two fast ones, measured."""


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function f, elementwise.

    ``forward(z, a, s)`` lists the calls that write f(z) into ``a``; ``slope(z, a, s, d)`` those that then
    write f′(z) into ``d``. All are float64 arrays of one shape; ``s`` is 0 at first and keeps what both
    need. The calls expect ``np.errstate(all="ignore")``: they rely on exp overflowing to infinity in
    silence. Some use fmax and fmin, which cost half of maximum and minimum but pass over NaN: whoever
    runs them looks at z. With ``by_output`` the slope follows from ``a``: what ``z`` and ``s`` keep does not matter,
    as long as ``s`` is 0.
    """

    name: str
    formula: str
    derivative_formula: str
    forward: Callable[[Floats, Floats, Floats], list[Call]]
    slope: Callable[[Floats, Floats, Floats, Floats], list[Call]]
    by_output: bool = False

    def f(self, x: ArrayLike) -> Floats:
        """Return f(x), an array of the shape of ``x``."""
        return self._both(x)[0]

    def derivative(self, x: ArrayLike) -> Floats:
        """Return df/dx at ``x``, an array of the shape of ``x``."""
        return self._both(x)[1]

    def _both(self, x: ArrayLike) -> tuple[Floats, Floats]:
        z = np.array(x, dtype=np.float64)
        a, s, d = np.zeros_like(z), np.zeros_like(z), np.zeros_like(z)
        with np.errstate(all="ignore"):
            run([*self.forward(z, a, s), *self.slope(z, a, s, d)])
        return np.where(np.isnan(z), np.nan, a), np.where(np.isnan(z), np.nan, d)


def run(calls: list[Call]) -> None:
    """Make the calls in order."""
    for call in calls:
        call()


def _identity(z: Floats, a: Floats, s: Floats) -> list[Call]:  # noqa: ARG001  one signature for all rows
    return [partial(a.__setitem__, ..., z)]  # half the price of copyto


def _identity_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.copyto, d, ONE)]


def _softplus(z: Floats, a: Floats, s: Floats) -> list[Call]:
    if z.size <= _FEW:
        return [partial(np.logaddexp, ZERO, z, a)]  # one call, but slow for each number
    return [
        partial(np.fmin, z, _LINEAR_FROM, s), partial(np.exp, s, s),  # s = e^z, finite
        partial(np.log1p, s, a), partial(np.fmax, a, z, a),
    ]


def _softplus_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.subtract, z, a, d), partial(np.exp, d, d)]  # e^z ÷ (1 + e^z) = e^(z − f(z))


def _relu(z: Floats, a: Floats, s: Floats) -> list[Call]:
    return [partial(np.fmax, z, s, a)]  # s stays 0; two whole arrays are faster than an array and a number


def _relu_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    if a.size <= _MANY:
        return [partial(np.sign, a, d)]
    above = np.zeros(a.shape, dtype=np.bool_)
    return [partial(np.greater, a, s, above), partial(d.__setitem__, ..., above)]


def _leaky_relu(z: Floats, a: Floats, s: Floats) -> list[Call]:
    return [partial(np.multiply, z, LEAK, s), partial(np.fmax, z, s, a)]


def _leaky_relu_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.sign, z, d), partial(np.fmax, d, LEAK, d)]


def _sigmoid(z: Floats, a: Floats, s: Floats) -> list[Call]:  # noqa: ARG001
    return [
        partial(np.negative, z, a), partial(np.exp, a, a),  # infinity far below 0, which divides to 0
        partial(np.add, a, ONE, a), partial(np.divide, ONE, a, a),
    ]


def _sigmoid_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.subtract, ONE, a, d), partial(np.multiply, d, a, d)]


def _tanh(z: Floats, a: Floats, s: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.tanh, z, a)]


def _tanh_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.multiply, a, a, d), partial(np.subtract, ONE, d, d)]


def _elu(z: Floats, a: Floats, s: Floats) -> list[Call]:
    return [
        partial(np.fmin, z, ZERO, s), partial(np.expm1, s, s),  # 0 above 0
        partial(np.fmax, z, s, a),  # e^z − 1 is never below z
    ]


def _elu_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.add, s, ONE, d)]


def _silu(z: Floats, a: Floats, s: Floats) -> list[Call]:
    return [*_sigmoid(z, s, a), partial(np.multiply, z, s, a)]


def _silu_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.subtract, ONE, s, d), partial(np.multiply, d, a, d), partial(np.add, d, s, d)]


def _gelu(z: Floats, a: Floats, s: Floats) -> list[Call]:
    return [partial(fill_share_below, z, s), partial(np.multiply, z, s, a)]


def _gelu_slope(z: Floats, a: Floats, s: Floats, d: Floats) -> list[Call]:  # noqa: ARG001
    density = [
        partial(np.multiply, z, z, d), partial(np.multiply, d, _MINUS_HALF, d),
        partial(np.exp, d, d), partial(np.multiply, d, _DENSITY_AT_0, d),
    ]
    return [*density, partial(np.multiply, d, z, d), partial(np.add, d, s, d)]


_ROWS = (
    Activation("identity", "x", "1", _identity, _identity_slope),
    Activation("softplus", "ln(1 + eˣ)", "1 ÷ (1 + e⁻ˣ)", _softplus, _softplus_slope),
    Activation("relu", "the larger of 0 and x", "1 above 0, otherwise 0", _relu, _relu_slope, by_output=True),
    Activation("leaky_relu", "x above 0, otherwise 0.01 x", "1 above 0, otherwise 0.01",
               _leaky_relu, _leaky_relu_slope),
    Activation("sigmoid", "1 ÷ (1 + e⁻ˣ)", "f(x) × (1 − f(x))", _sigmoid, _sigmoid_slope, by_output=True),
    Activation("tanh", "(eˣ − e⁻ˣ) ÷ (eˣ + e⁻ˣ)", "1 − f(x)²", _tanh, _tanh_slope, by_output=True),
    Activation("elu", "x above 0, otherwise eˣ − 1", "1 above 0, otherwise eˣ", _elu, _elu_slope),
    Activation("silu", "x × σ(x), with σ(x) = 1 ÷ (1 + e⁻ˣ)", "σ(x) + f(x) × (1 − σ(x))", _silu, _silu_slope),
    Activation("gelu", "x × Φ(x), with Φ(x) = (1 + erf(x ÷ √2)) ÷ 2", "Φ(x) + x × e^(−x² ÷ 2) ÷ √(2π)",
               _gelu, _gelu_slope),
)
ACTIVATIONS: Mapping[str, Activation] = {row.name: row for row in _ROWS}
"""Every activation by its name in files, in the order of menus. To add one is to add a row."""
