"""What the paths through a softmax add up to is said on the card where it is so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.chain_rule.explain import explain
from core.chain_rule.values import Explanation
from core.datasets.rows import prepare
from core.document import Document, Ref
from core.edits.classes import SetKind
from core.engine.compiler import compile_network
from gui.inspectors.chain_terms import inks_of, words_of
from gui.theme import THEMES
from tests.helpers.classifier import iris


def explained(document: Document, ref: Ref) -> Explanation:
    network, rows = compile_network(document), prepare(document)
    return explain(document, network, network.pack(document), rows, ref)


def words(document: Document, found: Explanation, path: int | None = None) -> str:
    return words_of(found, path, inks_of(document, THEMES["light"]))


def test_of_a_bias_before_the_softmax_the_card_says_p_minus_1_and_that_is_the_sum() -> None:
    document = iris()
    found = explained(document, ("", "setosa"))
    network, rows = compile_network(document), prepare(document)
    shares = network.forward(network.pack(document), rows.inputs).a[network.units["species"]]
    # d CE/d raw of Setosa is p − 1 in the row of Setosa, the first, and p in the others
    assert np.sum([path.products for path in found.paths], axis=0) == pytest.approx(shares[0] - np.array([1, 0, 0]))
    said = "= (p − observed): <b>p − 1</b> in rows of its own class, <b>p</b> in the others"
    assert words(document, found).startswith(said)
    assert words(document, found).count("added as it is") == 1, "what all paths share is said once"
    assert "p − 1" not in words(document, found, 0)
    assert "p − 1" not in words_of(found, None, inks_of(document, THEMES["light"]), secret=True)


def test_that_an_argmax_passes_0_back_is_not_said_while_it_is_worked_out() -> None:
    document = SetKind("species", "argmax").apply(iris())
    document = document.evolve(training=replace(document.training, loss="ssr"))
    found, inks = explained(document, ("", "setosa")), inks_of(document, THEMES["light"])
    assert ">0</a>" in words_of(found, None, inks)
    assert ">0</a>" not in words_of(found, None, inks, secret=True)
    assert ">?</a>" in words_of(found, None, inks, secret=True)


def test_a_weight_has_the_rest_and_a_mean_its_share() -> None:
    document = iris()
    mean = document.evolve(training=replace(document.training, reduction="mean"))
    assert "= (p − observed) × the rest, ÷ 3:" in words(mean, explained(mean, ("h1", "setosa")))


@pytest.mark.parametrize("ref", [("petal", "h1"), ("", "h1")])
def test_where_paths_lead_through_several_raw_values_it_is_not_said(ref: Ref) -> None:
    document = iris()
    assert "p − 1" not in words(document, explained(document, ref))


def test_of_squared_residuals_it_is_not_said() -> None:
    document = iris(loss="ssr")
    assert "p − 1" not in words(document, explained(document, ("", "setosa")))
