"""What of the drawing is in view: all of it, a part from near, or what was seen before. Tags stand within it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF

from gui.canvas.camera import COVERED_MARGIN, SLIM, Camera
from gui.canvas.scene import CanvasScene

EDGE = 8.0
"""Pixels that tags keep from the edge of the view."""


class Outlook:
    """Moves ``camera`` over the drawing of ``canvas``."""

    def __init__(self, camera: Camera, canvas: CanvasScene) -> None:
        self._camera, self._canvas = camera, canvas

    def fit(self) -> None:
        """Show the whole drawing."""
        self._camera.fit(self._canvas.stage.drawing.bounds)
        self._tell()

    def fit_as_wanted(self) -> None:
        """Show the whole drawing because somebody asks for it."""
        self._camera.steered.emit()
        self.fit()

    def cover(self, *, top: int | None = None, bottom: int | None = None) -> None:
        """Keep so many pixels free at an edge."""
        camera = self._camera
        before = camera.top, camera.bottom
        camera.top = camera.top if top is None else top
        camera.bottom = camera.bottom if bottom is None else bottom
        if before != (camera.top, camera.bottom):
            camera.covered.emit()

    def height_for(self, zoom: float) -> int:
        """Return how high the view has to be, in pixels, for Fit to show all at ``zoom`` if it is wide enough."""
        covered = [pixels + COVERED_MARGIN for pixels in (self._camera.top, self._camera.bottom) if pixels]
        high = self._canvas.stage.drawing.bounds.height() * zoom
        return math.ceil((high + sum(covered)) / (1 - SLIM * (2 - len(covered))))

    def come_near(self, area: QRectF, zoom: float) -> None:
        """Show ``area`` at ``zoom``, and of what is about it as much as there is room for."""
        self._camera.zoom_to(zoom, self._camera.in_view(area.center()))
        self._camera.bring_in(area)
        self._tell()

    def return_to(self, stand: tuple[float, QPointF, bool]) -> None:
        """Show what was seen where the camera stood so (``Camera.stand``); all, if that was shown."""
        zoom, middle, fitted = stand
        if fitted:
            self.fit()
            return
        self._camera.zoom_to(zoom)
        self._camera.center_on(middle)
        self._tell()

    def _tell(self) -> None:
        """Tell where tags are seen."""
        camera = self._camera
        gap, high, low = ((EDGE + covered) / camera.zoom for covered in (0, camera.top, camera.bottom))
        self._canvas.lighting.seen = camera.seen.adjusted(gap, high, -gap, -low)
