"""The list of lessons in their dock."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import enter, player_of
from tests.stories.conftest import Play


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


def test_a_link_to_another_lesson_offers_the_way_back(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "2-backpropagation")
        player, banner = player_of(user), user.window.banner
        player.go_to(3)
        user.window.lessons.play_step("3-relu", 1)
        assert player.lesson is not None
        assert (player.lesson.name, player.step and player.step.number) == ("3-relu", 1)
        user.qtbot.waitUntil(banner._offer.isVisible)
        assert banner._offer.text() == "Back to lesson 2, step 3"
        user.qtbot.mouseClick(banner._offer, LEFT)
        assert (player.lesson.name, player.step and player.step.number) == ("2-backpropagation", 3)

    play(tale)
