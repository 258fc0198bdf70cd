from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap

from core.document import TestSplit
from core.edits.settings import SetData
from gui.canvas import sprites
from gui.canvas.scene import HeatLayer, NodeLayer, PillLayer
from gui.canvas.sprites import Sprites
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand


class Clock:
    """A clock that only goes on when something is painted."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Painting:
    """Six things of which a frame has time for two."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.sprites = Sprites(self.clock)
        self.painted: list[int] = []

    def frame(self, look: str = "plain", contents: tuple[str | None, ...] = (None,) * 6) -> list[int]:
        self.painted.clear()
        pixmap = QPixmap(200, 50)
        painter = QPainter(pixmap)
        self.sprites.begin()
        for key, content in enumerate(contents):
            area = QRectF(30 * key, 0, 20, 20)
            self.sprites.paint(painter, key, (look,), area, partial(self._draw, key), content)
        painter.end()
        return list(self.painted)

    def _draw(self, key: int, _painter: QPainter) -> None:
        self.painted.append(key)
        self.clock.now += 0.51 * sprites.BUDGET


@pytest.mark.usefixtures("qapp")
def test_all_are_painted_at_first_and_then_take_turns() -> None:
    painting = Painting()
    assert painting.frame() == [0, 1, 2, 3, 4, 5]
    assert [painting.frame() for _ in range(6)] == [[0, 1], [2, 3], [4, 5], [0, 1], [2, 3], [4, 5]]


@pytest.mark.usefixtures("qapp")
def test_another_look_does_not_wait() -> None:
    painting = Painting()
    painting.frame()
    assert painting.frame("chosen") == [0, 1, 2, 3, 4, 5]


@pytest.mark.usefixtures("qapp")
def test_what_shows_the_same_is_not_painted_again_and_another_content_is() -> None:
    painting = Painting()
    painting.frame(contents=tuple("abcdef"))
    assert painting.frame(contents=tuple("abcdef")) == []
    assert painting.frame(contents=tuple("abXdef")) == [2]
    assert painting.frame(contents=tuple("abXdef")) == []
    assert painting.frame(contents=tuple("ABCDEF")) == [0, 1]
    assert painting.frame(contents=tuple("ABCDEF")) == [2, 3]
    assert painting.frame(contents=tuple("ABCDEF")) == [4, 5]
    assert painting.frame("chosen", contents=tuple("ABCDEF")) == [0, 1, 2, 3, 4, 5]


def test_a_frame_of_sprites_looks_like_one_without(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top"])
    frame = workspace.training.frame

    def picture(*, running: bool) -> np.ndarray[Any, np.dtype[np.uint8]]:
        hand.view.canvas.show_frame(replace(frame, running=running))
        image = hand.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()

    for zoom in (1.0, 0.8, 1.37):
        hand.view.camera.zoom_to(zoom)
        away = np.abs(picture(running=True).astype(int) - picture(running=False))
        # Letters on a transparent ground are blended a shade differently.
        assert away.max() <= 40
        assert (away > 12).mean() < 0.003


def pixels(hand: Hand) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The canvas as it is painted now."""
    image = hand.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def test_no_picture_is_kept_of_numbers_that_are_no_longer_true(
    hand: Hand, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After other numbers, another row and other data the sprites are those that would be painted from nothing."""
    monkeypatch.setattr(sprites, "BUDGET", 60.0)
    scene, document = hand.view.canvas, workspace.document

    def shown(*, afresh: bool) -> np.ndarray[Any, np.dtype[np.uint8]]:
        for layer in scene._layers:
            if afresh and isinstance(layer, (NodeLayer, PillLayer, HeatLayer)):
                layer._sprites = Sprites()
        scene.show_frame(replace(workspace.training.frame, running=True))
        return pixels(hand)

    before = shown(afresh=True)
    test_row = SetData(replace(document.data, test=TestSplit(rows=(1,))))
    for act in (workspace.training.step, partial(workspace.selection.choose_row, 1), partial(workspace.do, test_row)):
        act()
        kept = shown(afresh=False)
        assert (kept != before).any()
        np.testing.assert_array_equal(kept, shown(afresh=True))
        before = kept
