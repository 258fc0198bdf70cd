"""What the Data view says while there is no column."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

WORDINGS = (
    (
        "No data yet. Draw an Input and an Output and type their values here, paste a block from a spreadsheet, "
        "open a CSV file, or generate rows."
    ),
    "No data yet. Draw an Input and an Output, or paste, import or generate rows.",
    "No data yet.",
)
"""Longest first."""
MARGIN, WIDEST = 14, 420
"""Pixels around the words, and the longest line that is easy to read."""


class EmptyNote(QLabel):
    """Says the longest wording that is seen whole; the tooltip always holds the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WORDINGS[-1], parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setObjectName("help")
        self.setToolTip(WORDINGS[0])
        self.setAccessibleName(WORDINGS[0])

    def minimumSizeHint(self) -> QSize:
        """Keep no view wide or high."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the wording anew."""
        super().resizeEvent(event)
        side = max(MARGIN, (self.width() - WIDEST) // 2)
        self.setContentsMargins(side, MARGIN, side, MARGIN)
        self.setText(next(filter(self.fits, WORDINGS), WORDINGS[-1]))

    def fits(self, words: str) -> bool:
        """Whether ``words`` would be seen whole."""
        room = self.contentsRect()
        wrapped = int(Qt.TextFlag.TextWordWrap)
        needed = self.fontMetrics().boundingRect(QRect(0, 0, room.width(), 10_000), wrapped, words)
        return needed.width() <= room.width() and needed.height() <= room.height()
