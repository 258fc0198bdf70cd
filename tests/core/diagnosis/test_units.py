"""Units that do not learn: dead, saturated, twins; what is found, and that the remedy helps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from core.datasets.rows import prepare
from core.diagnosis import Case, Finding, case_of, diagnose
from core.document import Document, Ref
from core.edits.graph import AddNode, Connect
from core.edits.layers import MergeNodes, SplitLayer
from core.edits.settings import SetTraining
from core.edits.values import SetTrainable, SetValue
from core.errors import EditRefused, NetworkRefused
from core.training.trainer import Trainer
from tests.helpers.build import documents, one_two_one
from tests.helpers.plain import Plain


def bent(activation: str, **values: float) -> Document:
    """The dosage network with another activation in both hidden nodes and some numbers set, by their names."""
    document = one_two_one()
    nodes = {key: replace(node, activation=activation) if node.kind == "hidden" else node
             for key, node in document.nodes.items()}  # fmt: skip
    document = document.evolve(nodes=nodes)
    places = {found.name: ref for ref, found in document.parameters().items()}
    for name, value in values.items():
        document = SetValue(places[name], value).apply(document)
    return document


def names(case: Case) -> list[str]:
    return [finding.name for finding in diagnose(case)]


def the(name: str, document: Document) -> Finding:
    return next(finding for finding in diagnose(case_of(document)) if finding.name == name)


def mended(finding: Finding, document: Document) -> Document:
    assert finding.remedy is not None
    return finding.remedy.apply(document)


def slope(document: Document, ref: Ref) -> float:
    network, rows = case_of(document).network, prepare(document)
    return float(np.abs(network.read(network.gradient(network.pack(document), rows)[1], ref)).max())


# -- dead ---------------------------------------------------------------------------------------------------


def test_a_relu_below_0_for_all_rows_is_dead_and_a_new_draw_revives_it() -> None:
    # Sums of hidden 1: 1.7 × 0 − 5, 1.7 × 0.5 − 5, 1.7 × 1 − 5 = −5, −4.15, −3.3.
    document = bent("relu", w1=1.7, b1=-5.0)
    found = the("dead", document)
    assert (found.nodes, found.title) == (("top",), "Dead ReLU: hidden 1")
    assert "puts out 0 for all 3 rows. Its largest weighted sum is −3.3" in found.proof
    assert slope(document, ("dose", "top")) == slope(document, ("", "top")) == 0.0
    alive = mended(found, document)
    assert "dead" not in names(case_of(alive))
    assert slope(alive, ("dose", "top")) > 0
    assert [ref for ref, old in document.parameters().items() if alive.parameter(ref) != old] == [
        ("dose", "top"), ("", "top")], "no draw brings it above 0 with a bias of −5: the bias is raised"


def test_a_sum_of_exactly_0_is_dead_too_and_one_above_is_not() -> None:
    assert "dead" in names(case_of(bent("relu", w1=2.0, b1=-2.0)))  # −2, −1, 0: the slope at 0 is taken as 0
    assert "dead" not in names(case_of(bent("relu", w1=2.0, b1=-1.999)))
    assert "dead" not in names(case_of(bent("leaky_relu", w1=1.7, b1=-5.0)))


def test_a_dead_relu_of_frozen_numbers_says_what_it_needs() -> None:
    document = bent("relu", w1=1.7, b1=-5.0)
    into = SetTrainable((("", "top"),), trainable=False).apply(document)
    with pytest.raises(EditRefused, match="unfreeze"):
        mended(the("dead", into), into)
    refs = (("dose", "top"), ("", "top"), ("top", "effect"))
    shut = SetTrainable(refs, trainable=False).apply(document)
    assert the("dead", shut).remedy is None


def test_few_dead_units_of_a_layer_are_passed_over() -> None:
    document = AddNode("hidden", (240, 0), 8).apply(Document())
    layer = next(iter(document.nodes))
    document = AddNode("output", (480, 0)).apply(AddNode("input", (0, 0)).apply(document))
    (_, source, target) = document.nodes
    document = Connect(((source, layer), (layer, target))).apply(document)
    document = document.evolve(nodes={**document.nodes, layer: replace(document.nodes[layer], activation="relu")})
    data = replace(document.data, columns=tuple(
        replace(found, values=np.array([0.0, 1.0, 2.0])) for found in document.data.columns))
    document = document.evolve(data=data)

    def dead(count: int) -> list[str]:
        made = document
        for unit in range(8):
            made = SetValue(("", layer), -9.0 if unit < count else 1.0, (unit,)).apply(made)
            made = SetValue((source, layer), 1.0 + unit, (unit, 0)).apply(made)
            made = SetValue((source, layer), 1.0, (unit, 0)).apply(made) if unit < count else made
        drawn = names(case_of(SplitLayer(layer).apply(made))).count("dead")
        assert drawn == (count if count >= 2 else 0), "drawn one by one they are the same layer"
        return names(case_of(made))

    assert "dead" not in dead(1)
    assert "dead" in dead(2)


@given(documents())
def test_dead_is_what_a_plain_loop_says_is_dead(document: Document) -> None:
    try:
        trainer = Trainer(document)
    except NetworkRefused:
        return
    plain = Plain(document, prepare(document))
    sums = [plain.forward(row)[0] for row in range(5)]
    dead = {
        node.id: sum(max(row[node.id][unit] for row in sums) <= 0 for unit in range(node.units))
        for node in document.nodes.values() if node.activation == "relu" and node.kind != "input"
    }  # fmt: skip
    expected = set()
    for node, count in dead.items():
        beside = [other for other in dead if set(document.sources(other)) == set(document.sources(node))
                  and set(document.targets(other)) == set(document.targets(node))]  # fmt: skip
        share = sum(dead[other] for other in beside) / sum(document.nodes[other].units for other in beside)
        expected |= {node} if count and share >= 0.25 else set()
    if any(abs(value) < 1e-9 for node in dead for row in sums for value in row[node]):
        return  # rounding decides
    found = {finding.nodes[0] for finding in diagnose(case_of(document, trainer)) if finding.name == "dead"}
    assert found == expected


# -- saturated ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("activation", "most"), [("tanh", "1"), ("sigmoid", "0.25")])
def test_a_saturated_unit_is_shown_by_its_largest_slope_and_shrinking_helps(activation: str, most: str) -> None:
    # Sums of hidden 1: 8, 9, 10. tanh′(8) = 1 − tanh²(8) = 4.5e−7; sigmoid′(8) = e⁻⁸ ÷ (1 + e⁻⁸)² = 3.35e−4.
    document = bent(activation, w1=2.0, b1=8.0)
    found = the("saturated", document)
    assert found.nodes == ("top",)
    assert {"tanh": "is 4.501e−7, where 1 ", "sigmoid": "is 0.0003352, where 0.25 "}[activation] in found.proof
    assert f"where {most} is the most" in found.proof
    assert "are 8 or more from 0" in found.proof
    before = slope(document, ("dose", "top"))
    better = mended(found, document)
    assert "saturated" not in names(case_of(better))
    # 10 becomes 1.5: both numbers times 0.15.
    assert better.parameter(("dose", "top")).value[0, 0] == pytest.approx(0.3)
    assert better.parameter(("", "top")).value[0] == pytest.approx(1.2)
    assert slope(better, ("dose", "top")) > 10 * before


def test_a_unit_that_bends_for_one_row_is_not_saturated() -> None:
    assert "saturated" not in names(case_of(bent("tanh", w1=8.0, b1=0.0)))


def test_saturated_and_learned_is_no_finding() -> None:
    # Sums of hidden 1 are −25, 25, 75: a step, 0, 1, 1. Hidden 2 is cut out by w4 = 0, far out too.
    document = bent("sigmoid", w1=100.0, b1=-25.0, w2=0.0, b2=-9.0, w3=1.0, w4=0.0, b3=0.0)
    assert "saturated" in names(case_of(document)), "0, 1, 0 was observed"
    rows = tuple(replace(found, values=np.array([0.0, 1.0, 1.0])) if found.name == "effectiveness" else found
                 for found in document.data.columns)  # fmt: skip
    assert "saturated" not in names(case_of(document.evolve(data=replace(document.data, columns=rows))))


def test_what_is_partly_frozen_is_not_shrunk() -> None:
    document = SetTrainable((("", "top"),), trainable=False).apply(bent("tanh", w1=2.0, b1=8.0))
    assert the("saturated", document).remedy is None


# -- twins --------------------------------------------------------------------------------------------------

EQUAL = {"w1": 0.0, "w2": 0.0, "b1": 0.0, "b2": 0.0, "w3": 0.0, "w4": 0.0}


def test_twins_have_equal_numbers_and_equal_derivatives() -> None:
    # softplus(0) = ln 2 = 0.6931 for all rows, predicted is 0: dSSR/dw3 = −2 × (0 + 1 + 0) × 0.6931 = −1.386.
    document = bent("softplus", **EQUAL)
    found = the("twins", document)
    assert found.nodes == ("top", "bottom")
    assert "w1 = w2 = 0" in found.proof
    assert "dSSR/dw3 = dSSR/dw4 = −1.386" in found.proof
    trainer = Trainer(document)
    trainer.step(300)
    assert "twins" in names(case_of(document, trainer)), "no step parts them"
    apart = mended(found, document)
    assert apart.parameter(("dose", "bottom")) != document.parameter(("dose", "bottom"))
    trainer = Trainer(apart)
    trainer.step(300)
    assert "twins" not in names(case_of(apart, trainer))


def test_units_that_differ_anywhere_are_no_twins() -> None:
    for name in EQUAL:
        assert "twins" not in names(case_of(bent("softplus", **{**EQUAL, name: 0.5}))), name
    one = SetTrainable((("dose", "top"),), trainable=False).apply(bent("softplus", **EQUAL))
    assert "twins" not in names(case_of(one)), "a padlock parts them with the next step"


def test_units_of_a_layer_may_be_twins() -> None:
    document = MergeNodes(frozenset({"top", "bottom"})).apply(bent("softplus", **EQUAL))
    found = the("twins", document)
    assert found.title.startswith("Twins: unit 1 of ")
    assert "twins" not in names(case_of(mended(found, document)))


def test_where_start_values_are_zeros_the_draw_is_not() -> None:
    document = bent("softplus", **EQUAL)
    document = SetTraining(replace(document.training, initial_values="zeros")).apply(document)
    assert "twins" not in names(case_of(mended(the("twins", document), document)))


def test_twins_that_may_not_learn_are_no_finding() -> None:
    document = bent("softplus", **EQUAL)
    refs = tuple(ref for ref in document.parameters() if ref != ("", "effect"))
    assert "twins" not in names(case_of(SetTrainable(refs, trainable=False).apply(document)))
