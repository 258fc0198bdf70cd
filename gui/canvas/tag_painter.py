"""How tags are painted: words in the colour of the part they belong to, numbers bold."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.canvas import look
from gui.canvas.stage import Stage
from gui.canvas.tags import PADDING, SIZE, Placed
from gui.canvas.trail import Tag

LEAST_SIZE = 8


def ink_of(stage: Stage, tag: Tag) -> str:
    """Return a tag's colour: that of its node, of its weight's sign, or the accent for the parameter itself."""
    colors = stage.colors
    if tag.kind == "parameter":
        return colors.accent
    if tag.place[0]:
        return colors.negative if tag.numbers and tag.numbers[0] < 0 else colors.positive
    return stage.node_colors.get(tag.place[1], colors.text)


def paint_tag(painter: QPainter, stage: Stage, tag: Tag, placed: Placed, *, strong: bool) -> None:
    """Paint a tag; ``strong`` is the one pointed at."""
    colors, ink, area = stage.colors, ink_of(stage, tag), placed.area
    painter.setPen(look.pen(ink, 2.0 if strong else 1.0))
    painter.setBrush(look.color(colors.accent_soft if strong or tag.kind == "parameter" else colors.window))
    painter.drawRoundedRect(area, 6, 6)
    _words(painter, placed, tag, ink, colors.text)


def runs(form: str, numbers: tuple[float, ...], digits: int, *, secret: bool = False) -> list[tuple[str, bool]]:
    """Return a form as pieces of text, each with whether it is a number; a secret number is a "?"."""
    words = form.split("{}")
    found: list[tuple[str, bool]] = [(words[0], False)]
    for number, rest in zip(numbers, words[1:], strict=True):
        texts = (look.UNKNOWN,) if secret else look.number_texts(number, 3)
        found += [(texts[min(3 - digits, len(texts) - 1)], True), (rest, False)]
    return [piece for piece in found if piece[0]]


def _words(painter: QPainter, placed: Placed, tag: Tag, ink: str, strong_ink: str) -> None:
    """Write the words, with fewer digits or smaller where a number is longer than most."""
    room = placed.area.width() - PADDING
    choices = [(runs(placed.form, tag.numbers, digits, secret=tag.secret), size)
               for digits in (3, 2, 1) for size in (SIZE, SIZE - 2)]
    pieces, size = next((one for one in choices if _wide(*one) <= room), (choices[-1][0], LEAST_SIZE))
    left = placed.area.center().x() - _wide(pieces, size) / 2
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
    for text, bold in pieces:
        painter.setFont(look.pixel_font(size, bold=bold))
        painter.setPen(look.color(strong_ink if bold else ink))
        painter.drawText(QRectF(left, placed.area.top(), 1, placed.area.height()), flags, text)
        left += look.text_width(text, size, bold=bold)


def _wide(pieces: list[tuple[str, bool]], size: int) -> float:
    return sum(look.text_width(text, size, bold=bold) for text, bold in pieces)


def paint_tags(painter: QPainter, stage: Stage) -> None:
    """Paint all tags that have a place."""
    light = stage.light
    if light is None:
        return
    placed, pointed = stage.lighting.placed(stage.drawing), stage.lighting.pointed_spot
    for tag in light.tags:
        if tag.key in placed:
            paint_tag(painter, stage, tag, placed[tag.key], strong=pointed in tag.spots)
