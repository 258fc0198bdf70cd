"""Where the shade was is painted anew when a step is done: a view resized under it has pixels of it elsewhere."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QPaintEvent, QRegion

from gui.plots.elided_label import ElidedLabel
from tests.helpers.drive import User
from tests.helpers.lesson_play import choose, enter
from tests.stories.conftest import Play

SETTLED = 0.5
"""After so many seconds without a painting all views have their places."""


class Painted(QObject):
    """Notes what of a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.region, self.last = QRegion(), monotonic()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region, self.last = self.region + event.region(), monotonic()
        return False


def test_a_lit_view_is_painted_anew_when_the_step_is_done(play: Play) -> None:
    def tale(user: User) -> None:
        enter(user, "1-black-box", (1280, 720))
        light, dock = user.window.lessons.spotlight, user.window.dock("fit")
        user.qtbot.waitUntil(light.isVisible)
        user.qtbot.waitUntil(lambda: light.area == QRect(dock.mapTo(user.window, QPoint()), dock.size()))
        title = next(label for label in dock.findChildren(ElidedLabel) if label.isVisible())
        painted = Painted()
        title.installEventFilter(painted)  # the plot has reasons of its own to be painted, the title has none
        user.qtbot.waitUntil(lambda: monotonic() - painted.last > SETTLED)
        painted.region = QRegion()
        choose("B")(user)
        user.qtbot.waitUntil(light.isHidden)
        user.qtbot.waitUntil(lambda: QRegion(title.rect()).subtracted(painted.region).isEmpty())

    play(tale)
