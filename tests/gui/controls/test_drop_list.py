"""A letter typed on a closed list chooses from it; with Ctrl it is the window's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gui.controls.drop_list import DropList


def test_a_letter_chooses_and_is_no_shortcut(qtbot: QtBot) -> None:
    window, choice, heard = QMainWindow(), DropList(), list[str]()
    choice.addItems(["average", "largest"])
    for keys in ("L", "Shift+L", "Ctrl+L"):
        action = QAction(keys, window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda *_, keys=keys: heard.append(keys))
        window.addAction(action)
    window.setCentralWidget(choice)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_L)
    qtbot.keyClick(choice, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(choice, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert (choice.currentText(), heard) == ("largest", [])
    qtbot.keyClick(choice, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["Ctrl+L"]
