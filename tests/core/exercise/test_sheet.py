"""Your turn: published answers count, each slip is named, and no right answer is called one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import storage
from core.datasets.rows import prepare
from core.document import Document, Ref, TrainingSpec, floats
from core.edits.graph import Connect, InsertNode
from core.edits.values import RenameParameter, SetActivation, SetTrainable
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from core.exercise.blanks import judge
from core.exercise.sheet import MOST_ROWS, Exercise, exercise, first_wrong
from core.training.trainer import Trainer
from tests.helpers.build import documents, one_two_one

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"


def asked(document: Document, name: str, steps: int = 0) -> Exercise:
    """The exercise of the parameter of this name after so many steps."""
    trainer = Trainer(document)
    if steps:
        trainer.step(steps)
    ref = next(ref for ref, one in document.parameters().items() if one.name == name)
    return exercise(document, trainer.network, trainer.snapshot(), trainer.rows, ref)


def example(file: str, name: str, steps: int = 0) -> Exercise:
    return asked(storage.load(EXAMPLES / f"{file}.squiggle"), name, steps)


def slip(found: Exercise, key: str, text: str) -> str:
    """The name of the slip that a wrong answer is recognised as, or what is wrong."""
    verdict = judge(found.blank(key), text)
    assert not verdict.right
    return verdict.slip.name if verdict.slip else verdict.sentence


@pytest.mark.parametrize(("steps", "answers"), [
    # part 2: predicted −2.6, −1.6, −2.61; the slope −15.7; the step −1.57; then b3 = 1.57
    (0, {"predicted.0": "-2.6", "predicted.1": "-1.6", "predicted.2": "-2.61", "derivative": "-15.7",
         "step_size": "-1.57", "next_value": "1.57", "factor.0.0": "−5.2", "factor.0.1": "-5.2", "factor.0.2": "-5.22",
         "factor.1.0": "1", "factor.1.1": "1", "factor.1.2": "1", "product.0": "-5.2", "product.1": "-5.2",
         "product.2": "-5.22"}),
    # and at b3 = 1.57: −1.03, −0.03, −1.04; −6.26; −0.626; 2.19
    (1, {"predicted.0": "-1.03", "predicted.1": "-0.03", "predicted.2": "-1.04", "derivative": "-6.26",
         "step_size": "-0.626", "next_value": "2.19"}),
])  # fmt: skip
def test_the_published_answers_of_part_2_are_right(steps: int, answers: dict[str, str]) -> None:
    found = example("part2-backpropagation", "b3", steps)
    wrong = {key: judge(found.blank(key), text).sentence for key, text in answers.items()
             if not judge(found.blank(key), text).right}
    assert wrong == {}
    assert first_wrong(found, answers) is None


def test_the_published_answers_of_both_details_are_right() -> None:
    # details 1: predicted 0.72 where y1 = 0.21, dSSR/dw3 = 2.58; details 2: 0.68, 0.85, 1.19, x 1.37 and 2.74, 0.76
    first = example("details1-three-parameters", "w3")
    assert first_wrong(first, {"predicted.0": "0.72", "factor.1.0": "0.21", "derivative": "2.58"}) is None
    second = example("details2-all-parameters", "w1")
    answers = {"x.1": "1.37", "x.2": "2.74", "predicted.0": "0.68", "predicted.1": "0.85", "predicted.2": "1.19",
               "derivative": "0.76"}
    assert second.blank("predicted.0").answer == pytest.approx(0.6862, abs=1e-4), "0.68 comes of (0.36 + 0.63) × 0.69"
    assert first_wrong(second, answers) is None


def test_every_form_of_a_number_is_understood() -> None:
    found = example("part2-backpropagation", "b3")
    for text in ("-15.66", "−15,655", "–15.7", "-1565.5/100", "  -15.66 ", "-1.5655e1", "-15.655108"):
        assert judge(found.blank("derivative"), text).right, text
    assert judge(found.blank("factor.0.0"), "5.2").slip is not None, "a slip may be rounded too"
    for text in ("", "minus fifteen", "1/0", "15..6", "1e999"):
        verdict = judge(found.blank("derivative"), text)
        assert not verdict.right
        assert verdict.slip is None
        assert verdict.sentence.endswith(".")
    assert "is not a number" in judge(found.blank("derivative"), "about 16").sentence


def test_how_near_is_near_enough() -> None:
    blank = replace(example("part2-backpropagation", "b3").blank("derivative"), margin=0.0)
    right = {text: judge(blank, text).right for text in ("-15.66", "-15.65", "-15.7", "-15.64", "-15.6", "-16", "-20")}
    assert right == {"-15.66": True, "-15.65": False, "-15.7": True, "-15.64": False, "-15.6": False, "-16": False,
                     "-20": False}
    small = replace(blank, answer=0.0042, slips=())
    assert {text: judge(small, text).right for text in ("0.0042", "0.004", "0", "0.00", "0.00424", "-0.0042")} == {
        "0.0042": True, "0.004": False, "0": False, "0.00": False, "0.00424": True, "-0.0042": False}


def test_slips_of_part_2() -> None:
    found = example("part2-backpropagation", "b3")
    # row 1: observed 0, predicted −2.6037: −2 × (0 − −2.6037) = −5.2073
    assert slip(found, "factor.0.0", "5.21") == "minus"
    assert slip(found, "factor.0.0", "-2.6037") == "two"
    assert slip(found, "factor.0.0", "2.6037") == "residual"
    assert slip(found, "factor.0.0", "6.7791") == "square"  # 2.6037²
    assert slip(found, "factor.0.1", "1.218") == "sum"  # −2 × (1 + −1.6090)
    assert slip(found, "factor.1.0", "0") == "zero"
    assert slip(found, "predicted.1", "1") == "observed"
    assert slip(found, "product.0", "-4.207") == "added"  # −5.2073 + 1
    assert slip(found, "derivative", "15.66") == "minus"
    assert slip(found, "derivative", "-7.83") == "two"
    assert slip(found, "derivative", "-5.207") == "rows"
    assert slip(found, "step_size", "1.57") == "minus"
    assert slip(found, "step_size", "-15.655") == "rate"
    assert slip(found, "step_size", "-156.55") == "divided"
    assert slip(found, "next_value", "-1.57") == "added"  # 0 + −1.5655
    assert slip(found, "next_value", "15.655") == "rate"
    assert slip(found, "next_value", "0") == "stayed"
    # one step on: 1.5655 + −0.6262 = 0.9393
    assert slip(example("part2-backpropagation", "b3", 1), "next_value", "0.94") == "added"


def test_slips_of_both_details() -> None:
    first, second = example("details1-three-parameters", "w3"), example("details2-all-parameters", "w1")
    # x1 = 3.34 × 0 − 1.43 = −1.43, y1 = ln(1 + e^−1.43) = 0.2146
    assert slip(first, "factor.1.0", "-1.43") == "before"
    assert slip(first, "factor.1.0", "0.36") == "weight"
    # the mean of the three rows: 2.57614 ÷ 3 = 0.8587
    assert slip(first, "derivative", "0.8587") == "mean"
    # row 2: x1 = 2.74 × 0.5 = 1.37, y1 = ln(1 + e^1.37) = 1.5964, slope 1 ÷ (1 + e^−1.37) = 0.7974, at y1 0.8315
    assert slip(second, "x.1", "1.5964") == "after"
    assert slip(second, "y.1", "1.37") == "before"
    assert slip(second, "factor.2.1", "0.8315") == "after"
    assert slip(second, "factor.2.1", "1.5964") == "function"
    assert slip(second, "factor.2.1", "0.2026") == "rest"  # 1 − 0.7974
    # −0.28354 × 0.36 × 0.79738 × 0.5 = −0.040697; without 0.36: −0.11305; without the 2: −0.020348
    assert slip(second, "product.1", "-0.11305") == "left_out"
    assert slip(second, "product.1", "-0.02035") == "two"
    assert slip(second, "product.1", "0.0407") == "minus"
    # the products: 0, −0.0407, 0.8016
    assert slip(second, "derivative", "0.8016") == "rows"
    # learning rate 0.01: 2.74 + 0.0076 = 2.7476
    assert slip(second, "next_value", "2.7476") == "added"


def test_slips_of_a_bias_that_is_left_out() -> None:
    # hidden 1 of part 2, row 2: 3.34 × 0.5 − 1.43 = 0.24; without the bias 1.67
    assert slip(example("part2-backpropagation", "w1"), "x.1", "1.67") == "bias"
    # b3 = 1.5655 after a step: without it row 1 predicts −2.6037
    assert slip(example("part2-backpropagation", "b3", 1), "predicted.0", "-2.6037") == "bias"


def test_slips_of_a_mean() -> None:
    document = one_two_one()
    document = document.evolve(training=replace(document.training, reduction="mean"))
    found = asked(document, "b3")
    # −15.6551 ÷ 3 = −5.2184; row 1: −5.2073 ÷ 3 = −1.7358
    assert judge(found.blank("derivative"), "-5.22").right
    assert slip(found, "derivative", "-15.655") == "mean"
    assert slip(found, "factor.0.0", "-5.2073") == "mean"


def test_slips_where_paths_join() -> None:
    # dosage → a → both hidden nodes of the next layer: the sum over what a feeds
    document = storage.load(EXAMPLES / "part2-backpropagation.squiggle")
    found = asked(branching(document), "inner")
    assert [factor.kind for factor in found.factors] == ["passed_back", "activation", "one"]
    part = found.found.short[0].values[1]
    feeds = found.blank("factor.0.1").slips
    assert sum(one.value for one in feeds if one.name == "one_path") == pytest.approx(part, rel=1e-12)
    assert slip(found, "factor.0.1", f"{feeds[0].value:.4f}") == "one_path"


def branching(document: Document) -> Document:
    """A node between dosage and hidden 1 that feeds hidden 2 too."""
    document = InsertNode(("dose", "top"), (100, 0), 1).apply(document)
    inner = [*document.nodes][-1]
    document = Connect(((inner, "bottom"),)).apply(document)
    return RenameParameter(("", inner), "inner").apply(document)


def test_frozen_numbers_do_not_move() -> None:
    document = one_two_one(0.5)
    ref: Ref = ("", "effect")
    found = asked(SetTrainable((ref,), trainable=False).apply(document), "b3")
    assert (found.blank("step_size").answer, found.blank("next_value").answer) == (0.0, 0.5)
    derivative = found.blank("derivative").answer
    assert slip(found, "step_size", repr(derivative * document.training.learning_rate)) == "frozen"


def test_an_optimizer_with_a_rule_of_its_own_has_its_lines_as_blanks() -> None:
    training = TrainingSpec(optimizer="momentum", learning_rate=0.1)
    document = storage.load(EXAMPLES / "part2-backpropagation.squiggle").evolve(training=training)
    found = asked(document, "b3", steps=1)
    assert [blank.key for blank in found.blanks][-4:] == ["derivative", "line.0", "step_size", "next_value"]
    # velocity = 0.9 × −15.6551 + −6.2620 = −20.3516, step −2.0352; plain gradient descent would step −0.6262
    assert judge(found.blank("line.0"), "-20.35").right
    assert judge(found.blank("step_size"), "-2.04").right
    assert slip(found, "step_size", "-0.6262") == "plain"


def test_the_first_wrong_one_is_named_in_the_order_of_working() -> None:
    found = example("part2-backpropagation", "b3")
    answers = {"next_value": "-1.57", "factor.0.0": "5.2", "derivative": "15.66", "predicted.0": "-2.6"}
    wrong = first_wrong(found, answers)
    assert wrong is not None
    assert (wrong[0].key, wrong[0].row, wrong[1].slip and wrong[1].slip.name) == ("factor.0.0", 0, "minus")
    assert first_wrong(found, {**answers, "factor.0.0": " "}) != wrong
    assert first_wrong(found, {}) is None
    with pytest.raises(KeyError):
        found.blank("nothing")


def test_few_rows_are_asked_for_and_the_rest_is_given() -> None:
    document = one_two_one()
    columns = tuple(replace(one, values=floats(np.tile(one.values, 4))) for one in document.data.columns)
    found = asked(document.evolve(data=replace(document.data, columns=columns)), "b3")
    assert {blank.row for blank in found.blanks} == {None, *range(MOST_ROWS)}
    shown = sum(found.blank(f"product.{row}").answer for row in range(MOST_ROWS))
    assert shown + found.rest == pytest.approx(found.blank("derivative").answer, rel=1e-14)
    assert found.rest == pytest.approx(3 * -15.655108, abs=1e-5)
    assert slip(found, "derivative", "-15.655") == "rest"


def test_the_rows_are_those_of_the_batch() -> None:
    document = one_two_one()
    training = replace(document.training, batch_size=1, shuffle=True, seed=3)
    trainer = Trainer(document.evolve(training=training))
    trainer.step(2)
    found = exercise(trainer._document, trainer.network, trainer.snapshot(), trainer.rows, ("", "effect"))
    assert {blank.row for blank in found.blanks} == {None, int(found.found.rows[0])}


def test_numbers_whose_squares_are_too_large_can_be_asked_for() -> None:
    # predicted is 1e200 and more, so that the squared residual, one of the slips, is infinite.
    found = asked(one_two_one(1e200), "b3")
    first = found.blank("factor.0.0")
    assert first.answer == pytest.approx(2e200)
    assert judge(first, "2e200").right
    assert not judge(first, "-2e200").right


def test_numbers_that_are_none_cannot_be_asked_for() -> None:
    document = one_two_one()
    network, rows = compile_network(document), prepare(document)
    shot = replace(Trainer(document).snapshot(), theta=np.full(network.size, 1e300))
    found = exercise(document, network, shot, rows, ("", "effect"))
    assert found.note == "Some numbers are not finite here, and those cannot be typed."
    assert all(np.isfinite(blank.answer) for blank in found.blanks)


@given(documents(), st.data())
def test_right_answers_are_never_called_slips(document: Document, data: st.DataObject) -> None:
    try:
        trainer = Trainer(document)
    except NetworkRefused:
        return
    ref = data.draw(st.sampled_from(list(document.parameters())))
    index = tuple(data.draw(st.integers(0, size - 1)) for size in document.parameter(ref).value.shape)
    found = exercise(document, trainer.network, trainer.snapshot(), trainer.rows, ref, index)
    for blank in found.blanks:
        texts = [repr(blank.answer), f"{blank.answer:.4f}", f"{blank.answer:.2e}"]
        texts += [f"{blank.answer:.2f}"] if abs(blank.answer) >= 0.1 else []
        for text in texts[:1] if 0 < abs(blank.answer) < 1e-3 else texts:
            assert judge(blank, text).right, (blank, text)
        assert not any(judge(blank, f"{one.value:.15e}").right for one in blank.slips), blank


@given(documents())
def test_each_slip_that_is_listed_is_recognised(document: Document) -> None:
    try:
        trainer = Trainer(document)
    except NetworkRefused:
        return
    ref = next(iter(document.parameters()))
    index = tuple(0 for _ in document.parameter(ref).value.shape)
    for blank in exercise(document, trainer.network, trainer.snapshot(), trainer.rows, ref, index).blanks:
        assert [judge(blank, f"{one.value:.15e}").slip for one in blank.slips] == [*blank.slips]


def test_work_from_rounded_factors_counts_and_a_wild_guess_does_not() -> None:
    found = example("details2-all-parameters", "w1")
    # row 3 with predicted 1.19 and factors of two decimals 2.38 × 0.36 × 0.94 × 1 = 0.81, exactly 0.8016
    verdict = judge(found.blank("product.2"), "0.81")
    assert verdict.right
    assert "rounded" in verdict.sentence
    assert not judge(found.blank("product.2"), "0.93").right
    assert judge(found.blank("product.2"), "0.93").sentence == "Not yet: multiply the factors of this row."


def test_an_output_that_bends_has_both_values() -> None:
    document = SetActivation(("effect",), "softplus").apply(one_two_one(2.0))
    found = asked(document, "b3")
    assert [blank.key for blank in found.blanks][:2] == ["x.0", "predicted.0"]
    assert slip(found, "predicted.0", repr(found.blank("x.0").answer)) == "before"
