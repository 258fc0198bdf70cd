"""Brings what a step points at near enough to be read: room for its views, a nearer look at its part of the drawing."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QTimer, Slot
from PySide6.QtWidgets import QScrollBar

from core.errors import SquiggleError
from core.lessons.bench import place_of
from core.rules import downstream
from gui.canvas import geometry
from gui.canvas.drawing import MIDDLE
from gui.docks.main_window import MainWindow
from gui.lessons.player import Lessons
from gui.lessons.room import Room
from gui.lessons.spots import bar_to, canvas_of, drawn_at, view_of

LEGIBLE, FAINT = 0.65, 0.62
"""The least zoom at which the whole drawing is shown: its numbers are near 8 pixels high then. A drawing that a step
does not speak of may be a little smaller."""
NEAR = 0.8
"""The zoom at which a part is shown where the whole drawing would be smaller than that."""
SLACK = 0.01
"""Sizes are whole pixels: a zoom that is smaller by less than this is as good."""
WORTH = 1.08
"""A look that comes nearer by less than this factor is not worth the move."""
SETTLED_MS = 60
"""After so long the views that a step brings forward have their places."""
FILLED_MS = 300
"""After so long a view that was opened by the step has its columns."""
GRID, ALL, LOOKED, VIEW = "grid of NODE", "canvas", "look at NAME", "view VIEW"


class Lens(QObject):
    """Shows the whole drawing at the beginning of each step and whenever there is more or less room for it.

    Where it could not be read then, it shows the part that the step is about. Whoever zooms or pans by hand has the
    say until the next step.
    """

    def __init__(self, player: Lessons, window: MainWindow) -> None:
        super().__init__(window)
        self._player, self._window, self._canvas = player, window, canvas_of(window)
        self._room = Room(window)
        self._steered = False
        """Whether the learner has zoomed or panned in this step."""
        self._scrolled: tuple[QScrollBar, int, int] | None = None
        """What was scrolled from here, from where and to where."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._look)
        player.stepped.connect(self._turn)
        player.replacing.connect(self.take_as_it_stands)
        for name in window.views:
            window.dock(name).visibilityChanged.connect(self._come_forward)
        self._canvas.camera.steered.connect(self._leave_it)
        self._canvas.camera.covered.connect(self._make_way)
        self._canvas.installEventFilter(self)

    @Slot()
    def _turn(self) -> None:
        """Let go of what the step before was about, and look anew as soon as all has its place again."""
        self._scroll_back()
        self._steered = False
        self._canvas.overview.wanted = self._player.step is None  # it would lie over what is pointed at
        self._canvas.overview.follow()
        if self._player.step is None:
            self._timer.stop()
            self._room.forget()
        else:
            self._canvas.fit()
            QTimer.singleShot(0, self, self._make_room)
            self._timer.start()

    @Slot()
    def take_as_it_stands(self) -> None:
        """The views were put where they stand: nothing is to be given back to them."""
        self._room.forget()

    def _views(self) -> tuple[str, ...]:
        """Return the views that the step points at."""
        step = self._player.step
        said = (view_of(one) for one in step.spotlight) if step is not None else ()
        return tuple(dict.fromkeys(filter(None, said)))

    def _brought(self) -> tuple[str, ...]:
        """Return the views that the step begins with, pointed at or not."""
        step = self._player.step
        return tuple(said.words[0] for said in step.set_up if said.phrase == VIEW) if step is not None else ()

    @Slot()
    def _make_room(self) -> None:
        self._room.take_back()
        self._give()

    def _give(self) -> None:
        self._room.give_some(self._brought())
        self._room.give(self._views(), high=not self._spoken())
        self._give_height()

    @Slot(bool)
    def _come_forward(self, seen: bool) -> None:  # noqa: FBT001  # Qt's signal
        """Give a view its room that the learner opens because the step points at it."""
        dock = self.sender()
        if seen and dock is not None and dock.objectName() in self._views():
            QTimer.singleShot(0, self, self._give)

    @Slot()
    def _make_way(self) -> None:
        """Make room for what covers the canvas now, or let the views have again what it took."""
        if self._player.step is not None and not self._steered:
            self._room.take_back()
            self._give_height()

    def _give_height(self) -> None:
        """Let the canvas have the height at which the whole drawing can be read, as far as other views can spare it."""
        if self._player.step is None:
            return
        camera = self._canvas.camera
        camera.top = self._canvas.above
        spoken = bool(self._spoken() or self._looked_at())
        least = MIDDLE + SLACK if camera.top else FAINT  # what covers the top goes soon
        wanted = (self._canvas.outlook.height_for(zoom) for zoom in ((LEGIBLE, NEAR) if spoken else (least, least)))
        lacking, welcome = (height - self._canvas.height() for height in wanted)
        if lacking > 0:
            self._room.give_canvas(self._views(), self._brought(), lacking, welcome)
        self._timer.start()

    def _scroll_back(self) -> None:
        """Scroll back, unless somebody has scrolled since."""
        if self._scrolled is not None:
            bar, before, value = self._scrolled
            bar.setValue(before if bar.value() == value else bar.value())
        self._scrolled = None

    @Slot()
    def _leave_it(self) -> None:
        self._steered = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look anew when the canvas has another size."""
        if event.type() is QEvent.Type.Resize and self._player.step is not None:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _drawn(self) -> list[QRectF]:
        """Return where in the drawing the parts are that the step points at."""
        step, found = self._player.step, []
        for said in step.spotlight if step is not None else ():
            try:
                found.append(drawn_at(self._window, said))
            except (SquiggleError, LookupError):
                continue  # the learner's drawing may have another name there
        return [area for area in found if area is not None]

    def _spoken(self) -> list[QRectF]:
        """Return the same, or the whole drawing where the step points at the canvas."""
        step = self._player.step
        pointed = step is not None and any(said.phrase == ALL for said in step.spotlight)
        return self._drawn() or ([QRectF(self._canvas.canvas.stage.drawing.bounds)] if pointed else [])

    def _looked_at(self) -> list[QRectF]:
        """Return where the number is that the step looks at, and the nodes that its derivative goes through."""
        step, drawing = self._player.step, self._canvas.canvas.stage.drawing
        names = (said.words[0] for said in step.set_up if said.phrase == LOOKED) if step is not None else ()
        for name in names:
            try:
                ref, _ = place_of(drawing.document, name)
            except SquiggleError:
                continue  # the learner's drawing may have another name there
            nodes = {ref[1], *downstream(drawing.document, ref[1])}
            centers = [QPointF(*drawing.document.positions[node]) for node in nodes]
            return [QRectF(drawing.pills[ref]), *(geometry.extent(center) for center in centers)]
        return []

    @Slot()
    def _look(self) -> None:
        """Show the whole drawing, or the part that the step is about where the numbers of all could not be read."""
        if self._player.step is None:
            return
        self._scroll_back()
        self._scroll()
        QTimer.singleShot(FILLED_MS, self, self._scroll)
        if self._steered:
            return
        camera, bounds = self._canvas.camera, self._canvas.canvas.stage.drawing.bounds
        camera.top, before = self._canvas.above, camera.top  # nothing lies over a node in a lesson
        if not camera.fitted or camera.top != before or not camera.shows(bounds):
            self._canvas.fit()
        areas = self._drawn() or self._looked_at()
        if areas and camera.zoom < (MIDDLE if camera.top else LEGIBLE - SLACK):
            part = _whole(areas)
            zoom = min(NEAR, camera.zoom_for(part))
            if zoom > camera.zoom * WORTH:
                self._canvas.outlook.come_near(part, zoom)

    @Slot()
    def _scroll(self) -> None:
        """Bring the grids that the step points at into sight."""
        step = self._player.step
        for said in step.spotlight if step is not None else ():
            found = bar_to(self._window, said) if said.phrase == GRID else None
            if found is not None:
                bar, value = found
                self._scrolled = (bar, bar.value(), value) if self._scrolled is None else self._scrolled
                bar.setValue(value)


def _whole(areas: list[QRectF]) -> QRectF:
    """Return what holds all ``areas``, of which there is one."""
    return reduce(QRectF.united, areas)
