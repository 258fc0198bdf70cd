from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from core.document import Document
from gui.canvas.geometry import extent
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand


def refusals(workspace: Workspace) -> list[str]:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    return heard


def test_copy_and_paste_between_windows_is_text(
    hand: Hand,
    workspace: Workspace,
    make_workspace: Callable[[Document], Workspace],
    show: Callable[[Workspace], Hand],
) -> None:
    workspace.selection.choose(["top", "effect"])
    hand.view.handlers["copy"]()
    assert '"format": "squiggle-network"' in QGuiApplication.clipboard().text()
    other = make_workspace(Document())
    show(other).view.handlers["paste"]()
    nodes = list(other.document.nodes.values())
    assert [node.label for node in nodes] == ["hidden 1", "effectiveness"]
    assert [other.document.parameter(pair).value.item() for pair in other.document.connections] == [-1.22]
    assert other.selection.nodes == set(other.document.nodes)


def test_pasting_twice_covers_nothing(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top"])
    hand.view.handlers["copy"]()
    hand.view.handlers["paste"]()
    hand.view.handlers["paste"]()
    points = list(workspace.document.positions.values())
    assert len(set(points)) == len(points) == 6
    assert workspace.session.labels == ["New", "Paste", "Paste"]


def test_cut_takes_away_and_paste_brings_back(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top"])
    hand.view.handlers["cut"]()
    assert "top" not in workspace.document.nodes
    hand.view.handlers["paste"]()
    assert "hidden 1" in [node.label for node in workspace.document.nodes.values()]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "holds no nodes"),
        ("hello", "holds no nodes"),
        ("{", "no network"),
        ('{"format": "something else"}', "no network"),
    ],
)
def test_pasting_what_is_no_network_is_refused(hand: Hand, workspace: Workspace, text: str, reason: str) -> None:
    heard = refusals(workspace)
    QGuiApplication.clipboard().setText(text)
    hand.view.handlers["paste"]()
    assert reason in heard[0]
    assert workspace.session.labels == ["New"]


