"""The straight mapping from data units to pixels of a plot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from core.document import Floats

FAR = 20_000.0
"""Pixels beyond the window are put here: the rasteriser is slow with larger numbers."""


@dataclass(frozen=True, slots=True)
class Scale:
    """``x0`` is at the left edge and ``y0`` at the lower one; scales are pixels a unit, sizes pixels."""

    x0: float
    y0: float
    x_scale: float
    y_scale: float
    width: float
    height: float

    def x(self, values: Floats) -> Floats:
        """Return pixels from the left."""
        found: Floats = np.clip((values - self.x0) * self.x_scale, -FAR, FAR)
        return found

    def y(self, values: Floats) -> Floats:
        """Return pixels from the top."""
        found: Floats = np.clip(self.height - (values - self.y0) * self.y_scale, -FAR, FAR)
        return found

    def point(self, x: float, y: float) -> QPointF:
        """Return one point in pixels."""
        return QPointF(float(self.x(np.array(x))), float(self.y(np.array(y))))
