"""From an empty canvas to a squiggle that fits: draw, type the data, train, undo, save, find it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from core import storage
from tests.gui.conftest import Script
from tests.helpers.drive import User
from tests.stories.conftest import Play


def draw_one_two_one(user: User) -> None:
    user.keys("Ctrl+N")
    user.place("Input", 0, 0)
    user.place("Hidden", 240, -120)
    user.place("Hidden", 240, 120)
    user.place("Output", 480, 0)
    for source, target in (
        ("input 1", "hidden 1"),
        ("input 1", "hidden 2"),
        ("hidden 1", "output 1"),
        ("hidden 2", "output 1"),
    ):
        user.connect(source, target)


def test_draw_the_dosage_network_from_nothing_train_it_save_it_and_find_it_again(
    play: Play, script: Script, tmp_path: Path
) -> None:
    file = tmp_path / "mine.squiggle"

    def tale(user: User) -> None:
        draw_one_two_one(user)
        assert len(user.document.connections) == 4
        user.fill_table(("0", "0"), ("0.5", "1"), ("1", "0"))
        columns = {column.name: column.values.tolist() for column in user.document.data.columns}
        assert columns == {"input 1": [0, 0.5, 1], "output 1": [0, 1, 0]}

        training = user.window.workspace.training
        before = training.frame.loss
        user.press("run")
        user.qtbot.waitUntil(lambda: training.frame.step > 100)
        user.press("run")
        assert training.frame.loss is not None
        assert before is not None
        assert training.frame.loss < before
        trained = user.document
        user.keys("Ctrl+Z")
        assert user.document.steps == 0
        assert training.frame.loss == pytest.approx(before)
        user.keys("Ctrl+Shift+Z")
        assert user.document is trained

        script.answers = [file]
        user.keys("Ctrl+S")
        assert not user.window.isWindowModified()
        assert user.window.files.path == file
        saved = storage.load(file)
        assert saved == trained
        user.keys("Ctrl+N")
        assert len(user.document.nodes) == 0
        script.answers = [file]
        user.keys("Ctrl+O")
        assert user.document == trained

    play(tale)


def test_the_first_launch_shows_part_two_and_one_click_makes_it_learn(play: Play) -> None:
    def tale(user: User) -> None:
        assert user.document.title.startswith("Part 2")
        user.press("run")
        user.qtbot.waitUntil(lambda: not user.window.workspace.training.running)
        assert user.document.parameter(("", user.node("effectiveness"))).value[0] == pytest.approx(2.61, abs=0.005)
        assert "step size" in user.window.banner.text

    play(tale)


def test_a_loop_is_refused_by_a_sentence_and_nothing_is_recorded(play: Play) -> None:
    def tale(user: User) -> None:
        before = user.window.workspace.session.labels
        user.connect("effectiveness", "hidden 1")
        assert user.heard == [
            ("Cannot connect effectiveness to hidden 1: "
            "hidden 1 already feeds effectiveness, so this would close a loop.")
        ]
        assert user.window.workspace.session.labels == before

    play(tale)


def test_a_number_typed_on_the_canvas_moves_the_network(play: Play) -> None:
    def tale(user: User) -> None:
        ref = ("", user.node("effectiveness"))
        user.set_number(ref, "1/2")
        assert user.document.parameter(ref).value[0] == 0.5
        assert user.window.toolbar.loss_counter.text() != "20.42"
        user.keys("Ctrl+Z")
        assert user.window.toolbar.loss_counter.text() == "20.42"

    play(tale)


def test_dropping_a_bad_file_keeps_what_is_open(play: Play, tmp_path: Path) -> None:
    bad = tmp_path / "bad.squiggle"
    bad.write_bytes(b"\x00\xff not a network")

    def tale(user: User) -> None:
        before = user.document
        files = QMimeData()
        files.setUrls([QUrl.fromLocalFile(str(bad))])
        at, buttons, keys = QPointF(200, 200), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(at.toPoint(), copy, files, buttons, keys)
        QApplication.sendEvent(user.canvas.viewport(), enter)
        assert enter.isAccepted()
        QApplication.sendEvent(user.window, QDropEvent(at, copy, files, buttons, keys))
        assert user.document is before
        assert "bad.squiggle was not opened." in user.window.banner.text

    play(tale)
