"""SoftMax, ArgMax and cross entropy, by hand, by trying, and against plain loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.datasets.rows import prepare
from core.document import Document, floats
from core.engine.choices import CHOICES
from core.engine.compiler import compile_network
from core.engine.losses import LOSSES
from core.training.trainer import Trainer
from tests.helpers.classifier import feeding_on, iris, layered, turned
from tests.helpers.jacobian import jacobian
from tests.helpers.numeric import numeric_gradient
from tests.helpers.plain import Plain


def test_softmax_by_hand() -> None:
    # e^1.43 = 4.178699, e^−0.4 = 0.670320, e^0.23 = 1.258600, their sum 6.107619
    assert CHOICES["softmax"].f([1.43, -0.4, 0.23]) == pytest.approx([0.684178, 0.109751, 0.206070], abs=5e-7)


def test_jacobian_by_hand() -> None:
    # p(1 − p) = 0.684178 × 0.315822 = 0.216078; −p q = −0.684178 × 0.109751 = −0.075090
    found = jacobian(CHOICES["softmax"], [1.43, -0.4, 0.23])
    assert found[0] == pytest.approx([0.216078, -0.075090, -0.140989], abs=1e-6)
    assert found == pytest.approx(found.T)
    assert found.sum(axis=0) == pytest.approx(0, abs=1e-15)


def test_jacobian_agrees_with_differences() -> None:
    raw, nudge = np.array([0.3, -1.2, 2.0, 0.1]), 1e-6
    f = CHOICES["softmax"].f
    numeric = np.array([(f(raw + nudge * step) - f(raw - nudge * step)) / (2 * nudge) for step in np.eye(4)]).T
    assert jacobian(CHOICES["softmax"], raw) == pytest.approx(numeric, abs=1e-9)


def test_argmax_marks_the_first_of_the_largest_and_is_flat() -> None:
    assert CHOICES["argmax"].f([[1, 2], [3, 2], [3, 0]]).tolist() == [[0, 1], [1, 0], [0, 0]]
    assert not jacobian(CHOICES["argmax"], [1.0, 3.0, 2.0]).any()


@pytest.mark.parametrize("raw", [[1e6, -1e6, 0], [-1e6, -1e6 - 1, -1e6], [1e308, 0, -1e308]])
def test_nothing_overflows(raw: list[float]) -> None:
    p = CHOICES["softmax"].f(raw)
    assert np.isfinite(p).all()
    assert p.sum() == pytest.approx(1)


def test_cross_entropy_from_raw_values_of_a_million() -> None:
    # −ln p of the second class: ln(e^0 + e^−2e6 + e^−1e6) − (−2e6) = 2 million
    raw, observed = np.array([[1e6], [-1e6], [0.0]]), np.array([[0.0], [1.0], [0.0]])
    with np.errstate(under="ignore"):
        assert LOSSES["cross_entropy"].value(raw, observed) == 2e6
        assert LOSSES["cross_entropy"].value(raw, observed[[1, 0, 2]]) == 0.0


def test_derivative_of_part_7_by_hand() -> None:
    # b3 = −2: p(Setosa) = 0.150879 in the Setosa row, 0.035119 and 0.040801 in the others:
    # (0.150879 − 1) + 0.035119 + 0.040801 = −0.773201
    document = iris(b3=-2)
    network, rows = compile_network(document), prepare(document)
    loss, gradient = network.gradient(network.pack(document), rows)
    assert loss == pytest.approx(2.665939, abs=5e-7)
    assert network.read(gradient, ("", "setosa")).item() == pytest.approx(-0.773201, abs=5e-7)


CASES: dict[str, Document] = {
    "cross entropy": layered((3, 4, 3)),
    "mean": layered((3, 4, 3), reduction="mean"),
    "two layers": layered((2, 5, 4, 3), "softplus"),
    "squared residuals": layered((3, 4, 3), loss="ssr"),
    "classes in another order": layered((3, 4, 3), order=True),
    "squares in another order": layered((3, 4, 3), loss="ssr", order=True),
    "two classes": layered((1, 2)),
    "feeding on": feeding_on(layered((3, 4, 3))),
    "feeding on, mean": feeding_on(layered((3, 4, 3), reduction="mean")),
    "feeding on, squares": feeding_on(layered((3, 4, 3), loss="ssr")),
    "feeding on, in another order": feeding_on(layered((3, 4, 3), order=True)),
    "neuron by neuron": iris(b3=-2),
    "argmax": layered((3, 4, 3), loss="ssr", kind="argmax"),
}


@pytest.mark.parametrize("case", CASES)
def test_loss_and_derivatives_as_plain_loops_have_them(case: str) -> None:
    document = CASES[case]
    network, rows = compile_network(document), prepare(document)
    loss, gradient = network.gradient(network.pack(document), rows)
    plain = Plain(document, rows)
    assert loss == pytest.approx(plain.loss(rows.train), rel=1e-12)
    for ref, slope in plain.gradient(rows.train).items():
        assert network.read(gradient, ref) == pytest.approx(slope, rel=1e-10, abs=1e-12)
        assert network.read(gradient, ref).any() == (case != "argmax")


@pytest.mark.parametrize("case", CASES)
def test_derivatives_as_trying_has_them(case: str) -> None:
    document = CASES[case]
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    _, gradient = network.gradient(theta, rows)
    assert gradient == pytest.approx(numeric_gradient(network, theta, rows), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("batch", [None, 4])
@pytest.mark.parametrize("case", CASES)
def test_steps_as_plain_loops_make_them(case: str, batch: int | None) -> None:
    document = CASES[case]
    document = document.evolve(training=replace(document.training, batch_size=batch, learning_rate=0.05))
    trainer, rows = Trainer(document), prepare(document)
    plain = Plain(document, rows)
    trainer.step(6)
    size = batch or rows.train.size
    starts = range(0, rows.train.size, size)
    for step in range(6):
        start = starts[step % len(starts)]
        plain.descend(rows.train[start : start + size], 0.05)
    found = trainer.network.parameters(trainer.snapshot().theta)
    for ref, value in plain.values.items():
        assert found[ref] == pytest.approx(value, rel=1e-9, abs=1e-11)


def test_the_traced_derivative_of_a_raw_value_is_p_minus_observed() -> None:
    document = iris(b3=-2)
    network, rows = compile_network(document), prepare(document)
    values, by_sum = network.trace(network.pack(document), rows, rows.train)
    place = network.units["species"]
    assert by_sum[place] == pytest.approx(values.a[place] - rows.observed)
    assert values.z[place].tolist() == [values.a[network.units[name]][0].tolist()
                                        for name in ("setosa", "versicolor", "virginica")]  # fmt: skip


def test_the_order_of_connections_is_the_order_of_classes() -> None:
    straight = layered((3, 4, 3))
    other = turned(straight)
    predicted = [compile_network(one).forward(compile_network(one).pack(one), prepare(one).inputs).a[-3:]
                 for one in (straight, other)]  # fmt: skip
    assert predicted[0] == pytest.approx(predicted[1][::-1])


def test_huge_raw_values_neither_overflow_nor_lose_their_derivative() -> None:
    document = layered((2, 3))
    huge = {ref: replace(found, value=floats(found.value * 1e6)) for ref, found in document.parameters().items()}
    document = document.with_parameters(huge)
    network, rows = compile_network(document), prepare(document)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, gradient = network.gradient(network.pack(document), rows)
    assert np.isfinite(loss)
    assert loss > 1e5
    values, by_sum = network.trace(network.pack(document), rows, rows.train)
    assert by_sum[-3:] == pytest.approx(values.a[-3:] - rows.observed)
    assert np.isfinite(gradient).all()
