"""Lesson 6 played from start to end: −ln p, squared residuals that stay where they are wrong, and the duel."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from gui.classes.cross_entropy_view import CrossEntropyView
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import (
    Verb,
    answer,
    choose,
    next_row,
    open_answer,
    run_out,
    set_number,
    whole_lesson,
)
from tests.stories.conftest import Play


def view_of(user: User) -> CrossEntropyView:
    view = user.window.plots["cross_entropy"]
    assert isinstance(view, CrossEntropyView)
    user.qtbot.waitUntil(view.page.button("rows").isVisible)
    return view


def page(name: str) -> Verb:
    """Press Rows, Curves or Duel."""
    return lambda user: QTest.mouseClick(view_of(user).page.button(name), LEFT)


def choose_cross_entropy(user: User) -> None:
    """Choose Cross entropy in the field Loss."""
    field = user.window.toolbar.loss
    user.qtbot.mouseClick(field, LEFT)
    panel = field.panel
    assert panel is not None
    radio = next(found for found in panel.findChildren(QRadioButton) if found.text() == "Cross entropy")
    user.qtbot.mouseClick(radio, LEFT, pos=QPoint(8, radio.height() // 2))
    panel.close()


def play_duel(user: User) -> None:
    """Let both losses train at full speed until cross entropy is there, and read at which step that was."""
    view = view_of(user)
    QTest.mouseClick(view.page.button("duel"), LEFT)
    view.side.bar.speed.setFocus()
    QTest.keyClick(view.side.bar.speed, Qt.Key.Key_End)
    QTest.mouseClick(view.side.bar.play, LEFT)
    user.qtbot.waitUntil(lambda: view.player.at > 570, timeout=30_000)
    QTest.mouseClick(view.side.bar.play, LEFT)
    line = next(line for line in view.side.card.lines if line.name == "p ≥ 0.9 at")
    ours, theirs = (said[0].removeprefix("step ") for said in line.said)
    assert int(theirs) > 2 * int(ours), "more than twice as many steps"
    answer(ours)(user)


RECIPES = (
    (answer("0.58"), next_row),
    (answer("-0.551"), answer("0.551")),
    (page("rows"), answer("0.592")),
    answer("0.187"),
    (choose("B"), choose("A"), set_number("b3", "-6"), page("curves")),
    (answer("100"), answer("-100")),
    (choose("A"), choose("C")),
    (choose("A"), choose("B"), run_out),
    (choose_cross_entropy, run_out),
    play_duel,
    open_answer,
)


def test_lesson_6_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "6-cross-entropy", RECIPES))
