"""The sentence by the pointer is there after the focus has moved, and goes at the next key or click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.state.notices import Notices


@pytest.fixture
def box(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QLineEdit(made).move(10, 10)
    qtbot.addWidget(made)
    made.resize(300, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_it_outlives_the_click_that_was_refused_and_goes_at_the_next(box: QWidget, qtbot: QtBot) -> None:
    notices = Notices()
    QTest.mousePress(box, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    notices.refuse("“x” is not a number; type one such as 0.5.", box.mapToGlobal(QPoint(20, 20)))
    tip = notices.tip
    assert tip is not None
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    box.findChildren(QLineEdit)[0].setFocus()
    qtbot.waitUntil(tip.isVisible)
    assert tip.text().startswith("“x”")
    QGuiApplication.processEvents()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert not tip.isVisible()
    notices.refuse("Again.", QPoint(5, 5))
    QGuiApplication.processEvents()
    assert tip.isVisible()
    QTest.keyClick(box, Qt.Key.Key_A)
    assert not tip.isVisible()


def test_a_long_sentence_by_the_edge_stays_on_the_screen(box: QWidget) -> None:
    notices = Notices()
    area = box.screen().availableGeometry()
    notices.refuse("A sentence that is far too long for one line. " * 6, area.bottomRight())
    assert notices.tip is not None
    assert area.contains(notices.tip.geometry())
    notices.tip.hide()
