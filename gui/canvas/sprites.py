"""Pictures of nodes and pills while training runs, so that a frame costs a bounded time however much there is.

Each thing is painted once and then shown as a picture. When the numbers are new, pictures are painted anew
until the time for one frame is up; the others wait for the next frame, and are first then. What looks different
for another reason (hovered, chosen, zoomed) is painted anew at once; what tells its ``content`` only where that is
another. While nothing runs, nobody uses this.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

BUDGET = 0.006
"""Seconds of painting anew a frame and layer."""
MOST = 2_000


@dataclass(slots=True)
class Sprite:
    """A picture: what it looked like, what it showed (None: unknown), and in which round it was painted."""

    look: tuple[object, ...]
    content: Hashable
    round: int
    pixmap: QPixmap


class Sprites:
    """The pictures of one layer."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._sprites: dict[Hashable, Sprite] = {}
        self._round, self._deadline = 0, 0.0
        self._late = False

    def begin(self) -> None:
        """Begin a frame: a new round, unless some of the last one still wait."""
        self._round += not self._late
        self._late = False
        self._deadline = self._clock() + BUDGET
        if len(self._sprites) > MOST:
            self._sprites.clear()

    def paint(
        self,
        painter: QPainter,
        key: Hashable,
        look: tuple[object, ...],
        area: QRectF,
        draw: Callable[[QPainter], object],
        content: Hashable = None,
    ) -> None:
        """Show the picture of ``key``, which ``draw`` paints into ``area`` of the scene, where it belongs.

        ``content`` is all that may change in it from frame to frame; with None it is taken to change with each.
        """
        transform = painter.worldTransform()
        box = transform.mapRect(area).toAlignedRect()
        # Pictures are kept in whole pixels: the part of a pixel that the scene is off by is part of the look.
        shift = QPointF(transform.dx() - box.x(), transform.dy() - box.y())
        whole = (*look, transform.m11(), round(shift.x(), 3), round(shift.y(), 3), box.width(), box.height())
        sprite = self._sprites.get(key)
        if sprite is None or sprite.look != whole or self._wants_new(sprite, content):
            sprite = self._sprites[key] = Sprite(whole, content, self._round, _picture(painter, box, shift, draw))
        _blit(painter, box, sprite.pixmap)

    def _wants_new(self, sprite: Sprite, content: Hashable) -> bool:
        if sprite.round == self._round or (content is not None and content == sprite.content):
            return False
        in_time = self._clock() < self._deadline
        self._late |= not in_time
        return in_time


def paint_once(painter: QPainter, area: QRectF, draw: Callable[[QPainter], object]) -> None:
    """Paint by way of a picture that is not kept, so that the painter's opacity holds for the whole."""
    transform = painter.worldTransform()
    box = transform.mapRect(area).toAlignedRect()
    shift = QPointF(transform.dx() - box.x(), transform.dy() - box.y())
    _blit(painter, box, _picture(painter, box, shift, draw))


def _picture(painter: QPainter, box: QRect, shift: QPointF, draw: Callable[[QPainter], object]) -> QPixmap:
    transform, ratio = painter.worldTransform(), painter.device().devicePixelRatio()
    pixmap = QPixmap(box.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    _draw_into(pixmap, QTransform(transform.m11(), 0, 0, transform.m22(), shift.x(), shift.y()), draw)
    return pixmap


def _blit(painter: QPainter, box: QRect, pixmap: QPixmap) -> None:
    transform = painter.worldTransform()
    painter.resetTransform()
    painter.drawPixmap(box.topLeft(), pixmap)
    painter.setWorldTransform(transform)


def _draw_into(pixmap: QPixmap, transform: QTransform, draw: Callable[[QPainter], object]) -> None:
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setWorldTransform(transform)
    draw(painter)
    painter.end()
