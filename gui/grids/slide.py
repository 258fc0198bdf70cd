"""The filter that moves over the image cell by cell: play, pause, step, speed. The map fills as it goes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gui.controls.drop_list import DropList
from gui.controls.tool_button import tool_button
from gui.theme import Theme, font, icon

SPEEDS = (1, 2, 5, 10, 30, 60)
"""Places a second."""
_DEFAULT = 1
_TIPS = {
    "first": "Begin again at the first place",
    "back": "One place back",
    "play": "Let the filter go on by itself, or stop it",
    "forward": "One place on",
    "close": "End the slide and show whole maps (Esc)",
}
_ICONS = {"first": "skip-back", "back": "step-back", "play": "play", "forward": "step-forward", "close": "x"}


class Slide(QWidget):
    """The bar, and how far the filter has come: ``count`` places of ``total``; None while nothing slides.

    ``moved`` tells that either has changed.
    """

    moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.count: int | None = None
        self.total = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        acts = {"first": self.begin, "back": self.back, "play": self.toggle, "forward": self.forward, "close": self.end}
        self.buttons = {name: tool_button(self, _TIPS[name], act) for name, act in acts.items()}
        self.speed = self._speeds()
        for name, button in self.buttons.items():
            if name == "close":
                row.addWidget(self.speed)
            row.addWidget(button)
        self.hide()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _speeds(self) -> QComboBox:
        speed = DropList(self)
        speed.setFont(font(8))
        speed.setToolTip("How many places the filter goes on in a second")
        speed.setAccessibleName(speed.toolTip())
        speed.addItems([f"{each} a second" for each in SPEEDS])
        speed.setCurrentIndex(_DEFAULT)
        speed.currentIndexChanged.connect(self._set_speed)
        return speed

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        shown = {**_ICONS, "play": "pause" if self.playing else "play"}
        for name, button in self.buttons.items():
            button.setIcon(icon(shown[name], self._theme.colors.text))

    @property
    def playing(self) -> bool:
        """Whether the filter goes on by itself."""
        return self._timer.isActive()

    @property
    def on(self) -> bool:
        """Whether there is a slide."""
        return self.count is not None

    def start(self, total: int) -> None:
        """Begin at the first of ``total`` places, and play."""
        self.total = total
        self.show()
        self._put(1)
        self._play(on=True)

    def keep_within(self, total: int) -> None:
        """Go on in a map of another size; nobody is told."""
        self.total = total
        if self.count is not None:
            self.count = min(self.count, total)

    @Slot()
    def begin(self) -> None:
        """Go back to the first place."""
        self._put(1)

    @Slot()
    def back(self) -> None:
        """Take one place back, and pause."""
        self._play(on=False)
        self._put((self.count or 1) - 1)

    @Slot()
    def forward(self) -> None:
        """Go one place on, and pause."""
        self._play(on=False)
        self._put((self.count or 0) + 1)

    @Slot()
    def toggle(self) -> None:
        """Play or pause; from the end it begins again."""
        if not self.playing and self.count == self.total:
            self._put(1)
        self._play(on=not self.playing)

    @Slot()
    def end(self) -> None:
        """Show whole maps again."""
        self._play(on=False)
        self.hide()
        self.count = None
        self.moved.emit()

    def _play(self, *, on: bool) -> None:
        if on:
            self._timer.start(1000 // SPEEDS[self.speed.currentIndex()])
        else:
            self._timer.stop()
        self.restyle()

    @Slot(int)
    def _set_speed(self, place: int) -> None:
        self._timer.setInterval(1000 // SPEEDS[place])

    @Slot()
    def _tick(self) -> None:
        if self.count is None or not self.isVisible():
            return  # who does not see it misses nothing
        if self.count >= self.total:
            self._play(on=False)
        else:
            self._put(self.count + 1)

    def _put(self, count: int) -> None:
        self.count = max(1, min(count, self.total))
        self.moved.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the icons of the theme."""
        super().showEvent(event)
        self.restyle()
