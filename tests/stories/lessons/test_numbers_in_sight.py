"""What a step needs of the drawing is bright, and each weight stands by itself."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRect

from core.lessons.bench import place_of
from tests.helpers.drive import User
from tests.helpers.lesson_play import enter, player_of
from tests.stories.conftest import Play

APART = 6.0
"""So far from each other weights stand at least, in scene units; 3 is what just does not touch."""


@pytest.mark.parametrize(("lesson", "step", "names"), [("1-black-box", 7, ("w1",)),
                                                       ("4-many-inputs-and-outputs", 2, ("w1", "w2"))])  # fmt: skip
def test_weights_between_pointed_nodes_are_bright(play: Play, lesson: str, step: int, names: tuple[str, ...]) -> None:
    def tale(user: User) -> None:
        enter(user, lesson, (1280, 720))
        player_of(user).go_to(step)
        light, canvas = user.window.lessons.spotlight, user.window.canvas

        def bright() -> bool:
            pills = canvas.canvas.stage.drawing.pills
            seen = (canvas.mapFromScene(pills[place_of(user.document, name)[0]]).boundingRect() for name in names)
            middles = [canvas.viewport().mapTo(user.window, area.center()) for area in seen]
            return len(light.beside) == len(names) and all(
                any(QRect(area).contains(middle) for area in light.beside)
                and not light.mask().contains(middle) for middle in middles
            )  # fmt: skip

        user.qtbot.waitUntil(lambda: light.isVisible() and bright())

    play(tale)


@pytest.mark.parametrize("name", ["part4-iris", "iris-train", "part5-softmax", "part6-cross-entropy", "part7-b3"])
def test_no_two_weights_of_an_example_touch(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        pills = user.window.canvas.canvas.stage.drawing.pills
        rects = [rect for (source, _), rect in pills.items() if source]
        assert len(rects) == 10
        for one, other in combinations(rects, 2):
            across = max(one.left() - other.right(), other.left() - one.right())
            down = max(one.top() - other.bottom(), other.top() - one.bottom())
            assert max(across, down) >= APART

    play(tale, f"resources/examples/{name}.squiggle")
