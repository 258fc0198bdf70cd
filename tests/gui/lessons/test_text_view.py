"""Texts of lessons as they are read: formulas as pictures, terms that explain themselves, as high as they need."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from core.lessons import names
from core.lessons.glossary import Entry, Glossary
from core.lessons.shelf import read_shelf
from core.lessons.spots import SPOTS
from core.lessons.texts import read_text
from gui.actions import MENUS
from gui.canvas.palette import OFFERS
from gui.controls.formula import draw
from gui.lessons.formulas import latex
from gui.lessons.pointer import _POINTING
from gui.lessons.spots import PHRASES
from gui.lessons.text_view import TextView
from gui.theme import Theme

WORDS = Glossary((Entry("slope", ("slopes",), "How steep."), Entry("loss", (), "How wrong.")))


def view_of(qtbot: QtBot, text: str, width: int = 240) -> TextView:
    view = TextView(Theme("light"))
    qtbot.addWidget(view)
    view.resize(width, 20)
    view.show_texts((read_text(text, 1),), WORDS)
    view.show()
    return view


def test_a_text_is_as_high_as_its_lines(qtbot: QtBot) -> None:
    view = view_of(qtbot, "Some words that take more than one line at this width, and then some more of them.")
    assert view.height() == round(view.document().size().height()) + 2
    high = view.height()
    view.resize(600, high)
    qtbot.waitUntil(lambda: view.height() < high)


def test_a_term_is_a_link_the_first_time_and_a_click_tells_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, "The slope of a loss, the slopes and **loss**, lossy {1 given}.")
    assert view.toHtml().count('href="term:') == 2
    heard: list[str] = []
    view.term_chosen.connect(heard.append)
    view.anchorClicked.emit(QUrl("term:slope"))
    assert heard == ["slope"]


def test_a_word_with_a_backslash_is_no_term(qtbot: QtBot) -> None:
    view = view_of(qtbot, r"The \slope of a hill; \losses, and a $\frac{1}{2}$ slope.")
    assert view.toPlainText().startswith("The slope of a hill; losses, and a ")
    assert view.toHtml().count('href="term:') == 1
    assert view.toHtml().index("href") > view.toHtml().index("hill")


def test_a_formula_is_a_picture_no_wider_than_the_text(qtbot: QtBot) -> None:
    view = view_of(qtbot, r"$\der{SSR}{b_3} = \sum -2 \times (observed - predicted) \times 1 + 2 + 3 + 4$", 200)
    html = view.toHtml()
    assert html.count("<img") == 1
    name = html.partition('src="')[2].partition('"')[0]
    assert not view.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)).isNull()
    assert view.document().idealWidth() <= 200


def test_every_formula_of_every_lesson_can_be_drawn() -> None:
    formulas = [
        piece.text
        for lesson in read_shelf().lessons for step in lesson.steps
        for text in (*step.texts, step.hint, step.answer) for piece in text.pieces if piece.kind == "formula"
    ]  # fmt: skip
    assert len(formulas) >= 3
    assert [text for text in formulas if not latex(text).markup or draw(latex(text), 14.0, "#000000") is None] == []


def test_what_is_no_formula_is_written_as_it_is(qtbot: QtBot) -> None:
    assert latex("x_1_2").markup == ""
    assert "x_1_2" in view_of(qtbot, "So: $x_1_2$ it is.").toPlainText()


def test_the_names_that_lessons_may_use_are_those_of_the_tiles_and_menus() -> None:
    assert set(names.TILES) == {offer.title for offer in OFFERS}
    assert set(names.MENUS) == {*MENUS, "Examples"}


def test_every_spot_and_every_pointing_clause_is_known_to_the_window() -> None:
    from core.lessons.set_up import POINTING

    assert SPOTS.keys() == PHRASES
    assert _POINTING.keys() == POINTING.keys()
