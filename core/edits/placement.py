"""Edits of where nodes stand. None of them touches the network that computes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from core.arrange import FAR
from core.document import Document, Point


def _within(point: Point) -> Point:
    x, y = (min(FAR, max(-FAR, float(part))) for part in point)
    return (x, y)


@dataclass(frozen=True, slots=True)
class MoveNodes:
    """Put nodes at new positions."""

    positions: Mapping[str, Point]
    label: str = "Move"
    gesture: int | None = None

    @property
    def merge_key(self) -> Hashable | None:
        """One gesture (say, a row of arrow keys) is one step."""
        return None if self.gesture is None else ("move", self.gesture)

    def apply(self, document: Document) -> Document:
        """Return the document with the nodes moved."""
        known = {key: _within(point) for key, point in self.positions.items() if key in document.nodes}
        return document.evolve(positions={**document.positions, **known})


def nudge(document: Document, nodes: Iterable[str], dx: float, dy: float, gesture: int | None = None) -> MoveNodes:
    """Return the edit that moves ``nodes`` by (dx, dy)."""
    where = document.positions
    return MoveNodes({node: (where[node][0] + dx, where[node][1] + dy) for node in nodes}, gesture=gesture)


_EDGES: Mapping[str, tuple[int, Callable[[list[float]], float]]] = {
    "left": (0, min),
    "center": (0, lambda xs: sum(xs) / len(xs)),
    "right": (0, max),
    "top": (1, min),
    "middle": (1, lambda ys: sum(ys) / len(ys)),
    "bottom": (1, max),
}


def align(document: Document, nodes: Iterable[str], edge: str) -> MoveNodes:
    """Return the edit that brings ``nodes`` to one line: left, center, right, top, middle or bottom."""
    axis, choose = _EDGES[edge]
    points = {node: document.positions[node] for node in nodes}
    line = choose([point[axis] for point in points.values()])
    new = {node: (line, y) if axis == 0 else (x, line) for node, (x, y) in points.items()}
    return MoveNodes(new, f"Align {edge}")


def distribute(document: Document, nodes: Iterable[str], direction: str) -> MoveNodes:
    """Return the edit that spaces ``nodes`` evenly: "horizontally" or "vertically"."""
    axis = 0 if direction == "horizontally" else 1
    ordered = sorted(nodes, key=lambda node: document.positions[node][axis])
    first, last = (document.positions[ordered[end]][axis] for end in (0, -1))
    gap = (last - first) / max(1, len(ordered) - 1)
    new: dict[str, Point] = {}
    for place, node in enumerate(ordered):
        x, y = document.positions[node]
        new[node] = (first + gap * place, y) if axis == 0 else (x, first + gap * place)
    return MoveNodes(new, f"Distribute {direction}")
