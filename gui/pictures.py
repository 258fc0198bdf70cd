"""Rows that are pictures, drawn: the least number in the paper's colour, the largest in ink."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPixmap

from core.images.pictures import Greys


def picture_image(greys: Greys, paper: str, ink: str) -> QImage:
    """Return a picture of one image pixel a number, between the colours ``paper`` (0) and ``ink`` (255)."""
    low, high = (np.array([one.red(), one.green(), one.blue()], dtype=np.float64) for one in map(QColor, (paper, ink)))
    share = (greys / 255)[..., None]
    rgb = np.ascontiguousarray(np.rint(low + share * (high - low)).astype(np.uint8))
    height, width = greys.shape
    return QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def picture_pixmap(greys: Greys, paper: str, ink: str, side: int) -> QPixmap:
    """Return a picture about ``side`` pixels large, its numbers as squares."""
    image = picture_image(greys, paper, ink)
    size = QSize(side, side)
    return QPixmap.fromImage(image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
