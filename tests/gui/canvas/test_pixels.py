"""An input node of pixels shows the chosen row as the picture it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF

from core.document import DataSpec, Document, Node, column
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand

NAMES = [f"row {row} column {place}" for row in (1, 2) for place in (1, 2)]


def checks() -> Document:
    """Two rows of 2 × 2 pixels: ink on one diagonal, then on the other."""
    values = np.array([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0]])
    columns = tuple(column(name, values[:, place]) for place, name in enumerate(NAMES))
    node = Node("x", "input", "x", 4)
    return Document("Checks", {"x": node}, {}, {"x": (0.0, 0.0)}, DataSpec(columns, {"x": tuple(NAMES)}))


def quarters(hand: Hand) -> list[str]:
    """Return the colours in the middles of the four pixels."""
    image = hand.view.grab().toImage()
    steps = [(-8, -11), (8, -11), (-8, 5), (8, 5)]  # the picture is 34 wide, and a little above the centre
    places = [hand.view.viewport().mapToParent(hand.on_view(hand.node("x") + QPointF(*step)))
              for step in steps]  # fmt: skip
    return [image.pixelColor(place).name() for place in places]


def test_the_chosen_row_is_seen(
    make_workspace: Callable[[Document], Workspace], show: Callable[[Workspace], Hand]
) -> None:
    workspace = make_workspace(checks())
    hand, colors = show(workspace), workspace.theme.colors
    paper, ink = colors.window, colors.text
    assert quarters(hand) == [paper, ink, ink, paper]
    workspace.selection.choose_row(1)
    assert quarters(hand) == [ink, paper, paper, ink]
    workspace.theme.use("dark")
    colors = workspace.theme.colors
    assert quarters(hand) == [colors.text, colors.window, colors.window, colors.text]
