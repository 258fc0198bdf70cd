"""What keys do on the canvas, beyond the shortcuts of the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gui.canvas.choosing import Choosing
from gui.canvas.geometry import GRID
from gui.canvas.gestures import Gestures
from gui.canvas.placing import Placing
from gui.canvas.tools.tool import ALT, SHIFT, new_gesture
from gui.state.motion import Motion

Key = Qt.Key
ARROWS: Mapping[int, tuple[int, int]] = {
    Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)
}  # fmt: skip
FINE, COARSE = GRID / 4, GRID * 2


class Keys:
    """Arrows nudge (Shift: further; Alt, or nothing chosen: choose the next node), Enter edits, Esc forgets.

    In slow motion arrows, Space and Esc go through its scenes instead.
    """

    def __init__(self, placing: Placing, choosing: Choosing, gestures: Gestures, motion: Motion) -> None:
        self._placing, self._choosing, self._gestures, self._motion = placing, choosing, gestures, motion
        self._nudge = 0
        self._plain: Mapping[int, Callable[[], object]] = {
            Key.Key_Escape: self._escape,
            Key.Key_Return: choosing.edit,
            Key.Key_Enter: choosing.edit,
            Key.Key_BracketLeft: lambda: choosing.step_row(-1),
            Key.Key_BracketRight: lambda: choosing.step_row(1),
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key does; False if it does nothing here."""
        key = event.key()
        if self._motion.scene is not None and key in self._motion.keys and self._gestures.tool is None:
            self._motion.keys[key]()
        elif key == Key.Key_Space:
            self._gestures.hold_space(held=True)
        elif key in ARROWS:
            self._arrow(event, *ARROWS[key])
        elif key in self._plain:
            self._plain[key]()
        else:
            return False
        return True

    def release(self, event: QKeyEvent) -> bool:
        """End what lasts as long as a key is held."""
        if event.key() == Key.Key_Space and not event.isAutoRepeat():
            self._gestures.hold_space(held=False)
            return True
        return False

    def _escape(self) -> None:
        if not self._gestures.abandon():
            self._choosing.deselect()

    def _arrow(self, event: QKeyEvent, dx: int, dy: int) -> None:
        if event.modifiers() & ALT or not self._choosing.any_nodes:
            self._choosing.go(dx, dy)
            return
        if not event.isAutoRepeat():
            self._nudge = new_gesture()
        step = COARSE if event.modifiers() & SHIFT else FINE
        self._placing.nudge(dx * step, dy * step, self._nudge)
