"""Many starts in words: how far apart, how good, what they call the row, how they ended."""

from __future__ import annotations

import numpy as np

from core.document import Document, Floats
from core.training.starts import Standing, Start, Starts
from core.training.stopping import StopReason
from gui.classes.trust_words import ends_words, percent_span, progress_words, span_text, spread_words
from tests.core.training.test_starts import short
from tests.helpers.classifier import SPECIES, iris

NAN = float("nan")


def right(*train: float, test: float = NAN) -> Floats:
    return np.array([[share, test] for share in train])


def start(number: int, name: str = "max_steps", step: int = 100) -> Start:
    return Start(number, number + 1, np.zeros(15), step, 0.1, StopReason(name, "", step), {})


def document() -> Document:
    return short(iris(), max_steps=100)


def test_spans() -> None:
    assert span_text(np.array([0.41, 0.99, 0.5])) == "0.41 to 0.99"
    assert span_text(np.array([0.412, 0.409])) == "0.41"
    assert span_text(np.zeros(0)) == ""
    assert percent_span(np.array([0.96667, 0.95833])) == "95.8 to 96.7 %"
    assert percent_span(np.array([1.0, 1.0])) == "100 %"
    assert percent_span(np.array([NAN])) == ""


def test_the_class_they_differ_about_most_is_named_with_how_good_they_are() -> None:
    # p(Versicolor) from 0.3 to 0.8 is the widest, 0.5; p(Virginica) spans 0.4
    shares = np.array([[0.1, 0.8, 0.1], [0.2, 0.3, 0.5], [0.1, 0.7, 0.2]])
    assert spread_words(SPECIES, shares, right(0.97, 0.98, 0.97), 11) == (
        "p(Versicolor) for row 12 lies between 0.3 and 0.8 in 3 trainings that are all 97 to 98 % right. "
        "2 predict Versicolor, 1 Virginica."
    )


def test_trainings_that_are_not_alike_are_not_said_to_be() -> None:
    shares = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert "2 trainings that are 0 to 65.8 % right." in spread_words(("a", "b"), shares, right(0, 0.65833), 0)


def test_one_training_without_a_column_of_classes() -> None:
    words = spread_words(SPECIES, np.array([[0.1, 0.7, 0.2]]), right(NAN), 0)
    assert words == "p(Setosa) for row 1 is 0.1 in 1 training. It predicts Versicolor."


def test_names_that_are_numbers_stand_in_quotes() -> None:
    shares = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])
    assert spread_words(("4", "9"), shares, right(1, 1, 1), 0).endswith("all 100 % right. 2 predict “4”, 1 “9”.")


def test_how_they_ended_and_their_seeds() -> None:
    starts = Starts(document())
    assert ends_words(starts) == ("",)
    starts.standing = Standing((start(1), start(2)))
    assert ends_words(starts)[0] == "▾ your network as it is. All ended at step 100, at the limit; seeds 2 to 3."
    starts.standing = Standing((start(1), start(2), start(3, "diverged", 7), start(4, "no_improvement", 40)))
    assert ends_words(starts)[2] == (
        "Ended at steps 7 to 100: 2 at the limit, 1 diverged, 1 no better any more; seeds 2 to 5."
    )


def test_how_far_they_are() -> None:
    starts = Starts(document(), count=20)
    assert progress_words(starts)[0] == "0 of 20 trained, the next is at step 0"
    starts.standing = Standing(tuple(start(number) for number in range(1, 6)), 0, 2.0)
    assert progress_words(starts)[0] == "5 of 20 trained, the next is at step 0, about 6 s more"
