"""Learning rates side by side: the same numbers as alone, each ended by its own rule, stopped when asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.document import Stop
from core.edits.values import SetTrainable
from core.errors import NetworkRefused
from core.training.comparison import Comparison, document_at_rate
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one

RATES = (0.001, 0.01, 5.0)


def test_each_makes_the_steps_it_would_make_alone() -> None:
    document = one_two_one().evolve(training=replace(one_two_one().training, stop=Stop()))
    trainer = Trainer(document)
    trainer.step(7)
    values = trainer.network.parameters(trainer.snapshot().theta)
    moved = document.with_parameters({
        ref: replace(found, value=values[ref], start=found.value) for ref, found in document.parameters().items()})
    comparison = Comparison([document_at_rate(moved.evolve(steps=7), rate) for rate in RATES], steps=300)
    comparison.start()
    comparison.wait()
    assert comparison.failure == ""
    assert comparison.over
    for rate, contender, run in zip(RATES, comparison.standing, comparison.runs, strict=True):
        alone = Trainer(document.evolve(training=replace(document.training, learning_rate=rate)))
        reason = alone.step(300)
        assert contender.rate == rate
        assert contender.step == alone.steps == run.end
        assert (contender.reason is None) == (reason is None)
        assert np.array_equal(run.nearest(run.end).theta, alone.snapshot().theta)
        assert contender.loss == alone.snapshot().loss
    assert [found.reason.name if found.reason else "" for found in comparison.standing] == ["", "", "diverged"]


def test_stopping_leaves_what_was_made() -> None:
    document = one_two_one().evolve(training=replace(one_two_one().training, stop=Stop()))
    comparison = Comparison([document_at_rate(document, 0.001)] * 2, steps=10**9)
    comparison.start()
    while comparison.standing[0].step < 10:
        pass
    comparison.stop()
    assert not comparison.over
    assert all(run.end >= 1 for run in comparison.runs)


def test_what_cannot_be_trained_is_refused() -> None:
    frozen = SetTrainable(tuple(one_two_one().parameters()), trainable=False).apply(one_two_one())
    with pytest.raises(NetworkRefused, match="frozen"):
        Comparison([frozen], steps=10)
