"""Accuracies at many parameter vectors are those of the scores."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.accuracy import Accuracies
from core.datasets.rows import prepare
from core.document import TestSplit
from core.engine.compiler import compile_network
from core.scores import score
from tests.helpers.classifier import iris, layered


def test_they_are_those_of_the_scores_at_every_theta() -> None:
    document = layered((2, 4, 3), rows=40)
    document = document.evolve(data=replace(document.data, test=TestSplit(fraction=0.3)))
    network, rows = compile_network(document), prepare(document)
    found, rng = Accuracies(network, rows, "p"), np.random.default_rng(3)
    seen = set()
    for _ in range(20):
        theta = rng.normal(size=network.size)
        wanted = score(document, network, theta, rows)["p"]
        assert found.at(theta) == (wanted.train.accuracy, wanted.test.accuracy)
        seen.add(wanted.train.accuracy)
    assert len(seen) > 3


def test_without_test_rows_there_is_no_number_for_them() -> None:
    document = iris(b3=-2)  # the Setosa row is called Virginica, the other two are right
    network, rows = compile_network(document), prepare(document)
    train, test = Accuracies(network, rows, "species").at(network.pack(document))
    assert train == 2 / 3
    assert math.isnan(test)
