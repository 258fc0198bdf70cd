"""The loss over two numbers: the grid, the path, the arrow, the point in the user's hand, numbers dropped on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document
from core.edits.layers import MergeNodes, SetUnits
from core.edits.settings import SetTraining
from gui.plots import pending, plane
from gui.plots.contours_view import COMPUTING, NOTHING, ContoursView, least_arrow
from gui.plots.derivatives_view import DerivativesView
from gui.plots.marks import Dots, Label, Picture, Shade, Strokes
from gui.plots.plane import Plane
from gui.state.carrying import packed, unpacked
from gui.state.frame import Frame
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"
W3, W4, B3 = ("top", "effect"), ("bottom", "effect"), ("", "effect")


def details_1() -> Document:
    return storage.load(EXAMPLES / "details1-three-parameters.squiggle")


def view_of(hand: Hand) -> ContoursView:
    assert isinstance(hand.view, ContoursView)
    return hand.view


def test_the_first_two_that_learn_are_the_axes(show: Show) -> None:
    hand = show(ContoursView, details_1())
    assert hand.view.heading.whole == "SSR over w₃ and w₄"
    assert (hand.view.shown.x_name, hand.view.shown.y_name) == ("w₃", "w₄")
    assert "Fixed: b₃ = 0" in hand.view.note.whole
    assert "w₁ = 3.34" in hand.view.note.whole


def test_the_grid_is_the_loss_pair_by_pair(show: Show) -> None:
    hand = show(ContoursView, details_1())
    terrain = view_of(hand)._terrain
    frame = hand.view.workspace.training.frame
    assert terrain is not None
    assert frame.network is not None
    assert frame.rows is not None
    assert frame.snapshot is not None
    assert terrain.grid.z.shape == (60, 60)
    for row, column in ((0, 0), (17, 40), (59, 59)):
        theta = frame.snapshot.theta.copy()
        places = [number.place for number in terrain.numbers]
        theta[places] = terrain.grid.x[column], terrain.grid.y[row]
        assert terrain.grid.z[row, column] == pytest.approx(frame.network.loss(theta, frame.rows), rel=1e-12)


def test_the_arrow_points_against_the_gradient_and_the_next_step_goes_its_way(show: Show) -> None:
    hand = show(ContoursView, details_1())
    terrain = view_of(hand)._terrain
    assert terrain is not None
    assert terrain.next is not None
    step = np.subtract(terrain.next, terrain.at)
    np.testing.assert_allclose(step, -0.1 * np.array(terrain.gradient), rtol=1e-12)
    arrow = next(mark for mark in hand.marks(Strokes) if mark.heads and not mark.dashed)
    way = np.array([arrow.to_x[0] - arrow.x[0], arrow.to_y[0] - arrow.y[0]])
    np.testing.assert_allclose(way, step, rtol=1e-9)  # plain gradient descent: the arrow is the step
    ring = next(mark for mark in hand.marks(Dots) if mark.hollow)
    assert (ring.x[0], ring.y[0]) == terrain.next


def test_near_the_minimum_the_arrow_is_the_smallest_that_is_seen_and_says_so(show: Show) -> None:
    hand = show(ContoursView, details_1())
    view = view_of(hand)
    for steps, longer in ((0, False), (200, True)):
        view.workspace.training.advance(steps)
        terrain = view._terrain
        assert terrain is not None
        across, up = view.area.limits()
        shares = np.abs(terrain.gradient) / [across[1] - across[0], up[1] - up[0]]
        arrow = next(mark for mark in hand.marks(Strokes) if mark.heads and not mark.dashed)
        drawn = max(abs(arrow.to_x[0] - arrow.x[0]) / (across[1] - across[0]),
                    abs(arrow.to_y[0] - arrow.y[0]) / (up[1] - up[0]))
        assert drawn == pytest.approx(max(least_arrow(view.area), 0.1 * float(shares.max())))
        name = next(mark for mark in hand.marks(Label) if mark.text.startswith("−gradient"))
        assert ("drawn longer" in name.tip) == longer == (0.1 * shares.max() < least_arrow(view.area))


def test_a_loss_that_only_jumps_is_named_by_its_plateaus(show: Show) -> None:
    hand = show(ContoursView, iris("argmax", "ssr"))
    view = view_of(hand)
    terrain, frame = view._terrain, view.workspace.training.frame
    assert terrain is not None
    assert frame.network is not None
    assert frame.rows is not None
    assert frame.snapshot is not None
    names = [mark for mark in hand.marks(Label) if mark.tip.endswith("another class")]
    assert [name.text for name in names] == ["SSR 0", "SSR 2"]  # one row right, or wrong: (1 − 0)² + (0 − 1)²
    for name in names:
        theta = frame.snapshot.theta.copy()
        theta[[number.place for number in terrain.numbers]] = name.x, name.y
        assert frame.network.loss(theta, frame.rows) == float(name.text.removeprefix("SSR "))
        assert "in this whole region" in name.tip
    rim = next(mark for mark in hand.marks(Strokes) if not mark.heads and mark.x.size > 9)
    row, column = np.searchsorted(terrain.grid.y, rim.y[4]), np.searchsorted(terrain.grid.x, rim.x[4])
    near = terrain.grid.z[max(0, row - 1) : row + 1, max(0, column - 1) : column + 1]
    assert set(np.unique(near)) == {0.0, 2.0}


def test_the_path_is_dashed_where_others_moved_and_plain_where_they_did_not(show: Show) -> None:
    hand = show(ContoursView, details_1())
    hand.view.workspace.training.advance(20)
    assert "Dashed" in hand.view.note.whole
    terrain = view_of(hand)._terrain
    assert terrain is not None
    assert terrain.past.steps.tolist() == list(range(21))
    assert terrain.past.on_slice.tolist() == [False] * 20 + [True]


def plane_of(hand: Hand) -> Plane:
    sight = view_of(hand)._sight
    assert sight is not None
    return sight.plane


def test_the_plane_is_kept_while_the_fixed_numbers_stay(show: Show) -> None:
    hand = show(ContoursView, one_two_one())
    shared, kept = hand.view.workspace, plane_of(hand)
    shared.do(SetTraining(replace(shared.document.training, learning_rate=0.1001)))
    assert plane_of(hand) is kept
    shared.training.advance(1)
    assert plane_of(hand) is not kept


def test_a_dear_plane_is_coarse_first_and_fine_later(
    show: Show, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seen: list[tuple[int, ...]] = []

    class Watched(ContoursView):
        def picture(self, frame: Frame) -> Picture:
            found = super().picture(frame)
            seen.extend(mark.heights.shape for mark in found.marks if isinstance(mark, Shade))
            return found

    monkeypatch.setattr(plane, "AFFORDED", 3_000)
    hand = show(Watched, one_two_one())
    qtbot.waitUntil(lambda: hand.marks(Shade)[0].heights.shape == (60, 60))
    assert seen[0] == (15, 15), "15² pairs × 12 values are 2,700"
    assert plane_of(hand).finished


def test_what_takes_long_is_computed_beside_all_else(
    show: Show, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Until the losses are known there is the point with its gradient and a word; then nothing is missing."""
    monkeypatch.setattr(pending, "AT_ONCE", 0)
    monkeypatch.setattr(pending, "SHARE", 0.0)
    hand = show(ContoursView, one_two_one())
    assert np.isnan(hand.marks(Shade)[0].heights).all()
    assert hand.marks(Dots)
    assert hand.view.note.whole == COMPUTING
    assert hand.view.reading(0.0, 0.0) is None
    qtbot.waitUntil(lambda: hand.marks(Shade)[0].heights.shape == (60, 60))
    assert hand.view.note.whole != COMPUTING
    QTest.mouseClick(view_of(hand).shape.button("surface"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: plane_of(hand).finished and view_of(hand)._sight.trail is not None)  # type: ignore[union-attr]
    assert view_of(hand).surface.isVisible()


def test_the_point_is_dragged_in_one_step(show: Show) -> None:
    hand = show(ContoursView, details_1())
    view, shared = view_of(hand), hand.view.workspace
    terrain = view._terrain
    assert terrain is not None
    goal = terrain.at[0] - 0.3, terrain.at[1] - 0.5
    before = shared.document
    hand.drag(terrain.at, goal)
    frame = shared.training.frame
    assert frame.snapshot is not None
    found = [frame.snapshot.theta[number.place] for number in terrain.numbers]
    assert found == pytest.approx(goal, abs=0.05)
    assert shared.session.labels[1:] == ["Set w3 and w4"]
    shared.session.undo()
    assert shared.document is before


def test_esc_takes_a_drag_back(show: Show) -> None:
    hand = show(ContoursView, details_1())
    view, shared = view_of(hand), hand.view.workspace
    terrain = view._terrain
    assert terrain is not None
    goal = terrain.at[0] - 0.3, terrain.at[1] - 0.5
    hand.drag(terrain.at, goal, drop=False)
    assert shared.turns.frame is not shared.training.frame
    hand.key(Qt.Key.Key_Escape)
    assert shared.turns.frame is shared.training.frame
    QTest.mouseRelease(hand.port, Qt.MouseButton.LeftButton, pos=hand.spot(*goal))
    assert len(shared.session.labels) == 1


def test_arrow_keys_move_the_point_both_ways(show: Show) -> None:
    hand = show(ContoursView, details_1())
    shared = hand.view.workspace
    before = shared.document.parameters()
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down)
    moves = [float((found.value - before[ref].value).sum()) for ref, found in shared.document.parameters().items()]
    left, right = sorted(move for move in moves if move)
    assert left < 0 < right


