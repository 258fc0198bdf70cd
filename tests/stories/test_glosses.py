"""Words of the field explain themselves where they stand, with a way to the step that teaches them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.gloss_tip import GRACE, GlossTip, TermLabel
from gui.lessons.glossary_page import GlossaryPage
from gui.lessons.text_view import TextView
from tests.helpers.drive import LEFT, PAUSE_MS, User
from tests.stories.conftest import Play

LESSON = "2-backpropagation"


def tip_of(user: User) -> GlossTip:
    """Return the tip once it shows."""
    glosses = user.window.lessons.glosses
    user.qtbot.waitUntil(lambda: glosses.tip is not None)
    assert glosses.tip is not None
    return glosses.tip


def enter(user: User, step: int) -> TextView:
    """Play lesson 2 at a step; return its text."""
    player = user.window.lessons.player
    lesson = player.shelf.find(LESSON)
    assert lesson is not None
    user.qtbot.waitUntil(lambda: user.window.lessons.panel is not None)
    player.enter(lesson)
    player.go_to(step)
    panel = user.window.lessons.panel
    assert panel is not None
    QApplication.processEvents()
    return panel.page.text


def rest(widget: QWidget, at: QPoint) -> None:
    """Put the pointer on a place and let it rest there."""
    QTest.mouseMove(widget, at, PAUSE_MS)
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, at, widget.mapToGlobal(at)))


def on_word(view: TextView, word: str) -> QPoint:
    """Return the middle of a word of a text."""
    found = view.document().find(word)
    start, end = found.selectionStart(), found.selectionEnd()
    found.setPosition((start + end) // 2)
    return view.cursorRect(found).center()


def test_the_pointer_reaches_the_link_of_a_word_in_a_lesson(play: Play) -> None:
    def tale(user: User) -> None:
        text = enter(user, 2)
        QTest.mouseMove(text.viewport(), on_word(text, "residual"), PAUSE_MS)
        tip = tip_of(user)
        assert [entry.term for entry in tip.entries] == ["residual"]
        link = tip.links[0]
        user.qtbot.waitUntil(lambda: tip.looks >= GRACE // 2)  # the pointer takes its time
        QTest.mouseMove(link, link.rect().center(), PAUSE_MS)
        looks = tip.looks
        user.qtbot.waitUntil(lambda: tip.looks > looks + GRACE)  # it does not wait so long for a pointer elsewhere
        assert user.window.lessons.glosses.tip is tip
        user.window.lessons.player.go_to(5)
        user.qtbot.mouseClick(link, LEFT)
        step = user.window.lessons.player.step
        assert step is not None
        assert step.number == 2

    play(tale)


def test_a_word_is_let_go_when_the_pointer_goes_elsewhere(play: Play) -> None:
    def tale(user: User) -> None:
        text = enter(user, 2)
        QTest.mouseMove(text.viewport(), on_word(text, "residual"), PAUSE_MS)
        tip_of(user)
        QTest.mouseMove(user.canvas.viewport(), QPoint(300, 200), PAUSE_MS)
        user.qtbot.waitUntil(lambda: user.window.lessons.glosses.tip is None)

    play(tale)


def test_by_keyboard_a_word_is_explained_and_enter_follows(play: Play) -> None:
    def tale(user: User) -> None:
        text = enter(user, 5)
        QTest.mouseMove(user.canvas.viewport(), QPoint(300, 200), PAUSE_MS)
        user.window.activateWindow()
        text.setFocus()
        user.qtbot.waitUntil(text.hasFocus)
        QTest.keyClick(text, Qt.Key.Key_Tab)
        tip = tip_of(user)
        first = tip.entries[0]
        assert first.lesson
        user.qtbot.waitUntil(lambda: tip.looks > GRACE)  # it stays though the pointer is elsewhere
        assert user.window.lessons.glosses.tip is tip
        QTest.keyClick(text, Qt.Key.Key_Escape)
        assert user.window.lessons.glosses.tip is None
        QTest.keyClick(text, Qt.Key.Key_Tab)
        second = tip_of(user).entries[0]
        assert second is not first
        QTest.keyClick(text, Qt.Key.Key_Return)
        player = user.window.lessons.player
        assert player.lesson is not None
        assert player.step is not None
        assert (player.lesson.name, player.step.number) == (second.lesson, second.step)

    play(tale)


def test_a_caption_explains_its_word_with_a_link(play: Play) -> None:
    def tale(user: User) -> None:
        captions = [found for found in user.window.toolbar.findChildren(TermLabel) if found.text() == "Learning rate"]
        rest(captions[0], captions[0].rect().center())
        tip = tip_of(user)
        assert tip.entries[0].term == "learning rate"
        user.qtbot.mouseClick(tip.links[0], LEFT)
        player = user.window.lessons.player
        assert player.lesson is not None
        assert (player.lesson.name, player.step and player.step.number) == (LESSON, 5)

    play(tale)


def test_shift_f1_explains_the_words_of_a_tip_and_enter_follows(play: Play) -> None:
    def tale(user: User) -> None:
        user.keys("F")
        buttons = user.window.toolbar.findChildren(QWidget)
        button = next(found for found in buttons if found.property("action") == "step")
        rest(button, button.rect().center())
        assert "parameters" in QToolTip.text()
        QTest.keySequence(user.canvas, QKeySequence("Shift+F1"))
        tip = tip_of(user)
        assert [entry.term for entry in tip.entries] == ["update", "parameter"]
        user.qtbot.waitUntil(tip.links[0].hasFocus)
        QTest.keyClick(tip.links[0], Qt.Key.Key_Tab)
        user.qtbot.waitUntil(tip.links[1].hasFocus)
        QTest.keyClick(tip.links[1], Qt.Key.Key_Return)
        player = user.window.lessons.player
        assert player.step is not None
        assert player.step.number == 12

    play(tale)


def test_esc_gives_the_keyboard_back_and_a_word_that_no_step_teaches_opens_the_glossary(play: Play) -> None:
    def tale(user: User) -> None:
        captions = {found.text(): found for found in user.window.toolbar.findChildren(TermLabel)}
        user.keys("F")
        rest(captions["Optimizer"], captions["Optimizer"].rect().center())
        QTest.keySequence(user.canvas, QKeySequence("Shift+F1"))
        tip = tip_of(user)
        user.qtbot.waitUntil(tip.links[0].hasFocus)
        QTest.keyClick(tip.links[0], Qt.Key.Key_Escape)
        assert user.window.focusWidget() is user.canvas
        rest(captions["Optimizer"], captions["Optimizer"].rect().center())
        user.qtbot.mouseClick(tip_of(user).links[0], LEFT)
        page = user.window.findChild(GlossaryPage)
        assert isinstance(page, GlossaryPage)
        assert page.filter.text() == "optimizer"

    play(tale)
