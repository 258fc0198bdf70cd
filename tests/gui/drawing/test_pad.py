"""Strokes on the image: flipped, drawn, erased, moved, taken back; nothing of it in the document."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.images.letters import letter
from core.shifts import shifted
from tests.gui.drawing.conftest import LEFT, Hand, Take

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
O = letter("O")  # noqa: E741  # the letter


def test_a_click_flips_a_pixel(hand: Hand) -> None:
    document = hand.workspace.document
    hand.drag((0, 0))
    assert hand.pixels[0, 0] == 1
    hand.drag((0, 0))
    assert hand.pixels[0, 0] == 0
    assert hand.workspace.document is document
    assert hand.workspace.session.undo_label is None


def test_a_drag_draws_a_line_without_gaps(hand: Hand) -> None:
    hand.press("clear")
    hand.drag((0, 0), (0, 4), (4, 0))
    expected = np.zeros((6, 6))
    expected[0, :5] = 1
    expected[range(5), range(4, -1, -1)] = 1
    assert np.array_equal(hand.pixels, expected)


def test_a_line_that_begins_on_ink_draws(hand: Hand) -> None:
    before = hand.pixels.copy()
    assert before[0, 2] == 1
    hand.drag((0, 2), (3, 2))
    assert (hand.pixels[:4, 2] == 1).all()
    hand.drag((0, 2))
    assert hand.pixels[0, 2] == 0
    hand.press("take_back")
    hand.press("take_back")
    assert np.array_equal(hand.pixels, before)


def test_each_tool_says_what_it_does(hand: Hand) -> None:
    for tool, sentence in {"pencil": "Click a pixel to flip it", "eraser": "to erase", "hand": "Drag the"}.items():
        hand.press(tool)
        assert sentence in hand.chip.words.whole
    assert "flip" not in hand.grid.hint


def test_the_right_button_and_the_eraser_erase(hand: Hand) -> None:
    hand.drag((0, 2), (0, 3), button=Qt.MouseButton.RightButton)
    assert hand.pixels[0].sum() == 0
    hand.press("eraser")
    hand.drag((5, 2), (5, 3))
    assert hand.pixels[5].sum() == 0
    assert hand.pixels.sum() == O.sum() - 4


def test_greys_are_drawn_in_the_numbers_of_the_data(take: Take) -> None:
    hand = take("digits-cnn")
    hand.bar.level.setValue(8)
    hand.press("clear")
    hand.drag((3, 3))
    assert hand.pixels[3, 3] == 0.5
    assert hand.bar.number.text() == "0.5"


def test_shift_and_drag_moves_and_nothing_is_lost_on_the_way(hand: Hand) -> None:
    hand.drag((2, 2), (2, 5), (3, 1), keys=SHIFT)
    assert np.array_equal(hand.pixels, shifted(O, -1, 1))
    picture = hand.workspace.tried.picture
    assert picture is not None
    assert picture.words == "row 1, moved 1 left, 1 down"
    hand.drag((3, 1), (2, 2), button=Qt.MouseButton.MiddleButton)
    assert np.array_equal(hand.pixels, O)


def test_the_hand_and_the_arrows_move_too(hand: Hand) -> None:
    hand.press("hand")
    hand.drag((0, 0), (0, 1))
    hand.press("arrow-down")
    hand.key(Qt.Key.Key_Left, SHIFT)
    assert np.array_equal(hand.pixels, shifted(O, 0, 1))


def test_strokes_are_taken_back_one_by_one(hand: Hand) -> None:
    hand.drag((0, 0))
    hand.drag((1, 0), (2, 0))
    hand.press("X")
    for expected in (3, 1):
        hand.key(Qt.Key.Key_Z, CONTROL)
        assert (hand.pixels != O).sum() == expected - (expected == 3)  # (2, 0) was ink before
    hand.press("take_back")
    assert hand.workspace.tried.picture is None
    assert not hand.bar.buttons["take_back"].isEnabled()


def test_esc_leaves_no_trace_of_a_stroke(hand: Hand) -> None:
    hand.drag((0, 0), (0, 1), drop=False)
    assert hand.pixels[0, :2].sum() == 2
    hand.key(Qt.Key.Key_Escape)
    assert hand.workspace.tried.picture is None
    assert hand.workspace.tried.left is None
    grid = hand.grid
    QTest.mouseMove(grid, grid.cell_rect(3, 3).center())
    QTest.mouseRelease(grid, LEFT, pos=grid.cell_rect(3, 3).center())
    assert np.array_equal(hand.pixels, O)


def test_keys_alone_draw(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Space)
    assert hand.pixels[0, 1] == 1


def test_letters_fit_the_image(take: Take) -> None:
    hand = take("digits-cnn")
    hand.press("X shifted")
    assert np.array_equal(hand.pixels, shifted(letter("X", 8, 8), 1, 0))
    hand.press("invert")
    assert np.array_equal(hand.pixels, 1 - shifted(letter("X", 8, 8), 1, 0))


def test_a_view_put_away_tries_nothing(hand: Hand) -> None:
    hand.drag((0, 0))
    hand.panel.hide()
    assert hand.workspace.tried.picture is None
    assert hand.workspace.tried.left is not None
