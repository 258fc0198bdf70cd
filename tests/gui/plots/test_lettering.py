"""Words beside a plot: names of curves stand clear of each other, names of axes keep to their axis."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.axis import POINTS as AXIS_POINTS
from gui.plots.axis import fitted
from gui.plots.lettering import POINTS, ends, line_height
from gui.plots.marks import EndName
from gui.plots.plot_area import PlotArea
from gui.plots.scale import Scale
from gui.theme import LIGHT, font

LONG = "d mean Cross entropy / d parameter"


@pytest.mark.usefixtures("qtbot")
def test_no_letter_of_a_name_touches_the_next() -> None:
    metrics = QFontMetricsF(font(POINTS))
    texts = ["mean |b₁|", "mean |w₂|", "mean |b₂|"]
    scale = Scale(0.0, 0.0, 1.0, 100.0, 100.0, 100.0)
    marks = [EndName(1.0, 0.5, text, "#000000") for text in texts]
    placed = ends(scale, marks, line_height(metrics, texts))
    boxes = [metrics.tightBoundingRect(mark.text).translated(0, middle) for mark, _, middle in placed]
    assert len(boxes) == 3
    assert not any(QRectF(one).intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])
    assert line_height(metrics, ["w₁", "b₁"]) < line_height(metrics, texts)


@pytest.mark.parametrize("height", [90, 150, 400])
def test_the_name_of_an_axis_is_as_long_as_the_axis(qtbot: QtBot, height: int) -> None:
    area = PlotArea(None)
    qtbot.addWidget(area)
    area.resize(200, height)
    area.left.name(LONG, LIGHT)
    with qtbot.waitExposed(area):
        area.show()
    written = area.left.label.toPlainText()
    assert area.left.label.boundingRect().width() <= area.left.size().height() + 8  # its margins
    assert area.left.toolTip() == f"Up this axis: {LONG}"
    assert (written == LONG) == (QFontMetricsF(font(AXIS_POINTS)).horizontalAdvance(LONG) <= area.left.size().height())


@pytest.mark.usefixtures("qtbot")
def test_a_name_is_whole_before_there_is_an_axis() -> None:
    assert fitted(LONG, 0.0) == LONG
    assert fitted("d(mean cross entropy) / d parameter", 140.0) == "d(mean CE) / d number"
    assert fitted("d SSR / d parameter", 400.0) == "d SSR / d parameter"
    assert fitted(LONG, 60.0).endswith("…")
