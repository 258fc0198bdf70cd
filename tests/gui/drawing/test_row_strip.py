"""Rows as pictures: as many as there are, only those seen are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.drawing.row_strip import RowStrip
from tests.gui.drawing.conftest import LEFT, NONE, Hand, Take


def strip_of(hand: Hand) -> RowStrip:
    QApplication.processEvents()
    found = hand.panel.findChildren(RowStrip)
    return found[-1]


def test_a_click_chooses_a_row_and_ends_what_is_tried(hand: Hand) -> None:
    strip = strip_of(hand)
    hand.press("X")
    QTest.mouseClick(strip, LEFT, NONE, strip.rect_of(2).center().toPoint())
    assert hand.workspace.selection.row == 2
    assert hand.workspace.tried.picture is None
    assert strip._rows.names == ["O", "X", "O", "X"]


def test_the_keys_go_through_the_rows(hand: Hand) -> None:
    strip = strip_of(hand)
    for key, row in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_End, 3), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(strip, key)
        assert hand.workspace.selection.row == row


def test_many_rows_scroll_and_are_drawn_when_seen(take: Take) -> None:
    hand = take("digits-cnn")
    strip = strip_of(hand)
    assert strip.count == 1797
    strip.grab()
    assert 0 < len(strip._rows._images) < 20
    hand.workspace.selection.choose_row(1000)
    assert strip.rect_of(1000).left() >= 0
    assert strip.rect_of(1000).right() <= strip.width() + 2
    before = strip.first
    spot = QPointF(strip.rect().center())
    turn = QWheelEvent(spot, strip.mapToGlobal(spot), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
                       Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(strip, turn)
    assert strip.first > before
    assert strip.row_at(QPointF(2, 10)) == int((strip.first + 1) // 34)
