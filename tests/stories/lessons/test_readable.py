"""In a small window: what a step points at in the drawing, or asks for there, is in view and can be read."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QRectF

from core.document import Document
from core.errors import SquiggleError
from core.lessons.bench import place_of
from core.lessons.lesson import Step
from core.lessons.phrases import slots_of
from core.lessons.shelf import read_shelf
from gui.canvas.drawing import MIDDLE
from gui.controls.labels import subscripted
from gui.lessons.spots import drawn_at
from gui.maps.surface_view import SurfaceView
from tests.helpers.drive import User
from tests.helpers.lesson_play import enter, player_of, settle
from tests.stories.conftest import Play

SMALL = (1280, 720)
READABLE = 0.64
"""The least zoom where a part of the drawing is meant: numbers of 12 pixels are near 8 high then."""


def named(step: Step, document: Document) -> set[str]:
    """Return the numbers on the canvas that a step points at, looks at or checks."""
    said = (*step.set_up, *step.spotlight, *(one for line in step.checks for one in line))
    words = {
        word
        for one in said
        if one.phrase not in ("set NAME VALUE",)
        for (slot, _), word in zip(slots_of(one.phrase), one.words, strict=True)
        if slot in ("NAME", "REST")
    }
    return {word for word in words if _single(document, word)}


def _single(document: Document, name: str) -> bool:
    try:
        ref, index = place_of(document, name)
    except SquiggleError:
        return False
    return not index and document.parameter(ref).value.size == 1


def spoken(step: Step, document: Document) -> bool:
    """Whether the texts of a step name a number on the canvas."""
    words = " ".join(text.plain for text in (*step.texts, step.ask, *step.choices))
    names = [found.name for found in document.parameters().values() if found.value.size == 1]
    return any(re.search(rf"{subscripted(name)}(?![₀-₉])", words) for name in names)


def faults(user: User, step: Step) -> list[str]:
    """Return what of a step cannot be read on the canvas."""
    canvas, document = user.window.canvas, user.document
    zoom, seen = canvas.camera.zoom, canvas.camera.seen
    pointed = [area for said in step.spotlight if (area := drawn_at(user.window, said)) is not None]
    looked = [QRectF(canvas.canvas.stage.drawing.pills[place_of(document, said.words[0])[0]])
              for said in step.set_up if said.phrase == "look at NAME"]  # fmt: skip
    whole = any(said.phrase == "canvas" for said in step.spotlight)
    found = [f"{area} is not in view" for area in (*pointed, *looked) if not seen.contains(area)]
    near = bool(pointed or looked or whole or named(step, document))
    least = READABLE if near else MIDDLE if spoken(step, document) else 0
    if zoom < least:
        found.append(f"a zoom of {zoom:.2f} is too small")
    return [f"step {step.number}: {one}" for one in found]


@pytest.mark.parametrize("name", [lesson.name for lesson in read_shelf().lessons])
def test_what_a_step_speaks_of_can_be_read_in_a_small_window(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        enter(user, name, SMALL)
        player = player_of(user)
        assert player.lesson is not None
        told = []
        for step in player.lesson.steps:
            player.go_to(step.number)
            settle(user)
            told += faults(user, step)
        assert told == []

    play(tale)


def test_a_surface_that_the_learner_opens_is_large_enough_to_be_seen(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "4-many-inputs-and-outputs", SMALL)
        player, dock = player_of(user), user.window.dock("surface")
        surface = dock.content
        assert isinstance(surface, SurfaceView)
        player.go_to(3)
        user.window.show_view("surface")
        user.qtbot.waitUntil(lambda: dock.width() >= 350)
        for number in (4, 5, 6, 7, 9, 11):
            player.go_to(number)
            settle(user)
            assert surface.space.width() >= 200, number
            assert dock.height() >= 180, number

    play(tale)
