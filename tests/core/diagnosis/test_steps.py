"""Steps that do not lead down: what is found, by which numbers, and that the remedy helps."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from core import storage
from core.catalog import OPTIMIZERS
from core.datasets.rows import prepare
from core.datasets.shipped import load
from core.diagnosis import Case, Finding, case_of, diagnose
from core.document import DataSpec, Document, Stop, TrainingSpec, column
from core.edits.building import BuildNetwork
from core.edits.values import NewStart, SetTrainable, SetValue
from core.errors import NetworkRefused
from core.quantity import format_number
from core.training.trainer import Trainer
from tests.helpers.build import documents, one_two_one
from tests.helpers.plain import Plain

B3 = ("", "effect")


def only_b3(rate: float, stop: Stop = Stop(), optimizer: str = "gradient_descent") -> Document:  # noqa: B008  a frozen value
    """Part 2: the last bias alone learns."""
    document = one_two_one()
    refs = tuple(ref for ref in document.parameters() if ref != B3)
    training = replace(document.training, learning_rate=rate, stop=stop, optimizer=optimizer)
    return SetTrainable(refs, trainable=False).apply(document).evolve(training=training)


def after(document: Document, steps: int) -> Case:
    trainer = Trainer(document)
    trainer.step(steps)
    return case_of(document, trainer)


def names(case: Case) -> list[str]:
    return [finding.name for finding in diagnose(case)]


def the(name: str, case: Case) -> Finding:
    return next(finding for finding in diagnose(case) if finding.name == name)


def mended(finding: Finding, document: Document) -> Document:
    assert finding.remedy is not None
    assert finding.offer
    return finding.remedy.apply(document)


def test_a_step_too_large_is_shown_by_the_numbers_of_part_2() -> None:
    # The residuals sum up to 7.83, so dSSR/db3 = −2 × 7.83 = −15.66, and the step at rate 0.5 is −7.83.
    # Each of the three residuals falls by 7.83: the derivative becomes −15.66 + 2 × 3 × 7.83 = 31.3, and
    # SSR = 20.42 − 15.66 × 7.83 + 3 × 7.83² = 81.7. At rate 0.1: 20.42 − 15.66 × 1.566 + 3 × 1.566² = 3.26.
    document = only_b3(0.5)
    case = after(document, 1)
    found = the("step_too_large", case)
    assert [float(number.replace("−", "-")) for number in re.findall(r"(?<![bd\w])−?\d+\.\d+", found.proof)] == (
        pytest.approx([20.42, 81.7, 0.5, 7.83, -15.66, 31.3, 0.1, 3.26], rel=5e-3))
    assert "stepped over the lowest place" in found.proof
    assert (found.ref, found.offer) == (B3, "Reset, learning rate 0.1")
    better = mended(found, Document.evolve(document, steps=1))
    assert (better.training.learning_rate, better.steps) == (0.1, 0)
    assert diagnose(after(better, 20)) == ()
    assert after(better, 20).snapshot.loss < 0.01


def test_where_others_moved_too_it_is_not_said_where_the_lowest_place_is(examples: Path) -> None:
    document = storage.load(examples / "details2-all-parameters.squiggle")
    document = document.evolve(training=replace(document.training, learning_rate=0.6))
    # w3 moves by −0.6 × 7.142 = −4.285; the loss at the new place of all seven rises with w3 no more but falls
    assert "w3 moved by −4.285 and the derivative dSSR/dw3 went from 7.142 to −53.33: its sign turned" in (
        the("step_too_large", after(document, 1)).proof)


def test_a_step_that_jumps_to_and_fro_leaves_the_loss_where_it_was_and_is_too_large() -> None:
    # SSR over b3 is a parabola with 2nd derivative 2 × 3 = 6; at rate 2 ÷ 6 a step leads to the other side, as high.
    # Half of it leads to the lowest place: 20.42 − 15.66² ÷ (2 × 6) = −0.015 from rounded numbers, so nearly 0.
    case = after(only_b3(1 / 3), 1)
    found = the("step_too_large", case)
    assert found.proof.startswith("The last step left SSR at 20.4")
    assert found.offer == "Learning rate 0.166667"
    assert after(mended(found, only_b3(1 / 3)), 1).snapshot.loss < 0.01


def test_a_step_that_lowers_the_loss_is_none_too_large() -> None:
    assert names(after(only_b3(0.3), 5)) == []  # to and fro, but down
    assert names(after(only_b3(0.1), 1)) == []


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_share_of_the_step_leads_where_that_rate_would_have_led(optimizer: str) -> None:
    document = only_b3(0.5, optimizer=optimizer)
    trainer = Trainer(document)
    trainer.step(1)
    case = case_of(document, trainer)
    slower = Trainer(document.evolve(training=replace(document.training, learning_rate=0.1)))
    slower.step(1)
    assert case.would_be(0.2) == pytest.approx(slower.snapshot().loss, rel=1e-9)


@given(documents())
def test_the_last_step_is_measured_as_a_plain_loop_measures_it(document: Document) -> None:
    try:
        trainer = Trainer(document)
    except NetworkRefused:
        return
    trainer.step(1)
    case = case_of(document, trainer)
    plain = Plain(document, prepare(document))
    before = plain.loss(range(5))
    plain.descend(range(5), document.training.learning_rate)
    step = case.last_step
    if step is None or not np.isfinite(plain.loss(range(5))):
        return
    assert step.before == pytest.approx(before, rel=1e-6, abs=1e-9)
    assert step.after == pytest.approx(plain.loss(range(5)), rel=1e-6, abs=1e-9)
    assert ("step_too_large" in names(case)) <= (step.after >= step.before * (1 - 1e-6))


def test_of_a_batch_the_rows_of_the_step_count() -> None:
    document = one_two_one()
    training = replace(document.training, batch_size=1, learning_rate=2.0)
    case = after(document.evolve(training=training), 1)
    found = the("step_too_large", case)
    assert "over its 1 rows" in found.proof
    step = case.last_step
    assert step is not None
    plain = Plain(document, prepare(document))
    assert step.before == pytest.approx(plain.loss([0]), rel=1e-9)


def test_broken_numbers_are_named_and_a_tenth_of_the_rate_helps() -> None:
    document = only_b3(0.5)
    case = after(document, 5_000)
    found = diagnose(case)[0]
    assert (found.name, found.nodes) == ("not_a_number", ("effect",))
    assert "learning rate 0.5" in found.proof
    assert "It began at 20.42" in found.proof
    assert names(case) == ["not_a_number"], "all else is its consequence"
    better = mended(found, document)
    assert better.training.learning_rate == 0.05
    assert diagnose(after(better, 30)) == ()


def test_numbers_that_cannot_be_computed_with_are_found_where_they_begin() -> None:
    document = one_two_one()
    for ref in (("dose", "top"), ("", "top")):
        document = SetValue(ref, 1.5e308).apply(document)
    found = diagnose(case_of(document))[0]
    assert (found.name, found.nodes) == ("not_a_number", ("top",))
    assert "In row 2 the weighted sum of hidden 1 is ∞" in found.proof  # 1.5e308 × 0.5 + 1.5e308 is beyond 1.8e308
    assert names(case_of(mended(found, document))) == []


def test_numbers_that_are_only_large_are_no_finding() -> None:
    assert "not_a_number" not in names(case_of(SetValue(B3, 1e9).apply(one_two_one())))


def test_steps_too_small_are_shown_beside_what_a_longer_one_would_do() -> None:
    # rate 1e−7: 15.66² × 1e−7 = 2.45e−5 off 20.42. At 0.1 it would have been 3.26, as above.
    document = only_b3(1e-7)
    found = the("step_too_small", after(document, 1))
    assert "2.45" in found.proof
    assert "With 0.1 it would have led to 3.2" in found.proof
    better = mended(found, document)
    assert better.training.learning_rate == 0.1
    assert names(after(better, 1)) == []


def test_steps_that_lead_on_are_not_too_small() -> None:
    assert names(after(only_b3(1e-4), 1)) == []


def test_a_stop_rule_that_ends_it_at_once_is_named() -> None:
    document = only_b3(0.1, Stop(max_steps=1000, min_step_size=5.0))
    case = after(document, 10)
    assert case.snapshot.step == 1
    found = the("stops_at_once", case)
    assert "the largest step size of the last step, 1.56551, is below 5" in found.proof
    better = mended(found, document)
    assert better.training.stop == Stop(max_steps=1000)
    assert names(after(better, 10)) == []
    assert "stops_at_once" not in names(after(only_b3(0.1, Stop(max_steps=3)), 10))


def one_hidden(w1: float, b1: float, w3: float, b3: float) -> Document:
    """predicted = w3 × softplus(w1 × dosage + b1) + b3; observed are 0, 1, 1."""
    document = one_two_one()
    document = document.evolve(
        nodes={key: node for key, node in document.nodes.items() if key != "bottom"},
        connections={pair: found for pair, found in document.connections.items() if "bottom" not in pair},
        data=DataSpec((column("dosage", [0, 0.5, 1]), column("effectiveness", [0, 1, 1])), {"dose": ("dosage",)},
                      {"effect": ("effectiveness",)}))  # fmt: skip
    for ref, value in {("dose", "top"): w1, ("", "top"): b1, ("top", "effect"): w3, B3: b3}.items():
        document = SetValue(ref, value).apply(document)
    return document


def test_flat_with_something_lower_in_reach_says_where() -> None:
    # At sums of −10, −9.5, −9 softplus gives 0.00005 to 0.00012: predicted is b3 = 2/3, the mean, in all rows, and
    # SSR = 4/9 + 1/9 + 1/9 = 2/3. Eight further up the sums are −2, −1.5, −1: softplus gives 0.127, 0.201, 0.313.
    document = one_hidden(1.0, -10.0, 1.0, 2 / 3)
    found = the("plateau", case_of(document))
    assert "SSR is 0.6667" in found.proof or "SSR is 0.6666" in found.proof
    case = case_of(mended(found, document))
    assert case.snapshot.loss < 0.99 * 2 / 3
    assert found.proof.endswith(f"it would be {format_number(case.snapshot.loss)}.")
    assert "plateau" not in names(case)


def test_flat_where_no_single_parameter_leads_down_says_so() -> None:
    # w1 = w3 = 0: predicted is b3, the mean of 0, 1, 1; the residuals −2/3, 1/3, 1/3 add up to 0, and with them
    # every derivative: a saddle, which only w1 and w3 together leave.
    found = the("flat", case_of(one_hidden(0.0, 0.0, 0.0, 2 / 3)))
    assert "SSR is 0.6667" in found.proof
    assert (found.serious, found.offer) == (False, "New start")
    assert "flat" not in names(case_of(mended(found, one_hidden(0.0, 0.0, 0.0, 2 / 3))))


def test_a_flat_place_names_a_number_that_learns() -> None:
    # As above, and only the bias b3, the last number of all, learns: all derivatives are 0, those of frozen ones too.
    document = one_hidden(0.0, 0.0, 0.0, 0.5)
    document = SetTrainable(tuple(ref for ref in document.parameters() if ref != B3), trainable=False).apply(document)
    rows = replace(document.data, columns=(column("dosage", [0, 0.5]), column("effectiveness", [0, 1])))
    proof = the("flat", case_of(document.evolve(data=rows))).proof
    assert f"dSSR/d{document.parameters()[B3].name}, is only 0" in proof


def test_a_slope_is_not_flat() -> None:
    assert names(case_of(one_hidden(1.0, 0.0, 1.0, 0.0))) == []


def test_where_frozen_numbers_know_a_way_down_unfreezing_is_offered() -> None:
    document = only_b3(0.1)
    document = SetValue(("top", "effect"), 0.0).apply(document)
    trained = Trainer(document)
    trained.step(500)
    found = the("flat", case_of(document, trained))
    assert (found.title, found.offer) == ("As low as the unfrozen can get", "Unfreeze all")
    free = mended(found, document)
    assert all(parameter.trainable.all() for parameter in free.parameters().values())


def test_learned_and_flat_is_success() -> None:
    assert names(after(only_b3(0.1), 1000)) == []


def flowers(seed: int = 0) -> Document:
    """Iris as the file has it, two hidden nodes, and what a document begins with: a sum over 150 rows, rate 0.1."""
    document = BuildNetwork(hidden=2).apply(Document(data=DataSpec(load("iris"))))
    nodes = {key: replace(node, activation="softplus" if node.kind == "hidden" else node.activation)
             for key, node in document.nodes.items()}  # fmt: skip
    training = TrainingSpec(loss="cross_entropy", seed=seed)
    return NewStart().apply(document.evolve(
        nodes=nodes, training=training, data=replace(document.data, scaling={})))  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_sum_over_many_rows_that_threw_a_classifier_off_is_named_and_one_edit_lets_it_learn(seed: int) -> None:
    document = flowers(seed)
    case = after(document, 300)
    # three classes, 50 rows each: a constant gives each 1/3, so 150 × ln 3 = 164.8 is left
    assert case.constant_loss == pytest.approx(150 * np.log(3))
    assert case.snapshot.loss > case.constant_loss
    found = diagnose(case)[0]
    assert found.name in ("thrown_off", "swings")
    assert "learning rate 0.1" in found.proof
    assert found.offer == "Reset, mean cross entropy, Adam at 0.05"
    better = after(mended(found, document.evolve(steps=300)), 500)
    assert better.snapshot.loss < 0.2 * np.log(3)


@pytest.mark.parametrize("seed", range(4))
def test_squared_residuals_no_better_than_a_guess_are_told_at_every_step_with_a_way_out(seed: int) -> None:
    document = flowers(seed).evolve(training=TrainingSpec(seed=seed))
    trainer = Trainer(document)
    trainer.step(96)
    for _ in range(6):
        trainer.step(1)
        case = case_of(document, trainer)
        if case.snapshot.loss < 0.95 * case.constant_loss:  # 150 × ((1 − 1/3)² + 2 ÷ 3²) = 100 is that of a guess
            assert case.constant_loss == pytest.approx(100)
            return
        assert diagnose(case)[0].offer == "Reset, mean cross entropy, Adam at 0.05"
    better = after(mended(diagnose(case)[0], document.evolve(steps=102)), 300)
    assert better.snapshot.loss < 0.2 * np.log(3)


def test_a_loss_that_goes_to_and_fro_is_told_on_the_way_down_as_on_the_way_up() -> None:
    document = flowers(2).evolve(training=TrainingSpec(seed=2))
    trainer = Trainer(document)
    trainer.step(20)
    for _ in range(6):
        trainer.step(1)
        found = the("swings", case_of(document, trainer))
        risen = np.diff(trainer.history.view().losses[-9:])
        assert f"risen {np.count_nonzero(risen > 0)} times by up to {format_number(risen.max())}" in found.proof
    assert (risen[-6:] < 0).any()
    assert (risen[-6:] > 0).any()
    assert "summed over 150 rows, the steps jump to and fro" in found.proof


def test_what_threw_it_off_is_told_with_its_highest_loss() -> None:
    case = after(flowers(), 300)
    assert case.history is not None
    found, losses = the("thrown_off", case), case.history.losses
    assert f"rose from {format_number(losses[0])} to {format_number(losses.max())} at step" in found.proof
    assert f"{int(case.history.steps[losses.argmax()]):,}. It is" in found.proof
    assert "summed over 150 rows" in found.proof
    assert "the best constant prediction leaves 164.8" in found.proof
    assert names(case) == ["thrown_off"]
