"""Brings what a step points at near enough to be read: room for its views, a nearer look at its part of the drawing."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QTimer, Slot
from PySide6.QtWidgets import QScrollBar

from core.errors import SquiggleError
from core.lessons.bench import place_of
from core.rules import downstream
from gui.canvas import geometry
from gui.docks.main_window import MainWindow
from gui.lessons.player import Lessons
from gui.lessons.room import Room
from gui.lessons.spots import bar_to, canvas_of, drawn_at, view_of

READABLE = 1.0
"""The zoom at which all numbers of the drawing are read without effort."""
CRAMPED = 0.9
"""Where the parts of a step, all in view, would be smaller than this, the canvas gets more height."""
WHOLE = 0.8
"""Where the whole drawing is seen at this zoom or nearer, it stays whole: nothing that is spoken of is cut off."""
WORTH = 1.08
"""A look that comes nearer by less than this factor is not worth the move."""
SETTLED_MS = 60
"""After so long the views that a step brings forward have their places."""
FILLED_MS = 300
"""After so long a view that was opened by the step has its columns."""
GRID, ALL, LOOKED, VIEW = "grid of NODE", "canvas", "look at NAME", "view VIEW"


class Lens(QObject):
    """Looks once at the beginning of each step. Whoever zooms or pans by hand then has the say until the next one."""

    def __init__(self, player: Lessons, window: MainWindow) -> None:
        super().__init__(window)
        self._player, self._window, self._canvas = player, window, canvas_of(window)
        self._room = Room(window)
        self._near = False
        """Whether the canvas stands as it was put from here."""
        self._scrolled: tuple[QScrollBar, int, int] | None = None
        """What was scrolled from here, from where and to where."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._come_near)
        player.stepped.connect(self._turn)
        player.replacing.connect(self._room.forget)
        self._canvas.camera.moved.connect(self._leave_it)
        for name in window.views:
            window.dock(name).visibilityChanged.connect(self._come_forward)
        self._canvas.installEventFilter(self)

    @Slot()
    def _turn(self) -> None:
        """Let go of what the step before was about, and look anew as soon as all has its place again."""
        self._let_go()
        self._canvas.overview.wanted = self._player.step is None  # it would lie over what is pointed at
        self._canvas.overview.follow()
        if self._player.step is None:
            self._timer.stop()
            self._room.forget()
        else:
            QTimer.singleShot(0, self, self._make_room)
        self._timer.start()

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
        spoken = self._spoken()
        self._room.take_back()
        self._give()
        if spoken and self._canvas.camera.zoom_for(_whole(spoken)) < CRAMPED:
            self._room.give_canvas(self._views(), self._brought())

    def _give(self) -> None:
        self._room.give_some(self._brought())
        self._room.give(self._views(), high=not self._spoken())

    @Slot(bool)
    def _come_forward(self, seen: bool) -> None:  # noqa: FBT001  # Qt's signal
        """Give a view its room that the learner opens because the step points at it."""
        dock = self.sender()
        if seen and dock is not None and dock.objectName() in self._views():
            QTimer.singleShot(0, self, self._give)

    def _let_go(self) -> None:
        """Show the whole drawing again and scroll back, unless somebody has done so since."""
        if self._near:
            self._canvas.fit()
        if self._scrolled is not None:
            bar, before, value = self._scrolled
            bar.setValue(before if bar.value() == value else bar.value())
        self._scrolled = None

    @Slot()
    def _leave_it(self) -> None:
        self._near = False

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
    def _come_near(self) -> None:
        self._let_go()
        self._scroll()
        QTimer.singleShot(FILLED_MS, self, self._scroll)
        pointed = self._drawn()
        areas = pointed or self._looked_at()
        if not areas or not self._canvas.camera.fitted or self._canvas.camera.zoom >= WHOLE:
            return
        whole = _whole(areas)
        zoom = min(READABLE if pointed else WHOLE, self._canvas.camera.zoom_for(whole))
        if zoom > self._canvas.camera.zoom * WORTH:
            self._canvas.outlook.come_near(whole, zoom)
            self._near = True

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
