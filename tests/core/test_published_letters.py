"""Every worked figure of part 8, from the example that comes with the program, and one derivative worked by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import storage
from core.datasets.rows import prepare
from core.document import Floats, bias_of, filters_of
from core.engine.compiler import compile_network
from tests.helpers.published import FIGURES, ROOT

FIGURE = FIGURES["part8_cnn"]
ROWS = {"O": 0, "X": 1, "shifted O (one pixel left)": 2, "shifted X (one pixel right)": 3}
PARTS: Mapping[str, tuple[str, str, Callable[[Floats], Floats]]] = {
    "feature map": ("map", "z", lambda cells: cells.reshape(4, 4)),
    "after ReLU": ("map", "a", lambda cells: cells.reshape(4, 4)),
    "pooled": ("pooled", "a", lambda cells: cells.reshape(2, 2)),
    "hidden sum before ReLU": ("hidden", "z", lambda cells: cells),
    "hidden sum": ("hidden", "z", lambda cells: cells),
}
"""What a figure is called -> node, its sums or outputs, and their shape."""
DOCUMENT = storage.load(ROOT / "resources" / "examples" / "part8-letters.squiggle")


def shown(name: str) -> Any:
    """Return what the program computes for a figure."""
    letter, part = name.split(": ")
    network, rows = compile_network(DOCUMENT), prepare(DOCUMENT)
    values = network.forward(network.pack(DOCUMENT), rows.inputs[:, [ROWS[letter]]])
    if part == "outputs (O, X)":
        return np.concatenate([values.a[network.units[node]] for node in ("O", "X")])
    node, which, shaped = PARTS[part]
    return shaped(getattr(values, which)[network.units[node], 0])


@pytest.mark.parametrize("figure", FIGURE["expect"], ids=[one["name"] for one in FIGURE["expect"]])
def test_figure(figure: dict[str, Any]) -> None:
    value = np.squeeze(shown(figure["name"]))
    assert value == pytest.approx(np.array(figure["computed"]), rel=0, abs=1e-12)
    if figure["published"] is not None:
        assert value == pytest.approx(np.array(figure["published"]), rel=0, abs=figure["tolerance"])


def test_the_example_holds_the_parameters_of_the_figures() -> None:
    params = FIGURE["params"]
    filters = DOCUMENT.parameter(filters_of("map"))
    assert filters.value.tolist() == [[params["filter"]]]
    assert DOCUMENT.parameter(bias_of("map")).value.tolist() == [params["filter_bias"]]
    assert DOCUMENT.parameter(("pooled", "hidden")).value.tolist() == [params["dense_weights"]]
    assert DOCUMENT.parameter(bias_of("hidden")).value.tolist() == [params["dense_bias"]]
    for node in ("O", "X"):
        out = params[f"out_{node}"]
        assert DOCUMENT.parameter(("hidden", node)).value.item() == out["w"]
        assert DOCUMENT.parameter(bias_of(node)).value.tolist() == [out["b"]]


def test_its_rows_are_the_letters_as_drawn() -> None:
    inputs = prepare(DOCUMENT).inputs
    for key, row in zip(("O", "X", "shifted_O_left", "shifted_X_right"), range(4), strict=True):
        assert inputs[:, row].reshape(6, 6).tolist() == FIGURE["data"][key]


def test_the_derivative_by_the_filter_worked_by_hand() -> None:
    """dSSR/dw1 for the O alone.

    Outputs 0.9978 and 0.0022 against 1 and 0, so dSSR/dO = −2 × (1 − 0.9978) = −0.0044 and dSSR/dX = −2 × (0 − 0.0022)
    = 0.0044. Both go back to the hidden node: −0.0044 × −1.33 + 0.0044 × 1.33 = 0.011704; its sum 0.34 is above 0. The
    upper left pooled cell has weight −0.8, the lower right 0.17, and both are won by a cell whose ReLU is open:
    −0.8 × 0.011704 = −0.0093632 at the cell (1, 1) of the map, 0.17 × 0.011704 = 0.00198968 at (4, 4). The other two
    pooled cells are 0 in all four places: the first wins, where the sum is −1 or −2 and the ReLU is shut. Under the
    filter at (1, 1) lie 0 0 1 / 0 1 0 / 1 0 0, at (4, 4) too, so those three cells get the sum of both, −0.00737352,
    and so does the bias; the others get 0.
    """
    network, rows = compile_network(DOCUMENT), replace(prepare(DOCUMENT), train=np.array([0]))
    theta = network.pack(DOCUMENT)
    _, by_sum = network.trace(theta, rows, np.array([0]))
    by_map = by_sum[network.units["map"], 0].reshape(4, 4)
    assert by_map[0, 0] == pytest.approx(-0.0093632, abs=1e-12)
    assert by_map[3, 3] == pytest.approx(0.00198968, abs=1e-12)
    assert np.count_nonzero(by_map) == 2
    slope = network.gradient(theta, rows)[1]
    found = -0.00737352
    by_filter = network.read(slope, filters_of("map"))[0, 0]
    assert by_filter == pytest.approx(np.array([[0, 0, found], [0, found, 0], [found, 0, 0]]), abs=1e-12)
    assert network.read(slope, bias_of("map")).item() == pytest.approx(found, abs=1e-12)
