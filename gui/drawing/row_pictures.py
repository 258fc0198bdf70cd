"""The images of all rows as pictures, made when they are first asked for; and what each row is called."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtGui import QImage

from core.document import DataSpec, Document, Floats
from core.targets import class_names
from gui.grids.grid_style import INK, Style, color_table, grid_image
from gui.grids.stages import Chain
from gui.theme import Colors

MOST_KEPT = 256
"""Pictures kept for the next painting."""


class RowPictures:
    """``names`` has a word for each row: what should come out of it."""

    def __init__(self) -> None:
        self.count = 0
        self.names: list[str] = []
        self._pixels: Floats = np.zeros((0, 0))
        self._shape, self._style = (1, 1), Style(INK, 0.0, 1.0)
        self._about: tuple[object, ...] = ()
        self._colors: Colors | None = None
        self._images: dict[int, QImage] = {}

    def take(self, chain: Chain) -> None:
        """Show the rows of another chain; cheap where they are the same."""
        rows, network, image = chain.frame.rows, chain.frame.network, chain.stages[0]
        about = (rows, network, chain.path[0], image.channel, chain.span)
        if rows is None or network is None or self._is_about(about):
            return
        self._about, self._images = about, {}
        cells = math.prod(image.shape)
        start = network.units[chain.path[0]].start + image.channel * cells
        self._pixels, self._shape = rows.inputs[start : start + cells], image.shape
        self.count, self._style = rows.inputs.shape[1], Style(INK, *chain.span)
        self.names = names_of(chain.document)

    def _is_about(self, about: tuple[object, ...]) -> bool:
        """Whether these are the rows and the network there are: both are known by being the very same."""
        old = self._about
        return bool(old) and old[0] is about[0] and old[1] is about[1] and old[2:] == about[2:]

    def image(self, row: int, colors: Colors) -> QImage:
        """Return the picture of a row, one image pixel a cell."""
        if colors is not self._colors:
            self._colors, self._images = colors, {}
        if row not in self._images:
            while len(self._images) >= MOST_KEPT:
                self._images.pop(next(iter(self._images)))
            cells = self._pixels[:, row].reshape(self._shape)
            self._images[row] = grid_image(cells, self._style, color_table(INK, colors))
        return self._images[row]


def names_of(document: Document) -> list[str]:
    """Return for each row what should come out of it: its class, or the name of the target that is 1.

    Its number where neither is told.
    """
    data = document.data
    names = [name for owned in data.targets.values() for name in owned if name in data.names]
    if len(names) == 1 and _of_classes(document):
        return [str(name) for name in class_names(data.column(names[0]))]
    return _marked(data, names) or [str(row + 1) for row in range(data.count)]


def _of_classes(document: Document) -> bool:
    return any(node.classes and document.data.targets.get(node.id) for node in document.nodes.values())


def _marked(data: DataSpec, names: list[str]) -> list[str]:
    """Return the name of the one target that is 1 where all others are 0; [] where some row is not so."""
    if len(names) < 2 or not all(data.column(name).numeric for name in names):
        return []
    table = np.array([data.column(name).values for name in names])
    one_hot = ((table == 0) | (table == 1)).all() and (table.sum(axis=0) == 1).all()
    return [names[at] for at in table.argmax(axis=0).tolist()] if one_hot else []
