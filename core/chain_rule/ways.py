"""The ways from a unit to the loss: how many there are, and which.

    >>> from core.chain_rule.ways import Ways
    >>> ways = Ways(document, {("effect", 0)})
    >>> ways.count(("top", 0)), list(ways.each(("top", 0)))
    (1, [(('top', 0), ('effect', 0))])
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.catalog import NODE_KINDS
from core.chain_rule.slide import Slide
from core.chain_rule.values import Unit
from core.document import Document
from core.images.grids import window_of
from core.images.taps import taps

Counts: TypeAlias = NDArray[Any]
"""Numbers of paths, whole and of any size: one for all units of a node, (), or for each cell of a grid."""


_NONE = np.empty((0, 0))


class Ways:
    """Paths through the drawing, unit by unit; ``outputs`` are the units that the loss compares."""

    def __init__(self, document: Document, outputs: Collection[Unit]) -> None:
        self._nodes, self._outputs = document.nodes, outputs
        self._known: dict[str, Counts] = {}
        self._slides = {
            node.id: Slide(window_of(document, node.id), None if node.filters is None else node.filters.value, _NONE)
            for node in document.nodes.values() if NODE_KINDS[node.kind].window
        }
        self.following: dict[str, list[str]] = {node: [] for node in document.nodes}
        """What each node feeds, in file order."""
        for source, target in document.connections:
            self.following[source].append(target)

    def count(self, unit: Unit) -> int:
        """Return how many paths lead from a unit to the loss: its own, and those of all it feeds."""
        found = self.counts(unit[0])
        return int(found.flat[unit[1]] if found.ndim else found)

    def counts(self, start: str) -> Counts:
        """Return how many paths lead to the loss from the units of a node: one number, or one for each cell."""
        known, waiting = self._known, [] if start in self._known else [start]
        while waiting:
            node = waiting[-1]
            missing = [target for target in self.following[node] if target not in known]
            if missing:
                waiting += missing
                continue
            own = np.array(int((node, 0) in self._outputs), dtype=object)
            known[node] = np.asarray(sum((self._through(target) for target in self.following[node]), own), object)
            waiting.pop()
        return known[start]

    def _through(self, target: str) -> Counts:
        """Return how many paths lead on through a node from the units that feed it."""
        later = self._known[target]
        if target not in self._slides:
            return np.array(later.sum() if later.ndim else self._nodes[target].units * later, dtype=object)
        window = self._slides[target].window
        found, each = np.zeros(window.source, dtype=object), np.broadcast_to(later, window.out)
        for tap in taps(window):
            read = each[:, tap.down, tap.across]
            found[:, tap.source_down, tap.source_across] += read if window.mode else read.sum(axis=0)
        return found

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
            branches.append(self._onward(unit))

    def _onward(self, unit: Unit) -> Iterator[Unit]:
        """Give the units that a unit feeds and from which a path goes on to the loss."""
        return ((target, place) for target in self.following[unit[0]] for place in self._read(unit[1], target)
                if self.count((target, place)))

    def _read(self, unit: int, target: str) -> Collection[int]:
        slide = self._slides.get(target)
        return range(self._nodes[target].units) if slide is None else slide.onto(unit)
