"""Formulas in panels of any width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from gui.controls.formula import derivative, sign, summed
from gui.inspectors.chain_terms import Term
from gui.inspectors.formula_lines import flow

INK = "#000000"


@pytest.mark.parametrize("width", [215.0, 240.0, 400.0])
def test_no_piece_stands_beyond_the_edge(width: float, qapp: QApplication) -> None:  # noqa: ARG001
    terms = (
        Term(derivative("cross entropy", "b_3"), INK),
        Term(sign("="), INK),
        Term(summed("rows"), INK),
        Term(sign("("), INK),
        Term(derivative("cross entropy", "p_1"), INK),
        Term(sign("×"), INK, opens=True),
        Term(derivative("p_1", "raw_1"), INK),
    )
    placed, _ = flow(terms, width, 1.0)
    assert [one.term for one in placed] == list(terms)
    assert max(one.spot.x() + (one.drawn.width if one.drawn else 0) for one in placed) <= width
