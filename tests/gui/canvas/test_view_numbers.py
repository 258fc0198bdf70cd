from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.document import Ref
from core.edits.graph import Remove
from core.edits.values import SetValue
from gui.canvas.tools.scrub import scrubbed
from gui.canvas.tools.tool import CTRL, SHIFT
from gui.state.workspace import Workspace
from tests.gui.canvas.hand import Hand

W1, W3, B1, B3 = ("dose", "top"), ("top", "effect"), ("", "top"), ("", "effect")
EMPTY = QPointF(120, 220)


def value(workspace: Workspace, ref: Ref) -> float:
    return float(workspace.document.parameter(ref).value.flat[0])


def frozen(workspace: Workspace, ref: Ref) -> bool:
    return not workspace.document.parameter(ref).trainable.any()


def typing(hand: Hand) -> bool:
    return hand.view.editing.line.isVisible()


def test_click_a_number_type_another_and_press_enter(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(W1))
    assert hand.view.editing.line.selectedText() == "3.34"
    hand.type("1/2")
    hand.type_key(Qt.Key.Key_Return)
    assert value(workspace, W1) == 0.5
    assert not typing(hand)
    assert hand.view.hasFocus()
    assert workspace.session.labels == ["New", "Set w1"]


def test_delete_in_a_number_box_says_how_the_connection_is_deleted(
    hand: Hand, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(hand.view.editing.line, "_complain", lambda words, _at: told.append(words))
    hand.click(hand.pill(W1))
    hand.type_key(Qt.Key.Key_Delete)
    assert told == ["Type a number; or press Esc, then Delete, to delete the connection."]
    hand.type_key(Qt.Key.Key_Escape)
    assert value(workspace, W1) == 3.34
    assert hand.view.hasFocus()
    hand.view.handlers["delete"]()
    assert W1 not in workspace.document.connections


def test_a_double_click_selects_the_whole_number(hand: Hand, workspace: Workspace) -> None:
    workspace.do(SetValue(W1, -12.5067))
    line = hand.view.editing.line
    hand.click(hand.pill(W1))  # the first of the two opens the line; the second falls on it
    spot = line.rect().center() + QPoint(8, 0)
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=spot)
    assert line.selectedText() == "−12.5067"
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=spot)
    assert line.selectedText() == ""
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=spot)
    event = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        QPointF(spot),
        QPointF(line.mapToGlobal(spot)),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(line, event)
    trembling = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(spot) + QPointF(3, 1),
        QPointF(line.mapToGlobal(spot)) + QPointF(3, 1),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(line, trembling)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=spot + QPoint(3, 1))
    assert line.selectedText() == "−12.5067"
    hand.type("0.5")
    hand.type_key(Qt.Key.Key_Return)
    assert value(workspace, W1) == 0.5


def test_every_way_to_write_a_number(hand: Hand, workspace: Workspace) -> None:
    for text, number in (("0,5", 0.5), ("-1.2e-3", -0.0012), ("−2", -2.0), (".25", 0.25)):
        hand.click(hand.pill(B1))
        hand.type(text)
        hand.type_key(Qt.Key.Key_Enter)
        assert value(workspace, B1) == number


def test_esc_leaves_the_number(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(W1))
    hand.type("9")
    hand.type_key(Qt.Key.Key_Escape)
    assert not typing(hand)
    assert workspace.session.labels == ["New"]


def test_clicking_away_commits(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(W1))
    hand.type("9")
    hand.click(EMPTY)
    assert value(workspace, W1) == 9
    assert not typing(hand)


def test_an_unchanged_number_is_no_step(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(W1))
    hand.type_key(Qt.Key.Key_Return)
    assert workspace.session.labels == ["New"]


def test_a_wrong_entry_stays_open_with_its_sentence(hand: Hand, workspace: Workspace) -> None:
    heard: list[str] = []
    workspace.notices.refused.connect(heard.append)
    hand.click(hand.pill(W1))
    hand.type("three")
    hand.type_key(Qt.Key.Key_Return)
    hand.click(EMPTY)
    hand.click(hand.node("top"))
    assert typing(hand)
    assert all("“three” is not a number" in sentence for sentence in heard)
    assert len(heard) >= 2
    assert workspace.session.labels == ["New"]
    hand.view.editing.line.selectAll()
    hand.type("3")
    hand.type_key(Qt.Key.Key_Return)
    assert value(workspace, W1) == 3


def test_tab_goes_through_all_numbers(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(W1))
    for number in ("1", "2", "3", "4", "5", "6", "7"):
        hand.type(number)
        hand.type_key(Qt.Key.Key_Tab)
    values = [value(workspace, ref) for ref in workspace.document.parameters()]
    assert sorted(values) == [1, 2, 3, 4, 5, 6, 7]
    assert workspace.selection.parameter == W1
    hand.type_key(Qt.Key.Key_Backtab)
    assert workspace.selection.parameter == list(workspace.document.parameters())[-1]


def test_enter_on_a_chosen_connection_opens_its_number(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W3])
    hand.key(Qt.Key.Key_Return)
    hand.type("4")
    hand.type_key(Qt.Key.Key_Return)
    assert value(workspace, W3) == 4
    workspace.selection.choose(["effect"])
    hand.key(Qt.Key.Key_Return)
    hand.type("5")
    hand.type_key(Qt.Key.Key_Return)
    assert value(workspace, B3) == 5


