"""The fit: true curves, points that can be moved, added and removed, also while training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import DataSpec, Document, Stop, TestSplit, column
from core.edits.graph import AddNode, Connect
from core.edits.table import RemoveRows
from core.edits.values import SetActivation, SetValue
from gui.plots.fit_view import NOTHING, FitView
from gui.plots.marks import Band, Dots, Line, Segments
from tests.benchmarks.networks import layered
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris


def columns(hand: Hand) -> dict[str, list[float]]:
    return {found.name: found.values.tolist() for found in hand.view.workspace.document.data.columns}


def lines(hand: Hand) -> dict[str, Line]:
    return {line.name: line for line in hand.marks(Line)}


def two_inputs() -> Document:
    """Dosage and age into one hidden node; four rows, of which the last is held back."""
    document = Document()
    for kind in ("input", "input", "hidden", "output"):
        document = AddNode(kind, (0, 0)).apply(document)
    a, b, h, o = document.nodes
    document = Connect(((a, h), (b, h), (h, o))).apply(document)
    data = DataSpec(
        (column("dosage", [0, 1, 2, 3]), column("age", [5, 6, 7, 8]), column("effect", [1, 0, 1, 0])),
        {a: ("dosage",), b: ("age",)},
        {o: ("effect",)},
        test=TestSplit(rows=(3,)),
    )
    return document.evolve(data=data)


def test_the_drawn_curves_add_up_to_the_squiggle(show: Show) -> None:
    hand = show(FitView, one_two_one(b3=2.61))
    found = lines(hand)
    assert list(found) == ["hidden 1 × w₃", "hidden 2 × w₄", "their sum + b₃"]
    total = found["hidden 1 × w₃"].y + found["hidden 2 × w₄"].y + 2.61
    np.testing.assert_allclose(total, found["their sum + b₃"].y)
    assert found["hidden 1 × w₃"].dashed
    assert "400 points" in hand.view.note.whole


def test_of_one_curve_it_is_said_what_is_added_to_it(show: Show) -> None:
    found = lines(show(FitView, two_inputs()))
    assert list(found) == ["hidden 1 × w₃", "hidden 1 × w₃ + b₂"]


def test_an_output_with_an_activation_shows_the_sum_before_it(show: Show) -> None:
    hand = show(FitView, SetActivation(("effect",), "sigmoid").apply(one_two_one()))
    found = lines(hand)
    total, bent = found["their sum + b₃"], found["sigmoid(their sum + b₃)"]
    np.testing.assert_allclose(1 / (1 + np.exp(-total.y)), bent.y)


def test_the_curves_that_add_up_can_be_put_away(show: Show) -> None:
    hand = show(FitView, SetActivation(("effect",), "sigmoid").apply(one_two_one()))
    assert isinstance(hand.view, FitView)
    QTest.mouseClick(hand.view.parts, Qt.MouseButton.LeftButton)
    assert list(lines(hand)) == ["predicted"]
    reading = hand.view.reading(0.25, -3.0)
    assert reading is not None
    assert len(reading.lines) == 2
    QTest.mouseClick(hand.view.parts, Qt.MouseButton.LeftButton)
    assert len(lines(hand)) == 4


def test_residuals_reach_from_the_points_to_the_predictions(show: Show) -> None:
    hand = show(FitView, one_two_one())
    (residuals,) = hand.marks(Segments)
    frame = hand.view.workspace.training.frame
    outputs = frame.outputs("effect")
    assert outputs is not None
    assert residuals.y.tolist() == [0, 1, 0]
    np.testing.assert_allclose(residuals.to, outputs[0])


def test_dragging_a_point_previews_and_is_one_edit_at_release(show: Show) -> None:
    hand = show(FitView, one_two_one())
    session = hand.view.workspace.session
    hand.drag((0.5, 1.0), (0.7, 0.4), drop=False)
    assert session.index == 0
    (residuals,) = hand.marks(Segments)
    assert residuals.x[1] == pytest.approx(0.7, abs=0.02)
    assert residuals.to[1] == pytest.approx(np.interp(residuals.x[1], *squiggle(hand)), abs=1e-4)
    hand.release(0.7, 0.4)
    assert session.labels[1:] == ["Move point of row 2"]
    assert columns(hand)["dosage"][1] == pytest.approx(0.7, abs=0.02)
    assert columns(hand)["effectiveness"][1] == pytest.approx(0.4, abs=0.05)
    assert len(str(columns(hand)["dosage"][1])) <= 6
    assert hand.view.workspace.selection.row == 1
    session.undo()
    assert columns(hand)["dosage"] == [0, 0.5, 1]


def squiggle(hand: Hand) -> tuple[np.ndarray, np.ndarray]:
    line = lines(hand)["their sum + b₃"]
    return line.x, line.y


def test_esc_while_dragging_leaves_no_trace(show: Show) -> None:
    hand = show(FitView, one_two_one())
    hand.drag((0.5, 1.0), (0.7, 0.4), drop=False)
    hand.key(Qt.Key.Key_Escape)
    hand.point(0.9, 0.1)
    hand.release(0.9, 0.1)
    assert hand.view.workspace.session.index == 0
    assert hand.marks(Segments)[0].x.tolist() == [0, 0.5, 1]


def test_a_click_chooses_the_row_and_changes_nothing(show: Show) -> None:
    hand = show(FitView, one_two_one())
    hand.click(0.5, 1.0)
    assert hand.view.workspace.selection.row == 1
    assert hand.view.workspace.session.index == 0
    ring = hand.marks(Dots)[-1]
    assert (ring.x.tolist(), ring.hollow) == ([0.5], True)
    hand.click(0.8, 0.7)
    assert hand.view.workspace.selection.row == 1


def test_a_double_click_adds_a_point_and_del_removes_it(show: Show) -> None:
    hand = show(FitView, one_two_one())
    hand.double_click(0.25, -1.0)
    assert len(columns(hand)["dosage"]) == 4
    assert columns(hand)["dosage"][3] == pytest.approx(0.25, abs=0.01)
    assert columns(hand)["effectiveness"][3] == pytest.approx(-1, abs=0.05)
    assert hand.view.workspace.selection.row == 3
    hand.key(Qt.Key.Key_Delete)
    assert columns(hand)["dosage"] == [0, 0.5, 1]
    assert hand.view.workspace.session.labels[1:] == ["Add row", "Remove row"]


def test_a_double_click_on_a_point_adds_none(show: Show) -> None:
    hand = show(FitView, one_two_one())
    hand.double_click(0.5, 1.0)
    assert hand.view.workspace.session.index == 0


def test_the_arrows_walk_along_the_points(show: Show) -> None:
    hand = show(FitView, one_two_one())
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        hand.key(key)
        seen.append(hand.view.workspace.selection.row)
    assert seen == [1, 2, 2, 1]


def test_a_point_is_dragged_while_it_trains(show: Show, qtbot: QtBot) -> None:
    document = one_two_one()
    slow = replace(document.training, learning_rate=0.001, stop=Stop())
    hand = show(FitView, document.evolve(training=slow))
    training = hand.view.workspace.training
    training.run()
    qtbot.waitUntil(lambda: training.frame.step > 20)
    hand.drag((0.5, 1.0), (0.5, 0.6), drop=False)
    step = training.frame.step
    qtbot.waitUntil(lambda: training.frame.step > step)
    assert hand.marks(Segments)[0].y[1] == pytest.approx(0.6, abs=0.05)
    end = hand.view.area.to_pixels(0.5, 0.6)
    hand.release(*hand.view.area.to_data(end))
    assert columns(hand)["effectiveness"][1] == pytest.approx(0.6, abs=0.05)
    assert training.running
    qtbot.waitUntil(lambda: training.frame.step > step + 20)
    training.pause()


def test_scaled_data_are_shown_and_moved_in_their_own_units(show: Show) -> None:
    plain = one_two_one()
    data = replace(
        plain.data,
        columns=(column("dosage", [0, 50, 100]), column("effectiveness", [10, 30, 10])),
        scaling={"dosage": (0.0, 100.0), "effectiveness": (10.0, 30.0)},
    )
    hand = show(FitView, plain.evolve(data=data))
    same = show(FitView, plain)
    np.testing.assert_allclose(lines(hand)["their sum + b₃"].y, 10 + 20 * lines(same)["their sum + b₃"].y)
    hand.drag((50, 30), (60, 20))
    assert columns(hand)["dosage"][1] == pytest.approx(60, abs=1)
    assert columns(hand)["effectiveness"][1] == pytest.approx(20, abs=1)


def test_several_inputs_are_held_as_in_the_chosen_row(show: Show) -> None:
    hand = show(FitView, two_inputs())
    view = hand.view
    assert isinstance(view, FitView)
    assert view.along.isVisible()
    assert not view.output.isVisible()
    view.workspace.selection.choose_row(2)
    assert "age held at 7 as in row 3" in view.note.whole
    curve = hand.marks(Line)[-1]
    outputs = view.workspace.training.frame.outputs(list(view.workspace.document.nodes)[3])
    assert outputs is not None
    assert np.interp(2.0, curve.x, curve.y) == pytest.approx(outputs[0, 2], abs=1e-3)
    QTest.keyClick(view.along, Qt.Key.Key_Down)
    assert view.shown.x_name == "age"
    assert "dosage held at 2" in view.note.whole


def test_the_chosen_row_is_removed_with_those_after_it(show: Show) -> None:
    view = show(FitView, two_inputs()).view
    view.workspace.selection.choose_row(3)
    view.workspace.do(RemoveRows((2, 3)))
    assert "age held at 6 as in row 2" in view.note.whole


def test_test_rows_are_hollow(show: Show) -> None:
    hand = show(FitView, two_inputs())
    solid, hollow = (dots for dots in hand.marks(Dots) if dots.size == 8)
    assert (solid.x.tolist(), solid.hollow) == ([0, 1, 2], False)
    assert (hollow.x.tolist(), hollow.hollow) == ([3], True)


def test_beyond_the_data_is_tinted(show: Show) -> None:
    hand = show(FitView, one_two_one())
    before, after = hand.marks(Band)
    assert before.high == 0
    assert after.low == 1


def test_zooming_out_draws_the_curve_over_all_that_is_seen(show: Show) -> None:
    hand = show(FitView, one_two_one())
    hand.view.area.zoom(3.0, hand.view.area.to_pixels(0.5, 0.0))
    line = lines(hand)["their sum + b₃"]
    assert (line.x[0], line.x[-1]) == hand.view.area.limits()[0]
    assert line.x[0] < -0.5


def test_the_readout_tells_what_adds_up(show: Show) -> None:
    hand = show(FitView, one_two_one(b3=2.61))
    reading = hand.view.reading(0.25, -3.0)
    assert reading is not None
    texts = [text for _, text in reading.lines]
    assert texts[0] == "dosage 0.25"
    assert texts[2] == "bias 2.61"
    assert any(text.startswith("hidden 1 × w₃ ") for text in texts)
    near = hand.view.reading(0.5, 1.0)
    assert near is not None
    assert near.lines[0][1] == "row 2"
    assert near.lines[-1][1].startswith("residual ")


def test_a_residual_that_is_to_be_worked_out_is_not_told(show: Show) -> None:
    hand = show(FitView, one_two_one(b3=2.61))
    told = []
    for secret in (False, True):
        hand.view.workspace.reasoning.keep_secret(secret=secret, by="lesson")
        reading = hand.view.reading(0.5, 1.0)
        assert reading is not None
        told.append([text for _, text in reading.lines])
    assert told[0][:-1] == told[1][:-1]
    assert told[0][-1] != told[1][-1] == "residual ?"


@pytest.mark.parametrize("at", [(0.25, -1.5), (0.5, 1.0)])
def test_all_that_the_readout_tells_has_room_in_a_small_plot(show: Show, at: tuple[float, float]) -> None:
    hand = show(FitView, one_two_one(b3=2.61), (360, 220))
    reading = hand.view.reading(*at)
    assert reading is not None
    hand.point(*at)
    text = hand.view.readout.text().replace("&nbsp;", " ")
    assert [words for _, words in reading.lines if words.rsplit(" ", 1)[0] not in text] == []


def test_without_a_network_the_points_are_there_and_a_sentence(show: Show) -> None:
    document = one_two_one()
    hand = show(FitView, document.evolve(connections={}))
    assert hand.marks(Dots)[0].x.tolist() == [0, 0.5, 1]
    empty = show(FitView, Document())
    assert empty.view.message.text() == NOTHING
    assert empty.view.message.isVisible()


def test_adding_without_columns_is_refused_by_a_sentence(show: Show) -> None:
    document = one_two_one()
    hand = show(FitView, document.evolve(data=DataSpec()))
    heard: list[str] = []
    hand.view.workspace.notices.refused.connect(heard.append)
    (left, right), (bottom, top) = hand.view.area.limits()
    hand.double_click((left + right) / 2, (bottom + top) / 2)
    assert "needs a column" in heard[0]


def test_the_menu_offers_to_add_here_and_to_remove_the_point(show: Show) -> None:
    hand = show(FitView, one_two_one())
    area = hand.view.area
    ((title, remove),) = hand.view.own_actions(area.to_pixels(0.5, 1.0))
    assert title == "Remove the point of row 2"
    remove()
    assert columns(hand)["dosage"] == [0, 1]
    ((title, add),) = hand.view.own_actions(area.to_pixels(0.5, 0.5))
    assert title == "Add a point here"
    add()
    assert len(columns(hand)["dosage"]) == 3


def test_numbers_that_blow_up_do_not_stop_the_drawing(show: Show) -> None:
    hand = show(FitView, one_two_one())
    for ref in (("dose", "top"), ("top", "effect")):
        hand.view.workspace.do(SetValue(ref, 1e200))
    hand.view.grab()
    assert "their sum + b₃" in lines(hand)
    hand.view.workspace.do(SetValue(("top", "effect"), 1.0))
    hand.view.grab()


def test_the_table_holds_points_and_curves(show: Show) -> None:
    hand = show(FitView, one_two_one(b3=2.61))
    table = dict(hand.view.table())
    assert table["effectiveness observed"].tolist() == [0, 1, 0]
    added = table["curve: hidden 1 × w₃"] + table["curve: hidden 2 × w₄"] + table["curve: bias"]
    np.testing.assert_allclose(added, table["curve: effectiveness predicted"])


def test_the_curves_of_a_layer_have_a_tint_and_a_name_each(show: Show) -> None:
    hand = show(FitView, layered([1, 6, 1], "tanh", 5, None))
    parts = [line for line in hand.marks(Line) if line.dashed]
    assert [line.name for line in parts] == [f"n1 {unit}" for unit in range(1, 7)]
    assert len({line.color for line in parts}) == 6


def test_an_output_that_feeds_a_softmax_is_drawn_where_the_data_lie(show: Show) -> None:
    """Its observed values are class names, so there are no points; yet the petals go from 10 to 69."""
    document = iris()
    long = column("petal width", [10.0, 69.0, 35.0])
    data = replace(document.data, columns=(long, *document.data.columns[1:]), scaling={"petal width": (10.0, 69.0)})
    hand = show(FitView, document.evolve(data=data))
    low, high = hand.view.area.limits()[0]
    assert 0 < low < 10
    assert 69 < high < 80
    assert hand.view.shown.x_name == "petal width"
    bands = hand.marks(Band)
    assert bands[0].high == 10
    assert bands[1].low == 69
    x, y = squiggle(hand)
    at = (x - 10) / 59
    h1, h2 = np.maximum(0, -2.5 * at + 0.6 * 0.42 + 1.6), np.maximum(0, -1.5 * at + 0.4 * 0.42 + 0.7)
    np.testing.assert_allclose(y, -0.1 * h1 + 1.5 * h2, atol=1e-12)