def test_duplicate_is_one_step_by_its_own_name(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top", "bottom"])
    hand.view.handlers["duplicate"]()
    assert len(workspace.document.nodes) == 6
    assert workspace.session.labels == ["New", "Duplicate"]


@pytest.mark.parametrize("chosen", [["top"], ["dose", "effect"], ["dose", "top", "bottom", "effect"]])
def test_duplicates_lie_over_nothing(hand: Hand, workspace: Workspace, chosen: list[str]) -> None:
    taken = [extent(center) for center in hand.drawing.centers.values()]
    taken += [pill for ref, pill in hand.drawing.pills.items() if ref[0]]
    workspace.selection.choose(chosen)
    hand.view.handlers["duplicate"]()
    copies = [extent(hand.drawing.centers[node]) for node in workspace.selection.nodes]
    assert len(copies) == len(chosen)
    assert not [copy for copy in copies for other in taken if copy.intersects(other)]
    assert all(hand.view.camera.seen.contains(copy) for copy in copies)


def test_delete_nodes_and_connections(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top"], [("dose", "bottom")])
    hand.view.handlers["delete"]()
    assert list(workspace.document.nodes) == ["dose", "bottom", "effect"]
    assert list(workspace.document.connections) == [("bottom", "effect")]
    assert not workspace.selection.nodes


def test_align_distribute_arrange(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["dose", "top", "bottom"])
    hand.view.handlers["align_left"]()
    assert [workspace.document.positions[node][0] for node in ("dose", "top", "bottom")] == [0, 0, 0]
    workspace.selection.choose(workspace.document.nodes)
    hand.view.handlers["distribute_v"]()
    assert sorted(y for _, y in workspace.document.positions.values()) == [-120, -40, 40, 120]
    hand.view.handlers["arrange"]()
    assert workspace.document.positions["effect"] == (480, 0)
    assert workspace.session.labels == ["New", "Align left", "Distribute vertically", "Arrange"]


def test_arranging_shows_all(hand: Hand, workspace: Workspace) -> None:
    hand.view.camera.pan(QPoint(400, 0))
    assert not hand.view.camera.shows(hand.drawing.bounds)
    hand.view.handlers["arrange"]()
    assert hand.view.camera.shows(hand.drawing.bounds)
    assert workspace.session.labels == ["New", "Arrange"]


def test_arranging_leaves_the_zoom_where_all_is_seen(hand: Hand) -> None:
    hand.view.camera.zoom_to(0.7)
    hand.view.handlers["arrange"]()
    assert hand.view.camera.zoom == 0.7


def test_commands_that_need_more_say_so(hand: Hand, workspace: Workspace) -> None:
    heard = refusals(workspace)
    for name in ("align_top", "distribute_h", "copy", "split", "rename", "freeze", "connect_all", "merge"):
        hand.view.handlers[name]()
    assert len(heard) == 8
    assert all(sentence.endswith(".") for sentence in heard)
    assert workspace.session.labels == ["New"]


def test_merge_and_split(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top", "bottom"])
    hand.view.handlers["merge"]()
    layer = workspace.selection.node
    assert layer is not None
    assert workspace.document.nodes[layer].units == 2
    hand.view.handlers["split"]()
    assert len(workspace.selection.nodes) == 2
    assert len(workspace.document.nodes) == 4


def test_connect_all(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["dose", "effect"])
    hand.view.handlers["connect_all"]()
    assert ("dose", "effect") in workspace.document.connections


def test_freeze_unfreeze_all(hand: Hand, workspace: Workspace) -> None:
    def frozen() -> int:
        return sum(not found.trainable.any() for found in workspace.document.parameters().values())

    hand.view.handlers["select_all"]()
    hand.view.handlers["freeze"]()
    assert frozen() == 7
    workspace.selection.choose(["top"])
    hand.view.handlers["unfreeze"]()
    assert frozen() == 6
    hand.view.handlers["free_all"]()
    assert frozen() == 0


def test_select_all_and_deselect(hand: Hand, workspace: Workspace) -> None:
    hand.view.handlers["select_all"]()
    assert len(workspace.selection.nodes) == len(workspace.selection.pairs) == 4
    hand.view.handlers["deselect"]()
    assert not workspace.selection.nodes


def test_zoom_commands(hand: Hand) -> None:
    hand.view.handlers["zoom_in"]()
    assert hand.view.camera.zoom == 1.25
    hand.view.handlers["zoom_normal"]()
    assert hand.view.camera.zoom == 1
    hand.view.handlers["zoom_out"]()
    assert hand.view.camera.zoom == 0.8


def menu_at(hand: Hand, point: QPointF) -> QMenu:
    view = hand.view
    at = hand.on_view(point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menus = [menu for menu in view.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def run(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def test_the_menu_of_a_number_freezes_it(hand: Hand, workspace: Workspace) -> None:
    menu = menu_at(hand, hand.pill(("", "top")))
    assert {"Edit number", "Rename", "Freeze"} <= set(texts(menu))
    run(menu, "Freeze")
    assert not workspace.document.parameter(("", "top")).trainable.any()


def test_the_menu_of_a_connection_deletes_it(hand: Hand, workspace: Workspace) -> None:
    run(menu_at(hand, hand.pill(("dose", "top"))), "Delete connection")
    assert ("dose", "top") not in workspace.document.connections


def test_the_menu_of_nodes_works_on_all_that_is_chosen(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(["top", "bottom"])
    menu = menu_at(hand, hand.node("top"))
    assert "Merge into layer" in texts(menu)
    bend = next(action.menu() for action in menu.actions() if action.text() == "Activation")
    assert isinstance(bend, QMenu)
    run(bend, "ReLU")
    menu.close()
    assert [workspace.document.nodes[node].activation for node in ("top", "bottom")] == ["relu", "relu"]


def test_the_menu_key_works_on_what_is_chosen(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[("dose", "top")])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(hand.view, event)
    menu = next(menu for menu in hand.view.findChildren(QMenu) if menu.isVisible())
    run(menu, "Delete connection")
    assert ("dose", "top") not in workspace.document.connections


def test_the_menu_of_empty_canvas_adds_there(hand: Hand, workspace: Workspace) -> None:
    run(menu_at(hand, QPointF(60, 220)), "Add Hidden")
    new = list(workspace.document.nodes)[-1]
    assert workspace.document.positions[new] == pytest.approx((60, 220), abs=1)
