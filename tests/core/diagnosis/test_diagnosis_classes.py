"""What is said, and not said, of networks that choose among classes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core import storage
from core.diagnosis import case_of, diagnose
from core.document import Document, column, parameter
from core.training.trainer import Trainer
from tests.core.engine.test_choices import CASES
from tests.helpers.classifier import iris


def names(document: Document, steps: int = 0) -> set[str]:
    trainer = Trainer(document)
    trainer.step(steps)
    return {finding.name for finding in diagnose(case_of(document, trainer))}


@pytest.mark.parametrize("case", CASES)
def test_every_detector_knows_classes(case: str) -> None:
    assert "cut_off" not in names(CASES[case]) | names(CASES[case], 5)


@pytest.mark.parametrize("name", ["part6-cross-entropy", "part7-b3", "xor", "iris-train"])
def test_examples_raise_no_false_alarm_at_their_start(name: str, examples: Path) -> None:
    assert names(storage.load(examples / f"{name}.squiggle"), 1) == set()


def with_species(*cells: str) -> Document:
    data = iris().data
    columns = tuple(column("species", cells) if one.name == "species" else one for one in data.columns)
    return iris().evolve(data=replace(data, columns=columns))


def test_a_constant_class_is_told_by_its_name_and_an_absent_one_is_none() -> None:
    one = with_species("Setosa", "Setosa", "Setosa")
    found = [each for each in diagnose(case_of(one, Trainer(one))) if each.name == "no_variation"]
    assert [each.title for each in found] == ["Nothing varies in species"]
    assert "Setosa in all 3" in found[0].proof
    assert "no_variation" not in names(with_species("Setosa", "Virginica", "Setosa"))


def test_neurons_that_feed_a_softmax_are_no_twins_as_each_has_a_class_of_its_own() -> None:
    document = iris()
    alike = {
        name: replace(document.nodes[name], kind="hidden", bias=parameter(f"{name}b", [0.0]))
        for name in ("setosa", "versicolor", "virginica")
    }
    weights = {(h, name): replace(document.parameter((h, name)), value=parameter("", [[0.1]]).value)
               for h in ("h1", "h2") for name in alike}  # fmt: skip
    document = document.evolve(nodes={**document.nodes, **alike}).with_parameters(weights)
    assert "twins" not in names(document)
