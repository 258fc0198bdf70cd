"""How the window stood before a lesson: layout, front tabs, speed, and what of the drawing was seen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPointF

from gui.bars.speed_slider import SpeedSlider
from gui.docks.main_window import MainWindow
from gui.lessons.spots import canvas_of


@dataclass(frozen=True, slots=True)
class Keepsake:
    """What the document itself does not hold. The document is put aside by ``gui.files``."""

    views: tuple[QByteArray, str]
    speeds: tuple[tuple[int, bool], ...]
    camera: tuple[float, QPointF, bool]
    corner: int

    def bring_back(self, window: MainWindow) -> None:
        """Let it stand so again."""
        window.put_views(self.views)
        for slider, stand in zip(window.findChildren(SpeedSlider), self.speeds, strict=True):
            slider.put(stand)
        canvas = canvas_of(window)
        canvas.outlook.return_to(self.camera)
        canvas.overview.corner = self.corner
        canvas.overview.follow()


def keepsake(window: MainWindow) -> Keepsake:
    """Return how ``window`` stands."""
    speeds = tuple(slider.stand for slider in window.findChildren(SpeedSlider))
    canvas = canvas_of(window)
    return Keepsake(window.views_kept(), speeds, canvas.camera.stand, canvas.overview.corner)
