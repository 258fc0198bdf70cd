"""Colours, pens and fonts of the canvas, made once a theme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPen, QPixmap

from core.document import Document, Ref
from core.quantity import format_number
from gui.controls.labels import shape_text, subscripted
from gui.theme import font, icon

PADDING = 8.0
MOST_NAME = 84.0
VALUE_SAMPLE = "× −0.000"
LEAST_PIXELS = 5
ALIGN_CENTER = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


@cache
def pixel_font(pixels: int, *, bold: bool = False) -> QFont:
    """Return the program's font in scene units, so that text keeps its size beside what is drawn."""
    made = font(9, bold=bold)
    made.setPixelSize(pixels)
    return made


@cache
def _metrics(pixels: int, *, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(pixel_font(pixels, bold=bold))


@lru_cache(maxsize=8192)
def text_width(text: str, pixels: int, *, bold: bool = False) -> float:
    """Return how wide ``text`` is, in scene units."""
    return _metrics(pixels, bold=bold).horizontalAdvance(text)


@lru_cache(maxsize=8192)
def elided(text: str, width: float, pixels: int, *, bold: bool = False) -> str:
    """Return ``text``, shortened with … where it is wider than ``width``."""
    return _metrics(pixels, bold=bold).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=256)
def color(name: str) -> QColor:
    """Return the colour written as #rrggbb."""
    return QColor(name)


@lru_cache(maxsize=1024)
def pen(name: str, width: float, *, dashed: bool = False) -> QPen:
    """Return a pen; dashes are measured in scene units, so that they look alike at every width."""
    made = QPen(color(name), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        made.setDashPattern([7 / width, 4 / width])
    return made


@lru_cache(maxsize=64)
def mixed(first: str, second: str, share: float) -> str:
    """Return the colour between two: ``share`` 0 is the first, 1 the second."""
    a, b = QColor(first), QColor(second)
    parts = (round(x + (y - x) * share) for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())))
    return QColor(*parts).name()


def write(
    painter: QPainter,
    area: QRectF,
    text: str,
    ink: str,
    pixels: int,
    *,
    bold: bool = False,
    side: Qt.AlignmentFlag | None = None,
) -> None:
    """Write one line of text into ``area``, centred or at ``side``, shortened to fit."""
    painter.setFont(pixel_font(pixels, bold=bold))
    painter.setPen(color(ink))
    place = Qt.AlignmentFlag.AlignCenter if side is None else side | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, int(place) | int(Qt.TextFlag.TextSingleLine), elided(text, area.width(), pixels, bold=bold))


UNKNOWN = "?"
"""What stands for a number that is to be worked out."""


def number_texts(value: float, digits: int = 4) -> tuple[str, ...]:
    """Return a number in ``digits`` significant digits, then in fewer and fewer: each is true, rounded."""
    return tuple(dict.fromkeys(format_number(value, count) for count in range(digits, 0, -1)))


def fitted(texts: Sequence[str], width: float, sizes: Sequence[int], *, bold: bool = False) -> tuple[str, int]:
    """Return the first of ``texts`` that is no wider than ``width`` in one of ``sizes``, and that size.

    Where none is, the last text, as small as it must be: elided digits would read as another number.
    """
    for text in texts:
        for size in sizes:
            if text_width(text, size, bold=bold) <= width:
                return text, size
    least = sizes[-1] * width / text_width(texts[-1], sizes[-1], bold=bold)
    return texts[-1], max(LEAST_PIXELS, math.floor(least))


def write_whole(painter: QPainter, area: QRectF, texts: Sequence[str], ink: str, sizes: Sequence[int]) -> None:
    """Write the first of ``texts`` that has room in ``area`` in one of ``sizes``, never shortened by an ellipsis."""
    text, size = fitted(texts, area.width(), sizes)
    painter.setFont(pixel_font(size))
    painter.setPen(color(ink))
    painter.drawText(area, int(ALIGN_CENTER) | int(Qt.TextFlag.TextDontClip), text)


_ICON = 48
"""Pixels of the largest picture there is of an icon."""


@lru_cache(maxsize=512)
def _icon_pixels(name: str, ink: str, pixels: int) -> QPixmap:
    """Return an icon averaged down to its size: picked pixel by pixel, thin strokes would be broken."""
    whole = icon(name, ink).pixmap(QSize(_ICON, _ICON), 1.0, QIcon.Mode.Normal)
    return whole.scaled(pixels, pixels, mode=Qt.TransformationMode.SmoothTransformation)


def paint_icon(painter: QPainter, name: str, ink: str, center: QPointF, size: float) -> None:
    """Paint a bundled icon about ``center``, in the very pixels it gets on the screen: all its strokes are there."""
    zoom = painter.worldTransform().m11() * painter.device().devicePixelRatio()
    pixmap = _icon_pixels(name, ink, min(_ICON, max(1, math.ceil(size * zoom))))
    smooth = QPainter.RenderHint.SmoothPixmapTransform
    before = painter.testRenderHint(smooth)
    painter.setRenderHint(smooth)
    area = QRectF(center.x() - size / 2, center.y() - size / 2, size, size)
    painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
    painter.setRenderHint(smooth, before)  # pixels of images have edges


def wire_width(value: float) -> float:
    """Return how thick a connection is drawn: 1.4 at weight 0, growing with |weight| towards 7."""
    return 1.4 + 5.6 * (1 - math.exp(-abs(value) / 3)) if math.isfinite(value) else 7.0


def pill_name(document: Document, ref: Ref) -> str:
    """Return a parameter's name as its pill shows it."""
    return elided(subscripted(document.parameter(ref).name), MOST_NAME, 12)


def pill_width(document: Document, ref: Ref) -> float:
    """Return a pill's width: the same for every value, so that nothing moves while numbers change."""
    parameter = document.parameter(ref)
    name = text_width(pill_name(document, ref), 12)
    if parameter.value.size == 1:
        return math.ceil(name + 4 + text_width(VALUE_SAMPLE, 12, bold=True) + 2 * PADDING)
    return math.ceil(name + 4 + text_width(shape_text(document, ref), 12) + 2 * PADDING + 18)
