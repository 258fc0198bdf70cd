from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.geometry import wire_point
from gui.canvas.palette import Palette, Tile
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import LEFT, NONE, Hand
from tests.gui.conftest import Script

SPOT = QPointF(60, 220)


class Bench:
    """A palette beside a canvas."""

    def __init__(self, palette: Palette, hand: Hand) -> None:
        self.palette, self.hand = palette, hand

    def tile(self, title: str) -> Tile:
        return next(tile for tile in self.palette.tiles if tile.text() == title)

    def drag(self, title: str, point: QPointF) -> None:
        self.pull(title, point)
        tile = self.tile(title)
        QTest.mouseRelease(tile, LEFT, NONE, self._from(tile, point))

    def pull(self, title: str, point: QPointF) -> None:
        tile = self.tile(title)
        QTest.mousePress(tile, LEFT, NONE, tile.rect().center())
        QTest.mouseMove(tile, tile.rect().center() + QPoint(30, 30))
        QTest.mouseMove(tile, self._from(tile, point))

    def _from(self, tile: QWidget, point: QPointF) -> QPoint:
        view = self.hand.view
        return tile.mapFromGlobal(view.viewport().mapToGlobal(self.hand.on_view(point)))


@pytest.fixture
def bench(workspace: Workspace, hand: Hand, qtbot: QtBot) -> Bench:
    palette = Palette(workspace, hand.view)
    qtbot.addWidget(palette)
    palette.show()
    return Bench(palette, hand)


def kinds(workspace: Workspace) -> list[str]:
    return [node.kind for node in workspace.document.nodes.values()][4:]


def test_every_tile_says_what_it_is(bench: Bench) -> None:
    assert [tile.text() for tile in bench.palette.tiles] == [
        "Input", "Hidden", "Output", "SoftMax", "ArgMax", "Image", "Convolution", "Pool", "Layer"]
    assert all(tile.toolTip() and tile.accessibleName() for tile in bench.palette.tiles)


@pytest.mark.parametrize("title", ["Input", "Hidden", "Output"])
def test_drag_a_tile_onto_the_canvas(bench: Bench, workspace: Workspace, title: str) -> None:
    bench.drag(title, SPOT)
    assert kinds(workspace) == [title.lower()]
    new = list(workspace.document.nodes)[-1]
    assert workspace.document.positions[new] == (60, 220)
    assert workspace.selection.node == new


def test_click_a_tile_then_the_canvas(bench: Bench, workspace: Workspace) -> None:
    QTest.mouseClick(bench.tile("Hidden"), LEFT)
    bench.hand.move(SPOT)
    assert bench.hand.view.canvas.stage.preview.ghost is not None
    bench.hand.click(SPOT)
    bench.hand.click(SPOT + QPointF(0, 200))
    assert kinds(workspace) == ["hidden"]


def test_enter_adds_at_a_free_spot(bench: Bench, workspace: Workspace) -> None:
    for _ in range(2):
        QTest.keyClick(bench.tile("Hidden"), Qt.Key.Key_Return)
    points = list(workspace.document.positions.values())
    assert len(points) == len(set(points)) == 6


def test_a_layer_asks_how_many_units_and_may_be_left(bench: Bench, workspace: Workspace, script: Script) -> None:
    script.answers = [5, None]
    bench.drag("Layer", SPOT)
    QTest.keyClick(bench.tile("Layer"), Qt.Key.Key_Space)
    assert [node.units for node in workspace.document.nodes.values()][4:] == [5]
    assert len(script.asked) == 2


def test_esc_while_dragging_leaves_no_trace(bench: Bench, workspace: Workspace) -> None:
    bench.pull("Hidden", SPOT)
    QTest.keyClick(bench.tile("Hidden"), Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.tile("Hidden"), LEFT, NONE, bench._from(bench.tile("Hidden"), SPOT))
    assert bench.hand.view.canvas.stage.preview.ghost is None
    assert workspace.session.labels == ["New"]


def test_esc_after_clicking_a_tile_leaves_no_trace(bench: Bench, workspace: Workspace) -> None:
    QTest.mouseClick(bench.tile("Hidden"), LEFT)
    bench.hand.move(SPOT)
    bench.hand.key(Qt.Key.Key_Escape)
    bench.hand.click(SPOT)
    assert workspace.session.labels == ["New"]


def test_a_drop_beside_the_canvas_adds_nothing(bench: Bench, workspace: Workspace) -> None:
    bench.drag("Hidden", QPointF(-5000, 0))
    assert workspace.session.labels == ["New"]


def test_dropped_on_a_connection_it_is_inserted(bench: Bench, workspace: Workspace) -> None:
    old = workspace.document.connections["dose", "top"].weight
    bench.drag("Hidden", wire_point(bench.hand.drawing.wire(("dose", "top")), 0.5))
    new = list(workspace.document.nodes)[-1]
    assert workspace.document.connections["dose", new].weight == old
    assert (new, "top") in workspace.document.connections
    assert ("dose", "top") not in workspace.document.connections


@pytest.mark.parametrize("pair", [("dose", "top"), ("dose", "bottom"), ("top", "effect")])
def test_both_numbers_are_seen_after_a_node_is_put_into_a_connection(
    bench: Bench, workspace: Workspace, pair: tuple[str, str]
) -> None:
    bench.hand.view.fit()
    bench.drag("Hidden", wire_point(bench.hand.drawing.wire(pair), 0.5))
    new = list(workspace.document.nodes)[-1]
    drawing, connections = bench.hand.drawing, workspace.document.connections
    assert {(pair[0], new), (new, pair[1])} <= connections.keys()
    assert connections.keys() <= drawing.pills.keys()
    assert bench.hand.view.camera.shows(drawing.bounds)
    assert workspace.session.labels == ["New", "Insert node"]
    workspace.session.undo()
    assert workspace.document.positions["effect"] == (480, 0)


def test_nothing_moves_when_a_node_is_dropped_near_an_edge(bench: Bench, workspace: Workspace) -> None:
    bench.hand.view.fit()
    camera = bench.hand.view.camera
    seen, half = camera.seen, 45.0
    for point in (seen.topLeft() + QPointF(half, half), seen.bottomRight() - QPointF(half, half)):
        bench.drag("Hidden", point)
        assert camera.seen == seen
    assert kinds(workspace) == ["hidden", "hidden"]
    assert not camera.shows(bench.hand.drawing.bounds)
