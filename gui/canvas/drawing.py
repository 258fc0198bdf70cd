"""One document laid out on the canvas, and what is under a point of it. Pure: no painting, no state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.catalog import NODE_KINDS
from core.document import Document, Floats, Pair, Point, Ref, bias_of, filters_of, wired
from gui.canvas import geometry
from gui.canvas.cells import layer_cells
from gui.canvas.geometry import Wire
from gui.canvas.heat import NO_HEATS, Heat, place_heats
from gui.canvas.pill_places import place_pills

PillWidth = Callable[[Document, Ref], float]

MOST_PILLS = 200
"""Up to so many connections each shows its number; beyond, only those looked at do."""
MOST_LOOKED_AT = 40
MOST_CURVES = 250
"""Drawings with more connections have them straight."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under a point: ``part`` is one of the PARTS; ids where they apply.

    ``place`` counts from 0: the unit of a layer's tile, (unit,), a weight of a matrix, (target unit, source unit), or a
    cell of a filter, (filter, channel, row, column).
    """

    part: str = "empty"
    node: str | None = None
    pair: Pair | None = None
    ref: Ref | None = None
    place: tuple[int, ...] = ()


FAR, MIDDLE = 0.3, 0.55
"""Zoom below which nodes are plain squares, and below which nothing is shown that must be read."""


def seen_parts(zoom: float) -> frozenset[str]:
    """Return the parts that are drawn at ``zoom``: what is not seen cannot be clicked."""
    if zoom < FAR:
        return frozenset({"body", "wire"})
    if zoom < MIDDLE:
        return frozenset({"body", "wire", "label", "in_port", "out_port", "heat"})
    return frozenset(PARTS)


PARTS = (
    "empty", "factor", "body", "label", "in_port", "out_port", "row_back", "row_next", "number", "lock", "wire", "heat",
)  # fmt: skip
NOTHING = Hit()


@dataclass(frozen=True, eq=False)
class Drawing:
    """Centres of nodes, ends of wires, places of pills and of pictures of matrices.

    ``positions`` may differ from the document's by a drag.
    """

    document: Document
    centers: Mapping[str, QPointF] = field(default_factory=dict)
    pills: Mapping[Ref, QRectF] = field(default_factory=dict)
    heats: Mapping[Ref, Heat] = field(default_factory=lambda: NO_HEATS)

    @cached_property
    def pairs(self) -> list[Pair]:
        """The connections in drawing order."""
        return list(self.document.connections)

    @cached_property
    def nodes(self) -> list[str]:
        """The node ids in drawing order."""
        return list(self.document.nodes)

    @cached_property
    def points(self) -> Floats:
        """The nodes' centres in drawing order: (nodes, 2)."""
        return np.array([(point.x(), point.y()) for point in self.centers.values()], dtype=np.float64).reshape(-1, 2)

    @cached_property
    def ends(self) -> Floats:
        """The wires' ends in drawing order: (wires, 4) as x1, y1, x2, y2."""
        place = {node: index for index, node in enumerate(self.nodes)}
        index = np.array([(place[a], place[b]) for a, b in self.pairs], dtype=np.intp).reshape(-1, 2)
        starts, stops = self.points[index[:, 0]], self.points[index[:, 1]]
        shift = np.array([geometry.HALF, 0.0])
        return np.hstack((starts + shift, stops - shift))

    @cached_property
    def boxes(self) -> Floats:
        """The rectangles the wires stay in: (wires, 4) as left, top, right, bottom."""
        x1, y1, x2, y2 = self.ends.T
        back = np.where(x2 - x1 < 2 * geometry.HALF, geometry.BACK, 0.0)
        return np.stack(
            (np.minimum(x1, x2) - back, np.minimum(y1, y2), np.maximum(x1, x2) + back, np.maximum(y1, y2)), 1
        )

    @cached_property
    def bounds(self) -> QRectF:
        """The room all nodes take; empty if there is none."""
        return geometry.room(self.points, geometry.extent)

    def with_pills(self, pills: Mapping[Ref, QRectF]) -> Drawing:
        """Return the same drawing with other pills, sharing the arrays."""
        other = Drawing(self.document, self.centers, pills, self.heats)
        for shared in ("pairs", "nodes", "points", "ends", "boxes", "bounds"):
            other.__dict__[shared] = getattr(self, shared)
        return other

    def wire(self, pair: Ref) -> Wire:
        """Return the ends of a connection; of filters those of the connection into their convolution."""
        if not wired(pair):
            fed = next(iter(self.document.sources(pair[1])), None)
            if fed is None:
                port = geometry.in_port(self.centers[pair[1]])
                return Wire(port - QPointF(2 * geometry.SIDE, 0), port, self.straight)
            pair = (fed, pair[1])
        source, target = self.centers[pair[0]], self.centers[pair[1]]
        return Wire(geometry.out_port(source), geometry.in_port(target), self.straight)

    @property
    def straight(self) -> bool:
        """Whether connections are drawn straight, because there are many."""
        return len(self.document.connections) > MOST_CURVES

    def nodes_in(self, area: QRectF) -> list[str]:
        """Return the nodes whose square touches ``area``, lowest first."""
        reach = geometry.HALF
        x, y = self.points.T
        inside = (x + reach > area.left()) & (x - reach < area.right())
        inside &= (y + reach > area.top()) & (y - reach < area.bottom())
        return [self.nodes[index] for index in np.flatnonzero(inside)]

    def wires_in(self, area: QRectF) -> list[int]:
        """Return the places in ``pairs`` of the wires that may be seen in ``area``."""
        left, top, right, bottom = self.boxes.T
        inside = (right >= area.left()) & (left <= area.right()) & (bottom >= area.top()) & (top <= area.bottom())
        return [int(index) for index in np.flatnonzero(inside)]

    def hit(self, point: QPointF, slack: float = 6.0, zoom: float = 1.0) -> Hit:
        """Return what is under ``point`` seen at ``zoom``; ``slack`` is how near a wire must be, in scene units."""
        seen = seen_parts(zoom)
        pill = self._pill_hit(point) if "number" in seen else None
        heat = _heat_hit(self.heats, point) if "heat" in seen else None
        return self._node_hit(point, seen) or pill or heat or self._wire_hit(point, slack) or NOTHING

    def node_at(self, point: QPointF) -> str | None:
        """Return the topmost node whose square, ports included, holds ``point``."""
        reach = geometry.PORT_REACH
        near = self.nodes_in(QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach))
        held = (node for node in reversed(near) if self._holds(self.centers[node], point))
        return next(held, None)

    def wire_at(self, point: QPointF, slack: float) -> Pair | None:
        """Return the nearest connection no farther than ``slack`` from ``point``."""
        area = QRectF(point.x() - slack, point.y() - slack, 2 * slack, 2 * slack)
        near = self.wires_in(area)
        if not near:
            return None
        away = geometry.wire_distances(self.ends[near], point, straight=self.straight)
        best = int(away.argmin())
        return self.pairs[near[best]] if away[best] <= slack else None

    def _holds(self, center: QPointF, point: QPointF) -> bool:
        port = geometry.PORT_REACH
        return geometry.square(center).adjusted(-port, 0, port, 0).contains(point)

    def _node_hit(self, point: QPointF, seen: frozenset[str]) -> Hit | None:
        near = self.nodes_in(QRectF(point.x() - 90, point.y() - 90, 180, 180))
        for node in reversed(near):
            part = next((part for part in self._parts_of(node, point) if part in seen), None)
            if part:
                ref = bias_of(node) if part in {"number", "lock"} else None
                return Hit(part, node=node, ref=ref, place=self._place(node, part, point))
        return None

    def _place(self, node: str, part: str, point: QPointF) -> tuple[int, ...]:
        cells = layer_cells(self.document, self.document.nodes[node], self.centers[node]) if part == "body" else None
        unit = None if cells is None else cells.unit_at(point)
        return () if unit is None else (unit,)

    def _parts_of(self, node: str, point: QPointF) -> list[str]:
        """Return the node's parts under ``point``, topmost first."""
        center, kind = self.centers[node], NODE_KINDS[self.document.nodes[node].kind]
        pill = self.pills.get(bias_of(node))
        buttons = geometry.row_buttons(center) if kind.source else ()
        areas = (
            ("out_port", _about(geometry.out_port(center))),
            ("in_port", _about(geometry.in_port(center)) if kind.takes_connections else QRectF()),
            ("row_back", buttons[0] if buttons else QRectF()),
            ("row_next", buttons[1] if buttons else QRectF()),
            ("body", geometry.square(center)),
            ("lock", geometry.lock_box(pill) if pill else QRectF()),
            ("number", pill or QRectF()),
            ("label", geometry.label_box(center).adjusted(30, 0, -30, 0)),
        )
        return [part for part, area in areas if area.contains(point)]

    def _pill_hit(self, point: QPointF) -> Hit | None:
        for ref, pill in reversed(list(self.pills.items())):
            if ref[0] and pill.contains(point):
                return _hit_of("lock" if geometry.lock_box(pill).contains(point) else "number", ref)
        return None

    def _wire_hit(self, point: QPointF, slack: float) -> Hit | None:
        pair = self.wire_at(point, slack)
        return Hit("wire", pair=pair, ref=pair if self.document.has(pair) else None) if pair else None


