"""The networks that are measured, as documents."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.document import Connection, DataSpec, Document, Grid, Node, TrainingSpec, column, parameter
from core.images.grids import regridded

MIXED = ("tanh", "relu", "sigmoid", "softplus", "identity")
EVERY = (*MIXED, "leaky_relu", "elu", "silu", "gelu")


def layered(sizes: list[int], activation: str, rows: int, batch: int | None) -> Document:
    """Return a net of fully connected layers with an identity output."""
    rng = np.random.default_rng(1)
    kinds = ["input", *["hidden"] * (len(sizes) - 2), "output"]
    nodes = {f"n{place}": _node(f"n{place}", kind, units, activation if kind == "hidden" else "identity")
             for place, (kind, units) in enumerate(zip(kinds, sizes, strict=True))}
    pairs = list(pairwise(nodes))
    return _document(nodes, pairs, rows, batch, rng)


def pictured(side: int, filters: int, size: int, outputs: int, rows: int, batch: int) -> Document:
    """Return a square image, a convolution with ReLU, 2 × 2 max pooling and an identity output."""
    rng = np.random.default_rng(1)
    nodes = {
        "image": Node("image", "image", "image", side * side, grid=Grid((side, side, 1))),
        "map": Node("map", "convolution", "map", 0, "relu", parameter("b_map", np.zeros(filters)),
                    grid=Grid((0, 0, filters), size),
                    filters=parameter("w_map", rng.standard_normal((filters, 1, size, size)) / size)),
        "pool": Node("pool", "pool", "pool", 0, grid=Grid((0, 0, filters), 2, 2, 0, "max")),
    }
    joined = regridded(Document("", nodes, {pair: Connection(*pair) for pair in pairwise(nodes)}))
    nodes = {**joined.nodes, "y": _node("y", "output", outputs, "identity")}
    document = _document(nodes, [("pool", "y")], rows, batch, rng)
    return document.evolve(connections={**joined.connections, **document.connections})


def drawing(columns: int, activations: tuple[str, ...], seed: int = 1, batch: int = 10) -> Document:
    """Return 100 neurons in ``columns`` columns, the last a single output, with 550 connections, some far.

    Each neuron is fed by its neighbour in the column before and by others anywhere to its left; three
    inputs stand before them. 99 columns of one neuron are a graph without any order to profit from.
    """
    rng = np.random.default_rng(seed)
    nodes = {f"x{place}": _node(f"x{place}", "input", 1, "identity") for place in range(3)}
    place_of = dict.fromkeys(nodes, 0)
    for place, group in enumerate(np.array_split(np.arange(99), columns), start=1):
        for neuron in group:
            name = f"h{neuron}"
            nodes[name] = _node(name, "hidden", 1, str(rng.choice(activations)))
            place_of[name] = place
    nodes["y"], place_of["y"] = _node("y", "output", 1, "identity"), columns + 1
    return _document(nodes, _wires(place_of, rng), 100, batch, rng)


def _wires(place_of: dict[str, int], rng: np.random.Generator, count: int = 550) -> list[tuple[str, str]]:
    names = list(place_of)
    left = {name: [other for other in names if place_of[other] < place_of[name]] for name in names}
    near = {name: [other for other in names if place_of[other] == place_of[name] - 1] for name in names}
    pairs = {(str(rng.choice(near[name])), name) for name in names if near[name]}
    while len(pairs) < count:
        target = str(rng.choice(names[3:]))
        pairs.add((str(rng.choice(left[target][-40:])), target))
    return sorted(pairs)


def _node(name: str, kind: str, units: int, activation: str) -> Node:
    bias = None if kind == "input" else parameter(f"b_{name}", np.zeros(units))
    return Node(name, kind, name, units, activation, bias)


def _document(
    nodes: dict[str, Node], pairs: list[tuple[str, str]], rows: int, batch: int | None, rng: np.random.Generator
) -> Document:
    feeds = {name: sum(nodes[s].units for s, t in pairs if t == name) for name in nodes}
    connections = {
        (s, t): Connection(s, t, parameter(f"w_{s}_{t}", rng.standard_normal((nodes[t].units, nodes[s].units))
                                           / np.sqrt(feeds[t])))
        for s, t in pairs
    }
    columns = {node.id: tuple(f"{node.id}.{unit}" for unit in range(node.units))
               for node in nodes.values() if node.kind in ("input", "image", "output")}
    data = DataSpec(
        tuple(column(name, rng.standard_normal(rows)) for names in columns.values() for name in names),
        {name: columns[name] for name in columns if nodes[name].kind != "output"},
        {name: columns[name] for name in columns if nodes[name].kind == "output"},
    )
    return Document("benchmark", nodes, connections, {}, data, TrainingSpec(learning_rate=1e-5, batch_size=batch))
