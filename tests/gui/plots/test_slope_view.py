"""The loss as one number alone changes: part 2's published figures, the ladder, the point in the user's hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document, Stop
from core.edits.graph import AddNode
from core.edits.layers import MergeNodes
from core.edits.table import SetCell
from core.edits.values import SetTrainable
from gui.plots import pending
from gui.plots.marks import Dots, Label, Line, Strokes
from gui.plots.slope_view import COMPUTING, NOTHING, SlopeView
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"
B3 = ("", "effect")


def part_2() -> Document:
    return storage.load(EXAMPLES / "part2-backpropagation.squiggle")


def line(hand: Hand, name: str) -> Line:
    return next(found for found in hand.marks(Line) if found.name == name)


def words(hand: Hand) -> set[str]:
    return {label.text for label in hand.marks(Label)}


def standing(hand: Hand) -> str:
    assert isinstance(hand.view, SlopeView)
    return hand.view.figures.whole


def b3(hand: Hand) -> float:
    return float(hand.view.workspace.document.parameter(B3).value[0])


def test_part_2_as_published(show: Show) -> None:
    """SSR 20.4, slope −15.7, step 0.1 × −15.7 = −1.57; then b3 is 1.57, 2.19, and at last 2.61."""
    hand = show(SlopeView, part_2())
    assert hand.view.heading.whole == "SSR as b₃ alone changes"
    assert standing(hand) == "b₃ = 0   SSR 20.4   slope −15.7   step size −1.57 → 1.57"
    assert words(hand) == {"slope −15.7", "b₃ → 1.57"}
    hand.view.workspace.training.advance(1)
    assert standing(hand).startswith("b₃ = 1.57   SSR 3.27   slope −6.26   step size −0.626 → 2.19")
    assert "→ 1.57" in words(hand)
    hand.view.workspace.training.advance(1000)
    assert standing(hand).startswith("b₃ = 2.61")


def test_the_curve_is_the_loss_and_the_tangent_touches_it(show: Show) -> None:
    hand = show(SlopeView, one_two_one())
    hand.view.workspace.selection.choose(["effect"])
    curve, tangent = line(hand, "SSR"), line(hand, "tangent")
    assert curve.x.size == 400
    by_hand = sum((gap - curve.x) ** 2 for gap in (2.603665, 2.609019, 2.61487))
    np.testing.assert_allclose(curve.y, by_hand, rtol=1e-4, atol=1e-4)
    slope = (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0])
    assert slope == pytest.approx(-2 * (2.603665 + 2.609019 + 2.61487), rel=1e-5)
    assert curve.x[0] < 0 < 2.61 < 4.6 < curve.x[-1]


def test_where_one_number_learns_the_steps_lie_on_the_curve(show: Show) -> None:
    hand = show(SlopeView, part_2())
    hand.view.workspace.training.advance(4)
    curve = line(hand, "SSR")
    dots = hand.marks(Dots)[1]
    np.testing.assert_allclose(dots.y, np.interp(dots.x, curve.x, curve.y), atol=0.01)
    assert dots.x[:4].tolist() == pytest.approx([0.0, 1.5655, 2.1917, 2.4422], abs=1e-3)
    rungs = hand.marks(Strokes)[2]
    assert (rungs.to_x - rungs.x).tolist()[:3] == pytest.approx([1.5655, 0.6262, 0.2505], abs=1e-3)
    assert "Drag the point" in hand.view.note.whole


def test_where_others_move_too_the_steps_are_pale_and_the_note_says_so(show: Show) -> None:
    hand = show(SlopeView, storage.load(EXAMPLES / "details2-all-parameters.squiggle"))
    hand.view.workspace.training.advance(30)
    pale, exact = hand.marks(Dots)[:2]
    assert pale.x.size > 3
    assert exact.x.size <= 1, "at most where the run stands now"
    assert hand.view.note.whole.startswith("Pale")


def test_the_number_looked_at_is_shown_and_kept(show: Show) -> None:
    hand = show(SlopeView, one_two_one())
    selection = hand.view.workspace.selection
    selection.choose(pairs=[("top", "effect")])
    assert hand.view.heading.whole == "SSR as w₃ alone changes"
    selection.clear()
    assert hand.view.heading.whole == "SSR as w₃ alone changes"


def test_one_number_of_a_layer(show: Show) -> None:
    document = MergeNodes(frozenset({"top", "bottom"})).apply(one_two_one())
    hand = show(SlopeView, document)
    shared = hand.view.workspace
    pair = next(pair for pair in document.connections if pair[0] == "dose")
    shared.selection.choose(pairs=[pair])
    shared.reasoning.look_at((1, 0))
    assert hand.view.heading.whole.endswith("[2,1] alone changes")
    hand.key(Qt.Key.Key_Right)
    changed = shared.document.parameter(pair).value - document.parameter(pair).value
    assert changed.ravel().tolist() == [0.0, pytest.approx(0.01)]


def test_the_point_is_dragged_and_everything_follows(show: Show) -> None:
    hand = show(SlopeView, part_2())
    shared = hand.view.workspace
    hand.drag((0.0, 20.42), (2.0, 15.0), drop=False)
    assert shared.turns.frame.parameter(B3)[0] == pytest.approx(2.0, abs=0.03)
    assert b3(hand) == 0.0, "nothing is kept yet"
    QTest.mouseRelease(hand.port, Qt.MouseButton.LeftButton, pos=hand.spot(2.0, 15.0))
    assert b3(hand) == pytest.approx(2.0, abs=0.03)
    assert shared.session.labels[-1] == "Set b3"
    assert len(shared.session.labels) == 2
    shared.session.undo()
    assert b3(hand) == 0.0


def test_esc_takes_a_drag_back(show: Show) -> None:
    hand = show(SlopeView, part_2())
    shared = hand.view.workspace
    hand.drag((0.0, 20.42), (2.0, 15.0), drop=False)
    hand.key(Qt.Key.Key_Escape)
    assert shared.turns.frame.parameter(B3)[0] == 0.0
    QTest.mouseRelease(hand.port, Qt.MouseButton.LeftButton, pos=hand.spot(2.0, 15.0))
    assert len(shared.session.labels) == 1


def test_arrow_keys_move_the_point(show: Show) -> None:
    hand = show(SlopeView, part_2())
    hand.key(Qt.Key.Key_Right)
    assert b3(hand) == pytest.approx(0.1)
    hand.key(Qt.Key.Key_Left)
    assert b3(hand) == 0.0


def test_only_this_one_and_free_all(show: Show) -> None:
    hand = show(SlopeView, one_two_one())
    view = hand.view
    assert isinstance(view, SlopeView)
    shared = view.workspace
    shared.selection.choose(["effect"])
    QTest.mouseClick(view.only, Qt.MouseButton.LeftButton)
    parameters = shared.document.parameters()
    assert {ref for ref, found in parameters.items() if found.trainable.any()} == {B3}
    assert shared.session.labels[-1] == "Freeze all but b3"
    assert not view.only.isEnabled()
    QTest.mouseClick(view.free, Qt.MouseButton.LeftButton)
    assert all(found.trainable.all() for found in shared.document.parameters().values())
    assert not view.free.isEnabled()


def test_a_frozen_number_has_a_slope_but_no_step(show: Show) -> None:
    hand = show(SlopeView, SetTrainable((B3,), trainable=False).apply(one_two_one()))
    hand.view.workspace.selection.choose(["effect"])
    assert "slope −15.7" in standing(hand)
    assert "b₃ → 1.57" not in words(hand)


def test_with_batches_it_says_whose_loss_it_is(show: Show) -> None:
    document = one_two_one()
    hand = show(SlopeView, document.evolve(training=replace(document.training, batch_size=1)))
    assert "all 3 training rows" in hand.view.note.whole


def test_what_cannot_be_drawn_is_a_gap(show: Show) -> None:
    hand = show(SlopeView, one_two_one(b3=1e160))
    hand.view.workspace.selection.choose(["effect"])
    assert "∞" in standing(hand)


@pytest.mark.parametrize("document", [Document(), AddNode("input", (0.0, 0.0)).apply(Document())])
def test_nothing_to_draw_is_said(show: Show, document: Document) -> None:
    hand = show(SlopeView, document)
    assert hand.view.shown.message
    assert NOTHING.endswith(".")


def test_a_deleted_parameter_leaves_no_trace(show: Show) -> None:
    from core.edits.graph import Remove

    hand = show(SlopeView, one_two_one())
    shared = hand.view.workspace
    shared.selection.choose(pairs=[("top", "effect")])
    shared.do(Remove(frozenset(), frozenset({("top", "effect")})))
    assert "w₃" not in hand.view.heading.whole


def test_the_pointer_reads_value_loss_and_step(show: Show) -> None:
    hand = show(SlopeView, part_2())
    hand.view.workspace.training.advance(1)
    reading = hand.view.reading(0.0, 0.0)
    assert reading is not None
    assert [text for _, text in reading.lines] == ["b₃ = 0", "SSR 20.42", "step 0: 0"]
    assert [name for name, _ in hand.view.table()] == ["b3", "SSR", "step", "b3 then", "SSR then"]


def view_of(hand: Hand) -> SlopeView:
    assert isinstance(hand.view, SlopeView)
    return hand.view


def test_others_afresh_leave_the_shape_and_move_the_lowest_point(show: Show) -> None:
    """Details 1: whatever w3 and w4 are, SSR over b3 is 3 b3² + …: all draws bend alike, and b3's best differs."""
    document = storage.load(EXAMPLES / "details1-three-parameters.squiggle")
    hand = show(SlopeView, document)
    view = view_of(hand)
    view.workspace.selection.choose([next(key for key, node in document.nodes.items() if node.kind == "output")])
    QTest.mouseClick(view.afresh, Qt.MouseButton.LeftButton)
    draws = [mark for mark in hand.marks(Line) if mark.name.startswith("draw")]
    assert len(draws) == 12
    for curve in draws:
        second = np.diff(curve.y, 2) / np.diff(curve.x)[0] ** 2
        np.testing.assert_allclose(second, 6.0, rtol=1e-6)
    rings = next(mark for mark in hand.marks(Dots) if mark.hollow and mark.x.size == 12)
    assert np.ptp(rings.x) > 0.5
    assert view.note.whole.startswith("The shape stays, only the lowest point moves: 2 other numbers drawn 12 times")
    assert view.workspace.document is document
    QTest.mouseClick(view.again, Qt.MouseButton.LeftButton)
    other = next(mark for mark in hand.marks(Dots) if mark.hollow and mark.x.size == 12)
    assert not np.array_equal(rings.x, other.x)
    view.count.setValue(3)
    assert sum(mark.name.startswith("draw") for mark in hand.marks(Line)) == 3
    QTest.mouseClick(view.afresh, Qt.MouseButton.LeftButton)
    assert not any(mark.name.startswith("draw") for mark in hand.marks(Line))


