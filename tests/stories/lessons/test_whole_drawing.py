"""In a lesson the whole drawing is in view between the bars, whatever comes and goes around it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.lessons.shelf import read_shelf
from gui.canvas.drawing import MIDDLE
from tests.helpers.drive import User
from tests.helpers.lesson_play import enter, player_of, settle
from tests.stories.conftest import Play

SMALL = (1280, 720)
READ = 0.61
"""The least zoom at which a whole drawing is shown in a small window."""


def whole(user: User) -> bool:
    canvas = user.window.canvas
    return canvas.camera.shows(canvas.canvas.stage.drawing.bounds)


def lost(user: User) -> list[str]:
    """Return what stands under a bar or beyond the edge: weights, biases and the words of the chain rule."""
    canvas, stage = user.window.canvas, user.window.canvas.canvas.stage
    free = canvas.viewport().rect().adjusted(0, canvas.camera.top, 0, -canvas.camera.bottom)
    tags = [(str(key), one.area) for key, one in stage.lighting.placed(stage.drawing).items()]
    pills = [(str(ref), pill) for ref, pill in stage.drawing.pills.items()]
    return [name for name, area in (*pills, *tags) if not free.contains(canvas.mapFromScene(area).boundingRect())]


def wheel(user: User) -> None:
    """Zoom in by the wheel over the canvas."""
    view = user.window.canvas.viewport()
    at = QPointF(view.rect().center())
    none, no_button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turn = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, 240), no_button, none,
                       Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, turn)


@pytest.mark.parametrize("name", [lesson.name for lesson in read_shelf().lessons])
def test_every_step_shows_the_whole_drawing_though_somebody_zoomed_in_the_step_before(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        enter(user, name, SMALL)
        player, camera = player_of(user), user.window.canvas.camera
        assert player.lesson is not None
        told = []
        for step in player.lesson.steps:
            player.go_to(step.number)
            settle(user)
            if not whole(user) or camera.zoom < (MIDDLE if camera.top else READ):
                told.append(f"step {step.number}: zoom {camera.zoom:.2f}, {'whole' if whole(user) else 'cut'}")
            told += [f"step {step.number}: {tag} out of sight" for tag in lost(user)]
            wheel(user)
        assert told == []

    play(tale)


def test_the_drawing_is_whole_when_the_canvas_changes_unless_the_learner_has_zoomed(play: Play) -> None:
    def tale(user: User) -> None:
        window, camera = user.window, user.window.canvas.camera
        enter(user, "5-argmax-and-softmax", SMALL)
        player_of(user).go_to(3)
        settle(user)
        window.resizeDocks([window.dock("fit")], [window.dock("fit").height() + 120], Qt.Orientation.Vertical)
        settle(user)
        assert window.canvas.height() < 420
        pointed = window.lessons._lens._drawn()
        assert pointed
        assert whole(user) or all(camera.seen.contains(area) for area in pointed), "then what the step is about"
        player_of(user).go_to(4)
        settle(user)
        assert whole(user)
        wheel(user)
        zoom = camera.zoom
        window.resizeDocks([window.dock("inspector")], [400], Qt.Orientation.Horizontal)
        settle(user)
        assert camera.zoom == zoom, "who zooms has the say until the next step"

    play(tale)


def test_the_banner_lies_over_no_node(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "4-many-inputs-and-outputs", SMALL)
        for number in range(1, 12):
            player_of(user).go_to(number)
            settle(user)
            user.window.workspace.notices.post("Training ended after 1,000 steps, the limit set.", "done", "Run more")
            settle(user)
            top = user.window.canvas.camera.in_view(user.window.canvas.canvas.stage.drawing.bounds.topLeft()).y()
            assert whole(user), number
            assert top >= user.window.banner.geometry().bottom(), number
            assert user.window.canvas.camera.zoom >= MIDDLE, number

    play(tale)


def test_what_was_said_of_a_step_goes_with_it(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "5-argmax-and-softmax", SMALL)
        player_of(user).go_to(5)
        user.window.workspace.notices.post("Training cannot start.", "problem")
        assert user.window.banner.text
        player_of(user).go_on()
        assert not user.window.banner.text

    play(tale)


@pytest.mark.parametrize(("name", "number"), [("5-argmax-and-softmax", 10), ("7-cross-entropy-derivatives", 3)])
def test_the_words_of_the_chain_rule_of_every_number_stand_in_sight(play: Play, name: str, number: int) -> None:
    def tale(user: User) -> None:
        enter(user, name, SMALL)
        player_of(user).go_to(number)
        settle(user)
        told = []
        for ref in user.document.parameters():
            user.window.workspace.selection.choose((), (), ref)
            QApplication.processEvents()
            told += [f"{ref}: {tag}" for tag in lost(user)]
        assert told == []

    play(tale)
