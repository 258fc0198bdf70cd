"""Stories of layers: neurons are merged and split again, a weight of hundreds is found in a picture and changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from core import storage
from gui.canvas.drawing import MIDDLE
from gui.canvas.heat import Heat
from tests.helpers.drive import LEFT, User
from tests.stories.conftest import Play

CTRL = Qt.KeyboardModifier.ControlModifier


def offered(user: User, words: str) -> None:
    """Take an entry of the menu that is open on the canvas."""
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(action for action in menu.actions() if action.text() == words)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(entry).center())


def open_menu(user: User, place: QPointF) -> None:
    """Open the menu of what is at a point of the drawing, as the right button of the mouse does."""
    spot, port = user.spot(*at(place)), user.canvas.viewport()
    QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, port.mapToGlobal(spot)))


def heat(user: User, source: str, target: str) -> Heat:
    return user.canvas.canvas.stage.drawing.heats[user.pair(source, target)]


def at(point: QPointF) -> tuple[float, float]:
    return point.x(), point.y()


def test_neurons_become_a_layer_and_neurons_again(play: Play, examples: Path) -> None:
    before = storage.load(examples / "iris-train.squiggle")
    names = {found.name: found.value.tolist() for found in before.parameters().values()}

    def tale(user: User) -> None:
        user.click(*at(user.center("hidden 1")))
        user.click(*at(user.center("hidden 2")), CTRL)
        open_menu(user, user.center("hidden 2"))
        offered(user, "Merge into layer")
        assert {node.label for node in user.document.nodes.values()} >= {"hidden", "Setosa"}
        assert user.document.parameter(user.pair("petal width", "hidden")).value.shape == (2, 1)
        page = user.window.workspace.selection.node
        assert page == user.node("hidden")
        split = next(one for one in user.window.findChildren(QPushButton) if one.text() == "Split into neurons")
        QTest.mouseClick(split, LEFT)
        assert {found.name: found.value.tolist() for found in user.document.parameters().values()} == names

    play(tale, str(examples / "iris-train.squiggle"))


def test_a_weight_of_the_digits_is_found_in_the_picture_and_changed(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        user.window.resize(1600, 1000)
        user.qtbot.waitUntil(lambda: user.canvas.camera.zoom > 2 * MIDDLE)  # a weight is several pixels high there
        user.hover(*at(user.center("hidden")))  # the drawing has come to rest by then
        cell = heat(user, "hidden", "digits").cell(2, 4).center()
        user.hover(*at(cell))
        assert user.canvas.viewport().toolTip().startswith("w₂[3,5] = ")
        user.double_click(*at(cell))
        table = user.canvas.editing.matrix.table
        assert table.isVisible()
        assert user.window.workspace.reasoning.index == (2, 4)
        table.edit(table.currentIndex())
        line = table.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, "-1.5")
        QTest.keyClick(line, Qt.Key.Key_Return)
        weights = user.pair("hidden", "digits")
        user.qtbot.waitUntil(lambda: user.document.parameter(weights).value[2, 4] == -1.5)
        QTest.keyClick(table, Qt.Key.Key_Escape)
        user.hover(*at(cell))
        user.press("run")
        user.qtbot.waitUntil(lambda: user.window.workspace.training.frame.step > 20)
        user.press("run")
        user.qtbot.waitUntil(lambda: not user.window.workspace.training.running)

    play(tale, str(examples / "digits.squiggle"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pixel_under_the_pointer_is_named(play: Play, examples: Path, theme: str) -> None:
    def tale(user: User) -> None:
        user.window.workspace.theme.use(theme)
        center = user.center("pixels")
        user.hover(center.x(), center.y() - 60)
        user.hover(center.x() - 15, center.y() - 18)
        assert "row 1 column 1" in user.canvas.viewport().toolTip()

    play(tale, str(examples / "digits.squiggle"))
