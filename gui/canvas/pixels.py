"""The pixels that the tile of an input or image shows for the chosen row, or of the picture that is tried instead."""

from __future__ import annotations

import numpy as np

from core.document import Node
from core.images.pictures import Greys, picture, span_of_pixels
from gui.canvas.stage import Stage


def pixels_shown(stage: Stage, node: Node) -> Greys | None:
    """Return the greys, (rows, columns), from 0 for the least number in the data to 255 for the largest; None without.

    Of an image it is what the network is given, in its first channel.
    """
    values = None if node.grid is None else stage.chosen_values(node.id)
    if node.grid is None or values is None:
        return picture(stage.document, node, stage.row)
    if not np.isfinite(values).all():
        return None
    low, high = span_of_pixels(stage.document, node.id)
    share = np.clip((values.reshape(node.grid.planes)[0] - low) / (high - low), 0, 1)
    found: Greys = np.ascontiguousarray(np.rint(255 * share).astype(np.uint8))
    return found
