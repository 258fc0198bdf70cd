"""Somebody takes one step in slow motion, scene by scene, and gets what Step gives."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.helpers.drive import User
from tests.stories.conftest import Play
from tests.stories.test_learn import example

LEFT = Qt.MouseButton.LeftButton


def test_slow_motion_to_the_end_gives_what_step_gives(play: Play) -> None:
    numbers: dict[str, float] = {}

    def at_once(user: User) -> None:
        user.press("step")
        numbers["at once"] = float(user.document.parameter(("", user.node("effectiveness"))).value[0])

    def slowly(user: User) -> None:
        user.press("slow_motion")
        bar = user.window.motion_bar
        assert bar.isVisible()
        said = []
        while not user.canvas.motion.done:
            said.append(bar.sentence.text())
            assert user.document.steps == 0
            QTest.mouseClick(bar.next_button, LEFT)
        assert said[-1] == "New b₃ = old value − step size = 0 − (−1.566) = 1.566."
        assert any("= 20.42" in sentence for sentence in said)
        numbers["slowly"] = float(user.document.parameter(("", user.node("effectiveness"))).value[0])
        assert user.document.steps == 1
        user.keys("Ctrl+Z")
        assert user.document.steps == 0
        assert not bar.isVisible()

    play(at_once)
    play(slowly)
    assert numbers["at once"] == numbers["slowly"]


def test_keys_go_through_it_and_escape_leaves_it(play: Play) -> None:
    def tale(user: User) -> None:
        example(user, "details2-all-parameters.squiggle")
        before = user.document
        user.keys("F9")
        bar, stage = user.window.motion_bar, user.canvas.canvas.stage
        assert stage.chosen_values(user.node("hidden 1")) is None
        for _ in range(3):
            QTest.keyClick(user.canvas, Qt.Key.Key_Right)
        assert stage.chosen_values(user.node("hidden 1")) is not None
        QTest.keyClick(user.canvas, Qt.Key.Key_Left)
        assert bar.phase.text().endswith("3 of 16"), bar.phase.text()
        QTest.keyClick(user.canvas, Qt.Key.Key_Escape)
        assert not bar.isVisible()
        assert user.document is before
        user.keys("F9")
        bar.next_button.setFocus()
        QTest.keyClick(bar.next_button, Qt.Key.Key_Escape)
        assert user.canvas.hasFocus()  # the keys go on working where they are looked for

    play(tale)


def test_it_plays_to_the_end_by_itself(play: Play) -> None:
    def tale(user: User) -> None:
        user.press("slow_motion")
        bar = user.window.motion_bar
        QTest.keyClick(bar.speed, Qt.Key.Key_End)
        user.canvas.motion.set_speed(100)
        QTest.mouseClick(bar.play_button, LEFT)
        user.qtbot.waitUntil(lambda: user.canvas.motion.done)
        assert user.document.steps == 1
        assert not user.canvas.motion.playing

    play(tale)
