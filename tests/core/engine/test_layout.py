"""How a drawing is laid out in levels."""

from __future__ import annotations

import numpy as np

from core.document import Connection, DataSpec, Document, Node, column, parameter
from core.engine.compiler import compile_network
from core.engine.layout import Layout, Segment, join, room, stacks
from core.loops import levels
from tests.helpers.build import one_two_one
from tests.helpers.classifier import feeding_on, iris, layered
from tests.helpers.random_graphs import random_graph


def chain(length: int, *skips: tuple[int, int]) -> Document:
    """Return input n0 → n1 → … → n(length), the last an output, with further connections."""
    nodes = {"n0": Node("n0", "input", "n0")}
    for place in range(1, length + 1):
        kind = "output" if place == length else "hidden"
        nodes[f"n{place}"] = Node(f"n{place}", kind, f"n{place}", 1, "tanh", parameter(f"b{place}", [0.1 * place]))
    pairs = [*((place, place + 1) for place in range(length)), *skips]
    connections = {(f"n{a}", f"n{b}"): Connection(f"n{a}", f"n{b}", parameter(f"w{a}.{b}", [[0.3 + 0.1 * a]]))
                   for a, b in pairs}
    data = DataSpec((column("x", [0.0, 1.0]), column("y", [1.0, -1.0])), {"n0": ("x",)}, {f"n{length}": ("y",)})
    return Document("Chain", nodes, connections, {}, data)


def layout(document: Document) -> Layout:
    return compile_network(document).layout


def test_one_two_one() -> None:
    # rows: dose, ones | top, bottom, ones | effect
    found = layout(one_two_one())
    assert found.rows == {"dose": slice(0, 1), "top": slice(2, 3), "bottom": slice(3, 4), "effect": slice(5, 6)}
    assert found.ones.tolist() == [1, 4]
    assert [level.shape for level in found.levels] == [(2, 2), (1, 3)]
    assert [level.reads for level in found.levels] == [slice(0, 2), slice(2, 5)]
    assert [level.hands_back for level in found.levels] == [False, True]
    assert not any(level.adds for level in found.levels)
    assert found.plain.tolist() == [0, 5]
    assert (found.height, found.size) == (6, 7)


def test_few_far_rows_are_gathered() -> None:
    # n12 reads n11 and n1: 3 rows with the ones, of the 21 they span
    last = layout(chain(12, (1, 12))).levels[-1]
    assert not isinstance(last.reads, slice)
    assert last.reads.tolist() == [2, 22, 23]
    assert last.shape == (1, 3)


def test_near_rows_are_spanned() -> None:
    last = layout(chain(4, (2, 4))).levels[-1]
    assert last.reads == slice(4, 8)
    assert last.adds is False  # the first to hand anything back
    assert layout(chain(4, (2, 4))).levels[-2].adds  # n2 has a share of n4's already


def test_neighbours_with_one_activation_are_one_segment() -> None:
    segments = [Segment(slice(0, 2), "tanh"), Segment(slice(2, 3), "tanh"), Segment(slice(4, 5), "tanh"),
                Segment(slice(5, 6), "relu")]
    assert [(s.rows, s.activation) for s in join(segments)] == [
        (slice(0, 3), "tanh"), (slice(4, 5), "tanh"), (slice(5, 6), "relu")]
    assert [s.rows for s in join(segments, gap=1)] == [slice(0, 5), slice(5, 6)]


def test_outputs_are_listed_by_row_with_their_place_in_the_file() -> None:
    nodes = {"late": Node("late", "output", "late", 1, "tanh", parameter("b1", [0.0])),
             "x": Node("x", "input", "x"),
             "early": Node("early", "output", "early", 2, "relu", parameter("b2", [0.0, 0.0]))}
    weights = {("x", "early"): np.ones((2, 1)), ("early", "late"): np.ones((1, 2))}
    found = layout(Document("Two", nodes, {
        pair: Connection(*pair, parameter(f"w{place}", value)) for place, (pair, value) in enumerate(weights.items())}))
    assert found.outputs.tolist() == [2, 3, 5]
    assert found.observed.tolist() == [1, 2, 0]


def test_levels_in_step_are_one_stack() -> None:
    # n1 … n6 each read one row and the ones, two rows after the level before; n3's skip breaks the row of them
    assert stacks(layout(chain(6)).levels) == [range(6)]
    assert stacks(layout(chain(6, (2, 4))).levels) == [range(3), range(3, 4), range(4, 6)]


def counted(document: Document) -> int:
    nodes = [*document.nodes.values()]
    least = {node.id: int(node.kind != "input") for node in nodes}
    depths = levels(least, document.connections)
    number = {node.id: at for at, node in enumerate(nodes)}
    ends = np.array([[number[end] for end in pair] for pair in document.connections], dtype=np.intp).reshape(-1, 2)
    return room(nodes, np.array([depths[node.id] for node in nodes]), ends[:, 0], ends[:, 1])


def test_the_room_that_a_layout_takes_is_counted_without_it() -> None:
    graphs = [*map(random_graph, range(60)), chain(12, (1, 12)), chain(40, (1, 40), (3, 20)), one_two_one(), iris()]
    graphs.append(feeding_on(layered((3, 4, 3))))
    assert [counted(document) for document in graphs] == [layout(document).size for document in graphs]
