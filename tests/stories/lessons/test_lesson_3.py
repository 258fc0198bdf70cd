"""Lesson 3 played from start to end: hinges that open, move, add up to a tent, learn, die, and live again."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton

from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import (
    answer,
    choose,
    next_row,
    open_answer,
    press,
    run_out,
    select,
    set_number,
    whole_lesson,
)
from tests.helpers.pointing import activate, click_mark
from tests.stories.conftest import Play


def draw_anew(user: User) -> None:
    """Press the remedy in the card of the finding."""
    panel = user.window.hints.panel
    assert panel is not None
    button = next(found for found in panel.findChildren(QPushButton) if found.text().startswith("Draw its weights"))
    user.qtbot.mouseClick(button, LEFT)


RECIPES = (
    select("hidden 1"),
    (answer("0.85"), answer("1/2")),
    set_number("b1", "-0.34"),
    (choose("B"), activate("effectiveness", "relu")),
    (set_number("w4", "-2"), set_number("w4", "-4")),
    (choose("B"), choose("A")),
    run_out,
    answer("-0.82"),
    (press("step"), next_row, next_row),
    (choose("C"), run_out),
    (click_mark("dead"), draw_anew),
    open_answer,
)


def test_lesson_3_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "3-relu", RECIPES))
