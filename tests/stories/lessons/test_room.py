"""The views that a step speaks of keep their room when a banner covers the drawing."""

from __future__ import annotations

from tests.helpers.drive import User
from tests.helpers.lesson_play import choose, enter, player_of, run_out, settle
from tests.stories.conftest import Play

LEAST = 190
"""Pixels of height in which a plot shows its numbers."""


def test_fit_keeps_its_room_where_training_has_ended(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "3-relu", (1280, 720))
        player_of(user).go_to(10)
        choose("C")(user)
        run_out(user)
        user.qtbot.waitUntil(lambda: player_of(user).done and user.window.canvas.camera.top > 0)
        settle(user)
        assert user.window.dock("fit").height() >= LEAST
        assert user.window.dock("slope").height() >= LEAST

    play(tale)
