"""Accuracy in place of the loss: few steps, each exact, computed bit by bit and remembered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document import TestSplit
from core.edits.graph import Remove
from core.scores import score
from core.training.history import History, Record
from gui.plots.accuracy import MOST, chosen_steps
from gui.plots.loss_view import LossView
from gui.plots.marks import Line
from tests.gui.plots.conftest import Hand, Show
from tests.helpers.build import one_two_one
from tests.helpers.classifier import layered

LEFT = Qt.MouseButton.LeftButton


def learning(show: Show, steps: int) -> Hand:
    document = layered((2, 3, 3), rows=30)
    document = document.evolve(data=replace(document.data, test=TestSplit(fraction=0.3)),
                               training=replace(document.training, learning_rate=0.01))  # fmt: skip
    hand = show(LossView, document)
    for _ in range(steps):
        hand.view.workspace.training.advance(1)
    assert isinstance(hand.view, LossView)
    QTest.mouseClick(hand.view.scale.button("accuracy"), LEFT)
    return hand


def test_each_point_is_the_accuracy_of_its_step(show: Show, qtbot: QtBot) -> None:
    hand = learning(show, 25)
    view, frame = hand.view, hand.view.workspace.training.frame
    assert isinstance(view, LossView)
    qtbot.waitUntil(lambda: view.accuracy.shown[0].size == 26)
    assert frame.network is not None
    assert frame.rows is not None
    assert frame.history is not None
    lines = {line.name: line for line in hand.marks(Line)}
    for place, step in enumerate(view.accuracy.shown[0].astype(int).tolist()):
        found = score(frame.document, frame.network, frame.history.nearest(step).theta, frame.rows)["p"]
        assert found.train.accuracy is not None
        assert found.test.accuracy is not None
        assert lines["training"].y[place] == pytest.approx(100 * found.train.accuracy)
        assert lines["test"].y[place] == pytest.approx(100 * found.test.accuracy)
    assert view.heading.whole == "Accuracy per step"
    assert view.shown.y_name == "accuracy in %"


def test_the_pointer_reads_and_the_table_holds_what_is_drawn(show: Show, qtbot: QtBot) -> None:
    view = learning(show, 5).view
    assert isinstance(view, LossView)
    qtbot.waitUntil(lambda: view.accuracy.shown[0].size == 6)
    reading = view.reading(2.2, 50.0)
    assert reading is not None
    train = view.accuracy.shown[1][2]
    assert [words for _, words in reading.lines][:2] == ["step 2", f"accuracy {train:.4g} %"]
    assert [name for name, _ in view.table()] == ["step", "accuracy in %", "test accuracy in %"]


def test_what_was_computed_is_kept_for_the_next_frame(show: Show, qtbot: QtBot) -> None:
    view = learning(show, 3).view
    assert isinstance(view, LossView)
    qtbot.waitUntil(lambda: view.accuracy.shown[0].size == 4)
    asked: list[int] = []
    made = view.accuracy._accuracies
    assert made is not None
    right = made.at
    made.at = lambda theta: asked.append(1) or right(theta)  # type: ignore[method-assign,func-returns-value]
    view.workspace.training.advance(1)
    qtbot.waitUntil(lambda: view.accuracy.shown[0].size == 5)
    assert len(asked) == 1


def test_without_classes_there_is_no_accuracy(show: Show) -> None:
    view = show(LossView, one_two_one()).view
    assert isinstance(view, LossView)
    assert not view.scale.button("accuracy").isVisible()


def test_the_loss_is_back_where_the_softmax_is_gone(show: Show) -> None:
    view = learning(show, 2).view
    assert isinstance(view, LossView)
    view.workspace.do(Remove(frozenset({"p"})))
    assert view.scale.current == "linear"
    assert not view.scale.button("accuracy").isVisible()
    assert view.heading.whole.startswith("Loss")


def test_of_a_long_run_a_few_hundred_steps_are_looked_at_evenly() -> None:
    history = History({}, 1)
    blank = np.zeros(1)
    for step in range(3000):
        history.add(Record(step, 1.0, np.nan, blank, blank, blank))
    found = chosen_steps(history.view())
    assert len(found) <= MOST + 1
    assert found[0] == 2999
    assert found[1] == 0
    assert set(np.diff(sorted(found[1:]))) == {16}
    coarse = sorted(found[1:18])
    assert max(np.diff(coarse)) <= 256  # the first sixteen are spread over the whole run
