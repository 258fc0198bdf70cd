"""The loss over two numbers, all else fixed: contours with the path of descent, or the same as a surface."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.profile import Slice
from core.quantity import format_number
from gui.plots.contours_picture import Terrain, figures, marks_of, note_of
from gui.plots.contours_sight import Aim, Sight, blank, look, refined, terrain_of
from gui.plots.descent import next_update, past_of
from gui.plots.elided_label import ElidedLabel
from gui.plots.export import Table
from gui.plots.marks import Picture, Reading, Span
from gui.plots.number_choice import NumberChoice
from gui.plots.numbers import Number, number_at, numbers_in_order
from gui.plots.pending import Pending, Wish
from gui.plots.plot_area import PlotArea
from gui.plots.plot_panel import EDGE, PlotPanel
from gui.plots.point_hand import ARROWS, Point, PointHand
from gui.plots.run_curves import loss_name
from gui.plots.segments import Segments
from gui.plots.surface import Surface, scene_of
from gui.plots.ticks import padded
from gui.state.carrying import Place, unpacked
from gui.state.frame import Frame
from gui.state.workspace import Workspace

SHAPES = (("map", "map", "Contours: lines of equal loss, seen from above"),
          ("surface", "surface", "A surface in space; drag it to turn it"))
WIDE, TALL = 420, 190
"""Pixels of width from which there is room for words on the buttons, and of height for the line of figures."""
ARROW = 22
"""Pixels by which an arrow is seen beside the point that it starts from."""
COMPUTING = "Computing the losses…"
NOTHING = "Draw two weights or biases to see the loss over both."


class ContoursView(PlotPanel):
    """A plane through the loss. Its point can be dragged; numbers dropped on it become its axes."""

    slug = "contours"
    keys = PlotPanel.keys | frozenset(ARROWS)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Loss over two numbers")
        self._wanted: list[Place | None] = [None, None]
        self._terrain: Terrain | None = None
        self._sight: Sight | None = None
        self._room: tuple[Span, Span] | None = None
        self._look = 0
        self.figures = ElidedLabel(self, 8.5)
        self.choices = (NumberChoice(self, "The number along the axis; or drag one here from the list of derivatives"),
                        NumberChoice(self, "The number up the axis; or drag one here from the list of derivatives"))
        self.shape = Segments(SHAPES, self, "Contours or surface", ("▦", "◭"))
        self.shape.chosen.connect(self.refresh)
        self.surface = Surface(self)
        self.surface.hide()
        self.body.addWidget(self.surface, 1)
        for axis, choice in enumerate(self.choices):
            choice.chosen.connect(partial(self.choose, axis))
            self.controls.addWidget(choice)
        self.controls.addWidget(self.shape)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.figures)
        self._pending: Pending[Sight] = Pending(self, workspace, self.refresh, refined)
        self.setAcceptDrops(True)
        self.area.setAcceptDrops(False)  # the panel takes them
        self.hand = PointHand(self, self._point, Qt.CursorShape.SizeAllCursor)
        workspace.reasoning.secret_changed.connect(self.refresh)
        workspace.reasoning.target_changed.connect(self._follow_choice)

    @Slot()
    def refresh(self) -> None:
        """Draw the newest frame, flat or in space."""
        super().refresh()
        if not self.isVisible():
            return
        terrain = self._terrain if self.shape.current == "surface" else None
        if terrain is not None:
            self.area.hide()
            trail = self._sight.trail if self._sight is not None else None
            scene = scene_of(terrain, trail, *self._limits()) if trail is not None else None
            self.surface.show_scene(scene, self.workspace.theme.colors)
        self.surface.setVisible(terrain is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the plot has it."""
        super().resizeEvent(event)
        self.shape.compact(self.width() < WIDE)
        self.figures.setVisible(self.height() >= TALL)

    @Slot()
    def _follow_choice(self) -> None:
        """Show another plane where the axes follow what is looked at."""
        if self._wanted == [None, None] and self.isVisible():
            self.show_all()

    # -- which numbers -------------------------------------------------------------------------------------

    def choose(self, axis: int, place: Place) -> None:
        """Put a number on an axis (0 across, 1 up); one that stands on the other axis changes places with this one."""
        pair, new = self.numbers(self.frame), number_at(self.frame, *place)
        if pair is None or new is None:
            return
        other = pair[axis] if new.place == pair[1 - axis].place else pair[1 - axis]
        self._wanted[axis], self._wanted[1 - axis] = (new.ref, new.index), (other.ref, other.index)
        self.show_all()

    def numbers(self, frame: Frame) -> tuple[Number, Number] | None:
        """Return the two numbers: those chosen, else the one looked at and the first that learn; None without two."""
        found = [number_at(frame, *wanted) if wanted is not None else None for wanted in self._wanted]
        looked_at = self.workspace.reasoning.ref
        if found == [None, None] and looked_at is not None:
            found[0] = number_at(frame, looked_at, self.workspace.reasoning.index)
        if found[0] == found[1]:
            found[1] = None  # two numbers of a layer that has but one unit now
        taken = {number.place for number in found if number is not None}
        spare = (number for number in numbers_in_order(frame) if number.place not in taken)
        first, second = (number or next(spare, None) for number in found)
        return (first, second) if first is not None and second is not None else None

    # -- what is drawn -------------------------------------------------------------------------------------

    def picture(self, frame: Frame) -> Picture:
        """Return shades, lines, path, arrow and point."""
        pair, name = self.numbers(frame), loss_name(frame.document)
        self._terrain = self._sight = None
        for choice in self.choices:
            choice.setVisible(pair is not None)
        if pair is None or frame.rows is None or frame.snapshot is None:
            self.figures.say("")
            self.heading.say("Loss over two numbers")
            return Picture(message=frame.reason or NOTHING)
        for choice, number in zip(self.choices, pair, strict=True):
            choice.offer(frame, number)
        self.heading.say(f"{name} over {pair[0].name} and {pair[1].name}", f"{name} over", name, "")
        wish = self._wish(frame, pair)
        self._pending.want(wish, lambda: look(self._aim(frame, pair), self._pending.latest(wish)))
        sight = self._sight = self._pending.latest(wish)
        if sight is None:
            aim = self._aim(frame, pair)
            return self._drawn(terrain_of(aim, past_of(frame, aim.places), blank(*self._limits())), (COMPUTING,))
        if sight.aim.limits is None:
            self._room = sight.room
        note = note_of(sight.terrain, sight.aim.frame) if self._pending.met(wish) else (COMPUTING,)
        return self._drawn(sight.terrain, note)

    def _wish(self, frame: Frame, pair: tuple[Number, Number]) -> Wish:
        return Wish(frame, (pair[0].place, pair[1].place), (self._chosen(), self.shape.current, self._look))

    def _chosen(self) -> tuple[Span, Span] | None:
        """Return what is to be seen where the data do not say it."""
        if self.follows and self.area.busy and self._room is not None:
            return self._limits()
        return None if self.follows else self.area.limits()

    def _aim(self, frame: Frame, pair: tuple[Number, Number]) -> Aim:
        assert frame.network is not None
        assert frame.rows is not None
        assert frame.snapshot is not None
        field = Slice(frame.network, frame.snapshot.theta, frame.rows, (pair[0].place, pair[1].place))
        rules = next_update(self.workspace, frame, pair[0]), next_update(self.workspace, frame, pair[1])
        return Aim(frame, pair, field, rules, self._chosen(), self._room, self.shape.current == "surface")

    def _drawn(self, terrain: Terrain, note: tuple[str, ...]) -> Picture:
        self._terrain = terrain
        across, up = self._room or ((0.0, 1.0), (0.0, 1.0))
        secret = self.workspace.reasoning.secret
        self.figures.say(*figures(terrain, secret=secret))
        colors, (first, second) = self.workspace.theme.colors, terrain.numbers
        marks = marks_of(terrain, *self._limits(), colors, least_arrow(self.area), secret=secret)
        return Picture(marks, across, up, first.name, second.name, note)

    def _limits(self) -> tuple[Span, Span]:
        """Return the limits that will be shown."""
        if not self.follows or self._room is None:
            return self.area.limits()
        return self._room[0], padded(self._room[1], EDGE)

    def reading(self, x: float, y: float) -> Reading | None:
        """Return the loss at the pointer."""
        terrain, sight = self._terrain, self._sight
        if terrain is None or sight is None:
            return None
        colors, loss = self.workspace.theme.colors, float(sight.plane.field.losses(np.array([[x], [y]]))[0])
        names = zip(terrain.numbers, (x, y), strict=True)
        return Reading(x, (*((colors.muted, f"{number.name} = {format_number(value, 3)}") for number, value in names),
                           (colors.point, f"{terrain.loss_name} {format_number(loss)}")))

    def table(self) -> Table:
        """Return the grid, a row a pair, then the path."""
        terrain = self._terrain
        if terrain is None:
            return ()
        x, y = np.meshgrid(terrain.grid.x, terrain.grid.y)
        one, other = (number.plain for number in terrain.numbers)
        past = terrain.past
        return ((one, x.ravel()), (other, y.ravel()), (terrain.loss_name, terrain.grid.z.ravel()),
                ("step", past.steps.astype(np.float64)), (f"{one} then", past.values[0]),
                (f"{other} then", past.values[1]), (f"{terrain.loss_name} then", past.losses))

    def show_all(self) -> None:
        """Follow the data again."""
        self._room = None
        self._look += 1
        super().show_all()

    def _point(self) -> Point | None:
        return Point(self._terrain.numbers, self._terrain.at) if self._terrain is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move the point a little, with Shift less; held down, it is one step of the history."""
        if not self.hand.press(event):
            super().keyPressEvent(event)

    # -- dropping numbers ----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take numbers; files are the window's."""
        if unpacked(event.mimeData()) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the number on the axis that is nearer."""
        place = unpacked(event.mimeData())
        if place is None:
            return
        at = event.position()
        left, below = at.x() / max(1, self.width()), 1 - at.y() / max(1, self.height())
        self.choose(1 if left < below else 0, place)
        event.acceptProposedAction()


def least_arrow(area: PlotArea) -> float:
    """Return the share of the plot by which an arrow is seen beside the point."""
    inside = area.box.rect()
    return float(ARROW / max(ARROW, inside.width(), inside.height()))
