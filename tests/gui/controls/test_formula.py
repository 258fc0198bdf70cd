"""Formulas are set as pictures where the typesetter can, and never raise where it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.controls import formula
from gui.controls.formula import LONGEST, Drawn, Piece, derivative, draw, sign, summed, words

GREEN = "#2a9d43"


def drawn(piece: Piece, ratio: float = 1.0, size: float = 16.0) -> Drawn:
    found = draw(piece, size, GREEN, ratio)
    assert found is not None
    return found


def inked(piece: Piece) -> set[tuple[int, int, int]]:
    """Return the colours of the dots that are wholly covered."""
    image = drawn(piece).picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    dots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {(dot.red(), dot.green(), dot.blue()) for dot in dots if dot.alpha() == 255}


def test_a_fraction_stands_on_its_line_in_its_colour(qapp: QApplication) -> None:  # noqa: ARG001
    fraction = drawn(derivative("SSR", "w_3"))
    assert fraction.ascent > 10
    assert fraction.descent > 8
    assert inked(derivative("SSR", "w_3")) == {(0x2A, 0x9D, 0x43)}


def test_a_subscript_makes_a_symbol_deeper_not_higher(qapp: QApplication) -> None:  # noqa: ARG001
    plain, below = drawn(derivative("SSR", "w")), drawn(derivative("SSR", "w_3"))
    assert below.descent > plain.descent
    assert below.ascent == plain.ascent


def test_a_sharp_screen_gets_more_dots_for_the_same_size(qapp: QApplication) -> None:  # noqa: ARG001
    once, twice = drawn(summed("rows")), drawn(summed("rows"), 2.0)
    assert (once.width, once.ascent) == (twice.width, twice.ascent)
    assert twice.picture.width() == pytest.approx(2 * once.picture.width(), abs=2)
    assert twice.picture.devicePixelRatio() == 2.0


def test_a_picture_is_made_once(qapp: QApplication) -> None:  # noqa: ARG001
    assert draw(sign("×"), 16.0, GREEN) is draw(sign("×"), 16.0, GREEN)
    assert draw(sign("×"), 16.0, "#000000") is not draw(sign("×"), 16.0, GREEN)


@pytest.mark.parametrize("name", ["<b>", "&amp;", "a & b", "</mi>", "&#0;", '"', "x_", "_", "_1", "a_b_c", "d_1,2", ""])
def test_names_that_look_like_markup_are_letters(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    piece = derivative("SSR", name)
    found = draw(piece, 16.0, GREEN)
    assert found is None or found.width > 10
    assert piece.plain.startswith("dSSR/d")


@pytest.mark.parametrize("name", ["剂量", "🙂", "مرحبا"])
def test_letters_the_formula_font_lacks_are_left_to_plain_text(name: str, qapp: QApplication) -> None:  # noqa: ARG001
    assert draw(derivative("SSR", name), 16.0, GREEN) is None


def test_a_long_name_is_shortened_and_a_long_formula_is_plain_text(qapp: QApplication) -> None:  # noqa: ARG001
    assert drawn(derivative("SSR", "w" * 60)).width < 320
    assert draw(words("w" * (LONGEST + 1)), 16.0, GREEN) is None
    assert draw(words("w" * LONGEST), 16.0, GREEN) is not None


def test_the_plain_text_says_the_same() -> None:
    assert derivative("mean SSR", "y_2,13").plain == "d(mean SSR)/dy₂‚₁₃"
    assert derivative("SSR", "w_2[3,1]").plain == "dSSR/dw₂[3,1]"
    assert derivative("predicted", "x_out").plain == "dpredicted/dxₒᵤₜ"


def test_loading_ahead_ends_by_itself() -> None:
    formula.load_ahead()
    assert formula._typesetter().config.svg2 is False  # waits for the import, wherever it is under way
    assert np.isfinite(formula._typesetter().Math("<math><mi>x</mi></math>").getsize()[0])
