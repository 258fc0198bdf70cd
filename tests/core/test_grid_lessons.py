"""What is told and asked about numbers of convolutions: exercises, slow motion, the optimizer's rule, slices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.chain_rule.explain import explain
from core.chain_rule.motion import scenes
from core.chain_rule.slide import slides_of
from core.chain_rule.update_rule import update_of
from core.document import Document, bias_of, filters_of
from core.exercise.blanks import judge
from core.exercise.rounding import Rounding, slacks
from core.exercise.sheet import MOST_ROWS, exercise
from core.exercise.slips import Slip
from core.profile import place_of, profile
from core.quantity import format_number
from core.training.trainer import Trainer
from tests.helpers.random_grids import random_grids

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"


def trained(document: Document) -> Trainer:
    trainer = Trainer(document)
    trainer.step(2)
    return trainer


@pytest.mark.parametrize("seed", range(8))
def test_every_number_can_be_worked_out_told_and_updated(seed: int) -> None:
    document = random_grids(seed)
    trainer = trained(document)
    network, rows, snapshot = trainer.network, trainer.rows, trainer.snapshot()
    for ref, one in document.parameters().items():
        index = tuple(size - 1 for size in one.value.shape)
        found = explain(document, network, snapshot.theta, rows, ref, index, step=snapshot.step)
        given = exercise(document, network, snapshot, rows, ref, index)
        assert not given.note
        assert all(judge(blank, repr(blank.answer)).right for blank in given.blanks)
        assert given.blank("derivative").answer == pytest.approx(found.derivative)
        told = scenes(document, network, snapshot, rows, found, 0)
        assert {node for scene in told for node in scene.known} == {*document.nodes}
        rule = update_of(document, network, snapshot, found)
        along = profile(network, snapshot.theta, rows, place_of(network, ref, index), np.array([0.0, rule.next_value]))
        assert np.isfinite(along).all()


def test_the_letters_in_slow_motion() -> None:
    document = storage.load(EXAMPLES / "part8-letters.squiggle")
    trainer = Trainer(document)
    snapshot = trainer.snapshot()
    found = explain(document, trainer.network, snapshot.theta, trainer.rows, filters_of("map"), (0, 0, 0, 2))
    sentences = [scene.sentence for scene in scenes(document, trainer.network, snapshot, trainer.rows, found, 0)]
    assert "feature map: 16 weighted sums plus biases, from −2 to 1; after the activation from 0 to 1." in sentences
    assert "pooled: the largest of each region of 2 × 2, 4 in all, from 0 to 1." in sentences
    assert any("the sum over the 16 places" in sentence or "Σ over places" in sentence for sentence in sentences)


def test_the_places_that_count_most_in_a_row_are_asked_for() -> None:
    """Of w1[1,1,1,3]: by the O most counts the cell (1, 1), whose upper edge has the 1 of the O in its corner.

    There the O has 0 0 1 / 0 1 0 / 1 0 0, so that 1 + 1 + 1 − 2 = 1. By the X it is the cell (3, 2), with the X's
    0 1 1 / 0 1 1 / 1 0 0: 1 + 1 + 1 − 2 = 1. Of 4 regions a maximum passes back to one cell each; the O has 1 under
    the number at two of them, so that the other 14 places add nothing.
    """
    document = storage.load(EXAMPLES / "part8-letters.squiggle")
    trainer = Trainer(document)
    given = exercise(document, trainer.network, trainer.snapshot(), trainer.rows, filters_of("map"), (0, 0, 0, 2))
    titles = [given.blank(key).title for key in ("x.0", "x.1")]
    assert titles == [f"feature map cell {cell}, before its activation" for cell in ("1,1,1", "1,3,2")]
    assert [given.blank(key).answer for key in ("x.0", "x.1")] == [1.0, 1.0]
    whole, parts = given.blank("product.0"), [given.blank(f"place.{place}.0").answer for place in (0, 1)]
    assert whole.title == "sum over the 16 places: the other 14 add 0"
    assert whole.answer == pytest.approx(sum(parts))
    assert abs(parts[0]) > abs(parts[1]) > 0
    assert judge(whole, repr(parts[0])).slip == Slip(
        "one_place", parts[0], "This is the product at one place alone; add up all places.")
    bias = exercise(document, trainer.network, trainer.snapshot(), trainer.rows, bias_of("map"))
    assert bias.blank("y.1").answer == 1.0


def test_at_each_place_every_factor_is_asked_for_and_what_the_others_add_is_given() -> None:
    document = storage.load(EXAMPLES / "letters-train.squiggle")
    trainer = Trainer(document)
    trainer.step(5)
    given = exercise(trainer._document, trainer.network, trainer.snapshot(), trainer.rows, bias_of("map"))
    kinds = [factor.kind for factor in given.factors]
    assert kinds == ["passed_back", "activation", "one"] * (2 * MOST_ROWS)
    assert [blank.key for blank in given.blanks if blank.row == 0] == [
        "x.0", "y.0", "factor.0.0", "factor.1.0", "factor.2.0", "place.0.0", "sum.1.0", "factor.3.0", "factor.4.0",
        "factor.5.0", "place.1.0", "product.0"]
    for number, row in ((0, 0), (1, 0)):
        answers = [given.blank(f"factor.{3 * number + place}.{row}").answer for place in range(3)]
        assert given.blank(f"place.{number}.{row}").answer == pytest.approx(np.prod(answers))
    whole = given.blank("product.0")
    added = sum(given.blank(f"place.{place}.0").answer for place in (0, 1))
    assert whole.title == f"sum over the 16 places: the other 14 add {format_number(whole.answer - added, 4)}"
    slope, total = given.blank("factor.4.0").answer, given.blank("sum.1.0").answer
    assert slope == float(total > 0)  # of a ReLU
    verdict = judge(whole, repr(added))
    assert verdict.slip is not None
    assert verdict.slip.name == "other_places"


@pytest.mark.parametrize("seed", range(8))
def test_a_unit_is_the_sum_of_what_it_reads_times_its_factors(seed: int) -> None:
    document = random_grids(seed)
    trainer = trained(document)
    network, theta = trainer.network, trainer.snapshot().theta
    values = network.forward(theta, trainer.rows.inputs)
    for node, slide in slides_of(document, network, theta, values).items():
        drawn = document.nodes[node]
        bias = network.read(theta, bias_of(node)) if drawn.filters is not None else np.zeros(drawn.units)
        for unit in range(drawn.units):
            units, weights = slide.under(unit)
            assert all(unit in slide.onto(source) for source in units)
            read = slide.values[units]
            place = unit // (slide.window.out[1] * slide.window.out[2])
            wanted = read.max(axis=0) if slide.window.mode == "max" else weights.dot(read) + bias[place]
            assert values.z[network.units[node].start + unit] == pytest.approx(wanted, abs=1e-12)


def test_rounding_takes_a_filter_and_a_region_into_account() -> None:
    document = storage.load(EXAMPLES / "letters-train.squiggle")
    trainer = trained(document)
    network, theta = trainer.network, trainer.snapshot().theta
    values = network.forward(theta, trainer.rows.inputs)
    rounding = Rounding(document, network, theta, values)
    filters, pixels = network.read(theta, filters_of("map"))[0, 0], trainer.rows.inputs[:, 0].reshape(6, 6)
    off = slacks(filters)[pixels[:3, :3] == 1].sum()  # the weights under ink; pixels are given exactly
    bias = slacks(network.read(theta, bias_of("map"))).item()
    assert rounding.of_sum(("map", 0), 0) == pytest.approx(off + bias)
    assert off > 0
    assert bias > 0
    cells = values.a[network.units["map"], 0][[0, 1, 4, 5]]
    assert rounding.of_sum(("pooled", 0), 0) == slacks(cells).max() > 0
