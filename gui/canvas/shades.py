"""Numbers as shades: the colour of the sign, the fuller the larger; one scale, symmetrical around 0.

    reach = reach_of(values)             # the largest |value|: what the fullest shade stands for
    image = shade_image(values, reach, colors)

0 is the colour of the paper. What is no number has a colour of its own, and ``strongest`` leaves nothing out where
there are more numbers than pixels.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from core.document import Floats
from gui.theme import Colors


def reach_of(values: Floats) -> float:
    """Return the largest finite |value|; 0 where there is none."""
    size = np.abs(values)
    return float(np.max(size, initial=0.0, where=np.isfinite(size)))


def shares(values: Floats, reach: float) -> Floats:
    """Return ``values`` as parts of ``reach``, from −1 to 1; NaN and infinities stay what they are."""
    found: Floats = np.array(values, dtype=np.float64) if reach == 0 else values / reach
    return found


def strongest(values: Floats, rows: int, columns: int) -> Floats:
    """Return ``values`` (2-D) in at most so many rows and columns: of several that fall together the largest in size.

    With its sign, so that a lone strong number is not averaged away; NaN wins.
    """
    high, wide = values.shape
    if high <= rows and wide <= columns:
        return values
    down = np.arange(0, high, -(-high // max(1, rows)))
    across = np.arange(0, wide, -(-wide // max(1, columns)))
    top = np.maximum.reduceat(np.maximum.reduceat(values, down, axis=0), across, axis=1)
    low = np.minimum.reduceat(np.minimum.reduceat(values, down, axis=0), across, axis=1)
    found: Floats = np.where(-low > top, low, top)
    return found


def shade_image(values: Floats, reach: float, colors: Colors) -> QImage:
    """Return a picture of one pixel a number, (rows, columns), shaded by ``reach``."""
    part = shares(values, reach)
    known = np.isfinite(part)
    part = np.where(known, part, 0.0)[..., None]
    paper, plus, minus, lost = map(_rgb, (colors.window, colors.positive, colors.negative, colors.danger))
    rgb = paper + np.abs(part) * (np.where(part < 0, minus, plus) - paper)
    rgb = np.where(known[..., None], rgb, lost)
    pixels: NDArray[np.uint8] = np.ascontiguousarray(np.rint(rgb).astype(np.uint8))
    high, wide = values.shape
    return QImage(pixels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()


@lru_cache(maxsize=256)
def ink_on(part: float, colors: Colors) -> str:
    """Return the colour in which a number is written on its shade: of text or of paper, which stands out more."""
    if not np.isfinite(part):
        return colors.window
    full = _rgb(colors.negative if part < 0 else colors.positive)
    ground = _rgb(colors.window) + min(1.0, abs(part)) * (full - _rgb(colors.window))
    return max((colors.text, colors.window), key=lambda ink: contrast(_rgb(ink), ground))


def contrast(one: Floats, other: Floats) -> float:
    """Return the contrast of two colours, 1 to 21: (L1 + 0.05) / (L2 + 0.05), the lighter first (WCAG 2)."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(rgb: Floats) -> float:
    part = rgb / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


@lru_cache(maxsize=64)
def _rgb(name: str) -> Floats:
    one = QColor(name)
    parts = np.array([one.red(), one.green(), one.blue()], dtype=np.float64)
    parts.setflags(write=False)
    return parts
