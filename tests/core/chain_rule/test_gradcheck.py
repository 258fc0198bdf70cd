"""Derivatives by trying."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.chain_rule.explain import explain
from core.chain_rule.gradcheck import Check, agrees, check
from core.chain_rule.values import Explanation
from core.datasets.rows import prepare
from core.document import Document, Floats, Ref, Stop, TrainingSpec, column, parameter
from core.engine.compiler import compile_network
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one
from tests.helpers.numeric import numeric_gradient


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


def checked(document: Document, ref: Ref, theta: Floats | None = None) -> tuple[Explanation, Check]:
    network, rows = compile_network(document), prepare(document)
    numbers = network.pack(document) if theta is None else theta
    found = explain(document, network, numbers, rows, ref)
    return found, check(document, network, numbers, rows, found)


@pytest.mark.parametrize("name", ["part2-backpropagation", "details1-three-parameters", "details2-all-parameters"])
def test_every_derivative_of_the_examples_agrees_closely(name: str, examples: Path) -> None:
    document = storage.load(examples / f"{name}.squiggle")
    for ref in document.parameters():
        found, result = checked(document, ref)
        assert result.agrees
        assert result.relative_error is not None
        assert result.relative_error < 1e-8
        assert result.error == abs(found.derivative - result.numeric)
        assert result.note == ""


def test_a_wrong_derivative_is_noticed() -> None:
    document = one_two_one()
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    found = explain(document, network, theta, rows, ("dose", "top"))
    for wrong in (-found.products, found.products / 2, found.products * 1.00001):
        result = check(document, network, theta, rows, replace(found, products=wrong))
        assert result.agrees is False
        assert result.note == ""


def test_over_the_rows_of_the_batch_and_their_mean() -> None:
    training = TrainingSpec(batch_size=2, reduction="mean")
    document = one_two_one().evolve(training=training)
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    unbatched = document.evolve(training=TrainingSpec(reduction="mean"))
    whole = explain(unbatched, network, theta, rows, ("", "effect")).derivative
    for step in (0, 1):
        found = explain(document, network, theta, rows, ("", "effect"), step=step)
        result = check(document, network, theta, rows, found)
        assert result.agrees
        assert found.rows.size == 2 - step
        assert result.numeric != pytest.approx(whole, rel=1e-4)


def test_the_error_is_absolute_where_the_derivative_is_0() -> None:
    # dosage is 0 in the one row there is, so that w1 changes nothing
    document = one_two_one()
    data = replace(document.data, columns=(column("dosage", [0.0]), column("effectiveness", [0.0])))
    found, result = checked(document.evolve(data=data), ("dose", "top"))
    assert found.derivative == 0.0
    assert (result.numeric, result.error, result.relative_error, result.agrees) == (0.0, 0.0, None, True)
    assert result.note == "The derivative is 0, and so the error is absolute: 0."


def test_at_a_corner_nothing_can_be_said_and_the_note_names_it() -> None:
    # hidden 1 is a ReLU with x = 2 × 0.5 − 1 = 0 in row 2: the derivative there counts as 0, the mean of both sides not
    document = one_two_one()
    nodes = {**document.nodes, "top": replace(document.nodes["top"], activation="relu", bias=parameter("b1", [-1.0]))}
    wire = replace(document.connections["dose", "top"], weight=parameter("w1", [[2.0]]))
    document = document.evolve(nodes=nodes, connections={**document.connections, ("dose", "top"): wire})
    _, result = checked(document, ("", "top"))
    assert result.agrees is None
    assert result.note == ("In row 2, hidden 1 is at the corner of its ReLU, where a finite difference means nothing.")
    _, aside = checked(document, ("", "effect"))
    assert aside.agrees, "what lies behind the corner does not move the unit"
    assert aside.note == ""


def test_agreement_near_the_bottom_where_the_loss_is_almost_0() -> None:
    document = one_two_one()
    document = document.evolve(training=replace(document.training, stop=Stop(max_steps=100_000)))
    trainer = Trainer(document)
    trainer.step(30_000)
    theta = trainer.snapshot().theta
    for ref in document.parameters():
        assert checked(document, ref, theta)[1].agrees


def test_numbers_that_are_none_are_said() -> None:
    document = one_two_one()
    network = compile_network(document)
    _, result = checked(document, ("", "effect"), np.full(network.size, 1e200))
    assert result.agrees is None
    assert result.note == "The loss is not a finite number around here."
