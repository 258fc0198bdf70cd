"""An input layer of pixels becomes an image: nothing that is computed changes, and convolutions can look at it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.datasets.rows import prepare
from core.document import Document, Floats, Node
from core.edits.graph import AddNode, Connect
from core.edits.images import ReadAsImage
from core.engine.compiler import compile_network
from core.errors import EditRefused


@pytest.fixture
def digits(examples: Path) -> Document:
    return storage.load(examples / "digits.squiggle")


def pixels(document: Document) -> Node:
    return next(node for node in document.nodes.values() if node.units == 64)


def computed(document: Document) -> tuple[float, Floats]:
    """Return the loss and its gradient at the start."""
    network = compile_network(document)
    return network.gradient(network.pack(document), prepare(document))


def test_a_convolution_can_look_at_it_then(digits: Document) -> None:
    layer = pixels(digits)
    drawn = AddNode("convolution", (0, 0)).apply(digits)
    convolution = [*drawn.nodes][-1]
    with pytest.raises(EditRefused, match=rf"{layer.label} holds 8 × 8 pixels .* “Read as image”"):
        Connect(((layer.id, convolution),)).apply(drawn)
    image = ReadAsImage(layer.id).apply(drawn)
    found = image.nodes[layer.id]
    assert (found.kind, found.grid and found.grid.shape, found.label) == ("image", (8, 8, 1), layer.label)
    assert image.data is drawn.data
    joined = Connect(((layer.id, convolution),)).apply(image)
    grid = joined.nodes[convolution].grid
    assert grid is not None
    assert grid.shape[:2] == (6, 6)


def test_the_same_numbers_come_out(digits: Document) -> None:
    image = ReadAsImage(pixels(digits).id).apply(digits)
    (loss, gradient), (same_loss, same_gradient) = computed(digits), computed(image)
    assert loss == same_loss
    assert np.array_equal(gradient, same_gradient)


def test_what_is_no_picture_is_refused(digits: Document) -> None:
    hidden = next(node for node in digits.nodes.values() if node.kind == "hidden")
    for document, node in ((digits, hidden.id), (AddNode("input", (0, 0)).apply(Document()), "n1")):
        with pytest.raises(EditRefused, match="reads no picture: an image needs a column for each pixel"):
            ReadAsImage(node).apply(document)
    layer = pixels(digits)
    unread = digits.evolve(data=replace(digits.data, inputs={}))
    with pytest.raises(EditRefused, match="reads no picture"):
        ReadAsImage(layer.id).apply(unread)
