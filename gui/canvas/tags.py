"""Where tags stand: each beside its part of the drawing, over no number, name or node, and over no other tag."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gui.canvas import geometry, look
from gui.canvas.drawing import Drawing
from gui.canvas.geometry import HALF, Crowd, around
from gui.canvas.trail import Key, Tag

HEIGHT = 21.0
SIZE = 12
PADDING = 8.0
SAMPLE = "−0.0000"
MARGIN = 26.0
"""How far beyond the drawing a tag may stand: Fit leaves at least so much free."""
CAPTION = 130.0
OVER_WIRE, SHORTER, ASIDE = 60.0, 20.0, 0.3
"""What it costs to lie over a wire, to say less, and to stick out (for each unit), in units of distance."""
EDGE, APART, ALONE = 3.0, 2.0, 150.0
"""What a tag keeps free about it, and what it costs that two which are multiplied are apart: for each unit, and where
there is no room for the other."""
PARAMETER_KINDS = ("parameter", "one")
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


def place_tags(tags: Iterable[Tag], drawing: Drawing, seen: QRectF) -> dict[Key, Placed]:
    """Return a place for each tag that finds one; the first come first, the longest form that has room.

    Tags stand in ``seen``, which is what Fit shows; where it does not show the whole drawing, those that find no place
    there stand elsewhere about the drawing.
    """
    taken = Crowd(solid(drawing))
    wires = Crowd(_wires(drawing) if len(drawing.pairs) <= MOST_WIRES else ())
    about = drawing.bounds.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    room = seen if seen.contains(drawing.bounds) else about.united(seen)
    placed: dict[Key, Placed] = {}
    waiting = list(tags)
    for tag in waiting:
        partner = next((one.key for one in waiting if one.key in placed and follows(tag, one)), None)
        after = next((width(one.forms[0], len(one.numbers)) for one in waiting if follows(one, tag)), 0.0)
        beside = placed[partner].area if partner else None
        tried = (_place(tag, drawing, where, taken, wires, beside, after) for where in (seen, room))
        found = next(filter(None, tried), None)
        if found is not None:
            taken.add(found.area.adjusted(-EDGE, -EDGE, EDGE, EDGE))
            placed[tag.key] = found
    return placed


def follows(tag: Tag, other: Tag) -> bool:
    """Whether a tag is the next factor after ``other`` on a path, at the same node: the two are multiplied."""
    here = {(spot.path, spot.factor - 1) for spot in tag.spots}
    return tag.place == other.place and any((spot.path, spot.factor) in here for spot in other.spots)


def _place(tag: Tag, drawing: Drawing, room: QRectF, taken: Crowd, wires: Crowd, partner: QRectF | None,
           after: float) -> Placed | None:  # fmt: skip
    """Return the place at the least cost: near its part or its ``partner``, over no wire, in its longest form.

    Next to it there should be room for the factor it is multiplied by, ``after`` wide.

    A long form that begins beside its part and ends far from it costs more than a short one close by.
    """
    anchor = _anchor(tag, drawing)
    if anchor is None:
        return None
    tried = []
    for number, form in enumerate(tag.forms):
        wide = width(form, len(tag.numbers))
        beside = [] if partner is None else [*_next_to(partner, wide)]
        for area in (*beside, *_candidates(tag, drawing, wide)):
            if room.contains(area) and taken.is_free(area):
                away = _away(area, anchor) if partner is None else _gap(area, partner) * APART
                free = not after or any(room.contains(one) and taken.is_free(one) for one in _next_to(area, after))
                cost = away + OVER_WIRE * (not wires.is_free(area)) + SHORTER * number + ALONE * (not free)
                tried.append((cost, Placed(area, form)))
    return min(tried, key=lambda one: one[0])[1] if tried else None


def _next_to(partner: QRectF, wide: float) -> Iterator[QRectF]:
    """Give the places next to another tag: right of it, as a product is written, else under or over it, or left."""
    away = EDGE + 0.5
    yield QRectF(partner.right() + away, partner.top(), wide, HEIGHT)
    for top in (partner.bottom() + away, partner.top() - away - HEIGHT):
        yield QRectF(partner.left(), top, wide, HEIGHT)
        yield QRectF(partner.right() - wide, top, wide, HEIGHT)
    yield QRectF(partner.left() - away - wide, partner.top(), wide, HEIGHT)


def _anchor(tag: Tag, drawing: Drawing) -> QRectF | None:
    """Return what a tag belongs to: a pill, a node's square, the middle of a wire."""
    source, target = tag.place
    if target not in drawing.centers or (source and source not in drawing.centers):
        return None
    if tag.place in drawing.pills and (source or tag.kind in PARAMETER_KINDS):
        return drawing.pills[tag.place]
    middle = geometry.wire_point(drawing.wire(tag.place), 0.5) if source else drawing.centers[target]
    return around(middle, 2, 2) if source else geometry.square(middle)


