"""What a node shows of a frame, so that its picture is painted anew only where that is another."""

from __future__ import annotations

from collections.abc import Hashable

from core.catalog import NODE_KINDS
from gui.canvas.cells import layer_cells
from gui.canvas.stage import Stage, held_back


def content_of(stage: Stage, node: str) -> Hashable:
    """Return all that a node shows of a frame: equal where it shows the same. None where it shows more than values.

    What a row puts into the network is the same from step to step, and what saturates or is dead comes out the same.
    """
    it, document = stage.document.nodes[node], stage.document
    source = NODE_KINDS[it.kind].source
    if not source and layer_cells(document, it, stage.drawing.centers[node]) is None:
        return None
    values = stage.chosen_values(node)
    seen = b"" if values is None else values.tobytes()
    return seen, id(document.data), held_back(stage), stage.frame.tried is not None
