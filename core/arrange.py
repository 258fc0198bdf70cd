"""Automatic placement: columns by level, rows ordered so that connections cross little. Pure geometry.

The columns are the longest path from an input; the order within a column is by barycentre, swept forth and
back (Sugiyama, Tagawa and Toda, 1981).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.document import Document, Point
from core.loops import levels

COLUMN = 240.0
ROW = 165.0
NEAR = 80.0
"""Nodes whose middles are nearer to a column's than a node is wide stand in it, drawn by hand."""
ONE_COLUMN = 8
"""Up to so many nodes of one level stand in one column where a layer is split."""
SWEEPS = 4
FEW = 200_000
"""Connections from which there are fewer sweeps: they cross anyway, and a file shall open soon."""
FAR = 1_000_000
"""How far from the origin a node may stand, in canvas units."""


def _columns(document: Document) -> list[list[str]]:
    level = levels(dict.fromkeys(document.nodes, 0), document.connections)
    last = max(level.values(), default=0)
    feeding = {source for source, _ in document.connections}
    for key, node in document.nodes.items():
        if node.kind == "output" and key not in feeding:
            level[key] = last
    columns: list[list[str]] = [[] for _ in range(last + 1)]
    for node_id in document.nodes:
        columns[level[node_id]].append(node_id)
    return [column for column in columns if column]


def _sweep(columns: list[list[str]], neighbours: Mapping[str, list[str]]) -> None:
    place = {node: row - (len(column) - 1) / 2 for column in columns for row, node in enumerate(column)}
    for column in columns:

        def weight(node: str) -> float:
            near = neighbours[node]
            return sum(map(place.__getitem__, near)) / len(near) if near else place[node]

        column.sort(key=weight)
        place.update({node: row - (len(column) - 1) / 2 for row, node in enumerate(column)})


def arrange(document: Document) -> dict[str, Point]:
    """Return a position for every node, the first column at x = 0, each column centred on y = 0.

    Thousands of columns or rows stand closer, so that none lies further out than ``FAR``.
    """
    columns = _columns(document)
    back: dict[str, list[str]] = {node: [] for node in document.nodes}
    ahead: dict[str, list[str]] = {node: [] for node in document.nodes}
    for source, target in document.connections:
        back[target].append(source)
        ahead[source].append(target)
    for _ in range(max(1, min(SWEEPS, FEW // max(1, len(document.connections))))):
        _sweep(columns, back)
        columns.reverse()
        _sweep(columns, ahead)
        columns.reverse()
    wide = min(COLUMN, FAR / max(1, len(columns)))
    high = min(ROW, FAR / max(map(len, columns), default=1))
    return {
        node: (x * wide, (row - (len(column) - 1) / 2) * high)
        for x, column in enumerate(columns)
        for row, node in enumerate(column)
    }


def block(count: int, spacing: tuple[float, float]) -> list[Point]:
    """Return places about (0, 0) for ``count`` nodes of one level: a column, or of many a block about as wide as high.

    They run along the first row, then the next; ``spacing`` is that of columns and of rows.
    """
    columns = 1 if count <= ONE_COLUMN else math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    wide, high = spacing
    return [((at % columns - (columns - 1) / 2) * wide, (at // columns - (rows - 1) / 2) * high)
            for at in range(count)]  # fmt: skip


def side_by_side(positions: Mapping[str, Point]) -> list[list[str]]:
    """Return nodes by the columns they stand in, from left to right; within a column from top to bottom.

    A node belongs to the column on its left whose middle, the mean of the nodes found so far, is nearer than ``NEAR``.
    """
    columns: list[list[str]] = []
    middle = 0.0  # of the last column
    for node in sorted(positions, key=lambda node: positions[node][0]):
        if not columns or positions[node][0] - middle >= NEAR:
            columns.append([])
        columns[-1].append(node)
        middle += (positions[node][0] - middle) / len(columns[-1])
    return [sorted(column, key=lambda node: positions[node][1]) for column in columns]
