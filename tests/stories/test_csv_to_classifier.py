"""From an empty canvas and a CSV file with three classes to a trained network: built at a click, and drawn by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.datasets.shipped import SHIPPED
from core.rules import problems
from gui.data.import_csv import ImportDialog
from tests.gui.conftest import Script
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play

SPECIES = ("Setosa", "Versicolor", "Virginica")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "iris.csv"
    path.write_text(SHIPPED["iris"].file.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def import_table(user: User, *, add_nodes: bool) -> None:
    user.keys("Ctrl+N")
    user.keys("Ctrl+I")
    dialog = user.window.data.dialog
    assert isinstance(dialog, ImportDialog)
    assert dialog.fit.add.text() == "Add 4 inputs and a SoftMax of 3 outputs for species"
    if not add_nodes:
        QTest.mouseClick(dialog.fit.add, LEFT, pos=QPoint(8, dialog.fit.add.height() // 2))
        assert not dialog.fit.adds_nodes
    QTest.mouseClick(dialog.confirm, LEFT)
    user.qtbot.waitUntil(lambda: user.window.data.dialog is None)


def take_offer(user: User, words: str) -> None:
    buttons = user.window.banner.findChildren(QPushButton)
    user.qtbot.mouseClick(next(found for found in buttons if found.text() == words and found.isVisible()), LEFT)


def train(user: User) -> None:
    training = user.window.workspace.training
    user.press("run")
    user.qtbot.waitUntil(lambda: training.frame.step > 0 and not training.running, timeout=20_000)


def loss(user: User) -> float:
    found = user.window.workspace.training.frame.loss
    assert found is not None
    return found


def test_csv_with_three_classes_from_nothing_to_a_trained_net(play: Play, script: Script, table: Path) -> None:
    def tale(user: User) -> None:
        import_table(user, add_nodes=True)
        imported = user.document
        assert user.canvas.camera.shows(user.canvas.canvas.stage.drawing.bounds)
        take_offer(user, "Build Network")
        assert problems(user.document) == []
        assert user.document.nodes[user.node("species")].classes == SPECIES
        assert user.document.training.loss == "cross_entropy"
        user.keys("Ctrl+Z")
        assert user.document is imported
        user.keys("Ctrl+Shift+Z")
        train(user)
        assert loss(user) < 0.1

    script.answers = [table]
    play(tale)


def test_the_same_drawn_by_hand_takes_names_classes_and_the_loss_from_the_data(
    play: Play, script: Script, table: Path
) -> None:
    def tale(user: User) -> None:
        import_table(user, add_nodes=False)
        assert not user.document.nodes
        for y in (-90, 90):
            user.place("Input", 0, y)
            user.place("Hidden", 240, y)
        user.place("SoftMax", 720, 0)
        for y in (-190, 0, 190):
            user.place("Output", 480, y)
        user.keys("Ctrl+A")
        user.keys("Ctrl+K")
        labels = [node.label for node in user.document.nodes.values()]
        assert labels == ["sepal length", "hidden 1", "sepal width", "hidden 2", "species", *SPECIES]
        assert user.document.nodes[user.node("species")].classes == SPECIES
        assert len(user.document.connections) == 2 * 2 + 2 * 3 + 3
        assert problems(user.document) == []
        assert "The loss is the mean cross entropy from now on" in user.window.banner.text
        assert (user.document.training.loss, user.document.training.reduction) == ("cross_entropy", "mean")
        before = loss(user)
        user.press("run")
        training = user.window.workspace.training
        user.qtbot.waitUntil(lambda: training.frame.step > 500, timeout=20_000)
        user.press("run")
        assert loss(user) < 0.8 * before

    script.answers = [table]
    play(tale)


def test_drawn_first_the_table_brings_names_classes_test_rows_and_the_loss(
    play: Play, script: Script, table: Path
) -> None:
    def tale(user: User) -> None:
        user.keys("Ctrl+N")
        for y in (-270, -90, 90, 270):
            user.place("Input", 0, y)
        for y in (-190, 0, 190):
            user.place("Hidden", 240, y)
            user.place("Output", 480, y)
        user.place("SoftMax", 720, 0)
        user.keys("Ctrl+A")
        user.keys("Ctrl+K")
        user.keys("Ctrl+I")
        dialog = user.window.data.dialog
        assert isinstance(dialog, ImportDialog)
        assert dialog.fit.sentence == "The columns fit the inputs and outputs of the network."
        QTest.mouseClick(dialog.confirm, LEFT)
        labels = [node.label for node in user.document.nodes.values()]
        assert labels[:4] == ["sepal length", "sepal width", "petal length", "petal width"]
        assert [node.label for node in user.document.nodes.values() if node.kind == "output"] == [*SPECIES]
        assert user.document.nodes[user.node("species")].classes == SPECIES
        training = user.window.workspace.training
        assert training.frame.rows is not None
        assert training.frame.rows.test.size == 38
        assert (user.document.training.loss, user.document.training.reduction) == ("cross_entropy", "mean")
        user.press("run")
        user.qtbot.waitUntil(lambda: loss(user) < 0.2, timeout=20_000)
        user.press("run")

    script.answers = [table]
    play(tale)
