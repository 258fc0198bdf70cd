from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu

from core.document import Document
from core.edits.graph import AddNode
from gui.canvas.geometry import wire_point
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand
from tests.gui.conftest import Script

NOWHERE = QPointF(60, 220)


def open_menu(hand: Hand) -> QMenu:
    menus = [menu for menu in hand.view.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def choose(hand: Hand, text: str) -> None:
    menu = open_menu(hand)
    action = next(action for action in menu.actions() if action.text() == text)
    menu.setActiveAction(action)
    action.trigger()
    menu.close()


def test_drag_from_a_port_to_a_node_connects_them(hand: Hand, workspace: Workspace) -> None:
    hand.pull(hand.port("dose"), hand.node("effect"))
    verdict = hand.view.canvas.stage.preview.verdict
    assert verdict is not None
    assert (verdict.node, verdict.good) == ("effect", True)
    hand.release(hand.node("effect"))
    assert ("dose", "effect") in workspace.document.connections
    assert workspace.selection.pairs == {("dose", "effect")}
    assert workspace.session.labels == ["New", "Connect"]


def test_drag_backwards_from_an_input_port(hand: Hand, workspace: Workspace) -> None:
    hand.drag(hand.port("effect", incoming=True), hand.node("dose"))
    assert ("dose", "effect") in workspace.document.connections


def test_refusals_are_seen_while_hovering_and_said_at_release(hand: Hand, workspace: Workspace) -> None:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    cases = (
        ("effect", "top", "would close a loop"),
        ("dose", "top", "connected already"),
        ("top", "dose", "takes its values from the data"),
    )
    for source, target, reason in cases:
        hand.pull(hand.port(source), hand.node(target))
        verdict = hand.view.canvas.stage.preview.verdict
        assert verdict is not None
        assert reason in verdict.sentence
        hand.release(hand.node(target))
        assert reason in heard.pop()
        assert hand.view.canvas.stage.preview.wire is None
    assert workspace.session.labels == ["New"]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_node_cannot_feed_itself(hand: Hand, workspace: Workspace, backwards: bool) -> None:  # noqa: FBT001  pytest's
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    start, end = hand.port("top", incoming=backwards), hand.port("top", incoming=not backwards)
    hand.pull(start, end)
    verdict = hand.view.canvas.stage.preview.verdict
    assert verdict is not None
    assert (verdict.node, verdict.good) == ("top", False)
    hand.release(end)
    assert heard == ["Cannot connect hidden 1 to hidden 1: a node cannot feed itself."]
    assert workspace.session.labels == ["New"]


def test_a_wire_brought_back_to_its_port_says_nothing(hand: Hand, workspace: Workspace) -> None:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    hand.drag(hand.port("top"), hand.port("top") + QPointF(-8, 4))
    assert heard == []
    assert workspace.session.labels == ["New"]


def test_esc_forgets_the_wire(hand: Hand, workspace: Workspace) -> None:
    hand.pull(hand.port("dose"), hand.node("effect"))
    hand.key(Qt.Key.Key_Escape)
    assert hand.view.canvas.stage.preview.wire is None
    hand.release(hand.node("effect"))
    assert workspace.session.labels == ["New"]


def test_a_wire_dropped_on_empty_canvas_offers_nodes_that_take_it(hand: Hand, workspace: Workspace) -> None:
    hand.drag(hand.port("dose"), NOWHERE)
    assert [action.text() for action in open_menu(hand).actions()] == [
        "Hidden", "Output", "SoftMax", "ArgMax", "Layer…"]
    choose(hand, "Hidden")
    new = list(workspace.document.nodes)[-1]
    assert ("dose", new) in workspace.document.connections
    assert workspace.selection.node == new
    assert workspace.session.labels == ["New", "Add hidden"]


def test_a_wire_dropped_backwards_offers_nodes_that_feed(hand: Hand, workspace: Workspace) -> None:
    hand.drag(hand.port("top", incoming=True), NOWHERE)
    assert "Input" in [action.text() for action in open_menu(hand).actions()]
    choose(hand, "Input")
    assert (list(workspace.document.nodes)[-1], "top") in workspace.document.connections


def test_a_loose_wire_can_end_in_a_layer(hand: Hand, workspace: Workspace, script: Script) -> None:
    script.answers = [4]
    hand.drag(hand.port("dose"), NOWHERE)
    choose(hand, "Layer…")
    new = list(workspace.document.nodes)[-1]
    assert workspace.document.nodes[new].units == 4
    assert workspace.document.parameter(("dose", new)).value.shape == (4, 1)


def test_a_click_on_a_port_chooses_its_node(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.port("top"))
    assert workspace.selection.node == "top"
    assert workspace.session.labels == ["New"]


def test_a_lone_node_dropped_on_a_connection_is_put_into_it(
    make_workspace: Callable[[Document], Workspace], show: Callable[[Workspace], Hand], workspace: Workspace
) -> None:
    document = AddNode("hidden", (240, 0)).apply(workspace.document)
    other = make_workspace(document)
    hand, lone = show(other), list(document.nodes)[-1]
    old = document.connections["top", "effect"].weight
    hand.drag(hand.node(lone), wire_point(hand.drawing.wire(("top", "effect")), 0.3))
    connections = other.document.connections
    assert ("top", "effect") not in connections
    assert connections["top", lone].weight == old
    assert (lone, "effect") in connections
    assert other.session.labels == ["New", "Insert node"]


def test_a_connected_node_dropped_on_a_connection_only_moves(hand: Hand, workspace: Workspace) -> None:
    hand.drag(hand.node("bottom"), wire_point(hand.drawing.wire(("top", "effect")), 0.5))
    assert workspace.session.labels == ["New", "Move"]
