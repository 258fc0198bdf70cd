"""Building for a table of pictures: neurons go on from what is drawn of images, convolutions and pools."""

from __future__ import annotations

from pathlib import Path

from core import storage
from core.datasets import shipped
from core.datasets.rows import prepare
from core.document import DataSpec, Document, column
from core.edits.building import BuildNetwork
from core.edits.graph import AddNode
from core.edits.roles import AddReaders
from core.engine.compiler import compile_network

EXAMPLE = Path(__file__).parents[3] / "resources" / "examples" / "part8-letters.squiggle"


def pictured() -> Document:
    """The table of digits, and an image that reads its pixels."""
    return AddNode("image", (0, 0)).apply(Document(data=DataSpec(shipped.load("digits"))))


def test_an_image_takes_the_pixels_and_feeds_the_neurons() -> None:
    document = BuildNetwork().apply(pictured())
    assert [document.sources(node) for node in ("n2", "n3", "n4")] == [["n1"], ["n4"], ["n2"]]
    assert document.nodes["n1"].units == 64
    compile_network(document)
    prepare(document)


def test_the_last_of_a_chain_feeds_the_neurons() -> None:
    document = AddNode("convolution", (240, 0), source="n1").apply(pictured())
    document = BuildNetwork().apply(AddNode("pool", (480, 0), source="n2").apply(document))
    assert document.sources("n4") == ["n3"]
    assert document.targets("n1") == ["n2"]
    compile_network(document)


def test_an_input_beside_an_image_is_not_joined_to_its_convolution() -> None:
    document = storage.load(EXAMPLE)
    data = DataSpec((*document.data.columns, column("weight", [1.0, 2.0, 3.0, 4.0])), document.data.inputs,
                    document.data.targets)  # fmt: skip
    document = AddReaders("inputs", ("weight",)).apply(document.evolve(data=data))
    (added,) = [node.id for node in document.nodes.values() if node.kind == "input"]
    assert document.targets(added) == []
    assert document.sources("map") == ["letter"]
