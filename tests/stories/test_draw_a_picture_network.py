"""From an empty canvas to a network that reads letters: image, convolution, pool, hidden, outputs, drawn by hand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from core.datasets.shipped import SHIPPED
from core.document import filters_of
from core.images.letters import letter
from core.rules import problems
from gui.data.import_csv import ImportDialog
from gui.inspectors.inspector import Inspector
from tests.gui.conftest import Script
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Both letters, and both shifted by a pixel."""
    names = [f"row {row} column {column}" for row in range(1, 7) for column in range(1, 7)]
    lines = [",".join((*names, "O", "X"))]
    for name, shift in (("O", 0), ("X", 0), ("O", -1), ("X", 1)):
        pixels = np.roll(letter(name, 6, 6), shift, axis=1).ravel()
        lines.append(",".join(f"{value:g}" for value in (*pixels, name == "O", name == "X")))
    path = tmp_path / "letters.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def import_table(user: User) -> None:
    user.keys("Ctrl+N")
    user.keys("Ctrl+I")
    dialog = user.window.data.dialog
    assert isinstance(dialog, ImportDialog)
    QTest.mouseClick(dialog.fit.add, LEFT, pos=QPoint(8, dialog.fit.add.height() // 2))
    assert not dialog.fit.adds_nodes
    QTest.mouseClick(dialog.confirm, LEFT)
    user.qtbot.waitUntil(lambda: user.window.data.dialog is None)


def draw(user: User) -> None:
    for tile, x, y in (("Image", 0, 0), ("Convolution", 240, 0), ("Pool", 480, 0), ("Hidden", 720, 0),
                       ("Output", 940, -110), ("Output", 940, 110)):  # fmt: skip
        user.place(tile, x, y)
    chain = ("image 1", "convolution 1", "pool 1", "hidden 1")
    for source, target in (*pairwise(chain), ("hidden 1", "O"), ("hidden 1", "X")):
        user.connect(source, target)


def test_letters_from_an_empty_canvas(play: Play, script: Script, table: Path) -> None:
    def tale(user: User) -> None:
        import_table(user)
        draw(user)
        document = user.document
        assert user.heard == []
        assert problems(document) == []
        sizes = {node.label: node.grid.shape for node in document.nodes.values() if node.grid is not None}
        assert sizes == {"image 1": (6, 6, 1), "convolution 1": (4, 4, 1), "pool 1": (2, 2, 1)}
        assert document.data.inputs[user.node("image 1")][7] == "row 2 column 2"
        assert document.data.count == 4
        assert len(document.data.columns) == 38

        training = user.window.workspace.training
        before = training.frame.loss
        assert before is not None
        user.press("run")
        user.qtbot.waitUntil(lambda: training.frame.step > 200, timeout=20_000)
        user.press("run")
        assert training.frame.loss is not None
        assert training.frame.loss < 0.8 * before
        user.keys("Ctrl+Z")
        assert user.document is document

    script.answers = [table]
    play(tale)


def test_what_does_not_fit_is_refused_with_both_sizes(play: Play, script: Script, table: Path) -> None:
    def tale(user: User) -> None:
        user.window.resize(1600, 1000)  # in a small window the ports of so many nodes are too small to be taken
        import_table(user)
        draw(user)
        user.place("Convolution", 480, 260)
        before = user.document
        user.connect("pool 1", "convolution 2")
        assert user.document is before
        assert user.heard[0].startswith("Cannot connect pool 1 to convolution 2: the filter of convolution 2 is 3 × 3 ")
        assert "pool 1 only 2 × 2" in user.heard[0]
        user.connect("hidden 1", "convolution 2")
        assert user.document is before
        assert "looks at rows and columns, and hidden 1 has none" in user.heard[-1]

    script.answers = [table]
    play(tale)


def test_a_cell_of_the_filter_is_typed_on_the_canvas(play: Play, script: Script, table: Path) -> None:
    def tale(user: User) -> None:
        import_table(user)
        draw(user)
        before, ref = user.document, filters_of(user.node("convolution 1"))
        spot: QPointF = user.canvas.canvas.stage.drawing.heats[ref].number((0, 0, 1, 2)).center()
        user.double_click(spot.x(), spot.y())
        editor = user.canvas.editing.matrix
        assert editor.isVisible()
        assert (editor.table.currentIndex().row(), editor.table.currentIndex().column()) == (1, 2)
        QTest.keyClick(editor.table, Qt.Key.Key_F2)
        line = editor.table.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, "1/2")
        QTest.keyClick(line, Qt.Key.Key_Return)
        user.qtbot.waitUntil(lambda: bool(user.document.parameter(ref).value[0, 0, 1, 2] == 0.5))
        assert user.window.workspace.session.labels[-1] == f"Set {before.parameter(ref).name}[1,1,2,3]"
        user.keys("Ctrl+Z")
        assert user.document is before

    script.answers = [table]
    play(tale)


def test_a_layer_of_inputs_that_shows_a_digit_is_read_as_an_image_and_feeds_a_convolution(
    play: Play, script: Script
) -> None:
    def tale(user: User) -> None:
        user.window.resize(1600, 1000)
        user.keys("Ctrl+N")
        user.keys("Ctrl+I")
        dialog = user.window.data.dialog
        assert isinstance(dialog, ImportDialog)
        QTest.mouseClick(dialog.confirm, LEFT)
        user.qtbot.waitUntil(lambda: user.window.data.dialog is None)
        layer = next(node for node in user.document.nodes.values() if node.units == 64)
        user.place("Convolution", 300, 300)
        user.connect(layer.label, "convolution 1")
        assert "holds 8 × 8 pixels as a mere list; choose “Read as image”" in user.heard[-1]
        user.window.workspace.selection.choose([layer.id])
        page = user.window.findChild(Inspector)
        assert page is not None
        QApplication.processEvents()
        QTest.mouseClick(next(one for one in page.findChildren(QPushButton) if one.text() == "Read as image"), LEFT)
        assert user.document.nodes[layer.id].kind == "image"
        user.connect(layer.label, "convolution 1")
        grid = user.document.nodes[user.node("convolution 1")].grid
        assert grid is not None
        assert grid.shape[:2] == (6, 6)

    script.answers = [SHIPPED["digits"].file]
    play(tale)
