"""What a step asks for is not to be read anywhere in the window before it was answered, unless reading is the task."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from core.lessons.lesson import Step
from core.lessons.shelf import read_shelf
from core.quantity import parse_number
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
NEAR = 0.006
"""A number of a choice is given to two places."""
FORMS = {("7-cross-entropy-derivatives", 5): "p − 1"}
"""Steps that ask for a form, not for a number."""


@dataclass(frozen=True)
class Wanted:
    """What a step asks for: a number, and how near it counts; or words."""

    number: float = 0.0
    within: float = 0.0
    words: str = ""

    def told_by(self, text: str) -> bool:
        """Whether a text of the window gives it away."""
        if self.words:
            return self.words in text
        return any(abs(one - self.number) <= self.within for one in numbers_in(text))


def _telling(written: str) -> bool:
    return len(written.strip("-−0.").replace(".", "").replace(",", "")) >= TELLING


def _wanted(name: str, step: Step) -> list[Wanted]:
    """Return what is asked for, as far as it would tell itself from anything else on the screen."""
    said = [one for line in step.checks for one in line]
    asked = [one for one in said if one.phrase == "answered VALUE within VALUE" and _telling(one.words[0])]
    right = [step.choices[ord(one.words[0]) - ord("A")] for one in said if one.phrase == "chose WORD"]
    numbers = [one.shown for text in right for one in text.numbers if _telling(one.shown)]
    found = [Wanted(one.number(0), one.number(1)) for one in asked]
    found += [Wanted(parse_number(one.replace(",", "")), NEAR) for one in numbers]
    return found + [Wanted(words=words) for words in [FORMS.get((name, step.number), "")] if words]


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


def _told(user: User, number: int, wanted: list[Wanted]) -> list[tuple[int, str, str]]:
    """Return where a step, as it begins, gives away what is wanted."""
    player_of(user).go_to(number)
    QApplication.processEvents()
    step = player_of(user).step
    assert step is not None
    assert panel_of(user).page.title.text() == step.title
    return [
        (number, where, text)
        for where, texts in _places(user).items()
        for text in texts
        if any(one.told_by(text) for one in wanted)
    ]


@pytest.mark.parametrize("name", [lesson.name for lesson in read_shelf().lessons])
def test_what_is_asked_for_is_nowhere_to_be_read_in_its_step_nor_in_the_one_before(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        enter(user, name)
        lesson = player_of(user).lesson
        assert lesson is not None
        told = []
        for step in lesson.steps:
            wanted = _wanted(name, step)
            if wanted and (name, step.number) not in READ:
                told += [(step.number, *one) for at in (step.number - 1, step.number) if at for one in
                         _told(user, at, wanted)]  # fmt: skip
        assert told == [], told

    play(tale)
