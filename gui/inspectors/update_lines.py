"""The next update spelled out line by line: from the derivative to the step size and the new value."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.chain_rule.update_rule import Line, UpdateRule
from core.quantity import format_number
from gui.inspectors.live_label import LiveLabel

DIGITS = 5
_NUMBER, _LONG = re.compile(r"\(?−?[0-9][0-9.,]*\)?"), "(−0.0000)"
_WIDE = "−0.00000"
"""What a result has room for from the start."""
_SHORT = 2
"""Rules of so many lines have them on one line each."""


class UpdateLines(QWidget):
    """A line for each quantity: what it is, the numbers put in, and what comes out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[LiveLabel, LiveLabel]] = []
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(4)
        self._layout.setColumnStretch(0, 1)

    def show_rule(self, rule: UpdateRule | None) -> None:
        """Show the lines of a rule; none without one."""
        lines = rule.lines if rule is not None else ()
        while len(self._rows) < len(lines):
            self._add()
        for place, row in enumerate(self._rows):
            for label in row:
                if label.isHidden() != (place >= len(lines)):
                    label.setVisible(place < len(lines))
        for line, row in zip(lines, self._rows, strict=False):
            _fill(row, line, "\n" if len(lines) > _SHORT and line.symbol != lines[-1].symbol else " ")
        self._keep_room()

    def _keep_room(self) -> None:
        """Insist on the height that the lines may come to take, so that nothing below moves from step to step.

        A form layout squeezes what merely asks for it.
        """
        for word, number in self._rows:
            wide = max(number.minimumWidth(), number.sizeHint().width())
            room = self.width() - wide - self._layout.horizontalSpacing()
            word.setMinimumHeight(word.height_of(_longest(word.text()), room))
        self.setMinimumHeight(self._layout.heightForWidth(self.width()) if self.texts() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._keep_room()

    def texts(self) -> list[tuple[str, str]]:
        """Return what is shown, line by line."""
        return [(word.text(), number.text()) for word, number in self._rows if not word.isHidden()]

    def _add(self) -> None:
        word, number = LiveLabel(self, words=True), LiveLabel(self)
        number.setMinimumWidth(QFontMetrics(number.font()).horizontalAdvance(_WIDE))
        place = len(self._rows)
        self._layout.addWidget(word, place, 0)
        self._layout.addWidget(number, place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._rows.append((word, number))


def _longest(text: str) -> str:
    """Return a line with every number as long as numbers of so many digits mostly get."""
    return _NUMBER.sub(_LONG, text)


def _fill(row: tuple[LiveLabel, LiveLabel], line: Line, gap: str) -> None:
    numbers = line.rule if line.rule.startswith("0") else line.numbers  # a frozen one needs words, not numbers
    texts = (f"{line.symbol}{gap}= {numbers}", format_number(line.value, DIGITS))
    for label, text in zip(row, texts, strict=True):
        label.setText(text)
        label.setToolTip(f"{line.symbol} = {line.rule}")