def _heat_hit(heats: Mapping[Ref, Heat], point: QPointF) -> Hit | None:
    places = ((ref, heat.place_at(point)) for ref, heat in heats.items())
    return next((_hit_of("heat", ref, place) for ref, place in places if place), None)


def _hit_of(part: str, ref: Ref, place: tuple[int, ...] = ()) -> Hit:
    """Return a hit of what stands on a connection: its weight, or the filters of the convolution it leads into."""
    return Hit(part, pair=ref, ref=ref, place=place) if wired(ref) else Hit(part, node=ref[1], ref=ref, place=place)


def _about(point: QPointF) -> QRectF:
    return geometry.around(point, 2 * geometry.PORT_REACH, 2 * geometry.PORT_REACH)


def lay_out(document: Document, width: PillWidth, moved: Mapping[str, Point] | None = None) -> Drawing:
    """Lay out ``document`` with the nodes in ``moved`` elsewhere."""
    places = {**document.positions, **(moved or {})}
    centers = {node: geometry.clamp(*places.get(node, (0.0, 0.0))) for node in document.nodes}
    biases = {
        bias_of(node.id): geometry.bias_pill(centers[node.id], width(document, bias_of(node.id)))
        for node in document.nodes.values()
        if node.bias is not None
    }
    if len(document.connections) > MOST_PILLS:
        return Drawing(document, centers, biases)
    bare = Drawing(document, centers)
    refs = [filters_of(pair[1]) if document.has(filters_of(pair[1])) else pair for pair in bare.pairs]
    wanted = {ref: (bare.wire(ref), width(document, ref)) for ref in refs if document.has(ref)}
    taken = [geometry.extent(center) for center in centers.values()]
    pills = {**biases, **place_pills(wanted, taken)}
    return Drawing(document, centers, pills, place_heats(document, pills, taken))


def looking_at(drawing: Drawing, width: PillWidth, pairs: Iterable[Pair]) -> Drawing:
    """Return ``drawing`` with a pill for each of ``pairs`` too, over others where there is no room."""
    document = drawing.document
    lacking = [pair for pair in pairs if document.has(pair) and pair not in drawing.pills][:MOST_LOOKED_AT]
    if not lacking:
        return drawing
    wanted = {pair: (drawing.wire(pair), width(document, pair)) for pair in lacking}
    middle = {
        pair: geometry.around(geometry.wire_point(wire, 0.5), wide, geometry.PILL_HEIGHT)
        for pair, (wire, wide) in wanted.items()
    }
    placed = place_pills(wanted, drawing.pills.values())
    return drawing.with_pills({**drawing.pills, **middle, **placed})
