"""Lesson 2 played from start to end: backpropagation."""

from __future__ import annotations

from functools import partial

from tests.helpers.drive import User
from tests.helpers.lesson_play import (
    answer,
    choose,
    look,
    next_row,
    open_answer,
    player_of,
    press,
    rate,
    run_out,
    run_to,
    whole_lesson,
)
from tests.stories.conftest import Play


def until_it_fits(user: User) -> None:
    """Press New start and Run, again where the squiggle lies flat at the end."""
    for _ in range(12):
        press("new_start")(user)
        run_out(user)
        player_of(user)._look()
        if player_of(user).done:
            return


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
    (run_to(20), look("w3"), look("w4")),
    run_out,
    (choose("A"), choose("B"), rate("0.1"), run_out),
    until_it_fits,
    open_answer,
)


def test_lesson_2_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "2-backpropagation", RECIPES))
