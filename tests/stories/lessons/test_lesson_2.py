"""Lesson 2 played from start to end: backpropagation."""

from __future__ import annotations

from functools import partial

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

RECIPES = (
    look("b3"),
    (next_row, answer("2.61")),
    choose("A"),
    (answer("15.66"), answer("-15.66")),
    answer("1.57"),
    press("step"),
    (answer("2.19"), press("step")),
    run_out,
    (rate("1"), run_out),
    choose("B"),
    (run_to(150), look("w3"), look("w4")),
    run_out,
    (choose("A"), choose("B"), rate("0.1"), run_out),
    (press("new_start"), run_to(40)),
    open_answer,
)


def test_lesson_2_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "2-backpropagation", RECIPES))
