"""Which nodes the loss compares, what a class is as numbers, and the sentences where classes do not fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.change import diff
from core.classes import notes, why_still
from core.datasets.rows import prepare
from core.document import Column, Connection, Document, Node, Stop, TestSplit, column
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from core.rules import losses, problems
from core.targets import class_names, classes_in, compared
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one
from tests.helpers.classifier import SPECIES, iris, layered


def names(document: Document) -> list[str]:
    return [node.id for node in compared(document)]


def with_argmax(document: Document, *, column_too: bool = False) -> Document:
    """Hang an argmax beside the softmax."""
    nodes = {**document.nodes, "hard": Node("hard", "argmax", "hard", 3, classes=SPECIES)}
    more = {(raw, "hard"): Connection(raw, "hard") for raw in ("setosa", "versicolor", "virginica")}
    targets = {**document.data.targets, **({"hard": ("species",)} if column_too else {})}
    return document.evolve(
        nodes=nodes, connections={**document.connections, **more}, data=replace(document.data, targets=targets))


def with_class(document: Document, row: int, name: str) -> Document:
    old = document.data.column("species")
    cells = [name if at == row else cell for at, cell in enumerate(old.values.tolist())]
    columns = tuple(column("species", cells) if one is old else one for one in document.data.columns)
    return document.evolve(data=replace(document.data, columns=columns))


def refused(document: Document) -> str:
    with pytest.raises(NetworkRefused) as caught:
        prepare(document)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_a_softmax_speaks_for_the_outputs_that_feed_it() -> None:
    assert names(iris()) == ["species"]
    assert names(one_two_one()) == ["effect"]


def test_an_argmax_beside_a_softmax_only_says_who_won() -> None:
    assert names(with_argmax(iris())) == ["species"]
    assert names(with_argmax(iris(), column_too=True)) == ["species"]
    found = prepare(with_argmax(iris(), column_too=True))
    assert found.classes["hard"].tolist() == [0, 2, 1]
    assert len(found.target_units) == 3
    assert names(iris("argmax", "ssr")) == ["species"]


def test_outputs_with_columns_of_their_own_are_compared() -> None:
    document = iris("argmax", "ssr")
    hot = tuple(column(name, [float(cell == name) for cell in document.data.column("species").values])
                for name in SPECIES)  # fmt: skip
    targets = {**{name.lower(): (name,) for name in SPECIES}, "species": ("species",)}
    document = document.evolve(data=replace(document.data, columns=(*document.data.columns, *hot), targets=targets))
    assert names(document) == ["setosa", "versicolor", "virginica"]
    assert diff(document, iris("argmax", "ssr")).structural
    assert (prepare(document).observed == np.eye(3)[[0, 2, 1]].T).all()


def test_each_row_is_one_for_its_own_class() -> None:
    rows = prepare(iris())
    assert rows.observed.T.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert rows.classes["species"].tolist() == [0, 2, 1]
    assert rows.target_units == (("species", 0), ("species", 1), ("species", 2))


def test_numbers_may_name_classes() -> None:
    assert class_names(column("digit", [3, 0, 10.5])).tolist() == ["3", "0", "10.5"]
    assert classes_in(column("digit", [3, 0, 3])) == ("3", "0")


def test_a_class_that_the_softmax_lacks() -> None:
    said = refused(with_class(iris(), 1, "Virginca"))
    assert "Row 2 of the column species holds the class Virginca" in said
    assert "Setosa, Versicolor, Virginica" in said


def test_a_class_that_the_data_lack_is_noted_and_no_obstacle() -> None:
    document = with_class(iris(), 1, "Setosa")
    assert any("No row of species is of the class Virginica" in said for said in notes(document))
    assert Trainer(document).step() is None


def test_one_class_only_is_noted() -> None:
    document = with_class(with_class(iris(), 1, "Setosa"), 2, "Setosa")
    assert any("Every row of species is of the class Setosa" in said for said in notes(document))


def test_one_row_is_enough_to_train_on_and_that_is_noted() -> None:
    document = iris()
    split = document.evolve(data=replace(document.data, test=TestSplit(rows=(1, 2))))
    assert Trainer(split).step() is None
    (said,) = notes(split)
    assert said.startswith("Every training row of species is of the class Setosa")
    assert said.endswith("add rows of another class.")
    columns = tuple(Column(one.name, one.values[:1]) for one in document.data.columns)
    alone = document.evolve(data=replace(document.data, columns=columns))
    assert Trainer(alone).step() is None
    assert [said.split(":")[0] for said in notes(alone)] == ["There is one row alone"]


def test_squared_residuals_of_probabilities_are_explained() -> None:
    assert any("slower than with cross entropy" in said for said in notes(iris(loss="ssr")))
    assert notes(iris()) == []


def test_no_column_of_class_names() -> None:
    document = iris()
    assert "needs a column of class names, and has none" in refused(
        document.evolve(data=replace(document.data, targets={})))
    assert "does not have" in refused(document.evolve(data=replace(document.data, targets={"species": ("kind",)})))
    assert [problem.ids for problem in problems(document.evolve(data=replace(document.data, targets={})))] == [
        ("species",)
    ]


def test_problems_of_the_drawing() -> None:
    assert problems(iris()) == []
    (problem,) = problems(with_class(iris(), 2, "Orchid"))
    assert (problem.ids, problem.sentence) == (("species",), refused(with_class(iris(), 2, "Orchid")))
    assert [problem.ids for problem in problems(iris("argmax"))] == [("species",)]
    few = iris()
    few = few.evolve(connections={pair: one for pair, one in few.connections.items() if pair != ("setosa", "species")})
    assert "one to one" in problems(few)[0].sentence
    assert [row.name for row in losses(iris())] == ["ssr", "cross_entropy"]
    assert [row.name for row in losses(iris("argmax", "ssr"))] == ["ssr"]


def test_nothing_trains_through_an_argmax_and_training_says_why() -> None:
    document = iris("argmax", "ssr")
    network = compile_network(document)
    _, gradient = network.gradient(network.pack(document), prepare(document))
    assert not gradient.any()
    assert not np.signbit(gradient).any()
    reason = Trainer(document.evolve(training=replace(document.training, stop=Stop(50, 0.001)))).step(50)
    assert reason is not None
    assert (reason.name, reason.step) == ("min_step_size", 1)
    assert "nothing trains through species" in reason.sentence
    reason = Trainer(document.evolve(training=replace(document.training, stop=Stop(50)))).step(50)
    assert reason is not None
    assert (reason.name, reason.step) == ("max_steps", 50)
    assert why_still(document) in reason.sentence
    assert why_still(iris()) == ""


def test_a_stratified_split_holds_back_the_same_share_of_every_class() -> None:
    document = layered((2, 3), rows=100)
    data = replace(document.data, test=TestSplit(0.25, 3, stratified=True))
    rows = prepare(document.evolve(data=data))
    assert rows.test.size == 25
    sizes = np.bincount(rows.classes["p"])
    shares = np.bincount(rows.classes["p"][rows.test])
    assert (np.abs(shares - 0.25 * sizes) < 1).all()
    again = prepare(document.evolve(data=data))
    assert again.test.tolist() == rows.test.tolist()
    other = prepare(document.evolve(data=replace(data, test=TestSplit(0.25, 4, stratified=True))))
    assert other.test.tolist() != rows.test.tolist()


def test_a_stratified_split_leaves_a_row_of_every_class() -> None:
    document = iris()
    data = replace(document.data, test=TestSplit(0.5, 1, stratified=True))
    assert prepare(document.evolve(data=data)).test.size == 0
