"""What part of the scene is seen, and how large: zoom, pan, fit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

LEAST, MOST = 0.04, 5.0
STEP = 1.25
MARGIN, SLIM = 36.0, 0.03
"""Pixels that Fit leaves free at an edge, and at most what share of the view: in a small one, numbers need them."""
COVERED_MARGIN = 8.0
"""Where something covers an edge there is less room to give away."""
SLACK = 4.0
MOST_FIT = 1.3
"""Fit does not blow a small network up beyond this."""


class Camera(QObject):
    """Moves a view. ``top`` and ``bottom`` pixels there are covered by something else and left free by Fit.

    ``fitted`` says that all was shown and that nobody has zoomed or panned since. ``steered`` tells that somebody at
    the mouse or the keys has done so; ``covered`` that more or less of the view is covered.
    """

    moved = Signal()
    steered = Signal()
    covered = Signal()

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self.top = self.bottom = 0
        self.fitted = False

    @property
    def zoom(self) -> float:
        """How large things are: 1 is their own size."""
        return self._view.transform().m11()

    @property
    def seen(self) -> QRectF:
        """The part of the scene in view."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    @property
    def middle(self) -> QPointF:
        """The point of the scene at the middle of the view, to the fraction of a pixel."""
        return self.to_scene(QRectF(self._view.viewport().rect()).center())

    @property
    def stand(self) -> tuple[float, QPointF, bool]:
        """The zoom, the middle, and whether all is shown."""
        return self.zoom, self.middle, self.fitted

    def to_scene(self, point: QPointF) -> QPointF:
        """Return the point of the scene that is seen at a point of the view."""
        return self._view.viewportTransform().inverted()[0].map(point)

    def in_view(self, point: QPointF) -> QPoint:
        """Return where a point of the scene is in the view."""
        return self._view.mapFromScene(point)

    def zoom_to(self, zoom: float, anchor: QPoint | None = None) -> None:
        """Show things at ``zoom``; what is under ``anchor`` (the middle if None) stays there."""
        view = self._view
        point = view.viewport().rect().center() if anchor is None else anchor
        held = view.mapToScene(point)
        scale = min(MOST, max(LEAST, zoom))
        view.setTransform(QTransform.fromScale(scale, scale))
        self.pan(point - view.mapFromScene(held), wanted=False)

    def zoom_by(self, factor: float, anchor: QPoint | None = None) -> None:
        """Show things so many times as large, as somebody wants it."""
        self.steered.emit()
        self.zoom_to(self.zoom * factor, anchor)

    def zoom_in(self) -> None:
        """Show things a quarter larger."""
        self.zoom_by(STEP)

    def zoom_out(self) -> None:
        """Show things a quarter smaller."""
        self.zoom_by(1 / STEP)

    def zoom_normal(self) -> None:
        """Show things at their own size, as somebody wants it."""
        self.steered.emit()
        self.zoom_to(1.0)

    def pan(self, shift: QPoint, *, wanted: bool = True) -> None:
        """Move what is seen by ``shift`` pixels, as somebody wants it or as the program does."""
        if wanted:
            self.steered.emit()
        self.fitted = False
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - shift.x())
        down.setValue(down.value() - shift.y())
        self.moved.emit()

    def center_on(self, point: QPointF) -> None:
        """Bring a point of the scene to the middle, as near as whole pixels allow."""
        self._view.centerOn(point)
        # centerOn cuts fractions off
        off = QRectF(self._view.viewport().rect()).center() - self._view.viewportTransform().map(point)
        self.pan(QPoint(round(off.x()), round(off.y())), wanted=False)

    def fit(self, area: QRectF) -> None:
        """Show all of ``area``."""
        self._show_all(area)
        self.fitted = True

    def shows(self, area: QRectF) -> bool:
        """Whether ``area`` is in view, but for the margin that every node has about it."""
        inner = area.adjusted(SLACK, SLACK, -SLACK, -SLACK)
        return self.seen.adjusted(0, self.top / self.zoom, 0, -self.bottom / self.zoom).contains(inner)

    def _show_all(self, area: QRectF) -> None:
        room = self._view.viewport().rect().adjusted(0, self.top, 0, -self.bottom)
        if area.isEmpty() or room.isEmpty():
            self.zoom_to(1.0)
            self.center_on(QPointF(0, 0))
            return
        scale = self.zoom_for(area)
        self._view.setTransform(QTransform.fromScale(scale, scale))
        self.center_on(area.center() + QPointF(0, (self.bottom - self.top) / 2 / scale))

    def zoom_for(self, area: QRectF) -> float:
        """Return how large things are where Fit shows ``area``, which is not empty."""
        room = self._view.viewport().rect().adjusted(0, self.top, 0, -self.bottom)
        aside, above = (min(MARGIN, SLIM * size) for size in (room.width(), room.height()))
        across = (room.width() - 2 * aside) / area.width()
        down = (room.height() - sum(min(COVERED_MARGIN, above) if covered else above
                                    for covered in (self.top, self.bottom))) / area.height()
        return min(MOST_FIT, max(LEAST, min(across, down)))

    def bring_in(self, area: QRectF) -> None:
        """Bring ``area`` out from under what covers the view, moving as little as possible; the middle if it is large.
        """
        free = QRectF(self._view.viewport().rect()).adjusted(0, self.top, 0, -self.bottom)
        seen = self._view.viewportTransform().mapRect(area)
        self.pan(QPoint(_way(seen.left(), seen.right(), free.left(), free.right()),
                        _way(seen.top(), seen.bottom(), free.top(), free.bottom())), wanted=False)  # fmt: skip

    def reveal(self, area: QRectF) -> None:
        """Bring ``area`` into view, moving as little as possible."""
        self.fitted = self.fitted and self.shows(area)
        self._view.ensureVisible(area, 20, 20 + self.bottom)
        self.moved.emit()


def _way(low: float, high: float, least: float, most: float) -> int:
    """Return how far from ``low`` to ``high`` has to be moved to lie between ``least`` and ``most``, in pixels."""
    free = COVERED_MARGIN
    if high - low > most - least - 2 * free:
        return round((least + most - low - high) / 2)
    return round(max(least + free - low, 0.0) - max(high + free - most, 0.0))
