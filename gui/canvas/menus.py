"""The menus of the canvas: on a node, a connection, a parameter, empty canvas, and for a loose wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QMenu, QWidget

from core.catalog import ACTIVATIONS, NODE_KINDS, NodeKind
from core.document import Ref, wired
from core.edits.graph import AddNode
from core.edits.images import ReadAsImage
from core.edits.values import SetActivation
from core.errors import EditRefused
from core.images.pictures import picture_shape
from gui.canvas.commands import CanvasCommands
from gui.canvas.drawing import Hit
from gui.canvas.editing import Editing
from gui.canvas.padlocks import Padlocks
from gui.canvas.tools.tool import Loose
from gui.controls.labels import subscripted
from gui.state.workspace import Workspace
from gui.theme import icon

Handlers = Mapping[str, Callable[[], object]]
Item = tuple[str, str, str]
"""A command's name, its text and its icon."""

ON_NODES: tuple[Item, ...] = (
    ("rename", "Rename", ""), ("duplicate", "Duplicate", "copy"), ("copy", "Copy", "copy"),
    ("cut", "Cut", "scissors"), ("delete", "Delete", "trash-2"), ("", "", ""),
    ("freeze", "Freeze bias", "lock"), ("unfreeze", "Unfreeze bias", "lock-open"), ("", "", ""),
)  # fmt: skip
ON_SEVERAL: tuple[Item, ...] = (
    ("connect_all", "Connect all", ""), ("merge", "Merge into layer", "merge"), ("", "", ""),
    ("align_left", "Align left", ""), ("align_center", "Align centre", ""), ("align_right", "Align right", ""),
    ("align_top", "Align top", ""), ("align_middle", "Align middle", ""), ("align_bottom", "Align bottom", ""),
    ("distribute_h", "Distribute horizontally", ""), ("distribute_v", "Distribute vertically", ""),
)  # fmt: skip
ON_LAYER: tuple[Item, ...] = (("split", "Split into neurons", "split"),)
ON_CANVAS: tuple[Item, ...] = (
    ("select_all", "Select all", ""), ("arrange", "Arrange", "grid-3x3"), ("fit", "Fit", "maximize"),
)  # fmt: skip


