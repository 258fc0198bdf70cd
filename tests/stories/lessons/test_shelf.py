"""The list of lessons in their dock, what is begun from it, and links from lesson to lesson."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import answer, enter, next_row, panel_of, player_of, settle
from tests.stories.conftest import Play

SMALL = (1280, 720)


def test_names_in_the_list_are_whole_at_any_width(play: Play) -> None:
    """A line that is wider than the list was given too few lines for its words, the last of which are cut then."""

    def tale(user: User) -> None:
        user.qtbot.waitUntil(lambda: user.window.lessons.panel is not None)
        panel = user.window.lessons.panel
        assert panel is not None
        listed = panel.shelf.list
        assert listed.count() == 8
        for width in range(160, 260, 4):
            listed.resize(width, listed.height())
            QApplication.processEvents()
            widths = [listed.visualItemRect(listed.item(place)).width() for place in range(listed.count())]
            assert max(widths) <= listed.viewport().width(), width

    play(tale)


def way_back(user: User, words: str) -> None:
    """Press the way back that is offered."""
    banner = user.window.banner
    user.qtbot.waitUntil(banner._offer.isVisible)
    assert banner._offer.text() == words
    user.qtbot.mouseClick(banner._offer, LEFT)


def test_the_way_back_from_a_link_brings_back_all_that_was_done(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "2-backpropagation", SMALL)
        player, page, shared = player_of(user), panel_of(user).page, user.window.workspace
        player.go_to(2)
        answer("7")(user)
        click_hint(user)
        next_row(user)
        user.qtbot.waitUntil(lambda: page.state.text() == "1 of 2 done")
        attempt, document, stood = player.attempt, user.document, views(user)
        user.window.lessons.play_step("8-convolution", 3)
        assert player.lesson is not None
        assert (player.lesson.name, player.step and player.step.number) == ("8-convolution", 3)
        QApplication.processEvents()
        way_back(user, "Back to lesson 2, step 2")
        assert player.attempt is attempt
        assert (page.state.text(), page.question.field.text()) == ("1 of 2 done", "7")
        assert page.hint.isVisible()
        assert user.document is document
        assert shared.selection.row == 1
        QApplication.processEvents()
        assert views(user) == stood
        answer("2.609")(user)
        user.qtbot.waitUntil(lambda: page.state.text() == "✓ Done")
        other = player.shelf.find("8-convolution")
        assert other is not None
        assert player.progress(other).at == 0, "it was looked into, not begun"
        user.qtbot.mouseClick(page.small[-1], LEFT)
        assert user.window.files.aside is None

    play(tale)


def test_the_way_back_leads_within_a_lesson_and_into_one_that_was_left(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "2-backpropagation")
        player = player_of(user)
        player.go_to(6)
        user.press("step")
        user.qtbot.waitUntil(lambda: player.done)
        user.window.lessons.play_step("2-backpropagation", 3)
        way_back(user, "Back to lesson 2, step 6")
        assert player.attempt is not None
        assert player.attempt.done
        assert user.window.workspace.training.frame.step == 1
        user.window.lessons.play_step("3-relu", 1)
        user.qtbot.mouseClick(panel_of(user).page.small[-1], LEFT)
        assert player.lesson is None
        user.window.lessons.play_step("2-backpropagation", 6)
        assert player.step is not None
        assert player.step.number == 6

    play(tale)


def test_a_link_to_another_lesson_leads_to_the_layout_of_the_ordinary_way(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "1-black-box", SMALL)
        player_of(user).go_to(4)
        settle(user)
        ordinary = views(user)
        user.qtbot.mouseClick(panel_of(user).page.small[-1], LEFT)
        enter(user, "8-convolution", SMALL)
        for _ in range(2):
            player_of(user).go_on()
        settle(user)
        assert views(user) != ordinary
        user.window.lessons.play_step("1-black-box", 4)
        user.qtbot.waitUntil(lambda: views(user) == ordinary)

    play(tale)


def test_a_lesson_that_was_finished_begins_at_its_first_step_again(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "1-black-box")
        player = player_of(user)
        lesson = player.lesson
        assert lesson is not None
        player.go_to(len(lesson.steps))
        user.qtbot.mouseClick(panel_of(user).page.next, LEFT)
        assert player.lesson is None
        enter(user, "1-black-box")
        assert player.step is not None
        assert player.step.number == 1
        player.go_to(5)
        player.leave()
        enter(user, "1-black-box")
        assert player.step.number == 5

    play(tale)


def views(user: User) -> dict[str, QRect]:
    """Return where each view is that is in sight."""
    docks = (user.window.dock(name) for name in user.window.views)
    return {dock.objectName(): dock.geometry() for dock in docks if not dock.visibleRegion().isEmpty()}


def click_hint(user: User) -> None:
    user.qtbot.mouseClick(panel_of(user).page.show_hint, LEFT)
