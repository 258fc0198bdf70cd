"""Documents that choose among classes: the network of parts 6 and 7, and random ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.document import Connection, DataSpec, Document, Node, TrainingSpec, column, parameter

SPECIES = ("Setosa", "Versicolor", "Virginica")
W1, B1 = [[-2.5, 0.6], [-1.5, 0.4]], [1.6, 0.7]
W2, B2 = [[-0.1, 1.5], [2.4, -5.2], [-2.2, 3.7]], [0.0, 0.0, 1.0]


def iris(kind: str = "softmax", loss: str = "cross_entropy", b3: float = 0.0) -> Document:
    """The 2-2-3 network of parts 4 to 7 with its three rows, drawn neuron by neuron; a ``kind`` node at its end."""
    nodes = [Node("petal", "input", "petal width"), Node("sepal", "input", "sepal width")]
    nodes += [Node(f"h{at}", "hidden", f"hidden {at}", 1, "relu", parameter(f"b{at}", [bias]))
              for at, bias in enumerate(B1, 1)]  # fmt: skip
    nodes += [Node(name.lower(), "output", name, 1, "identity", parameter(f"b{at}", [bias]))
              for at, (name, bias) in enumerate(zip(SPECIES, (b3, *B2[1:]), strict=True), 3)]  # fmt: skip
    nodes.append(Node("species", kind, "species", 3, classes=SPECIES))
    pairs = [(source, f"h{at}", weight) for at, row in enumerate(W1, 1)
             for source, weight in zip(("petal", "sepal"), row, strict=True)]  # fmt: skip
    pairs += [(f"h{at}", name.lower(), weight) for name, row in zip(SPECIES, W2, strict=True)
              for at, weight in enumerate(row, 1)]  # fmt: skip
    connections = [Connection(a, b, parameter(f"w{at}", [[weight]])) for at, (a, b, weight) in enumerate(pairs, 1)]
    connections += [Connection(name.lower(), "species") for name in SPECIES]
    data = DataSpec(
        (column("petal width", [0.04, 1.0, 0.5]), column("sepal width", [0.42, 0.54, 0.37]),
         column("species", ["Setosa", "Virginica", "Versicolor"])),
        {"petal": ("petal width",), "sepal": ("sepal width",)}, {"species": ("species",)},
    )  # fmt: skip
    return Document(
        "Iris", {node.id: node for node in nodes}, {one.pair: one for one in connections},
        {node.id: (0.0, 0.0) for node in nodes}, data, TrainingSpec(loss=loss, learning_rate=1.0))


def layered(
    sizes: tuple[int, ...], activation: str = "tanh", *, loss: str = "cross_entropy", reduction: str = "sum",
    rows: int = 6, seed: int = 1, kind: str = "softmax", order: bool = False,
) -> Document:
    """Layers with a softmax on the last: (inputs, …, classes). ``order`` splits the last layer, its classes turned."""
    rng = np.random.default_rng(seed)
    names = ["in", *(f"h{at}" for at in range(len(sizes) - 2)), "raw"]
    nodes = {"in": Node("in", "input", "in", sizes[0])}
    connections = {}
    for at, units in enumerate(sizes[1:], 1):
        last = at == len(sizes) - 1
        name = names[at]
        nodes[name] = Node(name, "output" if last else "hidden", name, units, "identity" if last else activation,
                           parameter(f"b{at}", rng.normal(size=units)))  # fmt: skip
        pair = (names[at - 1], name)
        connections[pair] = Connection(*pair, parameter(f"w{at}", rng.normal(size=(units, sizes[at - 1]))))
    classes = tuple(f"c{at}" for at in range(sizes[-1]))
    nodes["p"] = Node("p", kind, "p", len(classes), classes=classes)
    connections["raw", "p"] = Connection("raw", "p")
    columns = [column(f"x{at}", rng.normal(size=rows)) for at in range(sizes[0])]
    columns.append(column("class", rng.choice(classes, size=rows).tolist()))
    data = DataSpec(tuple(columns), {"in": tuple(f"x{at}" for at in range(sizes[0]))}, {"p": ("class",)})
    document = Document("Layers", nodes, connections, {}, data,
                        TrainingSpec(loss=loss, reduction=reduction, learning_rate=0.05))  # fmt: skip
    return turned(document) if order else document


def turned(document: Document) -> Document:
    """Split the last layer into single outputs and let them feed the softmax in the opposite order."""
    raw, into = document.nodes["raw"], [pair for pair in document.connections if pair[1] == "raw"]
    nodes = {key: node for key, node in document.nodes.items() if key not in ("raw", "p")}
    connections = {pair: one for pair, one in document.connections.items() if "raw" not in pair}
    assert raw.bias is not None
    for unit in range(raw.units):
        key = f"raw{unit}"
        nodes[key] = replace(raw, id=key, label=key, units=1, bias=parameter(f"{key}b", raw.bias.value[[unit]]))
        for source, _ in into:
            weight = document.parameter((source, "raw")).value[[unit]]
            connections[source, key] = Connection(source, key, parameter(f"{source}{key}", weight))
    nodes["p"] = document.nodes["p"]
    for unit in reversed(range(raw.units)):
        connections[f"raw{unit}", "p"] = Connection(f"raw{unit}", "p")
    return replace(document, nodes=nodes, connections=connections)


def feeding_on(document: Document, units: int = 2) -> Document:
    """Let the softmax ``p`` feed a tanh layer, that another softmax ``q``, of as many classes, which counts as well."""
    rng = np.random.default_rng(9)
    classes = document.nodes["p"].classes[:units]
    more = {
        "on": Node("on", "hidden", "on", units, "tanh", parameter("on_b", rng.normal(size=units))),
        "q": Node("q", "softmax", "q", units, classes=classes),
    }
    pairs = {("p", "on"): Connection("p", "on", parameter("on_w", rng.normal(size=(units, document.nodes["p"].units)))),
             ("on", "q"): Connection("on", "q")}  # fmt: skip
    data = document.data
    second = column("second", rng.choice(classes, size=data.count).tolist())
    return replace(
        document, nodes={**document.nodes, **more}, connections={**document.connections, **pairs},
        data=replace(data, columns=(*data.columns, second), targets={**data.targets, "q": ("second",)}))
