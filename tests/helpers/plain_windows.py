"""The slow witness of convolutions and pools: loops over single numbers, straight from the definitions, one sample."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from core.document import Floats
from core.images.grids import Window, out_size

Cell: TypeAlias = tuple[int, int, int]
"""(channel, row, column)."""


def window(
    source: tuple[int, int, int], out: int, size: int, stride: int = 1, padding: int = 0, mode: str = ""
) -> Window:
    """Return a window over ``source`` (channels, height, width) that makes ``out`` channels."""
    height, width = (out_size(side, size, stride, padding) for side in source[1:])
    return Window(source, (out, height, width), size, stride, padding, mode)


def read(at: Window, row: int, column: int, channel: int) -> list[Cell | None]:
    """Return the cells of one channel that the window reads for one output cell; None on padding."""
    found: list[Cell | None] = []
    for i in range(at.size):
        for j in range(at.size):
            y, x = row * at.stride + i - at.padding, column * at.stride + j - at.padding
            inside = 0 <= y < at.source[1] and 0 <= x < at.source[2]
            found.append((channel, y, x) if inside else None)
    return found


def convolve(at: Window, image: Floats, filters: Floats, biases: Floats) -> Floats:
    """Return the sums (filters, height, width) for an image (channels, height, width)."""
    z = np.zeros(at.out)
    for f in range(at.out[0]):
        for r in range(at.out[1]):
            for c in range(at.out[2]):
                z[f, r, c] = biases[f]
                for k in range(at.source[0]):
                    for place, cell in enumerate(read(at, r, c, k)):
                        if cell is not None:
                            z[f, r, c] += filters[f, k, place // at.size, place % at.size] * image[cell]
    return z


def convolve_back(at: Window, image: Floats, filters: Floats, delta: Floats) -> tuple[Floats, Floats, Floats]:
    """Return dLoss by filters, biases and image, where ``delta`` is dLoss by the sums."""
    by_filters, by_biases, by_image = np.zeros_like(filters), np.zeros(at.out[0]), np.zeros_like(image)
    for f in range(at.out[0]):
        for r in range(at.out[1]):
            for c in range(at.out[2]):
                by_biases[f] += delta[f, r, c]
                for k in range(at.source[0]):
                    for place, cell in enumerate(read(at, r, c, k)):
                        if cell is not None:
                            i, j = place // at.size, place % at.size
                            by_filters[f, k, i, j] += delta[f, r, c] * image[cell]
                            by_image[cell] += delta[f, r, c] * filters[f, k, i, j]
    return by_filters, by_biases, by_image


def pool(at: Window, image: Floats) -> Floats:
    """Return what comes out, (channels, height, width)."""
    a = np.zeros(at.out)
    for k in range(at.out[0]):
        for r in range(at.out[1]):
            for c in range(at.out[2]):
                values = [float(image[cell]) for cell in read(at, r, c, k) if cell]
                a[k, r, c] = max(values) if at.mode == "max" else sum(values) / len(values)
    return a


def pool_back(at: Window, image: Floats, delta: Floats) -> Floats:
    """Return dLoss by the image, where ``delta`` is dLoss by what comes out; of equals the first takes all."""
    by_image = np.zeros_like(image)
    for k in range(at.out[0]):
        for r in range(at.out[1]):
            for c in range(at.out[2]):
                cells = [cell for cell in read(at, r, c, k) if cell]
                values = [float(image[cell]) for cell in cells]
                if at.mode == "max":
                    by_image[cells[values.index(max(values))]] += delta[k, r, c]
                else:
                    for cell in cells:
                        by_image[cell] += delta[k, r, c] / len(cells)
    return by_image
