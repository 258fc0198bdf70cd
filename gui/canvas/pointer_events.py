"""What mouse, wheel, trackpad and fingers do on the canvas, by a table of event types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from gui.canvas.camera import Camera
from gui.canvas.gestures import Gestures
from gui.canvas.menus import Menus
from gui.canvas.tools.tool import CTRL, SHIFT, Pointer

WHEEL_STEP = 1.0015
"""Zoom factor an eighth of a degree of the wheel; a notch of 15° is 1.2."""
ASIDE = QPoint(16, 12)
"""How far from the pointer tooltips stand, beyond Qt's own distance: what they explain stays in sight."""
PointerAt = Callable[[QPoint, Qt.KeyboardModifier], Pointer]


class PointerEvents:
    """Hands events of the viewport on to gestures, camera and menus."""

    def __init__(
        self, gestures: Gestures, camera: Camera, menus: Menus, surface: QWidget, pointer_at: PointerAt
    ) -> None:
        self._gestures, self._camera, self._menus = gestures, camera, menus
        self._surface, self._pointer_at = surface, pointer_at
        self._told = ""
        kind = QEvent.Type
        self._table: Mapping[QEvent.Type, Callable[[Any], object]] = {
            kind.MouseButtonPress: lambda event: gestures.press(self._pointer(event), event.button()),
            kind.MouseMove: lambda event: gestures.move(self._pointer(event)),
            kind.MouseButtonRelease: lambda event: gestures.release(self._pointer(event), event.button()),
            kind.MouseButtonDblClick: lambda event: gestures.double_click(self._pointer(event)),
            kind.Leave: lambda _: gestures.leave(),
            kind.Wheel: self._turn,
            kind.ContextMenu: self._open_menu,
            kind.ToolTip: self._tell,
            kind.NativeGesture: self._touch,
            kind.Gesture: self._pinch,
        }

    def take(self, event: QEvent) -> bool:
        """Do what the event asks for; False if it asks for nothing here."""
        handler = self._table.get(event.type())
        if handler is None:
            return False
        handler(event)
        event.accept()
        return True

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return self._pointer_at(event.globalPosition().toPoint(), event.modifiers())

    def _turn(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; a trackpad's two fingers (without Ctrl) and Shift pan."""
        turn, pixels = event.angleDelta(), event.pixelDelta()
        trackpad = event.device().type() == QInputDevice.DeviceType.TouchPad and not pixels.isNull()
        if event.modifiers() & SHIFT:
            self._camera.pan(QPoint(turn.y() or turn.x(), 0))
        elif trackpad and not event.modifiers() & CTRL:
            self._camera.pan(pixels)
        else:
            self._camera.zoom_by(WHEEL_STEP ** turn.y(), event.position().toPoint())

    def _open_menu(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here; a gesture under way is forgotten instead."""
        if not self._gestures.abandon():
            pointer = self._pointer_at(event.globalPos(), event.modifiers())
            self._menus.open(self._surface, self._gestures.hit(pointer), pointer.scene, event.globalPos())

    def _tell(self, event: QHelpEvent) -> None:
        """Say what is under the pointer: the scene knows of no items to ask."""
        words = self._gestures.tip(self._pointer_at(event.globalPos(), Qt.KeyboardModifier.NoModifier))
        QToolTip.showText(event.globalPos() + ASIDE, words, self._surface)
        self._told = words

    def forget_tip(self) -> None:
        """What was said is so no longer: it goes, also where it is on show."""
        if QToolTip.isVisible() and QToolTip.text() == self._told:
            QToolTip.hideText()
        self._surface.setToolTip("")

    def _touch(self, event: QNativeGestureEvent) -> None:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._camera.zoom_by(1 + event.value(), event.position().toPoint())

    def _pinch(self, event: QGestureEvent) -> None:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture):
            self._camera.zoom_by(pinch.scaleFactor(), pinch.centerPoint().toPoint())
