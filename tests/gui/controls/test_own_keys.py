"""A key that a widget keeps works no shortcut of the window; every other one does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.controls.own_keys import kept


class Keeper(QWidget):
    def event(self, event: QEvent) -> bool:
        return kept(event, lambda key: key.key() == Qt.Key.Key_L) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.setWindowTitle(event.text())


@pytest.mark.parametrize(("key", "typed", "heard"), [(Qt.Key.Key_L, "l", []), (Qt.Key.Key_K, "", ["K"])])
def test_only_its_own_keys_are_kept(qtbot: QtBot, key: Qt.Key, typed: str, heard: list[str]) -> None:
    window, found = QWidget(), list[str]()
    qtbot.addWidget(window)
    keeper = Keeper(window)
    for name in ("K", "L"):
        shortcut = QShortcut(QKeySequence(name), window)
        shortcut.activated.connect(lambda name=name: found.append(name))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keeper.setFocus()
    QTest.keyClick(keeper, key)
    assert (keeper.windowTitle(), found) == (typed, heard)
