"""Lights up on the canvas what is looked at, pointed at, or told by slow motion, and says so to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QGraphicsView

from gui.canvas.motion_light import light_of_scene
from gui.canvas.scene import CanvasScene
from gui.state.motion import Motion
from gui.state.workspace import Workspace


class Lamp(QObject):
    """Redraws the canvas when its light changes. ``handlers`` are the actions of the menus that it does."""

    def __init__(self, workspace: Workspace, canvas: CanvasScene, motion: Motion, view: QGraphicsView) -> None:
        super().__init__(view)
        self._workspace, self._canvas, self._motion, self._view = workspace, canvas, motion, view
        self.handlers: Mapping[str, Callable[[], object]] = {
            "chain_on_canvas": self._switch, "slow_motion": self._move_slowly,
        }  # fmt: skip
        workspace.reasoning.pointed_changed.connect(self._show)
        workspace.reasoning.target_changed.connect(self._show)
        workspace.reasoning.secret_changed.connect(self._show)
        workspace.selection.row_changed.connect(self._show)
        motion.changed.connect(self._show_motion)

    @Slot()
    def _show(self, *_: object) -> None:
        self._view.viewport().update()

    @Slot()
    def _show_motion(self) -> None:
        scene, found, canvas = self._motion.scene, self._motion.found, self._canvas
        canvas.lighting.scene = None
        if scene is not None and found is not None:
            canvas.lighting.scene = light_of_scene(scene, self._workspace.document, found, canvas.stage.row)
        self._show()

    def _move_slowly(self) -> None:
        """Step in slow motion; the keys that go through it work on the canvas."""
        self._motion.start()
        self._view.setFocus()

    def _switch(self) -> None:
        self._canvas.lighting.switch()
        self._show()
