"""What is tried: said, kept as a row, put into one, left and brought back."""

from __future__ import annotations

import numpy as np
from PySide6.QtTest import QTest

from core.images.letters import letter
from tests.gui.drawing.conftest import LEFT, Hand, Take


def offered(hand: Hand) -> list[str]:
    hand.chip.menu.aboutToShow.emit()
    title, *found = hand.chip.menu.actions()
    assert (title.text(), title.isEnabled()) == ("This is a:", False)
    return [action.text() for action in found]


def put(hand: Hand, words: str) -> None:
    """Choose what the picture that goes into the row is."""
    hand.chip.put_menu.aboutToShow.emit()
    next(action for action in hand.chip.put_menu.actions() if action.text() == words).trigger()


def test_it_says_what_is_tried_and_in_place_of_what(hand: Hand) -> None:
    assert not hand.chip.keep.isVisible()
    high = hand.chip.height()
    hand.press("X")
    assert hand.chip.height() == high >= hand.chip.keep.sizeHint().height(), "the grids below do not jump"
    assert hand.chip.words.whole == "You are trying the letter X in place of row 1: the data stays as it is"
    assert hand.chip.keep.isVisible()
    assert hand.chip.put.text() == "Into Row 1"


def test_a_picture_kept_is_a_row_of_its_class(hand: Hand) -> None:
    hand.press("X")
    hand.drag((0, 1))
    drawn = hand.pixels.copy()
    assert offered(hand) == ["O", "X"]
    hand.chip.menu.actions()[-1].trigger()
    data = hand.workspace.document.data
    assert data.count == 5
    assert (data.column("O").values[4], data.column("X").values[4]) == (0, 1)
    assert hand.workspace.selection.row == 4
    assert hand.workspace.turns.frame.tried is None
    assert np.array_equal(hand.pixels, drawn)
    assert hand.workspace.session.undo_label == "Keep picture as a row"
    hand.workspace.session.undo()
    assert hand.workspace.document.data.count == 4


def test_a_picture_put_into_the_row_gets_the_target_that_is_chosen(hand: Hand) -> None:
    hand.press("X")
    put(hand, "X")
    data = hand.workspace.document.data
    assert (data.column("O").values[0], data.column("X").values[0]) == (0, 1)
    assert np.array_equal(hand.pixels, letter("X"))
    hand.workspace.session.undo()
    data = hand.workspace.document.data
    assert (data.column("O").values[0], data.column("X").values[0]) == (1, 0)


def test_a_picture_put_into_the_row_may_keep_its_target(hand: Hand) -> None:
    hand.press("X")
    put(hand, "O, as row 1 says")
    assert hand.workspace.document.data.column("O").values[0] == 1
    assert np.array_equal(hand.pixels, letter("X"))
    assert hand.workspace.tried.picture is None
    hand.workspace.session.undo()
    assert np.array_equal(hand.pixels, letter("O"))


def test_a_drawing_left_can_be_brought_back(hand: Hand) -> None:
    hand.drag((0, 0))
    QTest.mouseClick(hand.chip.back, LEFT)
    assert np.array_equal(hand.pixels, letter("O"))
    assert hand.chip.resume.isVisible()
    QTest.mouseClick(hand.chip.resume, LEFT)
    assert hand.pixels[0, 0] == 1
    assert not hand.chip.resume.isVisible()


def test_the_classes_of_a_softmax_are_offered(take: Take) -> None:
    hand = take("digits-cnn")
    hand.press("O")
    assert sorted(offered(hand)) == [*"0123456789"]
