"""What a step says, and says anew, is in sight: hints, verdicts and answers in a small window."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.lessons.shelf import LESSONS
from gui.controls.more_below import LEFT_OVER
from gui.lessons.step_page import SLIM
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import choose, enter, panel_of, player_of, settle
from tests.stories.conftest import Play

SMALL = (1280, 720)
STEPS = (("1-black-box", 12, "A"), ("3-relu", 10, ""), ("4-many-inputs-and-outputs", 5, "C"),
         ("4-many-inputs-and-outputs", 9, "B"), ("5-argmax-and-softmax", 7, ""))  # fmt: skip


def whole(user: User, widget: QWidget) -> bool:
    """Whether a widget has its height and all of it is in sight; where it is higher than the room, its upper end."""
    page = panel_of(user).page.page
    top = widget.mapTo(page.viewport(), widget.rect().topLeft()).y()
    room = page.viewport().height()
    inside = top >= 0 and top + widget.height() <= room
    return widget.isVisible() and (inside or (widget.height() > room and top == 0))


@pytest.mark.parametrize(("lesson", "step", "wrong"), STEPS)
def test_what_has_just_appeared_is_in_sight(play: Play, lesson: str, step: int, wrong: str) -> None:
    def tale(user: User) -> None:
        enter(user, lesson, SMALL)
        player_of(user).go_to(step)
        page = panel_of(user).page
        user.qtbot.waitUntil(lambda: page.page.verticalScrollBar().value() == 0)
        if wrong:
            choose(wrong)(user)
            user.qtbot.waitUntil(partial(whole, user, page.question.verdict))
        assert page.show_answer.isVisible()
        for button, text in ((page.show_hint, page.hint), (page.show_answer, page.answer)):
            if button.isVisible():
                user.qtbot.mouseClick(button, LEFT)
                user.qtbot.waitUntil(partial(whole, user, text))
                assert page.page.more.isVisible() is (page.page.below.left_over > LEFT_OVER)

    play(tale)


def test_more_below_is_said_and_leads_there(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "4-many-inputs-and-outputs", SMALL)
        player_of(user).go_to(5)
        page = panel_of(user).page
        user.window.dock("lessons").setMaximumHeight(330)
        for button in (page.show_hint, page.show_answer):
            user.qtbot.mouseClick(button, LEFT)
        column = page.page
        user.qtbot.waitUntil(partial(whole, user, page.answer))
        column.begin()
        user.qtbot.waitUntil(column.more.isVisible)
        assert column.more.geometry().bottom() <= column.height()
        for _ in range(4):
            if column.more.isVisible():
                user.qtbot.mouseClick(column.more, LEFT)
        assert column.below.left_over <= LEFT_OVER
        assert not column.more.isVisible()

    play(tale)


def test_a_lesson_that_the_program_is_started_with_has_its_room(play: Play) -> None:
    def tale(user: User) -> None:
        user.qtbot.waitUntil(lambda: player_of(user).lesson is not None)
        dock, player = user.window.dock("lessons"), player_of(user)
        settle(user)
        lesson, high = player.lesson, dock.height()
        assert lesson is not None
        player.leave()
        user.qtbot.waitUntil(lambda: dock.height() < high)
        player.enter(lesson)
        user.qtbot.waitUntil(lambda: dock.height() == high)

    play(tale, str(LESSONS / "1-black-box.lesson.md"))


def test_buttons_of_a_slim_page_are_whole(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "1-black-box", SMALL)
        page = panel_of(user).page
        buttons = (page.back, page.show_hint, page.show_answer, page.next)
        user.window.resizeDocks([user.window.dock("lessons")], [190], Qt.Orientation.Horizontal)
        user.qtbot.waitUntil(lambda: page.width() < SLIM)
        user.qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
        assert page.next.mapTo(page, page.next.rect().topRight()).x() < page.width()

    play(tale)
