"""The ladder where a hand moved the number: its move is no step, and the steps around keep their own sizes."""

from __future__ import annotations

import pytest

from core.edits.values import SetValue
from gui.plots.loss_view import LossView
from gui.plots.marks import Label, Line, Strokes
from gui.plots.slope_view import SlopeView
from tests.gui.plots.conftest import Show
from tests.gui.plots.test_slope_view import B3, part_2


def test_a_move_by_hand_is_dotted_and_no_step(show: Show) -> None:
    """Step 1 leads from 0 by −1.57 to 1.57. From 5.69: slope 2 × 3 × (5.69 − 2.609) = 18.5, so step 2 is 1.85."""
    hand = show(SlopeView, part_2())
    workspace = hand.view.workspace
    workspace.training.advance(1)
    workspace.do(SetValue(B3, 5.69))
    workspace.training.advance(1)
    said = {label.text for label in hand.marks(Label)}
    assert {"→ 1.57", "→ 3.84"} <= said  # 5.69 − 1.85
    assert not {text for text in said if text == "→ 5.69"}
    dotted = [mark for mark in hand.marks(Strokes) if mark.dotted]
    assert [(mark.x.tolist(), mark.to_x.tolist(), mark.heads) for mark in dotted] == [
        ([pytest.approx(1.57, abs=0.01)], [5.69], False), ([5.69], [5.69], False)]
    solid = [mark for mark in hand.marks(Strokes) if mark.heads and not mark.dashed]
    assert sum(mark.x.size for mark in solid) == 2


def test_the_pointer_reads_what_the_hand_did(show: Show) -> None:
    hand = show(SlopeView, part_2())
    hand.view.workspace.training.advance(1)
    hand.view.workspace.do(SetValue(B3, 5.69))
    words = []
    for x in (5.69, 4.0):
        reading = hand.view.reading(x, 0.0)
        assert reading is not None
        words.append(reading.lines[-1][1])
    assert words == ["step 1: 5.69, moved by hand", "moved by hand at step 1: 1.566 → 5.69"]


def test_the_loss_curve_jumps_where_the_hand_moved(show: Show) -> None:
    """SSR 20.4 and 3.27 as published; 3 × (5.69 − 2.609)² = 28.5 at the hand's value."""
    hand = show(LossView, part_2())
    workspace = hand.view.workspace
    workspace.training.advance(1)
    workspace.do(SetValue(B3, 5.69))
    workspace.training.advance(2)
    workspace.training.timeline.show(1)
    curve = next(mark for mark in hand.marks(Line) if mark.width == 1.8 and mark.x[0] == 0)
    assert curve.x.tolist()[:3] == [0, 1, 1]
    assert curve.y.tolist()[:3] == pytest.approx([20.4, 3.27, 28.5], rel=2e-3)