def test_the_shape_of_a_first_weight_depends_on_the_others(show: Show) -> None:
    hand = show(SlopeView, one_two_one())
    view_of(hand).workspace.selection.choose(pairs=[("dose", "top")])
    QTest.mouseClick(view_of(hand).afresh, Qt.MouseButton.LeftButton)
    assert hand.view.note.whole.startswith("Shape and lowest point depend on the others")


def known(hand: Hand) -> bool:
    return bool(np.isfinite(line(hand, "SSR").y).any())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be computed at once: the window does a portion at a time."""
    monkeypatch.setattr(pending, "AT_ONCE", 0)
    monkeypatch.setattr(pending, "SHARE", 0.0)


@pytest.mark.usefixtures("slow")
def test_until_the_curve_is_known_there_are_point_and_slope(show: Show, qtbot: QtBot) -> None:
    hand = show(SlopeView, part_2())
    assert standing(hand) == "b₃ = 0   SSR 20.4   slope −15.7   step size −1.57 → 1.57"
    assert not known(hand)
    assert hand.view.note.whole == COMPUTING
    assert hand.view.reading(0.0, 0.0) is None
    qtbot.waitUntil(lambda: known(hand))
    assert "Drag the point" in hand.view.note.whole


@pytest.mark.usefixtures("slow")
def test_where_numbers_stand_still_no_old_loss_is_shown_as_the_loss(show: Show, qtbot: QtBot) -> None:
    """After an update there are the point and the slope of the new numbers; the curve comes when it is known."""
    hand = show(SlopeView, part_2())
    qtbot.waitUntil(lambda: known(hand))
    for begin in ("b₃ = 1.57   SSR 3.27", "b₃ = 2.19", "b₃ = 2.44"):
        hand.view.workspace.training.advance(1)
        assert standing(hand).startswith(begin)
        assert not known(hand)
        assert hand.view.note.whole == COMPUTING
    qtbot.waitUntil(lambda: known(hand))
    assert standing(hand).startswith("b₃ = 2.44")


@pytest.mark.usefixtures("slow")
def test_another_number_is_begun_at_once(show: Show, qtbot: QtBot) -> None:
    hand = show(SlopeView, one_two_one())
    hand.view.workspace.selection.choose(pairs=[("top", "effect")])
    assert standing(hand).startswith("w₃")
    qtbot.waitUntil(lambda: known(hand))
    hand.view.workspace.selection.choose(["effect"])
    assert standing(hand).startswith("b₃ = 0")
    assert not known(hand)


@pytest.mark.usefixtures("slow")
def test_a_hidden_view_does_not_go_on(show: Show, qtbot: QtBot) -> None:
    view = view_of(show(SlopeView, part_2()))
    view.hide()
    qtbot.waitUntil(lambda: not view._pending._timer.isActive())
    view.show()
    qtbot.waitUntil(lambda: len(view.table()[0][1]) == 400)


def test_other_rows_are_another_curve(show: Show) -> None:
    """With the first observed value at 1 instead of 0, SSR at b3 = 0 is (1 + 2.603665)² + 2.609019² + 2.61487²."""
    hand = show(SlopeView, part_2())
    document = hand.view.workspace.document
    ((name,),) = document.data.targets.values()
    hand.view.workspace.do(SetCell(name, 0, 1.0))
    reading = hand.view.reading(0.0, 0.0)
    assert reading is not None
    assert reading.lines[1][1] == "SSR 26.63"


def test_what_is_to_be_worked_out_is_not_written_here(show: Show) -> None:
    hand = show(SlopeView, part_2())
    reasoning = hand.view.workspace.reasoning
    hand.view.workspace.selection.choose(["effect"])
    reasoning.keep_secret(secret=True)
    assert standing(hand) == "b₃ = 0   SSR 20.4   slope ?   step size ? → ?"
    assert words(hand) == {"slope ?"}  # an arrow of the step to come would tell where it leads
    reasoning.keep_secret(secret=False)
    assert words(hand) == {"slope −15.7", "b₃ → 1.57"}


def test_where_steps_grow_the_valley_and_those_made_stay_in_sight_and_not_the_one_to_come(show: Show) -> None:
    document = part_2()
    training = replace(document.training, learning_rate=1.0, stop=Stop(max_steps=5))
    hand = show(SlopeView, document.evolve(training=training))
    hand.view.workspace.training.advance(5)
    view = view_of(hand)
    assert view._slope is not None
    assert view._slope.rule is not None
    values = view._slope.past.values[0]
    low, high = hand.view.shown.across or (0.0, 0.0)
    assert low < values.min() < 2.61 < values.max() < high
    assert not low <= view._slope.rule.next_value <= high  # five times as far
    assert (values.max() - values.min()) > 0.4 * (high - low)
    assert hand.view.shown.up is not None
    assert hand.view.shown.up[1] < 5 * view._slope.loss
