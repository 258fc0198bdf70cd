"""Pictures between two colours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gui.pictures import picture_image, picture_pixmap


@pytest.mark.usefixtures("qapp")
def test_the_least_is_paper_and_the_largest_ink() -> None:
    greys = np.array([[0, 255, 51]], dtype=np.uint8)  # 51 ÷ 255 is a fifth of the way
    found = picture_image(greys, "#ffffff", "#000032")
    assert (found.width(), found.height()) == (3, 1)
    inks = [found.pixelColor(place, 0).name() for place in range(3)]
    assert inks == ["#ffffff", "#000032", "#ccccd6"]  # 255 − 51 = 204, 255 − 205 ÷ 5 = 214


def test_numbers_are_squares_in_a_large_picture(qapp: QApplication) -> None:  # noqa: ARG001  # pixmaps need one
    found = picture_pixmap(np.array([[0, 255], [255, 0]], dtype=np.uint8), "#ffffff", "#000000", 40).toImage()
    assert (found.width(), found.height()) == (40, 40)
    assert found.pixelColor(18, 18).lightness() == 255
    assert found.pixelColor(22, 18).lightness() == 0
