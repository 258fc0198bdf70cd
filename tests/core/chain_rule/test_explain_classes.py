"""The chain rule through SoftMax and cross entropy: by hand, cancelled, and the number that the update uses."""

from __future__ import annotations

import numpy as np
import pytest

from core.chain_rule.explain import Reckoning, explain
from core.chain_rule.gradcheck import check
from core.chain_rule.symbols import Symbols
from core.datasets.rows import prepare
from core.document import Document
from core.engine.compiler import compile_network
from core.profile import place_of, profile
from tests.core.engine.test_choices import CASES
from tests.helpers.classifier import feeding_on, iris, layered


def reckoned(document: Document) -> Reckoning:
    network, rows = compile_network(document), prepare(document)
    return Reckoning(document, network, network.pack(document), rows, rows.train)


def test_part_7_factor_by_factor() -> None:
    # b3 = −2, the Setosa row: p = 0.150879, 0.396580, 0.452541
    # Setosa: −1/p × p(1 − p) = −6.627828 × 0.128115 = −0.849121 = p − 1; the other classes are not observed: 0
    found = reckoned(iris(b3=-2)).explain(("", "setosa"), ())
    assert [len(path.factors) for path in found.paths] == [3, 3, 3]
    first = found.paths[0]
    assert [factor.kind for factor in first.factors] == ["loss", "choice", "one"]
    assert [factor.rule for factor in first.factors] == ["−observed ÷ p", "p × (1 − p)", "1"]
    assert [factor.values[0] for factor in first.factors] == pytest.approx([-6.627828, 0.128115, 1], abs=1e-5)
    assert [path.products[0] for path in found.paths] == pytest.approx([-0.849121, 0, 0], abs=1e-6)
    # the Virginica row: −1/0.705385 × −0.705385 × 0.035119 = 0.035119 = p
    assert found.paths[2].factors[1].rule == "−p of Virginica × p of Setosa"
    assert [path.products[1] for path in found.paths] == pytest.approx([0, 0, 0.035119], abs=1e-6)


def test_all_classes_together_cancel_to_p_minus_1() -> None:
    found = reckoned(iris(b3=-2)).explain(("", "setosa"), ())
    assert [factor.rule for factor in found.short] == ["p − observed", "1"]
    assert "probability − 1 in rows of Setosa" in found.short[0].words
    assert found.short[0].values == pytest.approx([-0.849121, 0.035119, 0.040801], abs=1e-6)
    assert sum(path.products for path in found.paths) == pytest.approx(found.products, abs=1e-12)
    assert found.derivative == pytest.approx(-0.773201, abs=1e-6)
    assert [name for name, _ in found.predicted] == ["p_1", "p_2", "p_3"]
    assert [name for name, _ in found.observed] == ["species Setosa", "species Versicolor", "species Virginica"]
    assert found.loss == "Cross entropy"


def test_what_a_softmax_passes_back() -> None:
    reckoning = reckoned(iris(b3=-2))
    step = reckoning.back_step(("setosa", 0))
    assert [(feed.unit, feed.ref, feed.weight) for feed in step.feeds] == [
        (("species", 0), ("setosa", "species"), 1.0)]
    assert step.by_sum == pytest.approx([-0.849121, 0.035119, 0.040801], abs=1e-6)
    inner = reckoning.back_step(("species", 0))
    assert inner.by_sum == pytest.approx(step.by_sum)
    assert inner.count == 0


@pytest.mark.parametrize("case", CASES)
def test_the_derivative_is_the_one_that_the_update_uses(case: str) -> None:
    document = CASES[case]
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    _, gradient = network.gradient(theta, rows)
    for ref, parameter in document.parameters().items():
        wanted = network.read(gradient, ref)
        for index in np.ndindex(parameter.value.shape):
            found = explain(document, network, theta, rows, ref, index)
            assert found.derivative == pytest.approx(wanted[index], rel=1e-9, abs=1e-11)
            if found.paths:
                assert sum(path.products for path in found.paths) == pytest.approx(found.products, rel=1e-7, abs=1e-9)
            assert check(document, network, theta, rows, found).agrees is not False


@pytest.mark.parametrize("case", CASES)
def test_a_slice_is_the_loss_itself(case: str) -> None:
    document = CASES[case]
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    for ref in document.parameters():
        index = tuple(0 for _ in document.parameter(ref).value.shape)
        place, values = place_of(network, ref, index), np.array([-2.0, 0.3, 1.5])
        wanted = []
        for value in values:
            other = theta.copy()
            other[place] = value
            wanted.append(network.loss(other, rows))
        assert profile(network, theta, rows, place, values) == pytest.approx(wanted, rel=1e-11)


def test_symbols_of_a_softmax_that_feeds_on() -> None:
    symbols = Symbols(feeding_on(layered((1, 2))))
    assert [symbols.output(unit) for unit in (("p", 0), ("q", 1), ("raw", 1))] == ["p_1,1", "p_2,2", "raw_2"]
    assert symbols.label(("p", 1)) == "p c1"


def test_nothing_comes_through_an_argmax() -> None:
    found = reckoned(iris("argmax", "ssr")).explain(("", "setosa"), ())
    assert found.derivative == 0
    assert [path.factors[1].rule for path in found.paths] == ["0", "0", "0"]
    assert not any(path.factors[1].values.any() for path in found.paths)
