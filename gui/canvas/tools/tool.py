"""What every gesture is: it is pressed, moved, released, or cancelled; the document changes at release at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QPoint, QPointF, Qt

from core.document import Ref
from gui.canvas.drawing import Drawing
from gui.canvas.scene import CanvasScene
from gui.state.workspace import Workspace

DRAG = 4
"""Pixels the pointer must go before a click becomes a drag."""
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

_gestures = count(1)


def new_gesture() -> int:
    """Return a number that no other gesture has."""
    return next(_gestures)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in the scene, the viewport and on the screen, and which keys are held."""

    scene: QPointF
    view: QPoint
    screen: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    def held(self, key: Qt.KeyboardModifier) -> bool:
        """Whether a modifier key is down."""
        return bool(self.modifiers & key)

    @property
    def adds(self) -> bool:
        """Whether a click adds to what is chosen."""
        return self.held(SHIFT) or self.held(CTRL)


@dataclass(frozen=True, slots=True)
class Loose:
    """A wire let go over empty canvas: which end it has, and where it was dropped."""

    source: str | None
    target: str | None
    center: QPointF
    screen: QPoint


@dataclass(frozen=True, slots=True)
class Desk:
    """What gestures work with.

    ``edit_number`` opens a number in place, ``offer_nodes`` a menu for a loose wire; ``ask_units`` asks how
    large a layer shall be (None: never mind), ``keep_all`` shows all where all was shown before the edit.
    """

    workspace: Workspace
    scene: CanvasScene
    edit_number: Callable[[Ref], object]
    offer_nodes: Callable[[Loose], object]
    ask_units: Callable[[], int | None]
    keep_all: Callable[[], object]

    @property
    def drawing(self) -> Drawing:
        """What is drawn, drags included."""
        return self.scene.stage.drawing


class Tool:
    """A gesture. ``sticky`` ones go on without a button held, until a click ends them."""

    cursor = Qt.CursorShape.ArrowCursor
    sticky = False

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.start: Pointer | None = None
        self.dragged = False

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self.start = pointer

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer; a few pixels are not a drag yet."""
        start = self.start
        if start is None:
            return
        if self.dragged or (pointer.view - start.view).manhattanLength() >= DRAG:
            self.dragged = True
            self.drag(start, pointer)

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Preview what would be done."""

    def release(self, pointer: Pointer) -> None:
        """Do it, as one edit."""

    def cancel(self) -> None:
        """Forget it."""
