"""The ways from a unit to the loss: how many there are, and which.

    >>> from core.ways import Ways
    >>> ways = Ways(document, {("effect", 0)})
    >>> ways.count("top"), list(ways.each(("top", 0)))
    (1, [(('top', 0), ('effect', 0))])
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.chain import Unit
from core.document import Document


class Ways:
    """Paths through the drawing, unit by unit; ``outputs`` are the units that the loss compares."""

    def __init__(self, document: Document, outputs: Collection[Unit]) -> None:
        self._nodes, self._outputs = document.nodes, outputs
        self._known: dict[str, int] = {}
        self.following: dict[str, list[str]] = {node: [] for node in document.nodes}
        """What each node feeds, in file order."""
        for source, target in document.connections:
            self.following[source].append(target)

    def count(self, start: str) -> int:
        """Return how many paths lead from each unit of a node to the loss: its own, and those of all it feeds."""
        known, waiting = self._known, [start]
        while waiting:
            node = waiting[-1]
            missing = [target for target in self.following[node] if target not in known]
            if missing:
                waiting += missing
                continue
            later = (self._nodes[target].units * known[target] for target in self.following[node])
            known[node] = int((node, 0) in self._outputs) + sum(later)
            waiting.pop()
        return known[start]

    def each(self, start: Unit) -> Iterator[tuple[Unit, ...]]:
        """Give every path from ``start`` to the loss: its units, ``start`` first."""
        way: list[Unit] = []
        branches: list[Iterator[Unit]] = [iter((start,))]
        while branches:
            unit = next(branches[-1], None)
            if unit is None:
                branches.pop()
                del way[max(len(branches) - 1, 0) :]
                continue
            way.append(unit)
            if unit in self._outputs:
                yield tuple(way)
            branches.append(self._onward(unit[0]))

    def _onward(self, node: str) -> Iterator[Unit]:
        """Give the units that a node feeds and from which a path goes on to the loss."""
        return ((target, place) for target in self.following[node] if self.count(target)
                for place in range(self._nodes[target].units))
