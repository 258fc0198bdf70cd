"""Drawings with thousands of connections: straight lines, a kept picture, numbers only for what is looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from core.document import Connection, Document, Node, parameter
from gui.canvas.connection_layer import MOST_LIVE, ConnectionLayer
from gui.canvas.geometry import wire_point
from gui.canvas.wire_painter import line_pieces
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand

SIDE = 40


def crowd() -> Document:
    """Two columns of 40 nodes, every one of the left connected to every one of the right: 1,600 weights."""
    rng = np.random.default_rng(4)
    left, right = ([f"{side}{row}" for row in range(SIDE)] for side in "ab")
    nodes = {
        name: Node(name, kind, name, bias=None if kind == "input" else parameter(f"bias_{name}", [0.0]))
        for kind, names in (("input", left), ("output", right))
        for name in names
    }
    connections = {
        (a, b): Connection(a, b, parameter(f"weight_{a}_{b}", [[rng.normal()]])) for a in left for b in right
    }
    places = {name: (600.0 * (name[0] == "b"), 30.0 * int(name[1:])) for name in nodes}
    return Document("Crowd", nodes, connections, places)


@pytest.fixture
def hand(make_workspace: Callable[[Document], Workspace], show: Callable[[Workspace], Hand]) -> Hand:
    hand = show(make_workspace(crowd()))
    hand.view.fit()
    hand.view.viewport().repaint()
    return hand


def layer(hand: Hand) -> ConnectionLayer:
    return next(item for item in hand.view.canvas.items() if isinstance(item, ConnectionLayer))


def shares(image: QImage, *colors: str) -> list[float]:
    wanted = [QColor(color).rgb() for color in colors]
    pixels = [image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    return [sum(pixel == color for pixel in pixels) / len(pixels) for color in wanted]


def test_connections_of_both_signs_are_seen(hand: Hand) -> None:
    assert len(hand.drawing.pairs) > MOST_LIVE
    colors = hand.view.canvas.stage.colors
    positive, negative = shares(hand.view.viewport().grab().toImage(), colors.positive, colors.negative)
    assert positive > 0.01
    assert negative > 0.01


def test_only_what_is_looked_at_shows_its_number(hand: Hand) -> None:
    pair = ("a3", "b30")
    assert not any(ref[0] for ref in hand.drawing.pills)
    hand.view.gestures.desk.workspace.selection.choose(pairs=[pair])
    assert [ref for ref in hand.drawing.pills if ref[0]] == [pair]
    hand.view.gestures.desk.workspace.selection.clear()
    assert not any(ref[0] for ref in hand.drawing.pills)


def test_a_straight_wire_is_found_where_it_is_drawn(hand: Hand) -> None:
    wire = hand.drawing.wire(("a0", "b39"))
    assert wire.straight
    hand.move(wire_point(wire, 0.5))
    assert hand.view.canvas.stage.hover.pair is not None


def test_the_kept_picture_is_made_anew_after_a_rest(hand: Hand, qtbot: QtBot) -> None:
    backdrop = layer(hand)._backdrop
    first = backdrop.area
    hand.view.camera.zoom_by(1.3)
    hand.view.viewport().repaint()
    assert backdrop.area == first  # stretched meanwhile
    qtbot.waitUntil(lambda: backdrop.scale == hand.view.camera.zoom)
    hand.view.camera.pan(QPoint(2, 3))
    hand.view.viewport().repaint()
    assert not layer(hand)._rest.isActive()  # still within what the picture shows


def test_moving_a_node_is_seen_at_once(hand: Hand) -> None:
    before, start = layer(hand)._backdrop.key, hand.node("a39")
    beside = QRect(hand.on_view(QPointF(-150, 900)), hand.on_view(QPointF(-50, 1170)))
    colors = hand.view.canvas.stage.colors
    hand.pull(start, start + QPointF(-200, 0))
    during = shares(hand.view.viewport().grab(beside).toImage(), colors.positive, colors.negative)
    assert sum(during) > 0.01
    hand.release(start + QPointF(-200, 0))
    hand.view.viewport().repaint()
    assert layer(hand)._backdrop.key[0] is not before[0]


def test_dashes_leave_gaps_and_keep_the_ends() -> None:
    pieces = line_pieces(np.array([[0.0, 0.0, 300.0, 0.0]]), 3)
    assert [(round(piece.x1(), 6), round(piece.x2(), 6)) for piece in pieces] == [(0, 92), (108, 192), (208, 300)]