class Menus:
    """Builds a menu where it is asked for. Menus are not modal: the window goes on behind them."""

    def __init__(
        self, workspace: Workspace, commands: CanvasCommands, padlocks: Padlocks, editing: Editing, handlers: Handlers
    ) -> None:
        self._workspace, self._commands, self._padlocks = workspace, commands, padlocks
        self._editing, self._handlers = editing, handlers

    def open(self, parent: QWidget, hit: Hit, point: QPointF, at: QPoint) -> QMenu:
        """Open the menu for what is under the pointer; what is chosen there is what it works on."""
        menu = self._menu(parent)
        self._choose(hit)
        if hit.ref is not None:
            self._on_parameter(menu, hit.ref)
        elif hit.node is not None:
            self._on_nodes(menu)
        else:
            self._on_canvas(menu, point)
        menu.popup(at)
        return menu

    def offer(self, parent: QWidget, loose: Loose) -> QMenu:
        """Offer the nodes that could stand at the end of a loose wire."""
        menu = self._menu(parent)
        for kind in NODE_KINDS.values():
            if self._fits(loose, kind):
                self._add(menu, kind.title, partial(self._place, loose, kind.name, 1))
        if self._fits(loose, NODE_KINDS["hidden"]):
            self._add(menu, "Layer…", lambda: self._place(loose, "hidden", self._commands.ask_units()), "layers")
        menu.popup(loose.screen)
        return menu

    def _fits(self, loose: Loose, kind: NodeKind) -> bool:
        """Whether a node of that kind could stand at the loose end; of images and maps their sizes decide."""
        document = self._workspace.document
        end = NODE_KINDS[document.nodes[loose.source or loose.target or ""].kind]
        if not (kind.takes_connections if loose.source else kind.gives_connections):
            return False
        if not (kind.grid or end.grid):
            return True
        try:
            AddNode(kind.name, (0.0, 0.0), 1, loose.source, loose.target).apply(document)
        except EditRefused:
            return False
        return True

    def _place(self, loose: Loose, kind: str, units: int | None) -> None:
        if units is not None:
            self._commands.add(kind, loose.center, units, loose.source, loose.target)

    def _menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add(self, menu: QMenu, text: str, handler: Callable[[], object], image: str = "") -> None:
        action = menu.addAction(text)
        if image:
            action.setIcon(icon(image, self._workspace.theme.colors.text))
        action.triggered.connect(lambda *_: handler())

    def _fill(self, menu: QMenu, items: tuple[Item, ...]) -> None:
        for name, text, image in items:
            if name:
                self._add(menu, text, self._handlers[name], image)
            else:
                menu.addSeparator()

    def _choose(self, hit: Hit) -> None:
        selection = self._workspace.selection
        if hit.pair is not None and hit.pair not in selection.pairs:
            selection.choose(pairs=[hit.pair], parameter=hit.ref)
        elif hit.node is not None and (hit.node not in selection.nodes or hit.ref is not None):
            selection.choose([hit.node], parameter=hit.ref)

    def _on_parameter(self, menu: QMenu, ref: Ref) -> None:
        parameter = self._workspace.document.parameter(ref)
        menu.addSection(subscripted(parameter.name))
        self._add(
            menu, "Edit number" if parameter.value.size == 1 else "Edit numbers…", lambda: self._editing.number(ref)
        )
        self._add(menu, "Rename", lambda: self._editing.parameter_name(ref))
        free = bool(parameter.trainable.any())
        self._add(
            menu, "Freeze" if free else "Unfreeze", lambda: self._padlocks.toggle(ref), "lock" if free else "lock-open"
        )
        self._add(menu, "Freeze all others", lambda: self._padlocks.freeze_others(ref))
        if wired(ref):
            menu.addSeparator()
            self._fill(menu, (("delete", "Delete connection", "trash-2"),))

    def _on_nodes(self, menu: QMenu) -> None:
        nodes, chosen = self._workspace.document.nodes, self._workspace.selection.nodes
        sliding = any(nodes[node].filters is not None for node in chosen)
        self._fill(menu, tuple((name, text.replace("bias", "filters and bias") if sliding else text, image)
                               for name, text, image in ON_NODES))  # fmt: skip
        bent = [node for node in chosen if NODE_KINDS[nodes[node].kind].has_activation or nodes[node].kind == "output"]
        if bent:
            self._activations(menu.addMenu("Activation"), tuple(bent))
        if len(chosen) > 1:
            self._fill(menu, ON_SEVERAL)
        elif any(nodes[node].units > 1 and not (nodes[node].classes or nodes[node].grid) for node in chosen):
            self._fill(menu, ON_LAYER)
            self._on_pixels(menu, *chosen)

    def _on_pixels(self, menu: QMenu, node: str) -> None:
        """Offer to make an image of inputs whose columns are the pixels of one."""
        document = self._workspace.document
        if document.nodes[node].kind == "input" and picture_shape(document, document.nodes[node]):
            self._add(menu, "Read as image", partial(self._workspace.do, ReadAsImage(node)), "image")

    def _activations(self, menu: QMenu, nodes: tuple[str, ...]) -> None:
        for choice in ACTIVATIONS.values():
            self._add(menu, choice.title, partial(self._workspace.do, SetActivation(nodes, choice.name)))

    def _on_canvas(self, menu: QMenu, point: QPointF) -> None:
        for kind in NODE_KINDS.values():
            self._add(menu, f"Add {kind.title}", partial(self._commands.add, kind.name, point), "plus")
        self._add(menu, "Paste here", lambda: self._commands.paste(point), "clipboard-paste")
        menu.addSeparator()
        self._fill(menu, ON_CANVAS)
