"""What colour a number in a grid has: ink on paper for pictures, blue and orange around 0 for everything else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from core.document import Bools, Floats
from gui.theme import Colors

INK, SIGN, SLOPE = "ink", "sign", "slope"
_STEPS = 256  # even, so that 0 is in the middle
_UNKNOWN, _ODD = _STEPS + 1, _STEPS + 2
"""Places in a table of colours after those of numbers: cells not computed yet, and numbers that are not finite."""
_STRONGEST = {"positive": 0.95, "negative": 0.75, "slope": 0.7}


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers become colours: ``hue`` INK from ``low`` (paper) to ``high`` (ink), SIGN or SLOPE around 0.

    SIGN is blue above 0 and orange below, as strong as the number is near ``high``; SLOPE is purple on both sides.
    """

    hue: str = SIGN
    low: float = -1.0
    high: float = 1.0


def around_zero(values: Floats, hue: str = SIGN) -> Style:
    """Return the style in which the largest number, of either sign, is strongest; numbers not finite aside."""
    known = np.abs(values[np.isfinite(values)])
    most = float(known.max(initial=0.0)) or 1.0
    return Style(hue, -most, most)


@lru_cache(maxsize=8)
def color_table(hue: str, colors: Colors) -> NDArray[np.uint32]:
    """Return the colours of a hue as 0xffRRGGBB, from the low end to the high, then unknown, then not finite."""
    share = np.linspace(0.0, 1.0, _STEPS + 1)[:, None]
    paper = _rgb(colors.window)
    if hue == INK:
        made = paper + share * (_rgb(colors.text) - paper)
    else:
        above, below = (colors.positive, colors.negative) if hue == SIGN else (colors.cycle[2],) * 2
        far = 2 * share - 1
        up = _STRONGEST["positive" if hue == SIGN else "slope"]
        down = _STRONGEST["negative" if hue == SIGN else "slope"]
        made = paper + np.clip(far, 0, 1) * up * (_rgb(above) - paper) + np.clip(-far, 0, 1) * down * (
            _rgb(below) - paper)  # fmt: skip
    rows = np.rint(np.vstack([made, _rgb(colors.surface), _rgb(colors.danger_soft)])).astype(np.uint32)
    red, green, blue = rows.T
    packed: NDArray[np.uint32] = np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    packed.setflags(write=False)
    return packed


def _rgb(color: str) -> Floats:
    one = QColor(color)
    return np.array([one.red(), one.green(), one.blue()], dtype=np.float64)


def shades(values: Floats, style: Style, known: Bools | None = None) -> NDArray[np.intp]:
    """Return for each number its place in a table of colours; beyond the ends is at the ends."""
    width = style.high - style.low
    with np.errstate(all="ignore"):
        share = (values - style.low) / width if width > 0 else np.where(values > style.low, 1.0, 0.0)
        places: NDArray[np.intp] = np.rint(np.clip(np.nan_to_num(share), 0.0, 1.0) * _STEPS).astype(np.intp)
    places[~np.isfinite(values)] = _ODD
    if known is not None:
        places[~known] = _UNKNOWN
    return places


def grid_image(values: Floats, style: Style, table: NDArray[np.uint32], known: Bools | None = None) -> QImage:
    """Return a picture of one image pixel a number, (rows, columns)."""
    pixels = np.ascontiguousarray(table[shades(values, style, known)])
    height, width = values.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def dark(colors: NDArray[np.uint32]) -> Bools:
    """Return which colours, 0xffRRGGBB, are so dark that white is read better on them than black."""
    parts = (colors >> 16 & 255, colors >> 8 & 255, colors & 255)
    luma = sum(part * share for part, share in zip(parts, (0.299, 0.587, 0.114), strict=True))
    found: Bools = np.asarray(luma < 130)
    return found
