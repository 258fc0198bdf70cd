"""What opens over the window says what it is too: popovers, sheets, dialogs, the lessons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from gui.canvas.matrix_editor import MatrixEditor
from gui.controls.fields import PopoverButton
from gui.inspectors.chain_card import ChainCard
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import look, player_of
from tests.helpers.tips import numbers_without_a_tip, silent_controls
from tests.stories.conftest import Play

SHEETS = ("compare", "palette", "shortcuts", "about", "lessons", "glossary", "why_not")


def settle() -> None:
    QApplication.processEvents()
    QApplication.processEvents()


def check(window: QWidget, part: QWidget | None = None) -> None:
    """Let what was opened be laid out, and ask all that is on it."""
    settle()
    silent = [*numbers_without_a_tip(window, part), *silent_controls(window, part)]
    assert not silent, "\n".join(silent)


def opened(user: User) -> Iterator[QWidget]:
    """Yield what has opened beside the window, and shut it again."""
    settle()
    known = {type(user.window).__name__, "QTipLabel"}
    found = [one for one in QApplication.topLevelWidgets() if one.isVisible() and type(one).__name__ not in known]
    assert found
    for one in found:
        yield one
        one.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_popovers_have_tips(play: Play) -> None:
    def tale(user: User) -> None:
        window, training = user.window, user.window.workspace.training
        window.resize(1600, 1000)
        assert window.files.open_example("iris-train.squiggle")
        for steps in (50, 20):  # an earlier run to compare with
            training.reset()
            training.advance(steps)
        settle()
        buttons = [found for found in window.findChildren(PopoverButton) if found.isVisible()]
        assert len(buttons) >= 5
        for button in buttons:
            user.qtbot.mouseClick(button, LEFT)
            assert button.panel is not None
            check(button.panel)
            button.panel.close()
        user.qtbot.mouseClick(next(found for found in window.findChildren(QToolButton, "runs")), LEFT)
        for panel in opened(user):
            check(panel)

    play(tale)


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_have_tips(play: Play, name: str) -> None:
    def tale(user: User) -> None:
        assert user.window.files.open_example("iris-train.squiggle")
        user.window.actions_table[name].trigger()
        for sheet in opened(user):
            check(sheet)

    play(tale)


def test_dialogs_of_data_have_tips(play: Play, tmp_path: Path) -> None:
    def tale(user: User) -> None:
        user.window.show_view("data")
        user.qtbot.mouseClick(user.window.data.header.buttons["generate"], LEFT)
        for sheet in opened(user):
            check(sheet)
        (tmp_path / "rows.csv").write_text("a,b\n1,2\n3,4\n")
        user.window.file_dropped.emit(tmp_path / "rows.csv")
        for sheet in opened(user):
            check(sheet)

    play(tale)


def test_what_opens_in_the_window_has_tips(play: Play) -> None:
    def tale(user: User) -> None:
        window = user.window
        window.resize(1600, 1000)
        look("b3")(user)
        chain = window.findChild(ChainCard)
        assert isinstance(chain, ChainCard)
        user.qtbot.mouseClick(chain.turn, LEFT)
        check(window, window.dock("inspector"))
        user.qtbot.mouseClick(chain.turn, LEFT)
        window.actions_table["slow_motion"].trigger()
        check(window, window.motion_bar)
        window.canvas.motion.close()
        assert window.files.open_example("digits.squiggle")
        matrix = window.findChild(MatrixEditor)
        assert isinstance(matrix, MatrixEditor)
        found = user.document.parameters()
        matrix.open(next(ref for ref in found if found[ref].value.size > 1), QPoint(9, 9))
        check(window, matrix)

    play(tale)


def test_sheets_of_the_convolution_have_tips(play: Play) -> None:
    def tale(user: User) -> None:
        window = user.window
        window.resize(1600, 1000)
        assert window.files.open_example("part8-letters.squiggle")
        window.show_view("convolution")
        settle()
        dock = window.dock("convolution")
        for words in ("How many inputs?", "Shift test", "Shift test", "▶ Slide the filter"):
            user.qtbot.mouseClick(next(one for one in dock.findChildren(QToolButton) if one.text() == words), LEFT)
            check(window, dock)

    play(tale)


def test_steps_of_lessons_have_tips(play: Play) -> None:
    def tale(user: User) -> None:
        window, player = user.window, player_of(user)
        window.resize(1600, 1000)
        for lesson in player.shelf.lessons:
            player.enter(lesson)
            asks = next((step.number for step in lesson.steps if step.ask.pieces), 1)
            offers = next((step.number for step in lesson.steps if step.choices), 1)
            for number in {1, asks, offers}:
                player.go_to(number)
                check(window, window.dock("lessons"))
        player.leave()

    play(tale)
