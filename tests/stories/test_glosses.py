"""Words of the field explain themselves where they stand, with a way to the step that teaches them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.controls.gloss_tip import GRACE, GlossTip, TermLabel
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


def opened(user: User, word: str = "residual") -> tuple[TextView, GlossTip]:
    """Put the pointer on a word of step 2, and on the tip that explains it."""
    text = enter(user, 2)
    QTest.mouseMove(text.viewport(), on_word(text, word), PAUSE_MS)
    tip = tip_of(user)
    QTest.mouseMove(tip, QPoint(tip.width() - 8, tip.height() - 6), PAUSE_MS)
    return text, tip


def test_nothing_covers_a_definition(play: Play) -> None:
    def tale(user: User) -> None:
        text = enter(user, 2)
        rest(text.viewport(), QPoint(text.viewport().width() - 2, text.viewport().height() - 2))
        assert QToolTip.text().startswith("The text of the step")
        rest(text.viewport(), on_word(text, "residual"))  # the pointer may have jumped there
        tip = tip_of(user)
        user.qtbot.waitUntil(lambda: not QToolTip.isVisible())
        run = user.window.toolbar.speed
        for place in (text.viewport(), tip, tip.links[0], run):
            QApplication.sendEvent(place, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(3, 3), QPoint(3, 3)))
            assert not QToolTip.isVisible()
        user.window.lessons.glosses.hide()
        rest(run, run.rect().center())
        assert QToolTip.isVisible()

    play(tale)


def test_a_tip_that_was_clicked_into_goes_when_the_pointer_goes(play: Play) -> None:
    def tale(user: User) -> None:
        _, tip = opened(user)
        link = tip.links[0]
        QTest.mousePress(link, LEFT, Qt.KeyboardModifier.NoModifier, link.rect().center())
        QTest.mouseRelease(link, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(-40, 60))
        assert user.window.lessons.glosses.tip is tip
        QTest.mouseMove(user.canvas.viewport(), QPoint(300, 200), PAUSE_MS)
        user.qtbot.waitUntil(lambda: user.window.lessons.glosses.tip is None)

    play(tale)


@pytest.mark.parametrize("how", ["click beside the link", "click elsewhere", "Esc", "wheel", "scroll"])
def test_a_tip_goes_with_a_click_anywhere_esc_and_whatever_scrolls(play: Play, how: str) -> None:
    def tale(user: User) -> None:
        text, tip = opened(user)
        if how.startswith("click"):
            QTest.mouseClick(tip if "link" in how else user.canvas.viewport(), LEFT, pos=QPoint(9, 4))
        elif how == "Esc":
            user.window.activateWindow()
            user.qtbot.waitUntil(user.window.isActiveWindow)
            QTest.keyClick(user.canvas, Qt.Key.Key_Escape)
        elif how == "wheel":
            wheel(tip)
        else:
            text.move(text.x(), text.y() - 30)
            user.qtbot.waitUntil(lambda: user.window.lessons.glosses.tip is None)
        assert user.window.lessons.glosses.tip is None

    play(tale)


def wheel(widget: QWidget) -> None:
    """Turn the wheel over a widget."""
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QWheelEvent(
        at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False))  # fmt: skip


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
