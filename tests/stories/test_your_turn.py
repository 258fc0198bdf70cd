"""Somebody works the first step of part 2 out by hand, makes the usual slips, and gets it right."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.inspectors.inspector import Inspector
from tests.helpers.drive import User
from tests.stories.conftest import Play

LEFT = Qt.MouseButton.LeftButton


def inspector_of(user: User) -> Inspector:
    found = user.window.findChild(Inspector)
    assert isinstance(found, Inspector)
    return found


def test_the_first_step_of_part_two_by_hand(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("part2-backpropagation.squiggle")
        at = user.center("effectiveness")
        user.click(at.x(), at.y())
        chain = inspector_of(user).chain
        user.qtbot.waitUntil(chain.isVisible)
        user.qtbot.mouseClick(chain.turn, LEFT)
        exercise = chain.exercise

        def answer(key: str, text: str) -> str:
            exercise.lines[key].field.setFocus()
            user.type(text)
            return exercise.lines[key].state

        # the figures of part 2: predicted −2.6, −1.61, −2.61; −5.2 + −5.2 + −5.2 = −15.7; × 0.1 = −1.57
        assert answer("derivative", "15.7") == "wrong"
        assert "minus" in exercise.message.text()
        assert answer("derivative", "-15.7") == "right"
        assert answer("step_size", "-1.57") == "right"
        assert answer("next_value", "-1.57") == "wrong"
        assert "added" in exercise.message.text() or "subtract" in exercise.message.text()
        assert answer("next_value", "1.57") == "right"
        assert exercise.log.count() == 3
        user.press("step")
        assert exercise.lines["derivative"].field.text() == ""
        assert answer("derivative", "-6.26") == "right"
        assert exercise.log.count() == 4

    play(tale)
