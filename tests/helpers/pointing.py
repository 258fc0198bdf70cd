"""More of what a learner does: choose an activation in the Inspector, a tab, the mark of a finding."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QTabBar

from core.diagnosis import Finding
from gui.canvas import geometry
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import Verb, select


def activate(label: str, activation: str) -> Verb:
    """Click a node, and choose its activation in the Inspector by the keys."""

    def do(user: User) -> None:
        select(label)(user)
        boxes = user.window.dock("inspector").findChildren(QComboBox)
        box = next(found for found in boxes if found.accessibleName() == "Activation" and found.isVisible())
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        user.qtbot.waitUntil(box.view().isVisible)
        way = box.findData(activation) - box.currentIndex()
        for _ in range(abs(way)):
            QTest.keyClick(box.view(), Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up)
        QTest.keyClick(box.view(), Qt.Key.Key_Return)

    return do


def open_tab(text: str) -> Verb:
    """Click the tab of a dock."""

    def do(user: User) -> None:
        bars = [bar for bar in user.window.findChildren(QTabBar) if bar.isVisible()]
        bar, place = next((bar, place) for bar in bars for place in range(bar.count()) if bar.tabToolTip(place) == text)
        QTest.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())

    return do


def take_out(source: str, target: str) -> Verb:
    """Click a connection beside its number, and press Del."""

    def do(user: User) -> None:
        start, end = geometry.out_port(user.center(source)), geometry.in_port(user.center(target))
        at = start + (end - start) * 0.2
        user.click(at.x(), at.y())
        QTest.keyClick(user.canvas, Qt.Key.Key_Delete)

    return do


def click_mark(name: str) -> Verb:
    """Wait for the mark of a finding on the canvas, and click it."""

    def of(user: User) -> tuple[QPointF, tuple[Finding, ...]] | None:
        marks = user.canvas.canvas.warnings.marks()
        return next(
            ((mark.center, mark.findings) for mark in marks if any(one.name == name for one in mark.findings)), None
        )

    def do(user: User) -> None:
        user.qtbot.waitUntil(lambda: of(user) is not None)
        found = of(user)
        assert found is not None
        user.click(found[0].x(), found[0].y())
        assert user.window.hints.panel is not None

    return do
