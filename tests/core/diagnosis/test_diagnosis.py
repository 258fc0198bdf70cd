"""All detectors together: what the examples and healthy networks give, how fast, in what order."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from core import storage
from core.diagnosis import DETECTORS, case_of, diagnose, signs
from core.document import Document, Stop
from core.edits.values import NewStart, SetTrainable, SetValue
from core.errors import NetworkRefused
from core.training.trainer import Trainer
from tests.helpers.build import documents, one_two_one

TRUE_OF = {"part1-black-box": ["bump"]}
"""What is true of an example at its start and at the end of its training; of the others nothing is."""
EXAMPLES = ("part1-black-box", "part2-backpropagation", "part3-relu", "details1-three-parameters",
            "details2-all-parameters")  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_raise_no_false_alarm_from_start_to_end(name: str, examples: Path) -> None:
    document = storage.load(examples / f"{name}.squiggle")
    trainer, found = Trainer(document), set()
    for step in range(150):
        found |= {finding.name for finding in diagnose(case_of(document, trainer))}
        if trainer.step(1 if step < 50 else 100) is not None:
            break
    found |= {finding.name for finding in diagnose(case_of(document, trainer))}
    assert sorted(found) == TRUE_OF.get(name, [])


@pytest.mark.parametrize("seed", range(12))
def test_a_healthy_random_network_raises_none(seed: int) -> None:
    document = one_two_one()
    rows = np.linspace(0, 1, 12)
    columns = tuple(replace(found, values=values) for found, values in zip(
        document.data.columns, (rows, np.sin(5 * rows)), strict=True))
    training = replace(document.training, learning_rate=0.01, seed=seed, stop=Stop())
    document = NewStart().apply(document.evolve(data=replace(document.data, columns=columns), training=training))
    trainer = Trainer(document)
    assert diagnose(case_of(document, trainer)) == ()
    trainer.step(20)
    assert diagnose(case_of(document, trainer)) == ()


@given(documents())
def test_whatever_is_drawn_is_looked_into_without_an_error_and_every_remedy_is_an_edit(document: Document) -> None:
    try:
        trainer = Trainer(document)
    except NetworkRefused:
        return
    trainer.step(3)
    for case in (case_of(document), case_of(document, trainer)):
        for finding in diagnose(case):
            assert finding.title
            assert finding.proof.endswith(".")
            assert (finding.remedy is None) or (finding.offer and finding.remedy.label)
            assert {*finding.nodes} <= document.nodes.keys()
            assert finding.ref is None or finding.ref in document.parameters()


def test_consequences_are_not_named_beside_their_cause() -> None:
    document = one_two_one()
    frozen = SetTrainable(tuple(document.parameters()), trainable=False).apply(document)
    same = frozen
    for ref in document.parameters():
        same = SetValue(ref, 0.0).apply(same)
    assert [finding.name for finding in diagnose(case_of(same))] == ["all_frozen"]
    names = {name for detector in DETECTORS for name in detector.hides}
    assert "all_frozen" not in names
    assert "not_a_number" not in names


def test_it_takes_less_than_three_milliseconds_on_an_example(examples: Path) -> None:
    document = storage.load(examples / "details2-all-parameters.squiggle")
    trainer = Trainer(document)
    trainer.step(5)
    times = []
    for _ in range(15):
        case = case_of(document, trainer)
        start = time.thread_time()
        diagnose(case)
        times.append(time.thread_time() - start)
    assert min(times) < 3e-3


def test_signs_are_the_loss_at_first_and_now_and_the_steepest_derivative(examples: Path) -> None:
    # Part 2: 20.42 at first; after one step 3.27; the derivative by b3 goes from −15.66 to −15.66 + 6 × 1.566 = −6.26.
    document = storage.load(examples / "part2-backpropagation.squiggle")
    trainer = Trainer(document)
    trainer.step(1)
    found = signs(case_of(document, trainer))
    assert found is not None
    assert (found.first, found.now, found.steepest) == pytest.approx((20.42, 3.268, -6.26), abs=0.01)
    assert (found.name, found.ref) == ("b3", ("", "effect"))
    frozen = SetTrainable(tuple(document.parameters()), trainable=False).apply(document)
    assert signs(case_of(frozen)) is None
