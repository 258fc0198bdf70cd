"""A node's activation curve with every data row on it, scaled to the range in use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from core.document import Floats
from core.engine.activations import ACTIVATIONS

STEPS = 33
MARGIN = 0.15
LEAST_HEIGHT = 0.2
"""Curves that stay within this are not blown up: what is nearly flat looks flat."""
IDLE_RANGE = (-3.0, 3.0)
FARTHEST = 1e300
"""Sums beyond are drawn here, so that the width of the range is a finite number."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """The curve, the rows on it (those that would share a pixel drawn once), and where x = 0 and y = 0 are."""

    curve: QPolygonF
    points: QPolygonF
    chosen: QPointF | None
    zero_x: float | None
    zero_y: float


def _range(sums: Floats) -> tuple[float, float]:
    if sums.size == 0:
        return IDLE_RANGE
    low, high = float(sums.min()), float(sums.max())
    # The last makes a range of sums that are huge and all the same: 1e151 + 0.25 is 1e151.
    pad = max(MARGIN * (high - low), 0.25, 1e-6 * max(abs(low), abs(high)))
    return low - pad, high + pad


def _polygon(xs: Floats, ys: Floats) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])


def _distinct(sums: Floats, low: float, high: float, width: float) -> Floats:
    """Return one of all sums that fall on the same half pixel: on a curve they would be the same point."""
    cells = np.round((sums - low) / (high - low) * width * 2)
    return sums[np.unique(cells, return_index=True)[1]]


@np.errstate(all="ignore")  # a diverging network has numbers of any size
def sketch(activation: str, sums: Floats | None, chosen: Floats | None, area: QRectF) -> Sketch:
    """Draw f over the weighted ``sums`` of all rows (any shape); ``chosen`` are those of the row looked at."""
    f = ACTIVATIONS[activation].f
    flat = np.empty(0) if sums is None else np.clip(sums[np.isfinite(sums)], -FARTHEST, FARTHEST)
    low, high = _range(flat)
    xs = np.linspace(low, high, STEPS)
    some = _distinct(flat, low, high, area.width())
    one = (
        np.clip(chosen[:1], -FARTHEST, FARTHEST)
        if chosen is not None and np.isfinite(chosen[:1]).all()
        else np.empty(0)
    )
    ys = f(np.concatenate((xs, some, one)))
    bottom, top = min(0.0, float(ys[:STEPS].min())), max(0.0, float(ys[:STEPS].max()))
    tall = max(top - bottom, LEAST_HEIGHT)
    px = area.left() + (np.concatenate((xs, some, one)) - low) / (high - low) * area.width()
    py = area.bottom() - (ys - bottom) / tall * area.height()
    count = STEPS + some.size
    zero = area.left() - low / (high - low) * area.width()
    return Sketch(
        _polygon(px[:STEPS], py[:STEPS]),
        _polygon(px[STEPS:count], py[STEPS:count]),
        QPointF(float(px[-1]), float(py[-1])) if one.size else None,
        zero if low <= 0 <= high else None,
        area.bottom() + bottom / tall * area.height(),
    )
