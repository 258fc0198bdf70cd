"""Which softmax or argmax a view of classes shows."""

from __future__ import annotations

from core.catalog import NODE_KINDS
from core.document import Document, Node
from core.targets import compared

NO_CHOICE = "Put a SoftMax on the canvas and connect an output for each class to it: here are then its probabilities."
NO_COLUMN = (
    "To see which rows are told apart rightly, put a SoftMax on the canvas, connect an output for each class to it, "
    "and give it the column of class names."
)


def choice_shown(document: Document, selected: str | None, *, with_column: bool = False) -> Node | None:
    """Return the selected softmax or argmax, else one that the loss looks at, else the first; None without any.

    ``with_column`` leaves out those that read no column of class names.
    """
    found = [node for node in document.nodes.values() if NODE_KINDS[node.kind].classes]
    if with_column:
        found = [node for node in found if document.data.targets.get(node.id)]
    counted = {node.id for node in compared(document)}
    found.sort(key=lambda node: (node.id != selected, node.id not in counted))
    return found[0] if found else None
