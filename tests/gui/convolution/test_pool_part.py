"""Under maps and pools: the other mode beside the one in use, and the settings in small fields."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.document import filters_of
from core.storage import load
from gui.convolution.map_part import MapPart
from gui.convolution.panel import EXAMPLE, ConvolutionPanel
from gui.convolution.pool_part import HeadMode, PoolPart
from gui.theme import RESOURCES
from tests.gui.convolution.conftest import Show
from tests.helpers.grids import picture_network

LEFT = Qt.MouseButton.LeftButton
LETTERS = RESOURCES / "examples" / EXAMPLE


def pool_part(panel: ConvolutionPanel, node: str) -> PoolPart:
    column = panel.column(node, "pool")
    assert column is not None
    QApplication.processEvents()  # what was shown is laid out
    return next(part for part in column.parts if isinstance(part, PoolPart))


def map_part(panel: ConvolutionPanel, node: str) -> MapPart:
    column = panel.column(node, "map")
    assert column is not None
    QApplication.processEvents()  # what was shown is laid out
    return next(part for part in column.parts if isinstance(part, MapPart))


def head(panel: ConvolutionPanel) -> HeadMode:
    return next(part for part in panel.parts if isinstance(part, HeadMode))


def enter(panel: ConvolutionPanel, part: MapPart | PoolPart, name: str, text: str) -> None:
    field = (part if isinstance(part, MapPart) else part.fields).fields[name]
    panel.columns.ensureWidgetVisible(field)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_mean_stands_beside_the_maximum_of_the_letter(show: Show) -> None:
    """The O's map after ReLU is 1 at two corners and 0 else: largest 1, 0, 0, 1; means 0.25, 0, 0, 0.25."""
    panel = show(load(LETTERS))
    part, column = pool_part(panel, "pooled"), panel.column("pooled", "pool")
    assert column is not None
    assert column.grid.values.tolist() == [[1, 0], [0, 1]]
    assert part.other.values.tolist() == [[0.25, 0], [0, 0.25]]
    assert part.title.whole == "Mean of the same map, for comparison"
    assert not part.mode.isVisible()


def test_the_buttons_in_the_title_row_switch_the_pool_and_undo_switches_back(show: Show) -> None:
    panel = show(load(LETTERS))
    assert head(panel).current == "max"
    QTest.mouseClick(head(panel).button("mean"), LEFT)
    grid, part = panel.workspace.document.nodes["pooled"].grid, pool_part(panel, "pooled")
    assert grid is not None
    assert grid.mode == "mean"
    assert part.title.whole.startswith("Max of")
    assert part.other.values.tolist() == [[1, 0], [0, 1]]
    column = panel.column("pooled", "pool")
    assert column is not None
    assert column.grid.values.tolist() == [[0.25, 0], [0, 0.25]]
    panel.workspace.session.undo()
    assert head(panel).current == "max"


def test_of_several_pools_each_has_its_own_choice(show: Show) -> None:
    panel = show(picture_network(14, (("convolution", 2, 3), ("pool", 2, 2), ("convolution", 2, 3), ("pool", 2, 2))))
    assert not head(panel).isVisible()
    part = pool_part(panel, "n3")
    panel.columns.ensureWidgetVisible(part.mode)
    QTest.mouseClick(part.mode.button("mean"), LEFT)
    modes = [node.grid.mode for node in panel.workspace.document.nodes.values() if node.grid and node.kind == "pool"]
    assert modes == ["max", "mean"]


def test_a_cell_of_the_other_mode_says_how_it_came_about_and_that_it_goes_nowhere(show: Show) -> None:
    panel = show(load(LETTERS))
    part = pool_part(panel, "pooled")
    panel.columns.ensureWidgetVisible(part.other)
    QApplication.processEvents()  # what it scrolled past is left
    QTest.mouseMove(part.other, part.other.cell_rect(0, 0).center())
    assert panel.sum.words.whole == (
        "mean instead [1, 1] = mean of {1, 0, 0, 0} = 0.25  — for comparison: this does not go on into the network")
    after = panel.column("map", "after")
    assert after is not None
    assert after.grid.marks.seen is not None
    assert np.argwhere(after.grid.marks.seen).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_padding_and_stride_change_the_map_and_the_formula_says_how(show: Show) -> None:
    panel = show(load(LETTERS))
    part = map_part(panel, "map")
    assert part.formula.text() == "floor((6 + 2 × 0 − 3) ÷ 1) + 1 = 4"
    enter(panel, part, "padding", "1")
    column = panel.column("map", "map")
    assert column is not None
    assert column.grid.values.shape == (6, 6)
    assert part.formula.text() == "floor((6 + 2 × 1 − 3) ÷ 1) + 1 = 6"
    enter(panel, part, "stride", "2")
    assert part.formula.text() == "floor((6 + 2 × 1 − 3) ÷ 2) + 1 = 3"
    assert panel.workspace.session.undo_label == "Set stride to 2"
    panel.workspace.session.undo()
    panel.workspace.session.undo()
    assert part.formula.text().endswith("= 4")
    assert part.fields["padding"].text() == "0"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [("stride", "0", "Stride must be at least 1"), ("size", "7", "has no place there"),
     ("size", "2.5", "must be a whole number"), ("padding", "-1", "Padding must be at least 0")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_changes(
    show: Show, name: str, text: str, sentence: str
) -> None:
    panel = show(load(LETTERS))
    part, before = map_part(panel, "map"), panel.workspace.document
    shown = part.fields[name].text()
    enter(panel, part, name, text)
    tips = [tip for tip in (panel.workspace.notices.tip, part.fields[name]._tip) if tip is not None]
    assert any(sentence in tip.text() for tip in tips)
    assert panel.workspace.document is before
    QTest.keyClick(part.fields[name], Qt.Key.Key_Escape)
    assert part.fields[name].text() == shown


def test_up_and_down_change_a_number_by_one_and_stop_where_it_cannot_be(show: Show) -> None:
    panel = show(load(LETTERS))
    part = pool_part(panel, "pooled")
    field = part.fields.fields["stride"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    grid = panel.workspace.document.nodes["pooled"].grid
    assert grid is not None
    assert (grid.stride, field.text()) == (1, "1")
    assert part.fields.formula.text() == "floor((4 − 2) ÷ 1) + 1 = 3"
    before = panel.workspace.document
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert panel.workspace.document is before
    assert field.text() == "1"
    tip = panel.workspace.notices.tip
    assert tip is not None
    assert "Stride" in tip.text()


def test_more_filters_bring_more_maps_and_the_old_ones_stay(show: Show) -> None:
    panel = show(load(LETTERS))
    old = panel.workspace.document.parameter(filters_of("map")).value
    enter(panel, map_part(panel, "map"), "filters", "3")
    new = panel.workspace.document.parameter(filters_of("map")).value
    assert new.shape == (3, 1, 3, 3)
    assert np.array_equal(new[:1], old)
    column = panel.column("map", "map")
    assert column is not None
    assert column.thumbs.count == 3
