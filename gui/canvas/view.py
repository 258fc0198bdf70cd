"""The canvas widget: hands mouse, wheel and keys on to gestures and commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QCursor, QFocusEvent, QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from gui.canvas import geometry, handlers
from gui.canvas.announcer import Announcer
from gui.canvas.camera import Camera
from gui.canvas.choosing import Choosing
from gui.canvas.commands import CanvasCommands
from gui.canvas.drawing import MIDDLE
from gui.canvas.editing import Editing
from gui.canvas.gestures import Gestures
from gui.canvas.keys import Keys
from gui.canvas.lamp import Lamp
from gui.canvas.menus import Menus
from gui.canvas.outlook import Outlook
from gui.canvas.overview import Overview
from gui.canvas.padlocks import Padlocks
from gui.canvas.placing import Placing
from gui.canvas.pointer_events import PointerEvents
from gui.canvas.scene import CanvasScene
from gui.canvas.tools.tool import Desk, Loose, Pointer
from gui.state.motion import Motion
from gui.state.turns import SOON
from gui.state.workspace import Workspace

LOST, DISTANT = 0.5, 0.6
"""A drawing that fills less than this share of the view, at a zoom below that, can hardly be read."""


class CanvasView(QGraphicsView):
    """Shows the drawing and takes the gestures made on it.

    ``handlers`` says what each action of the menus does here, ``gestures.place`` begins to place a node,
    ``reserve_bottom`` keeps a strip free for something that lies over the canvas.
    """

    _pointer_events: PointerEvents | None = None
    """None while Qt builds the viewport and sends it events already."""
    _new = True
    """Whether it has not been shown yet."""
    above = 0
    """Pixels that something covers at the top, whether the drawing keeps out of there or not."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.canvas = CanvasScene(workspace, self)
        self.setScene(self.canvas)
        self.camera = Camera(self)
        self.outlook = Outlook(self.camera, self.canvas)
        self.editing = Editing(workspace, self, self.canvas.stage)
        self.commands = CanvasCommands(workspace, self.canvas, self.camera, self)
        padlocks, placing = Padlocks(workspace), Placing(workspace, self.fit_if_cut)
        self._choosing = choosing = Choosing(workspace, self.canvas, self.camera, self.editing)
        self.motion = Motion(workspace, self)
        lamp = Lamp(workspace, self.canvas, self.motion, self)
        table = handlers.table(self.commands, padlocks, placing, choosing, self.camera, self.outlook.fit_as_wanted)
        self.handlers = {**table, **lamp.handlers}
        self._menus = Menus(workspace, self.commands, padlocks, self.editing, self.handlers)
        desk = Desk(workspace, self.canvas, self.editing.number, self._offer, self.commands.ask_units, self._keep_all)
        self.gestures = Gestures(desk, self.camera, self.editing, choosing, padlocks, self.viewport())
        self._keys = Keys(placing, choosing, self.gestures, self.motion)
        self._pointer_events = PointerEvents(self.gestures, self.camera, self._menus, self.viewport(), self.pointer_at)
        self.overview = Overview(workspace, self.canvas.stage, self.camera, self)
        self.announcer = Announcer(workspace, self)
        self._set_up()
        self._listen()

    def _set_up(self) -> None:
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription("The network as a drawing; the Outline view holds the same as a table.")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.viewport().setAcceptDrops(False)  # files dropped here are the window's

    def _listen(self) -> None:
        self._workspace.bridge.changed.connect(self._show_newest)
        self._workspace.turns.join(self._show_newest, of_row=SOON)
        self._workspace.selection.changed.connect(self.canvas.show_selection)
        self._workspace.selection.row_changed.connect(self._forget_tip)
        self._workspace.reasoning.secret_changed.connect(self._forget_tip)
        self._workspace.theme.changed.connect(self.canvas.dress)
        self.camera.moved.connect(self.editing.follow)
        self.camera.moved.connect(self.overview.follow)

    def fit(self) -> None:
        """Show the whole drawing."""
        self.outlook.fit()

    def fit_if_cut(self) -> None:
        """Show the whole drawing if part of it is outside the view."""
        if not self.camera.shows(self.canvas.stage.drawing.bounds):
            self.fit()

    def make_way(self, pixels: int) -> None:
        """Keep the whole drawing below ``pixels`` that something covers, unless it would lose its numbers for that.

        Where it goes while the pointer is here, somebody draws: nothing shall move under the hand.
        """
        camera, before = self.camera, self.camera.zoom
        self.above = pixels
        self.outlook.cover(top=pixels)
        if not camera.fitted:
            return
        if not pixels:
            if not self.rect().contains(self.mapFromGlobal(QCursor.pos())):
                self.fit()
            return
        self.fit_if_cut()
        if before >= MIDDLE > camera.zoom:
            camera.top = 0
            self.fit()

    def _keep_all(self) -> None:
        """Go on showing the whole drawing where it was shown."""
        if self.camera.fitted:
            self.fit_if_cut()

    def _keep_nodes(self) -> None:
        """Go on showing all nodes where they were shown, and come near again where little is left of a large drawing.

        A node that was dropped near an edge stays where it was dropped, even if something about it is cut there.
        """
        if self.camera.fitted:
            bounds, seen = self.canvas.stage.drawing.bounds, self.camera.seen
            lost = max(bounds.width() / seen.width(), bounds.height() / seen.height()) < LOST
            squares = geometry.room(self.canvas.stage.drawing.points, geometry.square)
            if (lost and self.camera.zoom < DISTANT) or not self.camera.shows(squares):
                self.fit()

    def reserve_bottom(self, pixels: int) -> None:
        """Keep a strip at the bottom free: Fit and the overview stay out of it."""
        if pixels != self.camera.bottom:
            self.outlook.cover(bottom=pixels)
            if self.camera.fitted:
                self.fit()
        self.overview.follow()

    @Slot(object, object)
    def _show_newest(self, *_: object) -> None:
        """Draw the newest frame: at once where the document changed, in turn while training runs."""
        if self.isVisible():
            if self.canvas.show_frame(self._workspace.turns.frame):
                self.gestures.abandon()
                self._forget_tip()
                self._keep_nodes()
            self.editing.follow()
            self.overview.follow()

    @Slot()
    def _forget_tip(self, *_: object) -> None:
        if self._pointer_events is not None:
            self._pointer_events.forget_tip()

    def pointer_at(self, screen: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Pointer:
        """Return where a point of the screen is on the canvas."""
        view = self.viewport().mapFromGlobal(screen)
        return Pointer(self.mapToScene(view), view, screen, modifiers)

    def _offer(self, loose: Loose) -> None:
        self._menus.offer(self, loose)

    def viewportEvent(self, event: QEvent) -> bool:
        """Take what mouse, wheel and fingers do."""
        taken = self._pointer_events is not None and self._pointer_events.take(event)
        return taken or super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key: offer what can be done with what is chosen."""
        hit, point = self._choosing.place()
        self._menus.open(self, hit, point, self.viewport().mapToGlobal(self.mapFromScene(point)))
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is held is not seen to be let go elsewhere."""
        self.gestures.hold_space(held=False)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge, edit, forget: what Keys says."""
        if not self._keys.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what lasts as long as a key is held."""
        if not self._keys.release(event):
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show all in the new size too, unless someone has zoomed or panned since; keep the overview in its corner."""
        super().resizeEvent(event)
        if self.camera.fitted:
            self.fit()
        self.overview.follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while hidden; the first time, show all."""
        super().showEvent(event)
        self.canvas.show_frame(self._workspace.turns.frame)
        if self._new:
            self._new = False
            self.fit()
