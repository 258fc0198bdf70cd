"""Blocks of cells as text: what stands between cells, quotes, lines of unequal length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.block import format_block, has_heading, parse_block
from core.errors import ValueRefused


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("0,5\n1,5", [["0,5"], ["1,5"]]),
        ("1;2,5\n2;3", [["1", "2,5"], ["2", "3"]]),
        ("0,0\n0.5,1", [["0", "0"], ["0.5", "1"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("\ufeff1\t2", [["1", "2"]]),
        ('"a\tb"\t"say ""hi"""', [["a\tb", 'say "hi"']]),
        ("  7 \n\n\n8", [["7"], ["8"]]),
    ],
)
def test_cells_are_found(text: str, cells: list[list[str]]) -> None:
    assert parse_block(text) == tuple(tuple(row) for row in cells)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to paste"),
        (" \n\t\n", "nothing to paste"),
        ("1\t2\n3", "Line 2 of what you paste has 1 cell and line 1 has 2"),
        ('1\t"2\n3\t4', "Line 1 of what you paste"),
    ],
)
def test_what_is_no_block_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueRefused, match=sentence):
        parse_block(text)


def test_a_heading_has_no_number_and_no_hole() -> None:
    assert has_heading((("a", "b"), ("1", "2")))
    assert not has_heading((("a", "1"), ("1", "2")))
    assert not has_heading((("a", ""), ("1", "2")))


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=8
)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_words_come_back_as_they_were_copied(cells: list[tuple[str, str]]) -> None:
    assert parse_block(format_block(cells)) == tuple(cells)
