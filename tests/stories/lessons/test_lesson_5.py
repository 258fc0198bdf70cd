"""Lesson 5 played from start to end: an ArgMax is drawn, nothing learns through it, a SoftMax takes its place."""

from __future__ import annotations

from functools import partial

from PySide6.QtTest import QTest

from gui.classes.probabilities_view import ProbabilitiesView
from gui.classes.trust_view import TrustView
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import (
    answer,
    choose,
    connect,
    open_answer,
    place,
    press,
    run_out,
    set_number,
    whole_lesson,
)
from tests.stories.conftest import Play


def press_softmax(user: User) -> None:
    """Press SoftMax at the top of the view Probabilities."""
    view = user.window.classes["probabilities"]
    assert isinstance(view, ProbabilitiesView)
    user.qtbot.waitUntil(view.table.isVisible)
    QTest.mouseClick(view.use, LEFT)


def train_starts(user: User) -> None:
    """Press Train 20 starts, wait, and see that they disagree by more than the lesson says."""
    view = user.window.classes["trust"]
    assert isinstance(view, TrustView)
    user.qtbot.waitUntil(view.plot.isVisible)
    user.qtbot.mouseClick(view.go, LEFT)
    user.qtbot.waitUntil(lambda: not view.drive.running, timeout=30_000)
    starts = view.drive.starts
    assert starts is not None
    versicolor = starts.probabilities(user.node("species"), 77)[:, 1]
    assert len(versicolor) == 20
    assert versicolor.max() - versicolor.min() > 0.1
    setosa = starts.probabilities(user.node("species"), 0)[:, 0]
    assert setosa.max() - setosa.min() < 0.02, "about row 1 they agree"


def sees_probabilities(user: User) -> None:
    """See that the view the step points at is still in front, though a number was clicked."""
    assert not user.window.dock("probabilities").visibleRegion().isEmpty()


RECIPES = (
    (choose("A"), choose("C")),
    (place("ArgMax", 690, 0), connect("Setosa", "species"), connect("Versicolor", "species"),
     connect("Virginica", "species")),
    (choose("A"), choose("B"), set_number("b5", "6"), sees_probabilities),
    (answer("-0.77"), answer("0")),
    press("run"),
    press_softmax,
    answer("0.69"),
    (choose("B"), set_number("b3", "1"), set_number("b4", "1"), set_number("b5", "2"), sees_probabilities),
    (answer("0.687"), answer("0.215")),
    (run_out, answer("3")),
    (choose("A"), train_starts, choose("B")),
    open_answer,
)  # fmt: skip


def test_lesson_5_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "5-argmax-and-softmax", RECIPES))