def test_choosing_the_other_axis_number_swaps_them(show: Show) -> None:
    hand = show(ContoursView, one_two_one())
    view = view_of(hand)
    view.choose(0, (W3, ()))
    view.choose(1, (B3, ()))
    assert hand.view.heading.whole == "SSR over w₃ and b₃"
    view.choose(0, (B3, ()))
    assert hand.view.heading.whole == "SSR over b₃ and w₃"


def test_two_numbers_that_became_one_are_not_both_axes(show: Show) -> None:
    hand = show(ContoursView, SetUnits("top", 2).apply(details_1()))
    view_of(hand).choose(0, (("dose", "top"), (0, 0)))
    view_of(hand).choose(1, (("dose", "top"), (1, 0)))
    assert hand.view.heading.whole == "SSR over w₁[1,1] and w₁[2,1]"
    hand.view.workspace.do(SetUnits("top", 1))
    assert hand.view.heading.whole == "SSR over w₁ and w₃"


def test_a_number_is_chosen_from_the_list_by_keys(show: Show) -> None:
    hand = show(ContoursView, one_two_one())
    choice = view_of(hand).choices[0]
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentText() in hand.view.heading.whole


def drop(view: ContoursView, data: QMimeData, at: QPoint) -> bool:
    """Send what a drag sends: enter, then drop; returns whether it was taken."""
    plain, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, left, plain)
    view.dragEnterEvent(enter)
    if enter.isAccepted():
        view.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, left, plain))
    return enter.isAccepted()


