"""Rows that are pictures, shown beside their numbers."""

from __future__ import annotations

from PySide6.QtGui import QPixmap

from core.document import Document
from core.images.pictures import picture, picture_shape
from gui.pictures import picture_pixmap
from gui.state.workspace import Workspace

SIDE = 18
"""How large a picture is, in pixels."""
_MOST = 2_000
"""Pictures that are kept."""


class RowPictures:
    """Makes the pictures that are asked for; they are kept as long as data and colours stay."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: dict[int, QPixmap | None] = {}
        self._of: tuple[object, ...] = ()

    def of(self, document: Document, row: int) -> QPixmap | None:
        """Return the picture of a row; None where its columns make none."""
        key = (document.data.columns, document.data.inputs, self._workspace.theme.colors)
        if len(self._kept) > _MOST or len(key) != len(self._of) or any(
            a is not b for a, b in zip(key, self._of, strict=True)
        ):
            self._kept, self._of = {}, key
        if row not in self._kept:
            self._kept[row] = self._made(document, row)
        return self._kept[row]

    def _made(self, document: Document, row: int) -> QPixmap | None:
        node = next((node for node in document.nodes.values() if picture_shape(document, node)), None)
        greys = None if node is None else picture(document, node, row)
        colors = self._workspace.theme.colors
        return None if greys is None else picture_pixmap(greys, colors.window, colors.text, SIDE)
