"""Menus: recent files, examples, views, activations; every action is in one and does something."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu

from gui.actions import ROWS
from tests.gui.conftest import Script
from tests.helpers.drive import User
from tests.stories.conftest import Play


def menu(user: User, *names: str) -> QMenu:
    """Return a menu by its titles, as if it had been opened."""
    inside: list[QAction] = user.window.menuBar().actions()
    found: QMenu | None = None
    for name in names:
        action = next(one for one in inside if one.text().replace("&", "") == name)
        found = action.menu()  # type: ignore[assignment]  # the stubs call it an object
        assert isinstance(found, QMenu)
        found.aboutToShow.emit()
        inside = found.actions()
    assert found is not None
    return found


def choose(user: User, *names: str) -> None:
    next(one for one in menu(user, *names[:-1]).actions() if one.text() == names[-1]).trigger()


def test_a_saved_file_is_among_the_recent_ones_also_at_the_next_start(
    play: Play, script: Script, tmp_path: Path
) -> None:
    def tale(user: User) -> None:
        assert [one.text() for one in menu(user, "File", "Open Recent").actions()] == ["No files yet"]
        script.answers = [tmp_path / "mine.squiggle"]
        choose(user, "File", "Save As…")

    def later(user: User) -> None:
        choose(user, "File", "Open Recent", "mine.squiggle")
        assert user.window.windowTitle() == "mine.squiggle[*] — Squiggle"
        choose(user, "File", "Open Recent", "Clear List")
        assert [one.text() for one in menu(user, "File", "Open Recent").actions()] == ["No files yet"]

    play(tale)
    play(later)


def test_an_example_and_an_activation_are_chosen_from_menus(play: Play) -> None:
    def tale(user: User) -> None:
        choose(user, "Examples", "Part 1: inside the black box")
        assert user.window.windowTitle().startswith("Part 1")
        choose(user, "Network", "Activation", "Tanh")
        assert "Select the hidden or output nodes" in user.heard[-1]
        user.click(*user.document.positions[user.node("hidden 1")])
        choose(user, "Network", "Activation", "Tanh")
        assert user.document.nodes[user.node("hidden 1")].activation == "tanh"

    play(tale)


def test_the_views_menu_ticks_what_is_shown(play: Play) -> None:
    def tale(user: User) -> None:
        ticks = {one.text(): one for one in menu(user, "View", "Views").actions()}
        assert len(ticks) == len(user.window.views)
        assert ticks["Loss"].isChecked()
        ticks["Loss"].trigger()
        assert not user.window.dock("loss").isVisible()
        assert [one.text() for one in menu(user, "View", "Theme").actions() if one.isChecked()] == ["As the Desktop"]

    play(tale)


def test_every_action_of_the_table_is_in_a_menu(play: Play) -> None:
    def tale(user: User) -> None:
        shown = {one.objectName() for row in ROWS for one in menu(user, *row.menu.split("/")).actions()}
        assert {row.name for row in ROWS} <= shown

    play(tale)


def test_alt_and_a_letter_open_a_menu(play: Play) -> None:
    def tale(user: User) -> None:
        texts = [one.text() for one in user.window.menuBar().actions()]
        letters = [text[text.index("&") + 1].upper() for text in texts]
        assert len(set(letters)) == len(letters) == 8
        QTest.keyClick(user.window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
        opened = menu(user, "File")
        user.qtbot.waitUntil(opened.isVisible)
        opened.close()

    play(tale)


def test_letters_typed_into_an_open_list_reach_no_shortcut(play: Play, examples: Path) -> None:
    def tale(user: User) -> None:
        center = user.center("hidden 1")
        user.click(center.x(), center.y())
        boxes = [box for box in user.window.findChildren(QComboBox) if box.isVisible() and box.findText("ReLU") >= 0]
        assert len(boxes) == 1
        boxes[0].showPopup()
        before = user.document
        for key, name in ((Qt.Key.Key_L, "Leaky ReLU"), (Qt.Key.Key_F, "Leaky ReLU")):
            QTest.keyClick(boxes[0].view(), key)
            assert boxes[0].view().currentIndex().data() == name
        assert user.document is before
        QTest.keyClick(boxes[0].view(), Qt.Key.Key_Return)
        node = user.document.nodes[user.node("hidden 1")]
        assert node.activation == "leaky_relu"
        assert node.bias is not None
        assert node.bias.trainable.all(), "L is the key of padlocks, too"

    play(tale, str(examples / "iris-train.squiggle"))
