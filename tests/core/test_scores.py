"""Accuracy, confusion, precision and recall, counted by hand and from a network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.datasets.rows import prepare
from core.document import TestSplit
from core.engine.compiler import compile_network
from core.scores import count, score
from tests.helpers.classifier import iris

CLASSES = ("a", "b", "c")


def test_counts_by_hand() -> None:
    # observed a a a b b c, called a a b b a b: 3 of 6 are right; a is called 3 times, rightly twice, and has 3 rows
    found = count(CLASSES, np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 0, 1]))
    assert found.matrix.tolist() == [[2, 1, 0], [1, 1, 0], [0, 1, 0]]
    assert (found.count, found.accuracy) == (6, 0.5)
    assert found.precision == (2 / 3, 1 / 3, None)
    assert found.recall == (2 / 3, 0.5, 0.0)


def test_nothing_is_said_of_no_rows() -> None:
    found = count(CLASSES, np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp))
    assert found.accuracy is None
    assert found.recall == (None, None, None)


def test_training_and_test_rows_are_scored_apart() -> None:
    document = iris(b3=-2)  # the Setosa row is then called Virginica: 0.15, 0.40, 0.45
    document = document.evolve(data=replace(document.data, test=TestSplit(rows=(0,))))
    network, rows = compile_network(document), prepare(document)
    found = score(document, network, network.pack(document), rows)["species"]
    assert found.train.accuracy == 1.0
    assert found.test.accuracy == 0.0
    assert found.test.matrix.tolist() == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert found.right.tolist() == [False, True, True]
    assert found.called.tolist() == [2, 2, 1]


def test_an_argmax_is_scored_like_the_softmax_in_its_place() -> None:
    soft, hard = iris(), iris("argmax", "ssr")
    found = [score(one, network := compile_network(one), network.pack(one), prepare(one))["species"]
             for one in (soft, hard)]  # fmt: skip
    assert found[0].called.tolist() == found[1].called.tolist()
