"""What every view around the canvas has: a title with its controls, and a sentence in place of what it cannot show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.plots.controls_row import ControlsRow
from gui.plots.elided_label import ElidedLabel
from gui.theme import Colors, font, styled


class TitleRow(QWidget):
    """``heading`` with ``controls`` at its right, then ``last``. A dock may take the row for its own.

    ``last`` are expected to offer what ``controls.fill`` says; without any, the controls have a menu of their own.
    """

    def __init__(self, parent: QWidget, title: str, *last: QWidget) -> None:
        super().__init__(parent)
        self.heading, self.controls = ElidedLabel(self, 9, bold=True, cut=False), ControlsRow(self, own_menu=not last)
        self.heading.say(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(self.heading, 1)
        row.addWidget(self.controls)
        for widget in last:
            row.addWidget(widget)


class Message(QLabel):
    """A sentence in the middle of a view, seen only where there is one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font(9))
        self.setWordWrap(True)
        self.setToolTip("Why nothing is drawn here")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show ``sentence``; "" shows nothing."""
        self.setText(sentence)
        self.setVisible(bool(sentence))


def tint(colors: Colors, heading: QWidget, *words: QWidget) -> None:
    """Use the colours of the theme: the title in full ink, other words muted."""
    heading.setStyleSheet(styled(f"color: {colors.text}"))
    for label in words:
        label.setStyleSheet(styled(f"color: {colors.muted}"))
