"""A number box that is open while training runs shows the number as it is, until somebody types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.helpers.drive import User
from tests.stories.conftest import Play


def test_a_number_box_opened_while_training_runs_follows_until_somebody_types(play: Play) -> None:
    def tale(user: User) -> None:
        training, canvas = user.window.workspace.training, user.window.canvas
        line, ref = canvas.editing.line, user.pair("hidden 1", "effectiveness")
        training.set_speed(30)
        user.press("run")
        user.qtbot.waitUntil(lambda: training.frame.step > 2)
        at = user.number(ref)
        user.click(at.x(), at.y())
        assert line.isVisible()
        first = line.text()
        user.qtbot.waitUntil(lambda: line.text() != first)
        assert line.selectedText() == line.text(), "what is typed replaces it, as before"
        assert training.running
        QTest.keyClicks(line, "0.25")
        step = training.frame.step
        user.qtbot.waitUntil(lambda: training.frame.step > step + 3)
        assert line.text() == "0.25"
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert labels(user)[-1].startswith("Set w")
        user.click(at.x(), at.y())
        step, first = training.frame.step, line.text()
        user.qtbot.waitUntil(lambda: training.frame.step > step + 3 and line.text() != first)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert training.running
        assert sum(label.startswith("Set") for label in labels(user)) == 1, "nothing was typed, so nothing is set"
        user.press("run")

    play(tale, "resources/examples/details2-all-parameters.squiggle")


def labels(user: User) -> list[str]:
    return list(user.window.workspace.session.labels)
