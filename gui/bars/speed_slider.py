"""The speed of training: a slider from slow motion to as fast as the machine can."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QWidget

from gui.state.workspace import Workspace

SPEEDS: tuple[float | None, ...] = (1, 2, 5, 10, 30, 100, 300, 1_000, 3_000, 10_000, None)
"""Steps per second the slider offers; None is as fast as the machine can."""
WATCHABLE = 5


def speed_words(speed: float | None) -> str:
    """Say a speed in words."""
    if speed is None:
        return "full speed"
    return "1 step a second" if speed == 1 else f"{speed:,.0f} steps a second"


class SpeedSlider(QSlider):
    """Sets the speed of training; its handle comes to where it is pressed."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._workspace, self._slowed = workspace, False
        self.setRange(0, len(SPEEDS) - 1)
        self.setPageStep(1)
        self.setValue(len(SPEEDS) - 1)
        self.setFixedSize(84, 28)
        self.setAccessibleName("Speed")
        self.valueChanged.connect(self._set_speed)
        self._set_speed(self.value())

    @property
    def speed(self) -> float | None:
        """Steps per second; None is full speed."""
        return SPEEDS[self.value()]

    @Slot(int)
    def _set_speed(self, place: int) -> None:
        self._workspace.training.set_speed(SPEEDS[place])
        self.setToolTip(f"Training speed: {speed_words(SPEEDS[place])}")

    def slow_down(self) -> None:
        """Choose a speed at which a short run can be watched."""
        self.setValue(SPEEDS.index(WATCHABLE))
        self._slowed = True

    @Slot()
    def speed_up(self) -> None:
        """Go back to full speed, unless the user has chosen a speed since ``slow_down``."""
        if self._slowed and self.speed == WATCHABLE:
            self.setValue(len(SPEEDS) - 1)
        self._slowed = False

    @property
    def stand(self) -> tuple[int, bool]:
        """Where it stands, and whether it was put there by ``slow_down``."""
        return self.value(), self._slowed

    def put(self, stand: tuple[int, bool]) -> None:
        """Stand there again."""
        self.setValue(stand[0])
        self._slowed = stand[1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there at once; the drag goes on from there."""
        share = event.position().x() / max(1, self.width())
        self.setValue(round(self.minimum() + share * (self.maximum() - self.minimum())))
        super().mousePressEvent(event)
