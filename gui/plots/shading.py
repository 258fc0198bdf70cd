"""Heights as an image: each looks its colour up in a table."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.plots.marks import Shade
from gui.plots.tints import mixed

STEPS = 255
"""Colours in the table; one more, fully transparent, is for what has no height."""


@lru_cache(maxsize=8)
def table(low: str, high: str) -> NDArray[np.uint32]:
    """Return the colours from ``low`` to ``high`` as 0xAARRGGBB, and a transparent one at the end."""
    colors = [QColor(mixed(low, high, step / (STEPS - 1))).rgba() for step in range(STEPS)]
    return np.array([*colors, 0], dtype=np.uint32)


def image(shade: Shade) -> QImage:
    """Return the heights as a picture, the first row at the bottom."""
    lost = np.isnan(shade.heights)
    index = np.where(lost, 0.0, np.clip(shade.heights, 0, 1) * (STEPS - 1)).astype(np.uint8)
    index[lost] = STEPS
    return tiled(index, table(shade.low, shade.high))


def tiled(tiles: NDArray[np.integer], colors: NDArray[np.uint32]) -> QImage:
    """Return ``colors`` (0xAARRGGBB) at the places ``tiles`` (y, x) as a picture, the first row at the bottom."""
    pixels = np.ascontiguousarray(colors[tiles[::-1]])
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32).copy()
