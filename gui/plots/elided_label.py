"""One line of words that takes the room it gets: the longest wording that fits, or that one shortened."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.theme import font

_LEAST_LETTERS = 4
_CUT = re.compile(r"\S*[0-9][.,]?…$")
"""A number that lost digits would be another one: it goes altogether."""


class ElidedLabel(QLabel):
    """Shows a sentence; all of it is in the tooltip. ``whole`` is the sentence in full.

    Where not even the shortest wording fits, it is cut, or, without ``cut``, left out.
    """

    def __init__(self, parent: QWidget, points: float, *, bold: bool = False, cut: bool = True) -> None:
        super().__init__(parent)
        self._cut = cut
        self._wordings: tuple[str, ...] = ("",)
        self.setFont(font(points, bold=bold))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """All that the label says."""
        return self._wordings[0]

    def say(self, *wordings: str) -> None:
        """Show the first of ``wordings`` (longest first) that fits."""
        if wordings != self._wordings:
            self._wordings = wordings
            self.setToolTip(self.whole)
            self.setAccessibleName(self.whole)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose and shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for height only."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        fitting = (words for words in self._wordings if metrics.horizontalAdvance(words) <= self.width())
        shortened = metrics.elidedText(self._wordings[-1], Qt.TextElideMode.ElideRight, self.width())
        shortened = _CUT.sub("…", shortened)
        if len(shortened) < _LEAST_LETTERS or not self._cut:  # dots say nothing
            shortened = ""
        self.setText(next(fitting, shortened))
