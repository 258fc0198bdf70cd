"""The list of lessons in their dock."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.helpers.drive import User
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
