"""Curves of parameters, chosen by the tick list."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from core.document import DataSpec, Document, bools, column
from core.edits.graph import AddNode, Connect, Remove
from core.edits.values import RenameParameter, SetTrainable
from gui.plots.derivatives_view import NOTHING_CHOSEN, NOTHING_YET, DerivativesView
from gui.plots.lettering import LEADER, POINTS, ends
from gui.plots.marks import Dots, EndName, Line, Rule
from gui.plots.scale import Scale
from gui.plots.series_list import MOST_CURVES
from gui.state.reasoning import HIDDEN
from gui.theme import font
from tests.gui.plots.conftest import LEFT, PLAIN, Hand, Show
from tests.helpers.build import one_two_one

ALL = ["w₁", "b₁", "w₂", "b₂", "w₃", "w₄", "b₃"]


def view_of(hand: Hand) -> DerivativesView:
    assert isinstance(hand.view, DerivativesView)
    return hand.view


def names(hand: Hand) -> list[str]:
    return [line.name for line in hand.marks(Line)]


def trained(show: Show, steps: int = 10, document: Document | None = None) -> Hand:
    hand = show(DerivativesView, document or one_two_one(), (700, 400))
    hand.view.workspace.training.advance(steps)
    return hand


def click_row(hand: Hand, row: int, x: int = 90) -> None:
    series = view_of(hand).list
    at = QPoint(x, series.visualRect(series.model().index(row, 0)).center().y())
    QTest.mouseClick(series.viewport(), LEFT, PLAIN, at)


def many(count: int) -> Document:
    """One input, ``count`` single hidden neurons, one output."""
    document = Document()
    for kind, times in (("input", 1), ("hidden", count), ("output", 1)):
        for _ in range(times):
            document = AddNode(kind, (0, 0)).apply(document)
    first, *hidden, last = document.nodes
    pairs = [(first, node) for node in hidden] + [(node, last) for node in hidden]
    return Connect(tuple(pairs)).apply(document)


def test_every_parameter_is_drawn_as_the_history_has_it(show: Show) -> None:
    hand = trained(show)
    frame = hand.view.workspace.training.frame
    assert names(hand) == ALL
    assert frame.history is not None
    np.testing.assert_array_equal(hand.marks(Line)[6].y, frame.history.gradients(("", "effect"))[:, 0])
    assert [name.text for name in hand.marks(EndName)] == ALL
    assert [rule.x for rule in hand.marks(Rule)] == [None, frame.step]


def test_values_and_step_sizes_by_the_buttons(show: Show) -> None:
    hand = trained(show)
    view, frame = view_of(hand), hand.view.workspace.training.frame
    QTest.mouseClick(view.quantity.button("value"), LEFT)
    assert view.heading.whole == "Value of each parameter per step"
    assert hand.marks(Line)[6].y[-1] == frame.parameter(("", "effect"))[0]
    QTest.mouseClick(view.quantity.button("step"), LEFT)
    size = frame.step_size(("", "effect"))
    assert size is not None
    assert hand.marks(Line)[6].y[-1] == size[0]
    assert view.heading.whole == "Step size of each parameter per step"
    QTest.mouseClick(view.quantity.button("derivative"), LEFT)
    assert view.heading.whole == "Derivative of each parameter per step"


def test_ticks_choose_the_curves(show: Show) -> None:
    hand = trained(show)
    click_row(hand, 1)
    assert names(hand) == [name for name in ALL if name != "b₁"]
    click_row(hand, 1, x=10)
    assert names(hand) == ALL
    series = view_of(hand).list
    series.setCurrentIndex(series.model().index(0, 0))
    QTest.keyClick(series, Qt.Key.Key_Space)
    assert names(hand) == ALL[1:]


def test_none_and_all(show: Show) -> None:
    hand = trained(show)
    buttons = {button.objectName(): button for button in view_of(hand).findChildren(QToolButton)}
    QTest.mouseClick(buttons["none"], LEFT)
    assert names(hand) == []
    assert hand.view.note.whole == NOTHING_CHOSEN[0]
    QTest.mouseClick(buttons["all"], LEFT)
    assert names(hand) == ALL


def test_the_filter_lists_what_matches_and_leaves_the_curves(show: Show) -> None:
    hand = trained(show)
    view = view_of(hand)
    QTest.keyClicks(view.filter, "hidden 2")
    assert view.series.rowCount() == 3
    assert names(hand) == ALL
    buttons = {button.objectName(): button for button in view.findChildren(QToolButton)}
    QTest.mouseClick(buttons["none"], LEFT)
    assert names(hand) == ["w₁", "b₁", "w₃", "b₃"]


def test_only_what_may_learn_is_ticked_at_first(show: Show) -> None:
    document = one_two_one()
    frozen = {
        ref: replace(found, trainable=bools(False, found.value.shape))
        for ref, found in document.parameters().items()
        if found.name != "b3"
    }
    hand = trained(show, document=document.with_parameters(frozen))
    assert names(hand) == ["b₃"]
    hand.view.workspace.do(SetTrainable((("dose", "top"),), trainable=True))
    hand.view.workspace.training.advance(1)
    assert names(hand) == ["w₁", "b₃"]


def test_a_new_name_is_followed(show: Show) -> None:
    hand = trained(show)
    hand.view.workspace.do(RenameParameter(("", "effect"), "shift"))
    hand.view.workspace.training.advance(1)
    assert names(hand) == [*ALL[:-1], "shift"]
    hand.view.workspace.do(Remove(frozenset({"top"})))
    hand.view.workspace.training.advance(1)
    assert names(hand) == ["w₂", "b₂", "w₄", "shift"]


def test_hovering_a_row_brings_its_curve_out(show: Show) -> None:
    hand = trained(show)
    series = view_of(hand).list
    at = series.visualRect(series.model().index(2, 0)).center()
    QTest.mouseMove(series.viewport(), at)
    *rest, last = hand.marks(Line)
    assert last.name == "w₂"
    assert last.width > rest[0].width
    assert len({line.color for line in rest}) == 1
    QTest.mouseMove(series.viewport(), QPoint(at.x(), series.viewport().height() - 3))
    assert len({line.width for line in hand.marks(Line)}) == 1


def test_the_bars_show_the_current_numbers(show: Show) -> None:
    hand = trained(show)
    view, frame = view_of(hand), hand.view.workspace.training.frame
    bars = view.list.painter_of_rows.bars
    assert bars is not None
    found = [bars.number(view.series.entry(view.series.index(row))) for row in range(7)]
    gradients = [frame.gradient(ref) for ref in view.workspace.document.parameters()]
    assert found == [pytest.approx(float(np.ravel(gradient)[0])) for gradient in gradients if gradient is not None]
    assert bars.largest == pytest.approx(max(abs(value) for value in found if value is not None))


def test_at_most_24_curves_are_drawn_and_the_note_says_so(show: Show) -> None:
    hand = trained(show, document=many(30))
    view = view_of(hand)
    workspace_has_rows = view.workspace.training.frame.history is not None
    assert len(view.series.shown) == MOST_CURVES
    buttons = {button.objectName(): button for button in view.findChildren(QToolButton)}
    QTest.mouseClick(buttons["all"], LEFT)
    assert len(view.series.shown) == 91
    assert len(hand.marks(Line)) == (MOST_CURVES if workspace_has_rows else 0)


def test_the_list_shows_where_there_is_room_and_on_demand(show: Show) -> None:
    hand = trained(show)
    view = view_of(hand)
    assert view.side.isVisible()
    view.resize(320, 200)
    assert not view.side.isVisible()
    assert view.quantity.button("value").text() == "="
    QTest.mouseClick(view.toggle, LEFT)
    assert view.side.isVisible()
    view.resize(700, 400)
    assert view.quantity.button("value").text() == "value"


@pytest.mark.parametrize("size", [(300, 180), (360, 220), (700, 400)])
def test_names_stand_clear_of_each_other_and_of_the_curves(show: Show, size: tuple[int, int]) -> None:
    hand = trained(show, 60)
    hand.view.resize(*size)
    QApplication.processEvents()
    (left, right), (bottom, top) = hand.view.area.limits()
    box = hand.view.area.box.rect()
    scale = Scale(left, bottom, box.width() / (right - left), box.height() / (top - bottom), box.width(), box.height())
    placed = ends(scale, hand.marks(EndName), 12.0)
    assert len(placed) == 7
    middles = sorted(middle for _, _, middle in placed)
    assert min(np.diff(middles)) > 11.9
    widest = max(QFontMetricsF(font(POINTS)).horizontalAdvance(mark.text) for mark, _, _ in placed)
    assert all(end.x() + LEADER + widest <= box.width() for _, end, _ in placed)


@pytest.mark.parametrize("width", [200, 300, 360, 460])
def test_the_list_leaves_the_plot_more_than_half(show: Show, width: int) -> None:
    hand = show(DerivativesView, one_two_one(), (width, 220))
    view = view_of(hand)
    QTest.mouseClick(view.toggle, LEFT)
    assert view.side.isVisible()
    QApplication.processEvents()
    assert view.width() == width
    assert view.side.width() <= 0.45 * width
    assert view.area.width() >= 0.5 * width


def sixteen() -> Document:
    """Five hidden nodes between an input and an output, with rows: 16 parameters."""
    document = many(5)
    first, *_, last = document.nodes
    rows = DataSpec((column("x", [0, 1, 2]), column("y", [0, 1, 0])), {first: ("x",)}, {last: ("y",)})
    return document.evolve(data=rows)


def test_many_parameters_without_a_step_are_points_and_the_note_says_why(show: Show) -> None:
    hand = show(DerivativesView, sixteen(), (360, 220))
    assert len(hand.marks(Dots)) == 16
    assert hand.view.note.whole == NOTHING_YET[0]
    hand.view.workspace.training.advance(3)
    assert hand.view.note.whole == ""
    assert all(line.y.size == 4 for line in hand.marks(Line))


def test_the_list_has_its_rows_as_soon_as_it_is_opened(show: Show) -> None:
    hand = show(DerivativesView, sixteen(), (360, 220))
    view = view_of(hand)
    QTest.mouseClick(view.toggle, LEFT)
    bars = view.list.painter_of_rows.bars
    assert bars is not None
    assert bars.number(view.series.entry(view.series.index(0))) is not None
    image = view.list.viewport().grab(view.list.visualRect(view.series.index(0))).toImage()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert len(seen) > 5


def test_the_readout_names_the_nearest_first(show: Show) -> None:
    hand = trained(show)
    curve = hand.marks(Line)[4]
    reading = hand.view.reading(2.0, float(curve.y[2]))
    assert reading is not None
    assert reading.lines[0][1] == "step 2"
    assert reading.lines[1][1].startswith("w₃ ")


def test_the_table_has_a_column_a_curve(show: Show) -> None:
    hand = trained(show)
    table = hand.view.table()
    assert [heading for heading, _ in table] == ["step", *ALL]
    assert all(values.size == table[0][1].size for _, values in table)


def test_what_is_to_be_worked_out_is_not_read_off_here(show: Show) -> None:
    hand = trained(show)
    reasoning = hand.view.workspace.reasoning
    hand.view.workspace.selection.look_at(("", "effect"))
    reasoning.keep_secret(secret=True)
    assert hand.marks(Line) == []
    assert hand.view.message.text() == HIDDEN
    reasoning.keep_secret(secret=False)
    assert names(hand) == ALL
