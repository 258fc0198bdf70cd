"""Convolutions that do not learn: dead and saturated filters, looked at over all their places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from core import storage
from core.datasets.rows import prepare
from core.diagnosis import case_of, diagnose
from core.diagnosis.remedies import Redraw, Revive, Shrink
from core.document import Document, TrainingSpec, bias_of, filters_of, floats
from core.engine.compiler import compile_network

EXAMPLE = Path(__file__).parents[3] / "resources" / "examples" / "part8-letters.squiggle"


def with_bias(value: float, activation: str = "relu") -> Document:
    document = storage.load(EXAMPLE)
    bias = document.parameter(bias_of("map"))
    nodes = {**document.nodes, "map": replace(document.nodes["map"], activation=activation)}
    return document.evolve(nodes=nodes).with_parameters({bias_of("map"): replace(bias, value=floats([value]))})


def names_of(document: Document) -> list[str]:
    return [finding.name for finding in diagnose(case_of(document))]


def largest(document: Document) -> float:
    network, rows = compile_network(document), prepare(document)
    values = network.forward(network.pack(document), rows.inputs[:, rows.train])
    return float(np.abs(values.z[network.units["map"]]).max())


def test_a_filter_is_dead_when_no_place_is_above_0() -> None:
    assert "dead" not in names_of(with_bias(-2.0))  # the O's corner gives 1
    dead = with_bias(-4.0)
    assert "dead" in names_of(dead)
    revived = Revive((("map", 0),)).apply(dead)
    assert "dead" not in names_of(revived)


def test_sums_of_training_rows_lie_together_in_memory() -> None:
    """Their places are gone through filter by filter, which took ten times as long where rows lay apart."""
    case = case_of(storage.load(EXAMPLE.with_name("digits-cnn.squiggle")))
    assert case.rows.test.size
    sums = case.sums(next(node for node, found in case.document.nodes.items() if found.filters is not None))
    assert sums.shape[1] == case.rows.train.size
    assert sums.flags.c_contiguous


def test_a_saturated_filter_is_shrunk() -> None:
    document = with_bias(40.0, "sigmoid")
    assert "saturated" in names_of(document)
    assert largest(Shrink((("map", 0),)).apply(document)) < 2.0


def test_a_filter_drawn_anew_leaves_frozen_cells() -> None:
    document = with_bias(-2.0)
    old = document.parameter(filters_of("map"))
    mask = old.trainable.copy()
    mask[0, 0, 0] = False
    frozen = document.with_parameters({filters_of("map"): replace(old, trainable=mask)})
    new = Redraw((("map", 0),)).apply(frozen).parameter(filters_of("map"))
    assert new.value[0, 0, 0].tolist() == old.value[0, 0, 0].tolist()
    assert not np.isclose(new.value[0, 0, 1:], old.value[0, 0, 1:]).any()


def test_a_filter_that_died_at_large_steps_is_offered_settings_with_which_it_learns() -> None:
    dead = with_bias(-4.0)
    crude = dead.evolve(training=replace(TrainingSpec(), loss=dead.training.loss), steps=50)
    found = next(one for one in diagnose(case_of(crude)) if one.name == "dead")
    assert found.remedy is not None
    assert found.offer == "Use settings that learn"
    mended = found.remedy.apply(crude)
    assert (mended.steps, mended.training.optimizer) == (0, "adam")
    assert "dead" not in names_of(mended)
    chosen = dead.evolve(training=replace(crude.training, optimizer="adam"))
    assert [one.offer for one in diagnose(case_of(chosen)) if one.name == "dead"] == ["Draw its weights anew"]