def test_scrubbing_shows_what_follows_and_is_one_step(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose_row(2)
    stage, start = hand.view.canvas.stage, hand.pill(B3)
    before = stage.chosen_values("effect")
    assert before is not None
    hand.pull(start, start + QPointF(50, 3))
    during = stage.chosen_values("effect")
    assert during is not None
    assert during[0] == pytest.approx(before[0] + 0.5)
    assert value(workspace, B3) == 0
    hand.release(start + QPointF(50, 3))
    assert value(workspace, B3) == 0.5
    assert workspace.session.labels == ["New", "Set b3"]
    assert not typing(hand)


def test_esc_while_scrubbing_leaves_no_trace(hand: Hand, workspace: Workspace) -> None:
    start = hand.pill(B3)
    hand.pull(start, start + QPointF(50, 3))
    hand.key(Qt.Key.Key_Escape)
    assert hand.view.canvas.stage.number(B3) == 0
    hand.release(start + QPointF(50, 3))
    assert workspace.session.labels == ["New"]


def test_shift_scrubs_finer_and_ctrl_coarser(hand: Hand, workspace: Workspace) -> None:
    start = hand.pill(B3)
    hand.drag(start, start + QPointF(50, 0), SHIFT)
    assert value(workspace, B3) == 0.05
    hand.drag(start, start + QPointF(50, 0), CTRL)
    assert value(workspace, B3) == 5.05


def test_scrubbing_steps_with_the_size_of_the_number() -> None:
    assert scrubbed(0, 1) == 0.01
    assert scrubbed(0.001, -1) == -0.009
    assert scrubbed(3.34, 10) == 3.44
    assert scrubbed(2500, 1) == 2510
    assert scrubbed(2500, 1, fine=True) == 2501


def test_the_data_a_node_shows_is_typed_there_too(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose_row(1)
    hand.double_click(hand.node("dose"))
    assert hand.view.editing.line.text() == "0.5"
    hand.type("1/4")
    hand.type_key(Qt.Key.Key_Return)
    workspace.selection.choose(["effect"])
    hand.double_click(hand.node("effect"))
    hand.type("0,75")
    hand.type_key(Qt.Key.Key_Return)
    data = workspace.document.data
    assert data.column("dosage").values.tolist() == [0, 0.25, 1]
    assert data.column("effectiveness").values.tolist() == [0, 0.75, 0]


def test_what_is_deleted_while_typed_into_closes_the_line(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(B1))
    workspace.do(Remove(frozenset({"top"})))
    assert not typing(hand)


def test_a_gesture_on_what_is_deleted_meanwhile_is_forgotten(hand: Hand, workspace: Workspace) -> None:
    hand.pull(hand.port("top"), EMPTY)
    workspace.do(Remove(frozenset({"top"})))
    hand.move(EMPTY + QPointF(5, 5))
    hand.release(EMPTY)
    assert workspace.session.labels == ["New", "Delete node"]


def test_the_padlock_freezes_and_unfreezes(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.lock(B1))
    hand.click(hand.lock(W3))
    assert frozen(workspace, B1)
    assert frozen(workspace, W3)
    hand.click(hand.lock(B1))
    assert not frozen(workspace, B1)
    assert workspace.session.labels == ["New", "Freeze", "Freeze", "Unfreeze"]


def test_a_frozen_number_looks_frozen(hand: Hand) -> None:
    before = hand.view.grab(hand.view.viewport().rect()).toImage()
    hand.click(hand.lock(B1))
    hand.view.gestures.leave()
    after = hand.view.grab(hand.view.viewport().rect()).toImage()
    place = hand.on_view(hand.drawing.pills[B1].topLeft())
    width, height = (int(size) for size in hand.drawing.pills[B1].size().toTuple())
    differing = sum(
        before.pixel(place.x() + x, place.y() + y) != after.pixel(place.x() + x, place.y() + y)
        for x in range(width)
        for y in range(height)
    )
    assert differing > 50


def test_rename_a_node_in_place(hand: Hand, workspace: Workspace) -> None:
    hand.double_click(hand.node("top") - QPointF(0, 55))
    hand.type("bend")
    hand.type_key(Qt.Key.Key_Return)
    assert workspace.document.nodes["top"].label == "bend"
    workspace.selection.choose(["top"])
    hand.view.handlers["rename"]()
    hand.type_key(Qt.Key.Key_Backspace)
    hand.type_key(Qt.Key.Key_Return)
    assert typing(hand)
    assert workspace.document.nodes["top"].label == "bend"


def test_rename_a_weight_and_refuse_a_name_that_is_taken(hand: Hand, workspace: Workspace) -> None:
    workspace.selection.choose(pairs=[W1], parameter=W1)
    hand.view.handlers["rename"]()
    hand.type("b1")
    hand.type_key(Qt.Key.Key_Return)
    assert typing(hand)
    hand.view.editing.line.selectAll()
    hand.type("slope")
    hand.type_key(Qt.Key.Key_Return)
    assert workspace.document.parameter(W1).name == "slope"


def test_the_line_stays_over_its_number_while_the_canvas_moves(hand: Hand) -> None:
    hand.click(hand.pill(W1))
    before = hand.view.editing.line.pos()
    hand.wheel(hand.node("effect"), 2)
    assert hand.view.editing.line.pos() != before
    center = hand.view.editing.line.geometry().center()
    assert (center - hand.on_view(hand.drawing.pills[W1].center())).manhattanLength() <= 3


def test_numbers_change_while_something_else_is_typed_into(hand: Hand, workspace: Workspace) -> None:
    hand.click(hand.pill(W1))
    hand.type("7")
    workspace.training.step()
    assert typing(hand)
    hand.type_key(Qt.Key.Key_Return)
    assert value(workspace, W1) == 7
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
