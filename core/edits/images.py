"""The edit that makes an image of a layer of inputs, so that convolutions can look at it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.document import Document, Grid
from core.errors import EditRefused
from core.images.pictures import LEAST_SIDE, picture_shape


@dataclass(frozen=True, slots=True)
class ReadAsImage:
    """Let an input layer whose columns are the pixels of a picture be an image: columns, connections, numbers stay."""

    node: str
    label: str = "Read as image"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the image; EditRefused for a node whose columns make no picture."""
        node = document.nodes[self.node]
        shape = picture_shape(document, node) if node.kind == "input" else None
        if shape is None:
            raise EditRefused(
                f"{node.label} reads no picture: an image needs a column for each pixel, row by row, named by row and "
                f"column (“row 1 column 1”), or a square of at least {LEAST_SIDE} × {LEAST_SIDE} of them.")
        image = replace(node, kind="image", grid=Grid((*shape, 1)))
        return document.evolve(nodes={**document.nodes, node.id: image})