def _away(area: QRectF, anchor: QRectF) -> float:
    """Return how far a tag is from what it belongs to: its edge, and in part its middle."""
    middle = QRectF(area.center(), area.center())
    return _gap(area, anchor) + ASIDE * _gap(middle, anchor)


def _gap(area: QRectF, anchor: QRectF) -> float:
    """Return how far apart two rectangles are, edge to edge."""
    across = max(0.0, area.left() - anchor.right(), anchor.left() - area.right())
    down = max(0.0, area.top() - anchor.bottom(), anchor.top() - area.bottom())
    return math.hypot(across, down)


def _candidates(tag: Tag, drawing: Drawing, wide: float) -> Iterator[QRectF]:
    """Give the places beside a tag's part of the drawing, the best first."""
    source, target = tag.place
    pill = drawing.pills.get(tag.place)
    if source:
        yield from _along(drawing, tag, pill, wide)
    elif tag.kind in PARAMETER_KINDS and pill is not None:
        yield from _beside_pill(drawing.centers[target], pill, wide)
    else:
        yield from _about(drawing.centers[target], wide)


def _along(drawing: Drawing, tag: Tag, pill: QRectF | None, wide: float) -> Iterator[QRectF]:
    """Give the places along a connection: by its pill, else on the wire and beside it."""
    wire = drawing.wire(tag.place)
    if pill is not None:
        for shift in (24, -24, 46, -46, 68, -68):
            for aside in (0, 30, -30, 60, -60, 90, -90):
                yield around(pill.center() + QPointF(aside, shift), wide, HEIGHT)
    for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        point = geometry.wire_point(wire, t)
        for shift in (0, 22, -22, 44, -44):
            yield around(QPointF(point.x(), point.y() + shift), wide, HEIGHT)


def _beside_pill(center: QPointF, pill: QRectF, wide: float) -> Iterator[QRectF]:
    """Give the places by a bias: right, left, below the caption."""
    y = pill.center().y() - HEIGHT / 2
    yield QRectF(pill.right() + 6, y, wide, HEIGHT)
    yield QRectF(pill.left() - 6 - wide, y, wide, HEIGHT)
    for down in (63, 87):
        yield from _level(center, HALF + down, wide)


def _about(center: QPointF, wide: float) -> Iterator[QRectF]:
    """Give the places about a node: above its name, at its sides, below all of it."""
    for up in (38, 62):
        yield from _level(center, -HALF - up, wide)
    for right in (True, False):
        for down in (-24, 24):
            left = center.x() + HALF + 12 if right else center.x() - HALF - 12 - wide
            yield QRectF(left, center.y() + down - HEIGHT / 2, wide, HEIGHT)
    for down in (36, 63, 87, 111, 135, 159):
        yield from _level(center, HALF + down, wide)


def _level(center: QPointF, down: float, wide: float) -> Iterator[QRectF]:
    """Give a row of places over or under a node: centred, and shifted to either side."""
    slack = max(0.0, wide / 2 - 50)
    for shift in (0.0, -slack, slack, -wide / 2, wide / 2):
        yield around(QPointF(center.x() + shift, center.y() + down), wide, HEIGHT)


def solid(drawing: Drawing) -> Iterator[QRectF]:
    """Give everything that no tag may cover."""
    yield from drawing.pills.values()
    yield from (heat.whole for heat in drawing.heats.values())
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