def test_numbers_are_dropped_on_an_axis(show: Show) -> None:
    hand = show(ContoursView, one_two_one())
    view = view_of(hand)
    assert drop(view, packed(W4, ()), QPoint(300, 380))
    assert drop(view, packed(B3, ()), QPoint(10, 100))
    assert hand.view.heading.whole == "SSR over w₄ and b₃"


def test_other_things_are_not_taken(show: Show) -> None:
    view = view_of(show(ContoursView, one_two_one()))
    data = QMimeData()
    data.setText("w3")
    assert not drop(view, data, QPoint(10, 10))
    assert unpacked(packed(W3, (1, 2))) == (W3, (1, 2))


def test_the_pointer_reads_the_loss(show: Show) -> None:
    hand = show(ContoursView, details_1())
    reading = hand.view.reading(0.5, 0.25)
    assert reading is not None
    assert [text for _, text in reading.lines][:2] == ["w₃ = 0.5", "w₄ = 0.25"]
    assert len(hand.view.table()[0][1]) == 3600


@pytest.mark.parametrize("document", [Document()])
def test_nothing_to_draw_is_said(show: Show, document: Document) -> None:
    assert show(ContoursView, document).view.shown.message
    assert NOTHING.endswith(".")


def test_the_list_of_derivatives_hands_out_its_numbers(show: Show) -> None:
    listed = show(DerivativesView, one_two_one()).view
    assert isinstance(listed, DerivativesView)
    index = next(index for index in map(listed.series.index, range(7)) if listed.series.entry(index).name == "w₃")
    assert listed.series.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    place = unpacked(listed.series.mimeData([index]))
    assert place is not None
    assert place[0] == W3
    hand = show(ContoursView, listed.workspace)
    view_of(hand).choose(1, place)
    assert hand.view.heading.whole.endswith("and w₃")


def test_an_array_as_a_whole_cannot_be_dragged(show: Show) -> None:
    listed = show(DerivativesView, MergeNodes(frozenset({"top", "bottom"})).apply(one_two_one())).view
    assert isinstance(listed, DerivativesView)
    whole = next(index for index in map(listed.series.index, range(5)) if listed.series.entry(index).several)
    assert not listed.series.flags(whole) & Qt.ItemFlag.ItemIsDragEnabled


def test_the_axes_begin_with_what_is_looked_at_until_they_are_chosen(show: Show) -> None:
    hand = show(ContoursView, details_1())
    view, look_at = view_of(hand), hand.view.workspace.selection.look_at
    look_at(W4)
    assert (view.shown.x_name, view.shown.y_name) == ("w₄", "w₃")
    view.choose(0, (B3, ()))
    look_at(("dose", "top"))
    assert (view.shown.x_name, view.shown.y_name) == ("b₃", "w₃")


def test_a_gradient_that_is_to_be_worked_out_is_not_written_here(show: Show) -> None:
    hand = show(ContoursView, details_1())
    reasoning = hand.view.workspace.reasoning
    hand.view.workspace.selection.choose(["effect"])
    reasoning.keep_secret(secret=True)
    assert view_of(hand).figures.whole.endswith("gradient (?, ?)")
    assert "−gradient × rate" not in {label.text for label in hand.marks(Label)}
    reasoning.keep_secret(secret=False)
    assert "?" not in view_of(hand).figures.whole
    assert "−gradient × rate" in {label.text for label in hand.marks(Label)}
