"""A whole network for the columns of a table, as one edit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.datasets.shipped import load
from core.document import Column, Document, TestSplit, TrainingSpec
from core.edits.building import BEGIN, FEW, MANY, BuildNetwork, build_refusal
from core.edits.graph import AddNode
from core.edits.roles import LoadTable
from core.edits.split import SetTest
from core.edits.table import number_column, text_column
from core.errors import EditRefused
from core.rules import problems
from core.scores import results
from core.training.trainer import Trainer

MEASURES = ("sepal length", "sepal width", "petal length", "petal width")


def table(*columns: Column) -> Document:
    return LoadTable(columns, (), ()).apply(Document())


def small() -> Document:
    return table(number_column("a", [0, 1, 2, 5]), number_column("b", [3, 3, 3, 3]),
                 text_column("kind", ["yes", "no", "yes", "no"]))  # fmt: skip


def labels(document: Document, kind: str) -> list[str]:
    return [node.label for node in document.nodes.values() if node.kind == kind]


def test_a_table_of_numbers_and_class_names_becomes_a_classifier() -> None:
    new = BuildNetwork().apply(small())
    assert problems(new) == []
    assert labels(new, "input") == ["a", "b"]
    assert labels(new, "hidden") == [f"hidden {at}" for at in range(1, FEW + 1)]
    assert labels(new, "output") == ["yes", "no"]
    choice = next(node for node in new.nodes.values() if node.kind == "softmax")
    assert (choice.label, choice.classes, new.data.targets) == ("kind", ("yes", "no"), {choice.id: ("kind",)})
    assert len(new.connections) == 2 * FEW + FEW * 2 + 2
    assert new.training == replace(BEGIN, loss="cross_entropy")


def test_inputs_are_scaled_over_the_training_rows_and_a_constant_one_is_left_as_it_is() -> None:
    held = SetTest(TestSplit(rows=(3,))).apply(small())
    assert BuildNetwork().apply(held).data.scaling == {"a": (0.0, 2.0)}
    assert BuildNetwork().apply(small()).data.scaling == {"a": (0.0, 5.0)}


def test_no_two_nodes_stand_in_one_place_and_each_level_stands_right_of_the_one_before() -> None:
    new = BuildNetwork().apply(small())
    assert len(set(new.positions.values())) == len(new.nodes)
    for source, target in new.connections:
        assert new.positions[source][0] < new.positions[target][0]


def test_what_is_drawn_already_takes_part() -> None:
    drawn = small()
    for at, kind in enumerate(("input", "hidden", "output", "output", "softmax")):
        drawn = AddNode(kind, (200.0 * at, 0.0)).apply(drawn)
    new = BuildNetwork().apply(drawn)
    assert new.nodes.keys() == drawn.nodes.keys()
    assert new.positions == drawn.positions
    assert problems(new) == []


def test_columns_that_the_import_has_given_nodes_are_joined() -> None:
    document = small()
    document = LoadTable(document.data.columns, ("a",), ("kind",), add_nodes=True).apply(Document())
    new = BuildNetwork().apply(document)
    assert labels(new, "input") == ["a"]
    assert problems(new) == []


def test_numbers_alone_become_a_network_that_predicts_the_last_by_squared_residuals() -> None:
    new = BuildNetwork(2).apply(table(number_column("x", [0, 1]), number_column("y", [2, 3])))
    assert (labels(new, "input"), labels(new, "output"), labels(new, "softmax")) == (["x"], ["y"], [])
    assert new.training == BEGIN
    assert problems(new) == []


def test_many_columns_become_layers() -> None:
    wide = table(*(number_column(f"p{at}", [at, at + 1]) for at in range(64)), text_column("digit", ["0", "1"]))
    new = BuildNetwork().apply(LoadTable(wide.data.columns, wide.data.names[:-1], ("digit",), True).apply(Document()))
    assert sorted(node.units for node in new.nodes.values()) == [1, 1, 2, MANY, 64]
    assert problems(new) == []


def test_settings_that_somebody_chose_stay() -> None:
    chosen = TrainingSpec(learning_rate=0.5)
    new = BuildNetwork().apply(small().evolve(training=chosen))
    assert new.training == replace(chosen, loss="cross_entropy")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (Document(), "no table to build a network for"),
        (BuildNetwork().apply(small()), "holds a network already"),
        (table(text_column("kind", ["yes", "no"])), "lacks a column of numbers to read"),
        (table(number_column("a", [1, 2])), "lacks a column to predict"),
    ],
)
def test_a_refusal_says_what_is_missing(document: Document, sentence: str) -> None:
    assert sentence in (build_refusal(document) or "")
    with pytest.raises(EditRefused, match=sentence):
        BuildNetwork().apply(document)


def test_the_iris_table_becomes_a_classifier_that_learns_the_flowers() -> None:
    new = BuildNetwork().apply(table(*load("iris")))
    assert labels(new, "input") == list(MEASURES)
    trainer = Trainer(new)
    trainer.step(1000)
    values = trainer.network.forward(trainer.snapshot().theta, trainer.rows.inputs)
    found = results(new, trainer.network, trainer.rows, values, next(iter(new.data.targets)))
    assert found.train.accuracy is not None
    assert found.train.accuracy > 0.97
