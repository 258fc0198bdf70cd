"""Everything that can be wrong with images, convolutions and pools in a network file: a sentence each, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core import storage
from core.datasets.rows import prepare
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from tests.core.test_storage_refusals import GONE, Path_, refused

EXAMPLE = Path(__file__).parents[2] / "resources" / "examples" / "part8-letters.squiggle"
NODES = {"letter": 0, "map": 1, "pooled": 2}


def changed(*changes: tuple[Path_, Any]) -> bytes:
    """The letters with other values at some places."""
    tree = json.loads(EXAMPLE.read_text())
    for path, value in changes:
        at = tree
        for key in path[:-1]:
            at = at[key]
        if value is GONE:
            del at[path[-1]]
        elif value is not GONE and path[-1] == "+":
            at.append(value)
        else:
            at[path[-1]] = value
    return json.dumps(tree).encode()


def filters(size: int) -> Any:
    return [[[[0.0] * size] * size]]


WEIGHT: Path_ = ("nodes", 1, "weight", "value")
WRONG: list[tuple[str, list[tuple[Path_, Any]], tuple[str, ...]]] = [
    ("filter too large", [(("nodes", 1, "size"), 7), (WEIGHT, filters(7))], ("nodes[1]", "7 × 7", "6 × 6", "smaller")),
    ("too large for the padding", [(("nodes", 1, "size"), 9), (("nodes", 1, "padding"), 1), (WEIGHT, filters(9))],
     ("nodes[1]", "9 × 9", "8 × 8", "padding")),
    ("stride 0", [(("nodes", 1, "stride"), 0)], ("nodes[1].stride", "0", "at least 1")),
    ("stride of a pool", [(("nodes", 2, "stride"), -1)], ("nodes[2].stride", "-1", "at least 1")),
    ("stride no whole number", [(("nodes", 2, "stride"), 1.5)], ("nodes[2].stride", "1.5", "whole")),
    ("nothing left", [(("nodes", 2, "size"), 5)], ("nodes[2]", "5 × 5", "4 × 4", "nothing")),
    ("unknown mode", [(("nodes", 2, "mode"), "avg")], ("nodes[2].mode", "avg", "max, mean")),
    ("no mode", [(("nodes", 2, "mode"), GONE)], ("nodes[2]", '"mode"')),
    ("no size", [(("nodes", 2, "size"), GONE)], ("nodes[2]", '"size"')),
    ("no filters", [(("nodes", 1, "filters"), GONE)], ("nodes[1]", '"filters"')),
    ("no weight", [(("nodes", 1, "weight"), GONE)], ("nodes[1]", '"weight"')),
    ("no bias", [(("nodes", 1, "bias"), GONE)], ("nodes[1]", '"bias"')),
    ("weight of another size", [(WEIGHT, filters(2))], ("nodes[1].weight.value[0][0]", "list of 2", "3")),
    ("weight with a gap", [((*WEIGHT, 0, 0, 1), [1, 2])], ("nodes[1].weight.value[0][0][1]", "list of 2")),
    ("weight flat", [(WEIGHT, [1, 2, 3])], ("nodes[1].weight.value", "filter, channel, row and column")),
    ("weight a number", [(WEIGHT, 3)], ("nodes[1].weight.value", "3")),
    ("weight a text", [((*WEIGHT, 0, 0, 0, 0), "a")], ("nodes[1].weight.value[0][0][0][0]", '"a"')),
    ("padlocks of another shape", [(("nodes", 1, "weight", "trainable"), [True])], ("nodes[1].weight.trainable",)),
    ("two channels", [(WEIGHT, [[filters(3)[0][0]] * 2])], ("nodes[1].weight", "2 channels", '"letter"', "1")),
    ("two biases", [(("nodes", 1, "bias", "value"), [1, 2])], ("nodes[1].bias.value", "list of 2", "filter")),
    ("a pixel that is missing", [(("data", "rows", 0, 0), None)], ("data.rows[0][0]", "empty")),
    ("shape of two numbers", [(("nodes", 0, "shape"), [6, 6])], ("nodes[0].shape", "list of 2", "[6, 6, 1]")),
    ("shape with a 0", [(("nodes", 0, "shape"), [6, 0, 1])], ("nodes[0].shape[1]", "0")),
    ("shape a text", [(("nodes", 0, "shape"), "6 × 6")], ("nodes[0].shape", "6 × 6", "[6, 6, 1]")),
    ("shape far too large", [(("nodes", 0, "shape"), [1000, 1000, 3])], ("nodes[0].shape", "3,000,000", "200,000")),
    ("no shape", [(("nodes", 0, "shape"), GONE)], ("nodes[0]", '"shape"')),
    ("units", [(("nodes", 0, "units"), 36)], ("nodes[0].units", "image")),
    ("activation of a pool", [(("nodes", 2, "activation"), "relu")], ("nodes[2].activation", "pool")),
    ("too many columns", [(("data", "inputs", "letter", "+"), "O")], ("data.inputs.letter", "37", "6 × 6 × 1 = 36")),
    ("text in a pixel", [(("data", "rows", 0, 3), "ink")], ("data.rows[0][3]", '"ink"')),
    ("a weight into a convolution", [(("connections", 0, "weight"), {"name": "q", "value": 1})],
     ("connections[0].weight", "convolution")),
    ("neurons into a convolution", [(("connections", "+"), {"from": "hidden", "to": "map"})],
     ("connections[5]", '"hidden"', "rows and columns")),
    ("a second source", [(("connections", "+"), {"from": "letter", "to": "pooled"})],
     ("connections[5]", '"map" already', "remove one")),
    ("into an image", [(("connections", "+"), {"from": "map", "to": "letter"})], ("connections[5].to", "an image")),
    ("into itself", [(("connections", "+"), {"from": "map", "to": "map"})], ("connections[5]", "itself")),
    ("a loop", [(("connections", 0), {"from": "pooled", "to": "map"})], ("loop", '"pooled" → "map"')),
    ("numbers for what has no size", [(("connections", 0), GONE)], ("connections[1].weight", '"pooled"', "connect")),
    ("weights of another number", [(("connections", 2, "weight", "value"), [[1, 2, 3]])],
     ("connections[2].weight.value[0]", "list of 3", "4")),
    ("an unknown source", [(("connections", 0, "from"), "lettre")], ("connections[0].from", '"lettre"')),
    ("a target column", [(("data", "targets", "map"), "O")], ("data.targets.map", '"map"')),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_one_sentence_says_what_is_wrong_and_where(changes: list[tuple[Path_, Any]], words: tuple[str, ...]) -> None:
    problems = refused(changed(*changes))
    assert len(problems) == 1, problems
    assert all(word in problems[0] for word in words), problems


def test_two_faults_are_two_sentences() -> None:
    problems = refused(changed((("nodes", 1, "stride"), 0), (("nodes", 2, "mode"), "avg")))
    assert [sentence.split(" ")[0] for sentence in problems] == ["nodes[1].stride", "nodes[2].mode"]


def test_too_many_cells_in_all() -> None:
    image, connection = {"id": "i", "kind": "image", "shape": [400, 400, 1]}, {"from": "i", "to": "c"}
    weight = {"name": "w", "value": [[[[1.0]]], [[[1.0]]]]}
    convolution = {"id": "c", "kind": "convolution", "filters": 2, "size": 1, "activation": "relu", "weight": weight,
                   "bias": {"name": "b", "value": [0, 0]}}  # fmt: skip
    problems = refused(changed((("nodes",), [image, convolution]), (("connections",), [connection]), (("data",), {})))
    assert len(problems) == 1
    assert "480,000" in problems[0]


def test_fewer_columns_than_pixels_may_be_saved_but_not_computed() -> None:
    document = storage.parse(changed((("data", "inputs", "letter"), ["row 1 column 1"])))
    with pytest.raises(NetworkRefused, match="36 data columns for its 6 × 6 pixels, and has 1"):
        prepare(document)


def test_a_convolution_that_nothing_feeds_may_be_saved_but_not_computed() -> None:
    text = changed((("connections", 0), GONE), (("connections", 1, "weight", "value"), [[]]))
    document = storage.parse(text)
    grid = document.nodes["map"].grid
    assert grid is not None
    assert (grid.shape, document.nodes["map"].units, document.nodes["pooled"].units) == ((0, 0, 1), 0, 0)
    assert storage.parse(storage.format_document(document)) == document
    with pytest.raises(NetworkRefused, match="feature map looks at one image, convolution or pool"):
        compile_network(document)


def test_a_single_bias_may_stand_bare() -> None:
    assert storage.parse(changed((("nodes", 1, "bias", "value"), -2))) == storage.parse(EXAMPLE.read_bytes())


def test_the_order_of_nodes_and_connections_does_not_matter() -> None:
    tree = json.loads(EXAMPLE.read_text())
    turned = {**tree, "nodes": tree["nodes"][::-1], "connections": tree["connections"][::-1]}
    document, other = storage.parse(EXAMPLE.read_bytes()), storage.parse(json.dumps(turned).encode())
    assert dict(other.nodes) == dict(document.nodes)
    assert dict(other.connections) == dict(document.connections)
