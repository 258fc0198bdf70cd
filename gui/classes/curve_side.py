"""The plot of both curves with its numbers, its controls and its words: who gets how much of the room."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gui.classes.duel_bar import DuelBar
from gui.classes.duel_player import DuelPlayer
from gui.classes.pull_card import LINE_HEIGHT, PullCard
from gui.inspectors.live_label import LiveLabel
from gui.theme import Theme, font

ABREAST, LOW = 560, 330
"""From this width and below this height the numbers stand beside the plot."""
BRIEF = 225
"""Below this height there is room for one line of words, which the panel writes under all."""
PLOT, CARD = 95, 2 * LINE_HEIGHT
"""Pixels of height that the plot, and the numbers, have before the words get more."""
DUEL_CARD = 3 * LINE_HEIGHT
"""In a duel the card keeps the line of the goal."""
_BAR, _MARGINS, _BESIDE = 32, 30, 2 / 5


class CurveSide(QWidget):
    """Holds ``area``, the plot, and beside or below it ``card``, ``bar`` and ``verdict``."""

    def __init__(self, area: QWidget, player: DuelPlayer, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.card, self.bar = PullCard(theme, self), DuelBar(player, theme, self)
        self.verdict = LiveLabel(self, words=True, shown=font(8))
        self.brief = False
        """Whether the words are to be written in one line elsewhere."""
        self._line, under = QBoxLayout(QBoxLayout.Direction.TopToBottom, self), QVBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)
        self._line.addWidget(area, 3)
        self._line.addLayout(under, 2)
        under.setSpacing(2)
        for widget in (self.card, self.bar, self.verdict):
            under.addWidget(widget)

    def fit(self, wordings: tuple[str, ...], width: int, height: int, *, duel: bool) -> None:
        """Share out ``width`` × ``height``: of ``wordings`` the longest that leaves plot and numbers their room."""
        low = height < LOW and width >= ABREAST
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)
        self._line.setStretch(1, 2 if low else 0)
        self.brief = height < BRIEF
        self.bar.setVisible(duel)
        self.verdict.setVisible(not self.brief)
        self.verdict.setToolTip(wordings[0])
        room = height - _MARGINS - (_BAR if duel else 0) - (0 if low else PLOT)
        wide = int(width * (_BESIDE if low else 1)) - 22
        needed = [0 if self.brief else self.verdict.height_of(words, wide) + 4 for words in wordings]
        fitting = (place for place, high in enumerate(needed) if room - high >= (DUEL_CARD if duel else CARD))
        place = next(fitting, len(wordings) - 1)
        self.verdict.setText(wordings[place])
        self.card.use_room(room - needed[place])
