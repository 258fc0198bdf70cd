"""Views over two inputs on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Connection, DataSpec, Document, Node, TrainingSpec, column, parameter
from gui.maps.map_view import MapView
from gui.maps.surface_view import SurfaceView
from gui.state.workspace import Workspace

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"
ShowMap = Callable[..., MapView]
ShowSurface = Callable[..., SurfaceView]
Shown = TypeVar("Shown", bound=QWidget)


def example(name: str) -> Document:
    """Return an example by its name."""
    return storage.load(EXAMPLES / f"{name}.squiggle")


def plane() -> Document:
    """y = 2 a − b + 0.5 over two inputs, drawn as one output; four rows, the last observed 1 too high."""
    nodes = [Node("a", "input", "a"), Node("b", "input", "b"),
             Node("y", "output", "y", 1, "identity", parameter("b1", [0.5]))]  # fmt: skip
    wires = [Connection("a", "y", parameter("w1", [[2.0]])), Connection("b", "y", parameter("w2", [[-1.0]]))]
    a, b = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])
    data = DataSpec((column("a", a), column("b", b), column("y", 2 * a - b + 0.5 + np.array([0, 0, 0, 1]))),
                    {"a": ("a",), "b": ("b",)}, {"y": ("y",)})  # fmt: skip
    return Document("Plane", {node.id: node for node in nodes}, {wire.pair: wire for wire in wires},
                    {node.id: (0.0, 0.0) for node in nodes}, data, TrainingSpec(loss="ssr"))  # fmt: skip


def shown(view: Shown, qtbot: QtBot, size: tuple[int, int]) -> Shown:
    """Show a view in a size."""
    qtbot.addWidget(view)
    view.resize(*size)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def show_map(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> ShowMap:
    """Return a function that shows the map of a document."""

    def build(document: Document, size: tuple[int, int] = (620, 420)) -> MapView:
        return shown(MapView(make_workspace(document), None), qtbot, size)

    return build


@pytest.fixture
def show_surface(make_workspace: Callable[[Document], Workspace], qtbot: QtBot) -> ShowSurface:
    """Return a function that shows the surface of a document."""

    def build(document: Document, size: tuple[int, int] = (620, 420)) -> SurfaceView:
        return shown(SurfaceView(make_workspace(document), None), qtbot, size)

    return build
