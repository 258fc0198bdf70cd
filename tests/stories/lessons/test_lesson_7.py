"""Lesson 7 played from start to end: the chain rule through SoftMax, and b₃ from −2 to the bottom."""

from __future__ import annotations

from functools import partial

from gui.plots.slope_view import SlopeView
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import (
    answer,
    choose,
    look,
    next_row,
    open_answer,
    press,
    rate,
    run_out,
    run_to,
    whole_lesson,
)
from tests.stories.conftest import Play


def free_all(user: User) -> None:
    """Press Free all below the curve of the slope."""
    view = user.window.plots["slope"]
    assert isinstance(view, SlopeView)
    user.qtbot.mouseClick(view.free, LEFT)


RECIPES = (
    look("b3"),
    answer("1.89"),
    (answer("6.63"), answer("-6.63")),
    answer("0.128"),
    (choose("B"), choose("A")),
    (answer("0.035"), next_row),
    answer("-0.773"),
    (answer("-2.773"), answer("-1.227")),
    press("step"),
    (choose("A"), run_out),
    (rate("10"), run_out),
    (free_all, run_to(100)),
    open_answer,
)


def test_lesson_7_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "7-cross-entropy-derivatives", RECIPES))
