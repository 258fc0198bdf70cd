"""A step in slow motion: the scenes and their numbers, by hand and against the network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from core.chain_rule.explain import explain
from core.chain_rule.motion import Scene, scenes
from core.chain_rule.values import Explanation
from core.datasets.rows import prepare
from core.document import Document, Ref
from core.edits.graph import Connect
from core.edits.values import SetTrainable
from core.engine.compiler import compile_network
from core.errors import SquiggleError
from core.training.trainer import Trainer
from tests.helpers.build import documents, one_two_one


def told(document: Document, ref: Ref, row: int = 1) -> tuple[tuple[Scene, ...], Explanation]:
    trainer = Trainer(document)
    snapshot, rows = trainer.snapshot(), prepare(document)
    found = explain(document, trainer.network, snapshot.theta, rows, ref)
    return scenes(document, trainer.network, snapshot, rows, found, row), found


def said(document: Document, ref: Ref) -> list[str]:
    return [scene.sentence for scene in told(document, ref)[0]]


def test_part_two_first_step_of_b3() -> None:
    # Row 2: hidden 1 = softplus(0.5 × 3.34 − 1.43 = 0.24) = ln(1 + e^0.24) = 0.8203; hidden 2 = softplus(−1.195)
    # = 0.2644; predicted = −1.22 × 0.8203 − 2.3 × 0.2644 + 0 = −1.609; (1 + 1.609)² = 6.807; SSR 20.42;
    # dSSR/db3 = −5.207 − 5.218 − 5.23 = −15.66; step 0.1 × −15.66 = −1.566; new 1.566.
    assert said(one_two_one(), ("", "effect")) == [
        "Row 2: dosage 0.5, effectiveness 1.",
        "hidden 1: x_1 = 0.5 × 3.34 + (−1.43) = 0.24.",
        "hidden 1: y_1 = softplus(0.24) = 0.8203.",
        "hidden 2: x_2 = 0.5 × (−3.53) + 0.57 = −1.195.",
        "hidden 2: y_2 = softplus(−1.195) = 0.2644.",
        "effectiveness: predicted = 0.8203 × (−1.22) + 0.2644 × (−2.3) + 0 = −1.609.",
        "Row 2: (observed − predicted)² = (1 − (−1.609))² = 6.807.",
        "All 3 rows: SSR = 6.779 + 6.807 + 6.838 = 20.42.",
        "Back from the loss: d SSR / d predicted = −2 × (observed − predicted) = −5.218.",
        "× d predicted / d b_3, the bias is added as it is: −5.218 × 1 = −5.218.",
        "Row 2: the product of the factors is −5.218.",
        "All 3 rows: d SSR / d b_3 = −5.207 + (−5.218) + (−5.23) = −15.66.",
        "Step size = learning rate × derivative = 0.1 × (−15.66) = −1.566.",
        "New b_3 = old value − step size = 0 − (−1.566) = 1.566.",
    ]


def test_the_products_of_several_paths_add_up() -> None:
    """dosage → hidden 1 → effectiveness, and a second way over hidden 2 that hidden 1 feeds too."""
    document = Connect((("top", "bottom"),)).apply(one_two_one())
    scenes_told, found = told(document, ("dose", "top"))
    scene = next(scene for scene in scenes_told if scene.kind == "product")
    parts = [float(path.products[1]) for path in found.paths]
    assert len(parts) == 2
    assert [number for _, number in scene.numbers] == pytest.approx([sum(parts)], rel=1e-12)
    assert scene.sentence.startswith("Row 2: the products of the 2 paths add up to ")
    assert scene.working.startswith("sum ")


def test_values_are_known_as_they_come_about() -> None:
    scenes_told, _ = told(one_two_one(), ("", "effect"))
    assert [len(scene.known) for scene in scenes_told] == [1, 1, 2, 2, 3, 4, *[4] * 8]
    assert scenes_told[0].known == {"dose"}


def test_factors_are_told_from_the_loss_back() -> None:
    scenes_told, found = told(one_two_one(), ("dose", "top"))
    factors = [scene for scene in scenes_told if scene.kind == "factor"]
    assert [scene.factors[-1] for scene in factors] == [(0, 0), (0, 1), (0, 2), (0, 3)]
    assert [scene.places for scene in factors] == [(factor.place,) for factor in found.paths[0].factors]


def test_a_frozen_number_stays_and_says_so() -> None:
    document = SetTrainable((("dose", "top"),), False).apply(one_two_one())
    assert said(document, ("dose", "top"))[-2:] == [
        "Step size = 0, as it is frozen.", "New w_1 = old value − step size = 3.34 − 0 = 3.34."]


def test_a_row_that_does_not_count_gives_way_to_the_first_that_does() -> None:
    assert told(one_two_one(), ("", "effect"), row=17)[0][0].sentence.startswith("Row 1:")


@settings(max_examples=40, deadline=None)
@given(documents())
def test_the_last_numbers_are_those_of_the_step(document: Document) -> None:
    document = document.evolve(training=replace(document.training, learning_rate=0.01))
    try:
        network = compile_network(document)
        rows = prepare(document)
    except SquiggleError:
        return
    ref = next((ref for ref, found in document.parameters().items() if found.trainable.all()), None)
    if ref is None or not rows.train.size:
        return
    trainer = Trainer(document)
    snapshot = trainer.snapshot()
    found = explain(document, network, snapshot.theta, rows, ref, tuple(
        0 for _ in document.parameter(ref).value.shape))
    story = scenes(document, network, snapshot, rows, found, 0)
    trainer.step()
    after = float(trainer.network.read(trainer.snapshot().theta, ref).flat[0])
    assert story[-1].numbers[0][1] == pytest.approx(after, rel=1e-12, abs=1e-12)
    derivative = next(scene for scene in story if scene.kind == "derivative").numbers[0][1]
    gradient = float(network.read(snapshot.gradient, ref).flat[0])
    assert derivative == pytest.approx(gradient, rel=1e-9, abs=1e-9)
    total = next(scene for scene in story if scene.kind == "total").numbers[0][1]
    assert total == pytest.approx(snapshot.loss, rel=1e-9, abs=1e-12)
    assert np.isfinite([value for scene in story for _, value in scene.numbers]).all()
