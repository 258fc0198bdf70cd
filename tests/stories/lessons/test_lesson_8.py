"""Lesson 8 played from start to end: an O and an X, shifts that are counted, a filter too big, one that learns."""

from __future__ import annotations

from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from gui.convolution.map_part import MapPart
from gui.convolution.panel import ConvolutionPanel
from gui.drawing.picture_bar import PictureBar
from gui.drawing.row_strip import RowStrip
from gui.drawing.shift_sheet import ShiftSheet
from tests.helpers.drive import LEFT, User
from tests.helpers.lesson_play import Verb, answer, choose, open_answer, player_of, run_out, whole_lesson
from tests.stories.conftest import Play


def panel_of(user: User) -> ConvolutionPanel:
    panel = user.window.classes["convolution"]
    assert isinstance(panel, ConvolutionPanel)
    user.qtbot.waitUntil(lambda: panel.isVisible() and panel.chain is not None)
    QApplication.processEvents()  # what was shown is laid out
    return panel


def see(panel: ConvolutionPanel, widget: QWidget) -> None:
    panel.columns.ensureWidgetVisible(widget)
    QApplication.processEvents()


def move(where: str) -> Verb:
    """Press an arrow above the picture."""

    def do(user: User) -> None:
        bar = next(part for part in panel_of(user).parts if isinstance(part, PictureBar))
        button = next(found for found in bar.findChildren(QToolButton) if f"one pixel {where} " in found.toolTip())
        assert button.isVisible()
        QTest.mouseClick(button, LEFT)

    return do


def next_letter(user: User) -> None:
    """Click the second small picture below the picture."""
    strip = panel_of(user).findChild(RowStrip)
    assert isinstance(strip, RowStrip)
    QTest.mouseClick(strip, LEFT, pos=strip.rect_of(1).center().toPoint())


def slide(user: User) -> None:
    """Let the filter slide over the letter, to its end."""
    panel = panel_of(user)
    panel.slide.speed.setCurrentIndex(panel.slide.speed.count() - 1)
    QTest.mouseClick(panel.start_slide, LEFT)
    user.qtbot.waitUntil(lambda: not panel.slide.playing, timeout=5000)
    assert panel.slide.on


def whole_maps(user: User) -> None:
    """See that the slide of the step before is over."""
    assert not panel_of(user).slide.on
    assert panel_of(user).pointed is None


def shift_test(user: User) -> None:
    """Press Shift test, and read how many shifts leave the answer."""
    panel = panel_of(user)
    button = next(found for found in panel.side.buttons.findChildren(QToolButton) if found.text() == "Shift test")
    QTest.mouseClick(button, LEFT)
    sheet = panel.findChild(ShiftSheet)
    assert isinstance(sheet, ShiftSheet)
    user.qtbot.waitUntil(sheet.isVisible)
    assert sheet.answer.text() == "Still predicted as O after a shift: 4 of 24 with max pool, 0 of 24 with mean pool"
    attempt, facts = player_of(user).attempt, user.window.workspace.facts.known
    user.qtbot.waitUntil(lambda: attempt is not None and attempt.held == {0})
    QTest.mouseClick(button, LEFT)
    assert facts["shift_test"] == "closed"


def size(text: str) -> Verb:
    """Type a size of the filter."""

    def do(user: User) -> None:
        panel = panel_of(user)
        column = panel.column("map", "map")
        assert column is not None
        field = next(one for one in column.parts if isinstance(one, MapPart)).fields["size"]
        see(panel, field)
        QTest.mouseDClick(field, LEFT)
        user.type(text)

    return do


def refused(words: str) -> Verb:
    """See that what was typed was refused, with these words."""

    def do(user: User) -> None:
        assert words in user.heard[-1]

    return do


def draw(user: User) -> None:
    """Flip the three pixels that the answer names, and see that the network calls it an X."""
    panel = panel_of(user)
    column = panel.column("letter", "image")
    assert column is not None
    see(panel, column.grid)
    for row, at in ((0, 1), (0, 3), (2, 3)):
        QTest.mouseClick(column.grid, LEFT, pos=column.grid.cell_rect(row, at).center())
    user.qtbot.waitUntil(lambda: "The network says: O 0.4819, X 0.5181" in panel.columns.answer.accessibleName())


RECIPES = (
    (answer("0.0022"), next_letter, answer("1.013")),
    (answer("100"), answer("10000")),
    (answer("1"), answer("0")),
    (slide, answer("2")),
    (whole_maps, answer("16")),
    answer("0.12"),
    (choose("A"), move("to the right")),
    (choose("A"), choose("B"), move("to the left")),
    (shift_test, answer("4")),
    (size("6"), refused("1 × 1"), choose("A"), size("5")),
    (choose("A"), choose("B"), run_out),
    run_out,
    (choose("A"), choose("B")),
    draw,
    open_answer,
)


def test_lesson_8_is_played_from_start_to_end(play: Play) -> None:
    play(partial(whole_lesson, "8-convolution", RECIPES))
