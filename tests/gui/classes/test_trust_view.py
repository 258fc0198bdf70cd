"""Many starts on the screen: as many dots as starts in every lane, kept, marked and taken over as they should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import storage
from core.document import Document, Stop
from core.edits.settings import SetTraining
from core.edits.values import NewStart, SetTrainable
from gui.classes.trust_view import ALIKE, EARLIER, FLAT, LACKING, LOST, PROMISE, TrustView
from tests.core.training.test_starts import at_rate, short
from tests.gui.classes.conftest import ShowPanel
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris, layered

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SIZE = (420, 400)


def brief(document: Document | None = None) -> Document:
    return short(document or iris(), max_steps=15)


def train(view: TrustView, qtbot: QtBot) -> None:
    """Press the button and wait for all starts."""
    QTest.mouseClick(view.go, LEFT)
    qtbot.waitUntil(lambda: not view.drive.running, timeout=20_000)
    QApplication.processEvents()


def dots(view: TrustView) -> list[int]:
    """Count the dots of every lane."""
    return [int(np.isfinite(found[0]).sum()) for found in view.plot.places.dots]


def values(view: TrustView) -> np.ndarray:
    return np.array([lane.values for lane in view.plot.sheet.lanes if lane.classed])


def click(view: TrustView, lane: int, start: int) -> None:
    x, y = view.plot.places.dots[lane][:, start]
    QTest.mouseClick(view.plot, LEFT, PLAIN, QPointF(x, y).toPoint())


def test_before_anything_is_trained_the_network_stands_alone(show: ShowPanel) -> None:
    view = show(TrustView, brief(), SIZE)
    assert view.words.text() == PROMISE
    assert view.go.text() == "Train 20 starts"
    assert dots(view) == [0, 0, 0, 0]
    outputs = view.workspace.turns.frame.outputs("species")
    assert outputs is not None
    assert [lane.own for lane in view.plot.sheet.lanes[:3]] == outputs[:, 0].tolist()
    assert not view.take.isVisible()


def test_twenty_dots_a_class_and_what_each_says_of_the_row(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    before = view.workspace.document
    train(view, qtbot)
    starts = view.drive.starts
    assert starts is not None
    assert dots(view) == [20] * 4
    assert [lane.name for lane in view.plot.sheet.lanes][2:] == ["p(Virginica)", "right, training"]
    assert np.array_equal(values(view), starts.probabilities("species", 0).T)
    view.workspace.selection.choose_row(2)
    assert np.array_equal(values(view), starts.probabilities("species", 2).T)
    assert "for row 3 lies between" in view.words.text()
    assert [lane.bold for lane in view.plot.sheet.lanes] == [False, True, False, False]  # row 3 is a Versicolor
    assert view.workspace.document is before
    assert view.go.text() == "Train 20 others"


def test_others_have_other_seeds_and_a_changed_seed_is_followed(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    firsts = []
    for seed in (None, None, 77):
        if seed is not None:
            training = replace(view.workspace.document.training, seed=seed)
            view.workspace.do(SetTraining(training))
        train(view, qtbot)
        assert view.drive.starts is not None
        firsts.append(view.drive.starts.first)
    assert firsts == [2, 22, 78]


def test_stopping_midway_keeps_what_is_trained(show: ShowPanel, qtbot: QtBot, examples: Path) -> None:
    view = show(TrustView, storage.load(examples / "iris-train.squiggle"), SIZE)
    QTest.mouseClick(view.go, LEFT)
    assert view.go.text() == "Stop"
    qtbot.waitUntil(lambda: len(view.plot.sheet.diverged) >= 2, timeout=20_000)
    assert "of 20 trained" in view.note.whole
    QTest.mouseClick(view.go, LEFT)
    assert not view.drive.running
    assert view.drive.starts is not None
    found = len(view.drive.starts.standing.found)
    assert 2 <= found < 20
    assert dots(view) == [found] * 5
    assert f"in {found} trainings" in view.words.text()
    assert not view.bar.isVisible()


def test_what_changed_since_is_named_and_undo_takes_that_back(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    train(view, qtbot)
    workspace = view.workspace
    workspace.do(SetTraining(replace(workspace.document.training, learning_rate=0.3)))
    assert view.words.text().startswith(EARLIER.format("training settings"))
    assert view.plot.sheet.faint
    assert view.go.text() == "Train again"
    workspace.session.undo()
    assert view.go.text() == "Train 20 others"
    assert not view.plot.sheet.faint
    workspace.do(SetTrainable((("", "h1"),), trainable=False))
    assert view.words.text().startswith(EARLIER.format("frozen numbers"))
    workspace.session.undo()
    workspace.do(NewStart())
    assert not view.drive.earlier


def test_a_change_while_they_are_trained_ends_it(show: ShowPanel, qtbot: QtBot, examples: Path) -> None:
    view = show(TrustView, storage.load(examples / "iris-train.squiggle"), SIZE)
    QTest.mouseClick(view.go, LEFT)
    qtbot.waitUntil(lambda: len(view.plot.sheet.diverged) >= 1, timeout=20_000)
    view.workspace.do(SetTraining(replace(view.workspace.document.training, learning_rate=0.3)))
    assert not view.drive.running
    assert view.go.text() == "Train again"


def test_another_file_forgets_them(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    train(view, qtbot)
    view.workspace.session.replace(layered((2, 4, 3)))
    assert view.drive.starts is None
    assert dots(view) == [0, 0, 0, 0]
    assert view.words.text() == PROMISE


def test_a_start_is_chosen_by_mouse_and_keys_and_taken_over(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    train(view, qtbot)
    click(view, 1, 4)
    chosen = view.start
    assert chosen >= 0
    assert view.note.whole.startswith(f"start {chosen + 1} (seed {chosen + 2}): ")
    QTest.keyClick(view.plot, Qt.Key.Key_Right)
    assert view.start == (chosen + 1) % 20
    QTest.keyClick(view.plot, Qt.Key.Key_Escape)
    assert view.start == -1
    assert not view.take.isVisible()
    QTest.keyClick(view.plot, Qt.Key.Key_Left)
    assert view.start == 19
    said = values(view)[:, 19]
    workspace = view.workspace
    before = workspace.document
    QTest.mouseClick(view.take, LEFT)
    outputs = workspace.turns.frame.outputs("species")
    assert outputs is not None
    assert outputs[:, 0] == pytest.approx(said, abs=1e-12)
    assert (workspace.document.training.seed, workspace.document.steps) == (21, 15)
    assert workspace.session.undo_label == "Take start 20"
    assert not view.drive.earlier
    workspace.session.undo()
    assert workspace.document is before


def test_clicks_on_one_place_go_through_the_starts_there(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    train(view, qtbot)
    lane = len(view.plot.sheet.lanes) - 1  # of three rows: all starts have one of four shares right
    seen = set()
    x, y = view.plot.places.dots[lane][:, 0]
    for _ in range(4):
        QTest.mouseClick(view.plot, LEFT, PLAIN, QPointF(x, y).toPoint())
        seen.add(view.start)
    assert len(seen) > 1
    QTest.mouseClick(view.plot, LEFT, PLAIN, QPoint(2, view.plot.height() - 2))
    assert view.start == -1


def test_the_pointer_reads_start_probability_and_accuracy(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    train(view, qtbot)
    x, y = view.plot.places.dots[0][:, 6]
    QTest.mouseMove(view.plot, QPointF(x, y).toPoint())
    tip = view.plot.tip_at(QPointF(x, y))
    assert "start 7 (seed 8): " in tip
    assert "of training rows right" in tip
    assert "Setosa " in tip
    own = view.plot.sheet.lanes[0].own
    assert own is not None
    empty = QPointF(view.plot.places.x(own), view.plot.places.top(0) + 1)
    assert "start" in view.plot.tip_at(empty) or view.plot.tip_at(empty).startswith("your network as it is")


def test_arrow_keys_up_and_down_choose_rows(show: ShowPanel) -> None:
    view = show(TrustView, brief(), SIZE)
    for key, row in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
        QTest.keyClick(view.plot, key)
        assert view.workspace.selection.row == row
    assert view.row.value() == 2


def test_the_rows_about_which_they_differ_most_are_gone_to(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, brief(), SIZE)
    assert not view.dispute.isEnabled()
    train(view, qtbot)
    assert view.drive.starts is not None
    rows = view.drive.starts.disputed("species").tolist()
    for row in (*rows, rows[0]):
        QTest.mouseClick(view.dispute, LEFT)
        assert view.workspace.selection.row == row
    view.workspace.selection.choose_row(rows[2])
    QTest.mouseClick(view.dispute, LEFT)
    assert view.workspace.selection.row == rows[0]


def test_those_that_diverged_are_crossed_and_not_counted(show: ShowPanel, qtbot: QtBot) -> None:
    view = show(TrustView, at_rate(brief(), 1e300), SIZE)
    train(view, qtbot)
    sheet = view.plot.sheet
    assert sheet.diverged.any()
    assert "diverged" in view.note.whole
    assert view.words.text() == LOST if sheet.diverged.all() else "Not counted:" in view.words.text()


def test_starts_that_are_all_the_same_say_why(show: ShowPanel, qtbot: QtBot) -> None:
    document = brief()
    zeros = document.evolve(training=replace(document.training, initial_values="zeros"))
    view = show(TrustView, zeros, SIZE)
    train(view, qtbot)
    assert view.words.text() == ALIKE


def test_what_is_needed_is_said(show: ShowPanel) -> None:
    assert show(TrustView, one_two_one()).message.text() == LACKING
    assert show(TrustView, iris("argmax", "ssr")).message.text() == FLAT.format("species")


def test_what_would_never_end_is_refused(show: ShowPanel) -> None:
    document = iris()
    view = show(TrustView, document.evolve(training=replace(document.training, stop=Stop())), SIZE)
    heard: list[str] = []
    view.workspace.notices.posted.connect(lambda notice: heard.append(notice.text))
    QTest.mouseClick(view.go, LEFT)
    assert not view.drive.running
    assert "until a stop rule holds" in heard[0]


def test_closing_the_window_ends_the_thread(show: ShowPanel, examples: Path) -> None:
    view = show(TrustView, storage.load(examples / "digits.squiggle"), SIZE)
    QTest.mouseClick(view.go, LEFT)
    view.workspace.training.shut_down()
    assert not view.drive.running
