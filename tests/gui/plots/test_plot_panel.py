"""What all plots share: ranges, zoom, pan, grid, readout, themes, and no work while hidden."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from core.edits.values import SetValue
from gui.plots.fit_view import FitView
from gui.plots.lettering import write
from gui.plots.loss_view import LossView
from gui.plots.marks import Picture
from gui.plots.plot_panel import PlotPanel
from gui.plots.readout import flow
from gui.plots.scale import Scale
from gui.plots.views import PLOT_VIEWS
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import THEMES
from tests.gui.plots.conftest import PLAIN, Hand, Show
from tests.helpers.build import one_two_one


def wheel(hand: Hand, x: float, y: float, turn: int) -> None:
    at = hand.view.area.to_pixels(x, y)
    event = QWheelEvent(
        at, QPointF(hand.port.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, PLAIN,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(hand.port, event)


def trained(show: Show) -> Hand:
    hand = show(LossView, one_two_one())
    hand.view.workspace.training.advance(20)
    return hand


def test_the_wheel_zooms_at_the_pointer_and_a_shows_everything_again(show: Show) -> None:
    hand = trained(show)
    everything = hand.view.area.limits()
    x, y = 5.0, everything[1][1] / 2
    wheel(hand, x, y, 240)
    near = hand.view.area.limits()
    assert near[0][1] - near[0][0] < everything[0][1] - everything[0][0]
    assert near[0][0] < x < near[0][1]
    hand.view.workspace.training.advance(5)
    assert hand.view.area.limits() == near
    hand.key(Qt.Key.Key_A)
    assert hand.view.area.limits()[0][1] > everything[0][1]


def test_a_shows_everything_also_after_a_little_zoom(show: Show) -> None:
    hand = trained(show)
    everything = hand.view.area.limits()
    wheel(hand, 5.0, 1.0, 30)
    assert hand.view.area.limits() != everything
    hand.key(Qt.Key.Key_A)
    QApplication.processEvents()
    assert hand.view.area.limits() == everything


@pytest.mark.parametrize("size", [(360, 220), (600, 400)])
def test_a_view_that_does_not_follow_offers_the_way_back(show: Show, size: tuple[int, int]) -> None:
    hand = show(FitView, one_two_one(), size)
    view, back = hand.view, hand.view.way_back
    everything = view.area.limits()
    assert not back.isVisible()
    hand.drag((0.3, -2.0), (0.9, -0.5))
    assert back.isVisible()
    inside = view.area.mapFromScene(view.area.box.sceneBoundingRect()).boundingRect()
    assert inside.contains(back.geometry())
    view.workspace.training.advance(5)
    assert back.isVisible()
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert not back.isVisible()
    left, right = view.area.limits()[0]
    assert (left, right) == everything[0]


def test_curves_out_of_sight_have_no_names(show: Show) -> None:
    hand = show(FitView, one_two_one())
    assert written(hand)
    (left, right), (bottom, top) = hand.view.area.limits()
    hand.view.area.show_limits((left, right), (top + 100, top + 200))
    assert written(hand) == set()
    hand.view.area.show_limits((left, right), (bottom, top))
    assert written(hand)


def written(hand: Hand) -> set[str]:
    """Return the words in the plot."""
    area = hand.view.area
    (left, right), (bottom, top) = area.limits()
    size = area.box.rect()
    scale = Scale(left, bottom, size.width() / (right - left), size.height() / (top - bottom), *size.size().toTuple())
    canvas = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    words = write(painter, scale, hand.view.shown.marks, {})
    painter.end()
    return set(words)


def test_the_axes_stand_still_while_a_run_goes_on(show: Show) -> None:
    hand = trained(show)
    limits = []
    for _ in range(30):
        hand.view.workspace.training.advance(2)
        limits.append(hand.view.area.limits())
    assert len(set(limits)) <= 10


def test_the_wheel_over_an_axis_zooms_along_it_only(show: Show) -> None:
    hand = trained(show)
    before = hand.view.area.limits()
    wheel(hand, 10.0, before[1][0] - 0.05 * (before[1][1] - before[1][0]), 240)
    after = hand.view.area.limits()
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_a_drag_moves_the_view_and_esc_takes_it_back(show: Show) -> None:
    hand = trained(show)
    before = hand.view.area.limits()
    middle = (before[1][0] + before[1][1]) / 2
    hand.drag((10.0, middle), (5.0, middle))
    moved = hand.view.area.limits()
    assert moved[0][0] == pytest.approx(before[0][0] + 5, abs=0.2)
    hand.drag((10.0, middle), (5.0, middle), drop=False)
    hand.key(Qt.Key.Key_Escape)
    hand.release(5.0, middle)
    assert hand.view.area.limits() == moved


def test_a_double_click_shows_everything(show: Show) -> None:
    hand = trained(show)
    before = hand.view.area.limits()
    wheel(hand, 5.0, 1.0, 240)
    (left, right), (bottom, top) = hand.view.area.limits()
    hand.double_click((left + right) / 2, (bottom + top) / 2)
    assert hand.view.area.limits() == before


def test_zooming_never_leaves_the_numbers(show: Show) -> None:
    hand = trained(show)
    for turn in (-12_000, -12_000, -120_000, 120_000, 120_000, 120_000):
        wheel(hand, 5.0, 1.0, turn)
        hand.view.grab()
        (left, right), (bottom, top) = hand.view.area.limits()
        assert left < right
        assert bottom < top


def test_the_readout_follows_the_pointer_and_goes_with_it(show: Show) -> None:
    hand = trained(show)
    (_, _), (bottom, top) = hand.view.area.limits()
    hand.point(7.0, (bottom + top) / 2)
    assert hand.view.readout.isVisible()
    assert "step&nbsp;7" in hand.view.readout.text()
    QApplication.sendEvent(hand.view.area, QEvent(QEvent.Type.Leave))
    assert not hand.view.readout.isVisible()


@pytest.mark.parametrize("size", [(300, 180), (360, 220), (600, 400)])
@pytest.mark.parametrize("corner", [(0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.9, 0.9)])
def test_the_readout_is_small_and_far_from_the_pointer(
    show: Show, size: tuple[int, int], corner: tuple[float, float]
) -> None:
    hand = show(FitView, one_two_one(b3=2.61), size)
    (left, right), (bottom, top) = hand.view.area.limits()
    x, y = left + corner[0] * (right - left), bottom + corner[1] * (top - bottom)
    hand.point(x, y)
    card = hand.view.readout.geometry()
    inside = hand.view.area.mapFromScene(hand.view.area.box.sceneBoundingRect()).boundingRect()
    assert inside.contains(card)
    assert card.height() <= 2 * hand.view.readout.fontMetrics().lineSpacing() + 8
    assert card.height() < 0.4 * inside.height()
    assert card.width() <= inside.width()
    at = hand.spot(x, y)
    assert not card.adjusted(-8, -8, 8, 8).contains(at)
    assert (card.center().y() < inside.center().y()) is (at.y() > inside.center().y())
    assert (card.center().x() <= inside.center().x() + 2) is (at.x() > inside.center().x()) or card.width() > 0.9 * (
        inside.width()
    )


def test_the_readout_counts_what_has_no_room() -> None:
    items = [("#000", "one"), ("#000", "two"), ("#000", "three")]
    assert flow(items, [40, 40, 40], 100) == [items[:2], items[2:]]
    assert flow(items, [140, 40, 40], 100) == [items[:1], items[1:]]
    assert flow([], [], 100) == []


@pytest.mark.parametrize("width", [240, 300, 360])
@pytest.mark.parametrize("name", list(PLOT_VIEWS))
def test_what_stands_below_and_above_a_small_plot_is_not_cut(show: Show, name: str, width: int) -> None:
    hand = show(PLOT_VIEWS[name], one_two_one(), (width, 180))
    QApplication.processEvents()
    for label in (hand.view.note, hand.view.heading):
        assert "…" not in label.text()
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width() or not label.isVisible()
    assert hand.view.note.toolTip() == hand.view.note.whole


class Counting(PlotPanel):
    """Counts how often it is asked for a picture."""

    count = 0

    def picture(self, frame: Frame) -> Picture:  # noqa: ARG002
        self.count += 1
        return Picture()


def test_a_hidden_plot_does_no_work_and_catches_up_when_shown(show: Show, qtbot: QtBot) -> None:
    workspace = show(LossView, one_two_one()).view.workspace
    panel = Counting(workspace, None, "Counting")
    qtbot.addWidget(panel)
    workspace.training.advance(3)
    workspace.theme.changed.emit()
    workspace.selection.choose_row(1)
    assert panel.count == 0
    panel.show()
    assert panel.count > 0


@pytest.mark.parametrize("name", list(PLOT_VIEWS))
def test_every_view_wears_both_themes(show: Show, name: str) -> None:
    hand = show(PLOT_VIEWS[name], one_two_one(), (300, 180))
    workspace = hand.view.workspace
    workspace.training.advance(10)
    for theme in ("dark", "light"):
        workspace.theme.use(theme)
        image = hand.view.area.grab().toImage()
        corner = image.pixelColor(image.width() - 2, 2)
        assert corner == QColor(THEMES[theme].window)


@pytest.mark.parametrize("name", list(PLOT_VIEWS))
def test_every_control_says_what_it_is(show: Show, name: str) -> None:
    hand = show(PLOT_VIEWS[name], one_two_one())
    controls = [
        control for kind in (QAbstractButton, QAbstractSpinBox, QComboBox) for control in hand.view.findChildren(kind)
    ]
    own = [control for control in controls if not isinstance(control.parent(), QLineEdit)]
    assert own
    for control in own:
        assert control.toolTip(), control
        assert control.accessibleName(), control
    assert hand.view.accessibleName()


def test_the_grid_can_be_switched_in_the_menu(show: Show) -> None:
    hand = trained(show)
    QTest.mouseClick(hand.view.more, Qt.MouseButton.LeftButton)
    menu = next(found for found in hand.view.findChildren(QMenu) if found.isVisible())
    grid = next(action for action in menu.actions() if action.text() == "Grid")
    assert grid.isChecked()
    grid.trigger()
    assert hand.view.area.left.grid is False
    menu.close()


def test_the_plots_own_keys_are_not_taken_by_the_window(show: Show) -> None:
    hand = show(FitView, one_two_one())
    for key, taken in ((Qt.Key.Key_Delete, True), (Qt.Key.Key_A, True), (Qt.Key.Key_F5, False)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, PLAIN)
        event.ignore()
        QApplication.sendEvent(hand.view, event)
        assert event.isAccepted() is taken


def test_views_follow_the_document(show: Show) -> None:
    hand = show(FitView, one_two_one())
    before = hand.view.shown
    hand.view.workspace.do(SetValue(("", "effect"), 1.0))
    assert hand.view.shown is not before


def test_reference_counts_stay_flat_over_many_frames(show: Show) -> None:
    hands = [show(kind, one_two_one()) for kind in PLOT_VIEWS.values()]
    workspace: Workspace = hands[0].view.workspace

    def counts() -> list[int]:
        gc.collect()
        return [sys.getrefcount(thing) for thing in (None, True, False)]

    def frames(count: int) -> None:
        for _ in range(count):
            for hand in hands:
                hand.view.refresh()
                hand.port.repaint()

    workspace.training.advance(5)
    frames(20)
    before = counts()
    frames(200)
    after = counts()
    assert [new - old for old, new in zip(before, after, strict=True)] == [pytest.approx(0, abs=400)] * 3
