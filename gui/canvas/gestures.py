"""Which gesture is under way: begins the right tool for what is under the pointer, and ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.canvas.camera import Camera
from gui.canvas.choosing import Choosing
from gui.canvas.drawing import NOTHING, Hit
from gui.canvas.editing import Editing
from gui.canvas.hints import beside, hint, tag_hint
from gui.canvas.padlocks import Padlocks
from gui.canvas.scene import CanvasScene
from gui.canvas.tools.box_select import BoxSelectTool
from gui.canvas.tools.connect import ConnectTool
from gui.canvas.tools.move import MoveTool
from gui.canvas.tools.pan import PanTool
from gui.canvas.tools.place import PlaceTool
from gui.canvas.tools.scrub import ScrubTool
from gui.canvas.tools.tool import Desk, Pointer, Tool
from gui.canvas.trail import Tag

Shape = Qt.CursorShape
NEAR = 6.0
"""How many pixels beside a wire still are on it."""

TOOLS: Mapping[str, Callable[[Desk, Hit], Tool]] = {
    "empty": lambda desk, _: BoxSelectTool(desk),
    "body": lambda desk, hit: MoveTool(desk, hit.node or ""),
    "label": lambda desk, hit: MoveTool(desk, hit.node or ""),
    "out_port": lambda desk, hit: ConnectTool(desk, hit.node or "", backwards=False),
    "in_port": lambda desk, hit: ConnectTool(desk, hit.node or "", backwards=True),
    "number": lambda desk, hit: ScrubTool(desk, hit.ref or ("", "")),
}
"""The gesture that a press on each part begins; the other parts act at once."""
CURSORS = {
    "body": Shape.OpenHandCursor, "label": Shape.OpenHandCursor, "out_port": Shape.CrossCursor,
    "in_port": Shape.CrossCursor, "number": Shape.IBeamCursor, "lock": Shape.PointingHandCursor,
    "row_back": Shape.PointingHandCursor, "row_next": Shape.PointingHandCursor, "wire": Shape.PointingHandCursor,
    "warning": Shape.PointingHandCursor,
    "factor": Shape.PointingHandCursor, "heat": Shape.PointingHandCursor,
}  # fmt: skip


class Gestures:
    """Holds the tool in use. Everything that is not dragged (padlocks, row buttons, wires) acts at the press."""

    def __init__(
        self, desk: Desk, camera: Camera, editing: Editing, choosing: Choosing, padlocks: Padlocks, surface: QWidget
    ) -> None:
        self.desk, self._camera, self._editing, self._surface = desk, camera, editing, surface
        self.tool: Tool | None = None
        self._button = Qt.MouseButton.NoButton
        self.space_held = False
        self._at_once: Mapping[str, Callable[[Hit, Pointer], object]] = {
            "wire": self._choose_wire,
            "heat": self._choose_number,
            "warning": lambda hit, _: desk.workspace.diagnosis.asked.emit(desk.scene.warnings.findings_at(hit)),
            "factor": lambda _, pointer: self._choose_path(pointer),
            "lock": lambda hit, _: padlocks.toggle(hit.ref or ("", "")),
            "row_back": lambda *_: choosing.step_row(-1),
            "row_next": lambda *_: choosing.step_row(1),
        }

    def hit(self, pointer: Pointer) -> Hit:
        """Return what is under the pointer."""
        if self._tag(pointer) is not None:
            return Hit("factor")
        mark = self.desk.scene.warnings.hit(pointer.scene, self._camera.zoom)
        return mark or self.desk.drawing.hit(pointer.scene, NEAR / self._camera.zoom, self._camera.zoom)

    def _tag(self, pointer: Pointer) -> Tag | None:
        return self.desk.scene.lighting.tag_at(self.desk.drawing, pointer.scene, self._camera.zoom)

    def begin(self, tool: Tool, pointer: Pointer | None = None) -> None:
        """Start a gesture; one under way is forgotten."""
        self.abandon()
        self.desk.scene.show_hover()
        self.tool, self._button = tool, Qt.MouseButton.NoButton
        self._surface.setCursor(tool.cursor)
        if pointer is not None:
            tool.press(pointer)

    def place(self, kind: str, *, layer: bool = False) -> None:
        """Let a new node follow the pointer until it is dropped or Esc is pressed."""
        self.begin(PlaceTool(self.desk, kind, layer=layer))

    def abandon(self) -> bool:
        """Forget the gesture under way; False if there is none."""
        tool = self.tool
        if tool is not None:
            tool.cancel()
            self._end()
        return tool is not None

    def press(self, pointer: Pointer, button: Qt.MouseButton) -> None:
        """Begin what a press here begins; a number that is typed wrong stays open instead."""
        if self.tool is not None:
            self._press_again(button)
        elif not self._editing.finish():
            return
        elif button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and self.space_held):
            self.begin(PanTool(self.desk, self._camera.pan), pointer)
            self._button = button
        elif button == Qt.MouseButton.LeftButton:
            self._press_part(self.hit(pointer), pointer)

    def _press_again(self, button: Qt.MouseButton) -> None:
        """A gesture that goes on without a button is ended by a left click; any other button forgets a gesture."""
        self._button = button
        if button != Qt.MouseButton.LeftButton:
            self.abandon()

    def _press_part(self, hit: Hit, pointer: Pointer) -> None:
        if hit.part in self._at_once:
            self._at_once[hit.part](hit, pointer)
        else:
            self.begin(TOOLS[hit.part](self.desk, hit), pointer)
            self._button = Qt.MouseButton.LeftButton

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer: the gesture, or what it hovers over."""
        if self.tool is not None:
            self.tool.move(pointer)
            return
        hit = self.hit(pointer)
        self.desk.scene.lighting.point(self._tag(pointer), hit, self.desk.workspace.document)
        if hit != self.desk.scene.stage.hover:
            self.desk.scene.show_hover(hit)
            self._surface.setToolTip(_words(self.desk.scene, hit))
        self._surface.setCursor(Shape.OpenHandCursor if self.space_held else CURSORS.get(hit.part, Shape.ArrowCursor))

    def tip(self, pointer: Pointer) -> str:
        """Return what the pointer rests on."""
        tag = self._tag(pointer)
        if tag is not None:
            return tag_hint(tag)
        # what was said when the pointer came here may be so no longer
        self._surface.setToolTip(_words(self.desk.scene, self.hit(pointer)))
        return self._surface.toolTip() or beside(self.desk.scene.stage, pointer.scene)

    def release(self, pointer: Pointer, button: Qt.MouseButton) -> None:
        """The button that began the gesture ends it."""
        if button == self._button:
            self.drop(pointer)

    def drop(self, pointer: Pointer) -> None:
        """End the gesture, which does what it showed."""
        tool = self.tool
        if tool is not None:
            tool.release(pointer)
            self._end()

    def double_click(self, pointer: Pointer) -> None:
        """Rename a node, type the data value it shows, or a connection's number."""
        hit = self.hit(pointer)
        if hit.part in {"label", "body"} and hit.node:
            if hit.part == "label" or not self._editing.cell(hit.node):
                self._editing.label(hit.node)
        elif hit.part in {"wire", "heat"} and hit.ref:
            self._editing.number(hit.ref)
        else:
            self.press(pointer, Qt.MouseButton.LeftButton)

    def leave(self) -> None:
        """The pointer is gone: nothing is hovered over."""
        if self.tool is None:
            self.desk.scene.show_hover()
            self._surface.setToolTip("")
            self.desk.workspace.reasoning.point()

    def hold_space(self, *, held: bool) -> None:
        """While space is held, a drag pans."""
        self.space_held = held
        if self.tool is None:
            self._surface.setCursor(Shape.OpenHandCursor if held else Shape.ArrowCursor)

    def _choose_wire(self, hit: Hit, pointer: Pointer) -> None:
        if hit.pair is None:
            return
        selection = self.desk.workspace.selection
        if pointer.adds:
            selection.toggle(pairs=[hit.pair])
        else:
            selection.choose(pairs=[hit.pair], parameter=hit.ref)

    def _choose_number(self, hit: Hit, pointer: Pointer) -> None:
        """Look at one number of a matrix."""
        if hit.ref is None or pointer.adds:
            self._choose_wire(hit, pointer)
        else:
            self.desk.workspace.reasoning.look_at(hit.place, hit.ref)

    def _choose_path(self, pointer: Pointer) -> None:
        tag = self._tag(pointer)
        if tag is not None:
            self.desk.scene.lighting.choose_path(tag)

    def _end(self) -> None:
        self.tool = None
        self._surface.setCursor(Shape.ArrowCursor)
        self.desk.scene.show_preview()
        self.desk.scene.show_hover(NOTHING)


def _words(scene: CanvasScene, hit: Hit) -> str:
    return scene.warnings.words(hit) or hint(scene.stage, hit)
