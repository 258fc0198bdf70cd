"""Two runs from one start: the steps are those of training, and what is counted is what happened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.document import Document
from core.edits.values import FreezeOthers
from core.errors import NetworkRefused
from core.row_losses import PAIR
from core.training.duel import MOST_NUMBERS, Course, Duel, most_steps, opening, plain
from core.training.trainer import Trainer
from tests.helpers.classifier import iris, layered


def fought(document: Document, node: str, steps: int) -> tuple[Course, Course]:
    duel = Duel(document, node, steps)
    duel.start()
    duel.wait()
    assert duel.over
    assert not duel.failure
    return duel.courses


@pytest.mark.parametrize("document", [iris(b3=-2), layered((3, 4, 3), rows=20)], ids=["iris", "layers"])
def test_each_step_is_the_step_that_training_makes(document: Document) -> None:
    document = document.evolve(training=replace(document.training, batch_size=None))
    node = next(node.id for node in document.nodes.values() if node.classes)
    for course, loss in zip(fought(document, node, 7), PAIR, strict=True):
        trainer = Trainer(opening(document, loss))
        assert course.loss == loss
        for step in range(8):
            shot, network, rows = trainer.snapshot(), trainer.network, trainer.rows
            shares = network.forward(shot.theta, rows.inputs).a[network.units[node]]
            seen = rows.classes[node]
            np.testing.assert_allclose(course.p[step], shares[seen, np.arange(seen.size)], rtol=1e-12)
            assert course.losses[step].sum() == pytest.approx(shot.loss, rel=1e-12)
            assert course.right[step] == (shares.argmax(axis=0) == seen).sum()
            trainer.step()


def test_batches_are_those_of_training_too() -> None:
    document = layered((3, 4, 3), rows=20)
    document = document.evolve(training=replace(document.training, batch_size=6, shuffle=True, optimizer="adam"))
    course = fought(document, "p", 11)[0]
    trainer = Trainer(opening(document, "cross_entropy"))
    trainer.step(11)
    assert course.losses[11].sum() == pytest.approx(trainer.snapshot().loss, rel=1e-12)


def test_in_part_7_cross_entropy_has_every_row_right_at_step_2_and_squares_at_step_4() -> None:
    # b3 = −2 alone learns, with rate 1, and p of Setosa in its row is 0.15. dCE/db3 = −0.77, as the lesson writes it;
    # dSSR/db3 is smaller, since −2 × 0.15 × (0.85² + …) of that row is
    document = FreezeOthers(("", "setosa"), (), "b3").apply(iris(b3=-2))
    ours, theirs = fought(document, "species", 30)
    assert ours.p[0].tolist() == theirs.p[0].tolist()
    assert ours.right[:4].tolist() == [2, 2, 3, 3]
    assert (ours.count, ours.all_right) == (3, 2)
    assert (theirs.right[3], theirs.all_right) == (2, 4)
    # at b3 = −1.23: e^raw of the first row gives 0.28 for Setosa
    assert ours.p[1, 0] == pytest.approx(0.28, abs=0.005)
    reached = ours.likely(0, 0.5)
    assert reached is not None
    assert ours.p[reached, 0] >= 0.5 > ours.p[reached - 1, 0]
    assert ours.likely(0, 1.1) is None


def test_a_run_that_diverges_ends_and_the_other_goes_on() -> None:
    document = layered((2, 3, 3), "relu", rows=8)
    document = document.evolve(training=replace(document.training, learning_rate=1e160))
    ours, theirs = fought(document, "p", 20)
    ended = [course for course in (ours, theirs) if course.diverged is not None]
    assert ended
    for course in ended:
        assert course.diverged == course.end + 1
        assert np.isfinite(course.p).all()


def test_it_can_be_stopped_and_goes_on_and_hands_out_nothing_to_write_to() -> None:
    document = layered((3, 4, 3), rows=20)
    duel = Duel(document, "p", 500)
    duel.start()
    duel.stop()
    made = duel.courses[0].end
    assert made <= 500
    with pytest.raises(ValueError, match="read-only"):
        duel.courses[0].p[0, 0] = 1.0
    duel.start()
    duel.wait()
    assert [course.end for course in duel.courses] == [500, 500]
    np.testing.assert_array_equal(duel.courses[0].p, fought(document, "p", 500)[0].p)


def test_settings_that_count_are_kept_and_the_rest_is_not() -> None:
    document = layered((3, 4, 3))
    document = document.evolve(training=replace(document.training, optimizer="adam", learning_rate=0.3))
    begun = opening(document, "ssr")
    assert (begun.training.loss, begun.training.optimizer, begun.training.learning_rate) == ("ssr", "adam", 0.3)
    assert begun.training.stop.max_steps is None
    assert plain(document).training.optimizer == "gradient_descent"
    assert plain(document).training.learning_rate == 0.3


def test_many_rows_have_fewer_steps() -> None:
    assert most_steps(150) == 2_000
    assert most_steps(1_797) * 1_797 <= MOST_NUMBERS
    assert most_steps(10**9) == 10


def test_a_network_in_which_nothing_learns_is_refused() -> None:
    document = iris()
    frozen = {
        ref: replace(found, trainable=np.zeros_like(found.trainable)) for ref, found in document.parameters().items()
    }
    with pytest.raises(NetworkRefused, match="frozen"):
        Duel(document.with_parameters(frozen), "species", 10)
