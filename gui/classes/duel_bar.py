"""The controls of a duel: restart, back, play, step, the step shown, how fast, and by which optimizer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from gui.classes.duel_player import SPEEDS, DuelPlayer
from gui.controls.drop_list import DropList
from gui.controls.tool_button import tool_button
from gui.inspectors.live_label import LiveLabel
from gui.theme import Theme, font, icon


class DuelBar(QWidget):
    """Buttons over a ``DuelPlayer``."""

    def __init__(self, player: DuelPlayer, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._player, self._theme = player, theme
        self._icons: list[tuple[QToolButton, str]] = []
        self.restart = self._button("rotate-ccw", "Back to the start of both", player.restart)
        self.back = self._button("step-back", "One step back (←)", lambda: player.step(-1))
        self.play = self._button("play", "Train both from the same start, or pause (Space)", player.toggle)
        self.forth = self._button("step-forward", "One step of both (→)", player.step)
        self.place, self.told = QSlider(Qt.Orientation.Horizontal, self), LiveLabel(self, shown=font(8))
        self.speed = DropList(self)
        self._dress_rest()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.restart, self.back, self.play, self.forth):
            row.addWidget(widget)
        row.addWidget(self.place, 1)
        row.addWidget(self.told)
        row.addWidget(self.speed)
        player.changed.connect(self.follow)
        theme.changed.connect(self.follow)
        self.follow()

    def _button(self, name: str, tip: str, do: Callable[[], object]) -> QToolButton:
        button = tool_button(self, tip, do, size=15, style="padding: 2px")
        button.setAutoRaise(True)
        self._icons.append((button, name))
        return button

    def _dress_rest(self) -> None:
        self.place.setToolTip("The step shown; drag to go through what was trained so far")
        self.place.setAccessibleName("Step of the duel")
        self.place.setMinimumWidth(30)
        self.place.valueChanged.connect(self._player.go)
        self.speed.addItems([f"{speed}/s" for speed in SPEEDS])
        self.speed.setCurrentIndex(SPEEDS.index(self._player.speed))
        self.speed.setToolTip("Steps a second while playing")
        self.speed.setAccessibleName("Speed of the duel in steps a second")
        self.speed.setFont(font(8))
        self.speed.setFixedWidth(68)
        self.speed.currentIndexChanged.connect(lambda place: self._player.set_speed(SPEEDS[place]))
        self.told.setToolTip("Steps made by each of the two")

    @Slot()
    def follow(self) -> None:
        """Say what the player does."""
        player, ready = self._player, self._player.duel is not None
        with QSignalBlocker(self.place):
            self.place.setRange(0, max(1, player.end))
            self.place.setValue(player.at)
        self.told.setText(f"step {player.at:,}")
        for button, name in self._icons:
            shown = "pause" if button is self.play and player.playing else name
            button.setIcon(icon(shown, self._theme.colors.text))
            button.setEnabled(ready)
        for widget, usable in ((self.back, player.at > 0), (self.restart, player.at > 0),
                               (self.forth, not player.over), (self.place, player.end > 0)):
            widget.setEnabled(ready and usable)
