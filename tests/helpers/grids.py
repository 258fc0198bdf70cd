"""Documents with images, convolutions and pools, built in code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.document import Connection, DataSpec, Document, Grid, Node, TrainingSpec, column, parameter
from core.images.grids import regridded
from core.images.letters import letter

Layers = Sequence[tuple[str, int, int]]
"""("convolution", filters, size) or ("pool", size, stride), one after the other."""


def picture_network(side: int = 6, layers: Layers = (("convolution", 1, 3), ("pool", 2, 2)), *, channels: int = 1,
                    seed: int = 0, rows: int = 4) -> Document:  # fmt: skip
    """Return image → ``layers`` → two outputs O and X, filters and weights drawn from ``seed``.

    Row 1 is the letter O, row 2 the letter X, and others are random pixels between 0 and 1; channels all hold the same.
    """
    rng = np.random.default_rng(seed)
    image = Node("image", "image", "image", side * side * channels, grid=Grid((side, side, channels)))
    nodes, wires, last, deep = {"image": image}, list[Connection](), "image", channels
    for place, (kind, first, second) in enumerate(layers):
        node = _layer(f"n{place}", kind, first, second, deep, rng)
        nodes[node.id] = node
        wires.append(Connection(last, node.id))
        last, deep = node.id, first if kind == "convolution" else deep
    grown = regridded(Document("Pictures", nodes, {wire.pair: wire for wire in wires}))
    return _with_outputs(grown, last, side, channels, rows, rng)


def _layer(key: str, kind: str, first: int, second: int, deep: int, rng: np.random.Generator) -> Node:
    if kind == "pool":
        return Node(key, "pool", f"pool {key}", 0, grid=Grid((0, 0, 0), first, second, mode="max"))
    filters = parameter(f"w{key}", rng.normal(size=(first, deep, second, second)).round(2))
    bias = parameter(f"b{key}", rng.normal(size=first).round(2))
    return Node(key, "convolution", f"map {key}", 0, "relu", bias, grid=Grid((0, 0, first), second), filters=filters)


def _with_outputs(
    document: Document, last: str, side: int, channels: int, rows: int, rng: np.random.Generator
) -> Document:
    units = document.nodes[last].units
    nodes, wires = dict(document.nodes), dict(document.connections)
    for name in ("O", "X"):
        nodes[name] = Node(name, "output", name, 1, "identity", parameter(f"b{name}", [0.1]))
        weights = parameter(f"w{name}", rng.normal(size=(1, units)).round(2))
        wires[last, name] = Connection(last, name, weights)
    letters = [letter("O", side, side), letter("X", side, side)]
    pixels = np.array([*letters, *rng.random((max(0, rows - 2), side, side)).round(2)])[:rows]
    names = [f"p{place}" for place in range(side * side * channels)]
    flat = np.repeat(pixels.reshape(rows, -1), channels, axis=1)
    columns = [*(column(name, flat[:, place]) for place, name in enumerate(names)),
               column("O", [float(row != 1) for row in range(rows)]),
               column("X", [float(row == 1) for row in range(rows)])]  # fmt: skip
    data = DataSpec(tuple(columns), {"image": tuple(names)}, {"O": ("O",), "X": ("X",)})
    spots = {key: (240.0 * place, 0.0) for place, key in enumerate(nodes)}
    return replace(document, nodes=nodes, connections=wires, positions=spots, data=data,
                   training=TrainingSpec(loss="ssr", learning_rate=0.01))  # fmt: skip
