"""Any step can be jumped to: its needs are set up, its check does not hold yet, what it points at is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.lessons.shelf import read_shelf
from tests.helpers.drive import User
from tests.helpers.lesson_play import enter, panel_of, player_of
from tests.stories.conftest import Play


@pytest.mark.parametrize("name", [lesson.name for lesson in read_shelf().lessons])
def test_every_step_can_be_jumped_to(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        enter(user, name)
        player, light = player_of(user), user.window.lessons.spotlight
        assert player.lesson is not None
        faults = []
        for step in reversed(player.lesson.steps):
            player.go_to(step.number)
            QApplication.processEvents()
            light.follow()
            attempt = player.attempt
            assert attempt is not None
            if step.checks and (attempt.done or attempt.already):
                faults.append(f"step {step.number} is done before anything was done")
            hidden = [said for said, area in zip(step.spotlight, light.areas, strict=True) if area.isEmpty()]
            if hidden:
                faults.append(f"step {step.number} points at what is not in sight: {hidden}")
        assert faults == []
        assert panel_of(user).page.title.text() == player.lesson.steps[0].title

    play(tale)
