"""What lessons 2 and 5 to 8 count, and no source of a number can say: computed here, as the texts have it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from core import storage
from core.document import Floats
from core.lessons.bench import Bench, bench_of
from core.lessons.set_up import EXAMPLES
from core.lessons.shelf import LESSONS, read_shelf
from core.shifts import ShiftTest, shifted
from core.training.duel import Duel, plain
from core.training.starts import Starts
from tests.helpers.published import meet


def bench(name: str) -> Bench:
    folder = LESSONS if (LESSONS / f"{name}.squiggle").is_file() else EXAMPLES
    return bench_of(storage.load(folder / f"{name}.squiggle"))


def words(lesson: str, step: int) -> str:
    """Return the answer that a step has, as it is shown."""
    found = read_shelf().find(lesson)
    assert found is not None
    return found.steps[step - 1].answer.plain


def test_in_the_duel_cross_entropy_is_there_at_step_231() -> None:
    duel = Duel(plain(storage.load(EXAMPLES / "iris-train.squiggle")), "species", 600)
    while not duel.done:
        duel.step()
    ours, theirs = (course.likely(0, 0.9) for course in duel.courses)
    assert ours == 231
    assert theirs is not None
    assert theirs > 2 * ours
    assert "more than twice" in words("6-cross-entropy", 10)


def test_four_of_24_shifts_leave_the_answer_and_mean_pooling_never_knew_it() -> None:
    at = bench("part8-letters")
    pooled = ShiftTest(at.document, "pooled").measure(at.theta, at.rows.inputs[:, 0]).pooled
    outputs = {mode: found.outputs for mode, found in pooled.items() if found.outputs is not None}
    called = {mode: found.argmax(axis=1) for mode, found in outputs.items()}
    assert ((called["max"] == 0).sum() - 1, called["max"].size - 1) == (4, 24)
    assert (called["mean"] == 1).all(), "an X, moved or not"
    assert words("8-convolution", 9).startswith("Four. With mean pooling none")


def test_rows_3_and_4_are_the_letters_of_rows_1_and_2_moved_by_a_pixel() -> None:
    pixels = bench("part8-letters").rows.inputs.T.reshape(-1, 6, 6)
    assert np.array_equal(pixels[2], shifted(pixels[0], -1, 0))
    assert np.array_equal(pixels[3], shifted(pixels[1], 1, 0))


def flipped(row: Floats, places: tuple[int, ...]) -> Floats:
    pixels = row.copy()
    pixels[list(places)] = 1 - pixels[list(places)]
    return pixels


def test_three_pixels_make_the_o_an_x_and_fewer_never_do() -> None:
    at = bench("letters-train").trained(None)
    row, units = at.rows.inputs[:, 0], at.network.units["which"]

    def says(choices: list[tuple[int, ...]]) -> Floats:
        """Return p(X) for each choice of pixels to be flipped."""
        pictures = np.stack([flipped(row, places) for places in choices], axis=1)
        found: Floats = at.network.forward(at.theta, pictures).a[units][1]
        return found

    fewer = [places for count in (0, 1, 2) for places in combinations(range(36), count)]
    assert says(fewer).max() < 0.5
    # row 1 column 2, row 1 column 4, row 3 column 4, counted from 0 and row by row: 1, 3, 2 × 6 + 3 = 15
    assert says([(1, 3, 15)])[0] == pytest.approx(0.5181, abs=5e-5)


def test_the_filter_that_learned_falls_to_the_right() -> None:
    """1.64, 0.41, 1.85 on the diagonal; in the two other corners −1.29."""
    at = bench("letters-train").trained(None)
    found = at.network.parameters(at.theta)["map", "map"][0, 0]
    assert np.diag(found) == pytest.approx([1.64, 0.41, 1.85], abs=0.005)
    assert found[0, 2] < -1
    assert found[2, 0] < -1


def test_the_networks_beside_the_lessons_have_the_published_numbers() -> None:
    soft, raw = bench("5-softmax"), bench("5-three-flowers")
    meet("part5_softmax", "SoftMax with unrounded -0.44", soft.values.a[soft.network.units["species"], 0])
    meet("part4_multi_in_out", "Setosa output at (0.5, 0.37)", raw.values.a[raw.network.units["setosa"], 2])
    meet("part4_multi_in_out", "Versicolor output at (0.5, 0.37)", raw.values.a[raw.network.units["versicolor"], 2])
    argmax = bench("5-argmax")
    assert argmax.values.a[argmax.network.units["species"], 0].tolist() == [1, 0, 0]


@pytest.mark.parametrize(("rate", "least", "most"), [(0.03, 25, 29), (0.1, 6, 14)])
def test_nine_of_ten_starts_fit_and_at_a_larger_rate_fewer_than_half(rate: float, least: int, most: int) -> None:
    """Of the first 100 starts 90 fit at the rate 0.03, and 39 at 0.1; the first 30 are enough to tell."""
    document = storage.load(EXAMPLES / "details2-all-parameters.squiggle")
    starts = Starts(document.evolve(training=replace(document.training, learning_rate=rate)), count=30)
    starts.start()
    starts.wait()
    assert least <= sum(start.loss < 0.1 for start in starts.standing.found) <= most
    said = read_shelf().find("2-backpropagation")
    assert said is not None
    assert said.steps[13].set_up[1].words == ("0.03",)
    assert "nine of ten" in words("2-backpropagation", 14)
    assert "fewer than half" in words("2-backpropagation", 14)
