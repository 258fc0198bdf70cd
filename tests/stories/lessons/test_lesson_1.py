"""Lesson 1 played from start to end: a line is taken apart, a network is drawn, two bends add up to the squiggle."""

from __future__ import annotations

from functools import partial

from tests.helpers.drive import User
from tests.helpers.lesson_play import (
    answer,
    choose,
    connect,
    next_row,
    open_answer,
    place,
    select,
    set_number,
    whole_lesson,
)
from tests.helpers.pointing import activate, take_out
from tests.stories.conftest import Play


def mine(user: User) -> None:
    """The nodes are those that were drawn: nothing was opened in their place."""
    assert user.window.workspace.session.labels[-2:] == ["Add hidden", "Add hidden"]


RECIPES = (
    choose("B"),
    (set_number("w1", "0"), set_number("b1", "0.33")),
    take_out("dosage", "effectiveness"),
    (place("Hidden", 240, -120), place("Hidden", 240, 120)),
    (
        mine,
        connect("dosage", "hidden 1"),
        connect("dosage", "hidden 2"),
        connect("hidden 1", "effectiveness"),
        connect("hidden 2", "effectiveness"),
    ),
    (set_number("w1", "-34.4"), set_number("b1", "2.14")),
    (answer("15.06"), answer("-15.06"), next_row),
    (choose("C"), choose("B"), select("hidden 1")),
    (choose("A"), choose("B"), set_number("w3", "-1.3")),
    (set_number("w2", "-2.52"), set_number("b2", "1.29"), set_number("w4", "2.28")),
    set_number("b3", "-0.58"),
    (choose("B"), activate("hidden 1", "identity"), activate("hidden 2", "identity")),
    open_answer,
)


def test_lesson_1_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "1-black-box", RECIPES))
