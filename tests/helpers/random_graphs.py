"""Seeded random networks that always train: skips, layers, several inputs and outputs, outputs that feed on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.catalog import ACTIVATIONS
from core.document import Connection, DataSpec, Document, Node, Pair, Parameter, TrainingSpec, column, parameter

_ROWS = 6


def random_graph(seed: int) -> Document:
    """Return the network of a seed; over many seeds every activation, reduction and way of batching comes about."""
    rng = np.random.default_rng(seed)
    inputs = [_node(rng, f"i{place}", "input") for place in range(rng.integers(1, 3))]
    kinds = ["hidden"] * int(rng.integers(0, 5)) + ["output"] * int(rng.integers(1, 3))
    others = [_node(rng, f"n{place}", kind) for place, kind in enumerate(rng.permutation(kinds).tolist())]
    nodes = [*inputs, *others]
    wires: dict[Pair, Connection] = {}
    for place, target in enumerate(others, len(inputs)):
        fed = rng.random(place) < 0.5
        fed[rng.integers(place)] = True
        for source in (nodes[at] for at in np.flatnonzero(fed)):
            weight = parameter(f"w{len(wires) + 1}", rng.normal(0, 0.8, (target.units, source.units)))
            wires[source.id, target.id] = Connection(source.id, target.id, weight)
    return Document(
        f"Graph {seed}", {node.id: node for node in nodes}, wires, {}, _data(rng, nodes), _training(rng, seed))


def _node(rng: np.random.Generator, key: str, kind: str) -> Node:
    units = int(rng.choice([1, 1, 2, 3]))
    if kind == "input":
        return Node(key, kind, f"input {key}", units)
    bias: Parameter = parameter(f"b{key[1:]}", rng.normal(0, 0.5, units))
    return Node(key, kind, f"{kind} {key}", units, str(rng.choice(list(ACTIVATIONS))), bias)


def _data(rng: np.random.Generator, nodes: list[Node]) -> DataSpec:
    names = {node.id: tuple(f"{node.id} {unit}" for unit in range(node.units)) for node in nodes}
    inputs = {node.id: names[node.id] for node in nodes if node.kind == "input"}
    targets = {node.id: names[node.id] for node in nodes if node.kind == "output"}
    columns = [column(name, rng.normal(0, 1, _ROWS)) for group in (inputs, targets) for part in group.values()
               for name in part]
    return DataSpec(tuple(columns), inputs, targets)


def _training(rng: np.random.Generator, seed: int) -> TrainingSpec:
    spec = TrainingSpec(reduction=str(rng.choice(["sum", "mean"])), learning_rate=0.01, seed=seed)
    batch = [None, 1, 2, 4, 6][int(rng.integers(5))]
    return replace(spec, batch_size=batch, shuffle=bool(rng.integers(2)))
