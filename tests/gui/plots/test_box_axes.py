"""The words at a box in space: round numbers, names whole, nothing on anything else, from wherever one looks."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gui.plots.box import Box
from gui.plots.box_axes import Written, paint_axes
from gui.plots.projection import Turn
from gui.theme import THEMES

NAMES = "petal width", "sepal width", "raw"
pytestmark = pytest.mark.usefixtures("qtbot")
TURNS = [Turn(round_ * 0.31, above) for round_ in range(20) for above in (0.08, 0.5, 1.2, 1.57)]


def words(turn: Turn, wide: int, high: int) -> Written:
    """What is written at the box of iris: petal width -0.0176 to 1.06, sepal width 0.3596 to 0.5504."""
    room = QRectF(0, 0, wide, high)
    box = Box(turn, (-0.0176, 1.06), (0.3596, 0.5504), (-14.0, 5.0), room, 0.9)
    picture = QImage(wide, high, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    found = paint_axes(painter, box, NAMES, (-4.0, 5.0), THEMES["light"])
    painter.end()
    return found


@pytest.mark.parametrize("size", [(224, 190), (160, 110), (700, 500)])
def test_no_words_stand_on_others_or_outside(size: tuple[int, int]) -> None:
    for turn in TURNS:
        found = words(turn, *size)
        assert all(QRectF(0, 0, *size).contains(rect) for _, rect in found), turn
        crossed = [(one, other) for (one, a), (other, b) in combinations(found, 2) if a.intersects(b)]
        assert not crossed, (turn, crossed)


def test_numbers_are_round_and_names_are_whole() -> None:
    said = [text for text, _ in words(Turn(0.62, 0.5), 300, 260)]
    assert said.count("petal width") == said.count("sepal width") == said.count("raw") == 1
    assert {"0", "1"} <= set(said), "petal width is -0.0176 to 1.06"
    assert said.index("raw") > said.index("5"), "the scale of heights, -4 to 5, comes first"
    assert not any("0176" in text or "3596" in text for text in said)
