"""What a step asks for is not to be read anywhere in the window before it was answered, unless reading is the task."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.lessons.phrases import Said
from core.lessons.shelf import read_shelf
from gui.classes.cross_entropy_view import PAGES, CrossEntropyView
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import enter, panel_of, player_of
from tests.helpers.written import numbers_in, words_in
from tests.stories.conftest import Play

VIEWS = ("inspector", "slope", "fit", "activations", "derivatives", "contours", "data", "probabilities",
         "results", "trust", "cross_entropy", "convolution", "outline")  # fmt: skip
READ = frozenset({("6-cross-entropy", 1), ("8-convolution", 1)})
"""Steps whose number is to be found in the window."""
TELLING = 3
"""Numbers of fewer digits stand in many places by chance."""


def _asked(checks: tuple[tuple[Said, ...], ...]) -> Said | None:
    said = [one for line in checks for one in line if one.phrase == "answered VALUE within VALUE"]
    return said[0] if said and len(said[0].words[0].strip("-−0.").replace(".", "").rstrip("0,")) >= TELLING else None


def _places(user: User) -> dict[str, tuple[str, ...]]:
    """Return what is written on the canvas and in each view, brought to the front one after the other."""
    found, window = {"canvas": words_in(user.window.canvas)}, user.window
    for name in VIEWS:
        window.show_view(name)
        QApplication.processEvents()
        found[name] = words_in(window.dock(name))
    pages = window.dock("cross_entropy").findChildren(CrossEntropyView)[0].page
    window.show_view("cross_entropy")
    for key, title, _ in PAGES if pages.isVisible() else ():
        user.qtbot.mouseClick(pages.button(key), LEFT)
        QApplication.processEvents()
        found[title] = words_in(window.dock("cross_entropy"))
    return found


@pytest.mark.parametrize("name", [lesson.name for lesson in read_shelf().lessons])
def test_what_is_asked_for_is_nowhere_to_be_read(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        enter(user, name)
        player, told = player_of(user), []
        assert player.lesson is not None
        for step in player.lesson.steps:
            asked = _asked(step.checks)
            if asked is None or (name, step.number) in READ:
                continue
            player.go_to(step.number)
            QApplication.processEvents()
            assert panel_of(user).page.title.text() == step.title
            told += [
                (step.number, where, text)
                for where, texts in _places(user).items()
                for text in texts
                if any(abs(one - asked.number(0)) <= asked.number(1) for one in numbers_in(text))
            ]
        assert told == []

    play(tale)
