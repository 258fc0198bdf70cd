"""The point where the network stands, in the user's hand: grabbed by the mouse, moved by arrow keys.

While it is dragged all views show what follows; at release it is one edit, and Esc leaves no trace.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QKeyEvent

from core.edits.values import SetValue, SetValues
from gui.canvas.tools.tool import new_gesture
from gui.plots.gestures import Gesture
from gui.plots.marks import Span
from gui.plots.numbers import Number
from gui.plots.plot_panel import PlotPanel
from gui.plots.ticks import short_of
from gui.state.trial import Trial

REACH = 14.0
"""Pixels within which the point is meant."""
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
_STEPS = 50
"""An arrow key moves by a power of ten of which at least so many fit into the plot."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point at a position of the plot, of which the first coordinates are the values of ``numbers``."""

    numbers: tuple[Number, ...]
    at: Span

    @property
    def values(self) -> tuple[float, ...]:
        """The values that dragging changes."""
        return self.at[: len(self.numbers)]


class PointHand:
    """Moves the point of a plot; ``point()`` tells which and where it is, None where there is none."""

    def __init__(self, view: PlotPanel, point: Callable[[], Point | None], cursor: Qt.CursorShape) -> None:
        self.view, self._point, self._cursor = view, point, cursor
        self._burst, self._trial = 0, Trial()
        view.area.grab_at = self._grab
        view.area.pointed.connect(self._show_hand)

    def holds(self, at: QPointF) -> bool:
        """Whether a pixel of the plot is on the point."""
        point = self._point()
        if point is None or not all(map(math.isfinite, point.at)):
            return False
        return (self.view.area.to_pixels(*point.at) - at).manhattanLength() <= REACH

    def press(self, event: QKeyEvent) -> bool:
        """Move the point by an arrow key, with Shift a tenth as far; False if the key is another."""
        ways, point = ARROWS.get(Qt.Key(event.key()), (0, 0)), self._point()
        if point is None or not any(ways[: len(point.numbers)]):
            return False
        if not event.isAutoRepeat():
            self._burst = new_gesture()
        fine = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        moved = [float(f"{value + way * fine * _step(limits):.12g}")
                 for value, way, limits in zip(point.values, ways, self.view.area.limits(), strict=False)]
        self.keep(point, tuple(moved), self._burst)
        return True

    def attempt(self, point: Point, values: tuple[float, ...] | None) -> None:
        """Show everywhere what follows from other values; None shows what is true."""
        training = self.view.workspace.training
        if values is None:
            self._trial.end()
            training.try_out(None)
            return
        places = [number.place for number in point.numbers]
        training.try_out(self._trial.with_numbers(training.frame, dict(zip(places, values, strict=True))))

    def keep(self, point: Point, values: tuple[float, ...], gesture: int | None = None) -> None:
        """Keep the values: one step of the history."""
        if len(values) == 1:
            number = point.numbers[0]
            self.view.workspace.do(SetValue(number.ref, values[0], number.index, number.plain, gesture))
            return
        both = tuple((number.ref, number.index, value) for number, value in zip(point.numbers, values, strict=True))
        self.view.workspace.do(SetValues(both, " and ".join(number.plain for number in point.numbers), gesture))

    def _grab(self, at: QPointF) -> Gesture | None:
        point = self._point()
        return _Drag(self, point, at) if point is not None and self.holds(at) else None

    @Slot(object)
    def _show_hand(self, at: QPointF | None) -> None:
        over = at is not None and self.holds(at)
        self.view.area.viewport().setCursor(self._cursor if over else Qt.CursorShape.ArrowCursor)


def _step(limits: Span) -> float:
    return 10.0 ** math.floor(math.log10((limits[1] - limits[0]) / _STEPS))


class _Drag:
    """A drag of the point under way."""

    def __init__(self, hand: PointHand, point: Point, at: QPointF) -> None:
        self._hand, self._point = hand, point
        where = hand.view.area.to_data(at)
        self._offsets = [value - place for value, place in zip(point.values, where, strict=False)]
        self._values: tuple[float, ...] | None = None

    def move(self, at: QPointF) -> None:
        """Try the values under the mouse, no finer than the pixels."""
        area = self._hand.view.area
        parts = zip(self._offsets, area.to_data(at), area.pixel_size(), strict=False)
        self._values = tuple(short_of(place + offset, pixel) for offset, place, pixel in parts)
        self._hand.attempt(self._point, self._values)

    def release(self) -> None:
        """Keep the values."""
        if self._values is not None:
            self._hand.keep(self._point, self._values)
            self._hand.attempt(self._point, None)

    def cancel(self) -> None:
        """Show what is true again."""
        self._hand.attempt(self._point, None)
