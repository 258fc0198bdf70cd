"""Seeded random networks with images, convolutions and pools, chained and side by side, that lead into neurons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.catalog import ACTIVATIONS, OPTIMIZERS
from core.document import (
    Connection,
    DataSpec,
    Document,
    Grid,
    Node,
    TestSplit,
    TrainingSpec,
    column,
    parameter,
)
from core.images.grids import out_size, regridded

_ROWS = 7


def random_grids(seed: int) -> Document:
    """Return the network of a seed; over many seeds every size, stride, padding, mode and way of training comes about.

    Three windows over one image, each on the image or on an earlier window, some of which feed neurons; an input that
    is none of a picture feeds them too.
    """
    rng = np.random.default_rng(seed)
    image = Grid(tuple(int(side) for side in (*rng.integers(5, 9, 2), rng.integers(1, 4))))  # type: ignore[arg-type]
    nodes = {"image": Node("image", "image", "image", image.cells, grid=image), "x": Node("x", "input", "x", 2)}
    wires = []
    for place in range(3):
        source = str(rng.choice([key for key in nodes if key != "x"]))
        nodes[f"g{place}"] = _window(rng, place, nodes[source])
        wires.append(Connection(source, f"g{place}"))
        document = regridded(Document(nodes=nodes, connections={wire.pair: wire for wire in wires}))
        nodes = dict(document.nodes)
    soft = bool(rng.integers(2))
    ends = {"h": Node("h", "hidden", "h", 3, "tanh", parameter("bh", rng.normal(0, 0.3, 3))),
            "y": Node("y", "output", "y", 3, "identity", parameter("by", rng.normal(0, 0.3, 3)))}  # fmt: skip
    feeding = [key for key in nodes if key != "image" and rng.random() < 0.6] or ["g2"]
    nodes |= ends
    pairs = [*((source, str(rng.choice(["h", "y"]))) for source in feeding), ("g2", "h"), ("h", "y")]
    for at, (source, target) in enumerate(dict.fromkeys(pairs)):
        weight = rng.normal(0, 1 / np.sqrt(nodes[source].units), (nodes[target].units, nodes[source].units))
        wires.append(Connection(source, target, parameter(f"w{at + 10}", weight)))
    if soft:
        nodes["p"] = Node("p", "softmax", "p", 3, classes=("a", "b", "c"))
        wires.append(Connection("y", "p"))
    return Document(f"Grids {seed}", nodes, {wire.pair: wire for wire in wires},
                    {key: (200.0 * at, 0.0) for at, key in enumerate(nodes)}, _data(rng, nodes, soft=soft),
                    _training(rng, seed, soft=soft))  # fmt: skip


def _window(rng: np.random.Generator, place: int, source: Node) -> Node:
    """Return a convolution or pool that fits on its source."""
    key, grid = f"g{place}", source.grid
    assert grid is not None
    side = min(grid.shape[:2])
    size = int(rng.integers(1, min(3, side) + 1))
    stride = int(rng.integers(1, 4))
    if rng.random() < 0.35:
        mode = str(rng.choice(["max", "mean"]))
        return Node(key, "pool", key, 0, grid=Grid((0, 0, 0), size, stride, 0, mode))
    padding, filters = int(rng.integers(0, 3)), int(rng.integers(1, 4))
    assert out_size(side, size, stride, padding) >= 1
    shape = (filters, grid.shape[2], size, size)
    weight = parameter(f"w{place}", rng.normal(0, 0.6, shape), rng.random(shape) < 0.8)
    bias = parameter(f"b{place}", rng.normal(0, 0.3, filters))
    return Node(key, "convolution", key, 0, str(rng.choice(list(ACTIVATIONS))), bias,
                grid=Grid((0, 0, filters), size, stride, padding), filters=weight)  # fmt: skip


def _data(rng: np.random.Generator, nodes: dict[str, Node], *, soft: bool) -> DataSpec:
    pixels = tuple(f"pixel {at}" for at in range(nodes["image"].units))
    inputs = {"image": pixels, "x": ("x 1", "x 2")}
    columns = [column(name, rng.normal(0, 1, _ROWS)) for names in inputs.values() for name in names]
    if soft:
        columns.append(column("class", rng.choice(["a", "b", "c"], _ROWS).tolist()))
        return DataSpec(tuple(columns), inputs, {"p": ("class",)}, test=TestSplit(rows=(1,)))
    targets = ("y 1", "y 2", "y 3")
    columns += [column(name, rng.normal(0, 1, _ROWS)) for name in targets]
    return DataSpec(tuple(columns), inputs, {"y": targets}, test=TestSplit(rows=(1,)))


def _training(rng: np.random.Generator, seed: int, *, soft: bool) -> TrainingSpec:
    spec = TrainingSpec(loss="cross_entropy" if soft else "ssr", reduction=str(rng.choice(["sum", "mean"])),
                        optimizer=str(rng.choice(list(OPTIMIZERS))), learning_rate=0.01, seed=seed)  # fmt: skip
    return replace(spec, batch_size=[None, 1, 2, 4][int(rng.integers(4))], shuffle=bool(rng.integers(2)))
