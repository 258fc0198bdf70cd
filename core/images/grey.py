"""A grey picture of any size as the values of an image node: scaled by the mean of the area under each cell."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.document import Floats
from core.errors import ValueRefused

WHITE = 255.0
_AT_ONCE = 2_000_000
"""Pixels turned into float64 at once: 16 MB."""


def scaled(picture: NDArray[Any], height: int, width: int) -> Floats:
    """Return the picture, (rows, columns) from 0 for black to 255 for white, as (height, width) from 0 to 1.

    Each cell is the mean brightness of the part of the picture that lies under it, pixels that it covers in part
    counted by that part; so a picture of the same size stays as it is. ValueRefused where there are no pixels, or
    one is not a number from 0 to 255.
    """
    if picture.ndim != 2 or not picture.size:
        raise ValueRefused("The picture has no pixels; choose one that has at least one.")
    down, across = _shares(picture.shape[0], height), _shares(picture.shape[1], width)
    cells = np.zeros((height, width))
    step = max(1, _AT_ONCE // picture.shape[1])
    for start in range(0, len(picture), step):
        part = picture[start : start + step].astype(np.float64)
        _check(part)
        cells += down[:, start : start + step] @ (part @ across.T)
    return np.clip(cells / WHITE, 0.0, 1.0)  # rounding may pass the ends by the last digit


def _check(part: Floats) -> None:
    if not (np.isfinite(part).all() and part.min() >= 0 and part.max() <= WHITE):
        raise ValueRefused("A pixel of the picture is not a number from 0 to 255; choose a picture in 8-bit grey.")


def _shares(pixels: int, cells: int) -> Floats:
    """Return for each cell how much of its length each pixel takes, (cells, pixels); each row adds up to 1."""
    edges = np.arange(cells + 1) * pixels / cells
    first, last = edges[:-1, None], edges[1:, None]
    pixel = np.arange(pixels)
    shares: Floats = np.clip(np.minimum(last, pixel + 1) - np.maximum(first, pixel), 0.0, None) / (last - first)
    return shares
