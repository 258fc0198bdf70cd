"""Where tags stand: each beside its part of the drawing, over no number, name or node, and over no other tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gui.canvas import geometry, look
from gui.canvas.drawing import Drawing
from gui.canvas.geometry import HALF, Crowd, around
from gui.canvas.trail import Key, Tag

HEIGHT = 20.0
SIZE = 11
PADDING = 8.0
SAMPLE = "−0.000"
MARGIN = 34.0
"""How far beyond the drawing a tag may stand: Fit leaves so much free."""
CAPTION = 130.0
MOST_WIRES = 60
"""Where there are more, tags may lie over them."""
WIRE_POINTS = 14


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag's rectangle, and which of its forms has room there."""

    area: QRectF
    form: str


def width(form: str, numbers: int) -> float:
    """Return how wide a form is: the same for every number, so that nothing moves while numbers change."""
    words = "".join(form.split("{}"))
    return (look.text_width(words, SIZE) + numbers * look.text_width(SAMPLE, SIZE, bold=True) + 2 * PADDING)


def place_tags(tags: Iterable[Tag], drawing: Drawing) -> dict[Key, Placed]:
    """Return a place for each tag that finds one; the first come first, the longest form that has room."""
    solid = Crowd(_solid(drawing))
    wires = Crowd(_wires(drawing) if len(drawing.pairs) <= MOST_WIRES else ())
    room = drawing.bounds.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    placed: dict[Key, Placed] = {}
    for tag in tags:
        found = _place(tag, drawing, room, solid, wires)
        if found is not None:
            solid.add(found.area.adjusted(-3, -3, 3, 3))
            placed[tag.key] = found
    return placed


def _place(tag: Tag, drawing: Drawing, room: QRectF, solid: Crowd, wires: Crowd) -> Placed | None:
    """Return where a tag stands: beside all wires if there is such a place, else over one."""
    tried = [
        Placed(area, form)
        for form in tag.forms
        for area in _candidates(tag, drawing, width(form, len(tag.numbers)))
        if room.contains(area) and solid.is_free(area)
    ]
    return next((one for one in tried if wires.is_free(one.area)), tried[0] if tried else None)


def _candidates(tag: Tag, drawing: Drawing, wide: float) -> Iterator[QRectF]:
    """Give the places beside a tag's part of the drawing, the best first."""
    source, target = tag.place
    pill = drawing.pills.get(tag.place)
    if target not in drawing.centers or (source and source not in drawing.centers):
        return
    if source:
        yield from _along(drawing, tag, pill, wide)
    elif tag.kind in ("parameter", "one") and pill is not None:
        yield from _beside_pill(drawing.centers[target], pill, wide)
    else:
        yield from _about(drawing.centers[target], wide)


def _along(drawing: Drawing, tag: Tag, pill: QRectF | None, wide: float) -> Iterator[QRectF]:
    """Give the places along a connection: by its pill, else on the wire and beside it."""
    wire = drawing.wire(tag.place)
    if pill is not None:
        yield from (around(QPointF(pill.center().x(), pill.center().y() + shift), wide, HEIGHT) for shift in (24, -24))
    for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        point = geometry.wire_point(wire, t)
        for shift in (0, 22, -22, 44, -44):
            yield around(QPointF(point.x(), point.y() + shift), wide, HEIGHT)


def _beside_pill(center: QPointF, pill: QRectF, wide: float) -> Iterator[QRectF]:
    """Give the places by a bias: right, left, below the caption."""
    y = pill.center().y() - HEIGHT / 2
    yield QRectF(pill.right() + 6, y, wide, HEIGHT)
    yield QRectF(pill.left() - 6 - wide, y, wide, HEIGHT)
    for down in (62, 84):
        yield from _level(center, HALF + down, wide)


def _about(center: QPointF, wide: float) -> Iterator[QRectF]:
    """Give the places about a node: above its name, at its sides, below all of it."""
    for up in (38, 60):
        yield from _level(center, -HALF - up, wide)
    for right in (True, False):
        for down in (-24, 24):
            left = center.x() + HALF + 12 if right else center.x() - HALF - 12 - wide
            yield QRectF(left, center.y() + down - HEIGHT / 2, wide, HEIGHT)
    for down in (34, 62, 84):
        yield from _level(center, HALF + down, wide)


def _level(center: QPointF, down: float, wide: float) -> Iterator[QRectF]:
    """Give a row of places over or under a node: centred, and shifted to either side."""
    slack = max(0.0, wide / 2 - 50)
    for shift in (0.0, -slack, slack, -wide / 2, wide / 2):
        yield around(QPointF(center.x() + shift, center.y() + down), wide, HEIGHT)


def _solid(drawing: Drawing) -> Iterator[QRectF]:
    """Give everything that no tag may cover."""
    yield from drawing.pills.values()
    for node, center in drawing.centers.items():
        label = drawing.document.nodes[node].label
        yield geometry.square(center).adjusted(-8, -8, 8, 4)
        name = min(geometry.LABEL_WIDTH, look.text_width(label, 12, bold=True) + 6)
        yield around(geometry.label_box(center).center(), name, 18)
        below = drawing.document.nodes[node].bias is not None
        yield around(geometry.caption_box(center, below_pill=below).center(), CAPTION if below else 70, 16)


def _wires(drawing: Drawing) -> Iterator[QRectF]:
    for pair in drawing.pairs:
        wire = drawing.wire(pair)
        points = (geometry.wire_point(wire, step / WIRE_POINTS) for step in range(WIRE_POINTS + 1))
        yield from (around(point, 8, 8) for point in points)


def tag_at(placed: Mapping[Key, Placed], point: QPointF) -> Key | None:
    """Return the tag under a point."""
    return next((key for key, one in placed.items() if one.area.contains(point)), None)


def shows_itself(tag: Tag, drawing: Drawing) -> bool:
    """Whether the drawing says already what a tag would: the pill of a weight shows its number."""
    single = tag.kind == "weight" and drawing.document.parameter(tag.place).value.size == 1
    return single and tag.place in drawing.pills

