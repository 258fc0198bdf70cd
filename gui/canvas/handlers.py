"""What the actions of the menus do on the canvas, by the actions' names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gui.canvas.camera import Camera
from gui.canvas.choosing import Choosing
from gui.canvas.commands import CanvasCommands
from gui.canvas.padlocks import Padlocks
from gui.canvas.placing import Placing

EDGES = ("left", "center", "right", "top", "middle", "bottom")


def table(
    commands: CanvasCommands, padlocks: Padlocks, placing: Placing, choosing: Choosing, camera: Camera,
    fit: Callable[[], object],
) -> dict[str, Callable[[], object]]:  # fmt: skip
    """Return action name → what it does."""
    return {
        "cut": commands.cut,
        "copy": commands.copy,
        "paste": commands.paste,
        "duplicate": commands.duplicate,
        "delete": commands.delete,
        "connect_all": commands.connect_all,
        "split": commands.split,
        "merge": commands.merge,
        "select_all": choosing.select_all,
        "deselect": choosing.deselect,
        "rename": choosing.rename,
        "row_back": partial(choosing.step_row, -1),
        "row_next": partial(choosing.step_row, 1),
        "freeze": padlocks.freeze,
        "unfreeze": padlocks.unfreeze,
        "freeze_others": padlocks.freeze_others,
        "free_all": padlocks.free_all,
        "arrange": placing.arrange,
        **{f"align_{edge}": partial(placing.align, edge) for edge in EDGES},
        "distribute_h": partial(placing.distribute, "horizontally"),
        "distribute_v": partial(placing.distribute, "vertically"),
        "zoom_in": camera.zoom_in,
        "zoom_out": camera.zoom_out,
        "zoom_normal": camera.zoom_normal,
        "fit": fit,
    }
