"""Icons on the canvas are whole at every zoom."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.canvas import look


def ink(pixels: int, shift: float) -> float:
    """Return how much ink a padlock has that is painted so small, as a share of its area."""
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.scale(pixels / 12, pixels / 12)
    look.paint_icon(painter, "lock", "#000000", QPointF(20 + shift, 20 + shift) * (12 / pixels), 12)
    painter.end()
    alpha = np.array([[image.pixelColor(x, y).alphaF() for x in range(40)] for y in range(40)])
    return float(alpha.sum()) / pixels**2


@pytest.mark.parametrize("pixels", [7, 8, 10, 12])
def test_a_small_padlock_has_all_its_strokes(pixels: int, qtbot: QtBot) -> None:  # noqa: ARG001
    whole = ink(24, 0.0)
    for shift in (0.0, 0.2, 0.4, 0.6, 0.8):
        assert ink(pixels, shift) == pytest.approx(whole, rel=0.12)
