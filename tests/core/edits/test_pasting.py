"""Pasted blocks: into an empty table, over cells, beyond the last row; what does not fit is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.block import format_block, parse_block
from core.document import Document
from core.edits.graph import AddNode
from core.edits.pasting import PasteBlock
from core.edits.table import AddColumn, ReadAs, RemoveRows, SetCell
from core.errors import EditRefused, ValueRefused
from core.session import Session
from tests.core.edits.test_table import rows, sound
from tests.helpers.build import one_two_one


def test_a_spreadsheet_with_names_fills_an_empty_table_and_names_columns_and_nodes() -> None:
    drawn = AddNode("output", (240, 0)).apply(AddNode("input", (0, 0)).apply(Document()))
    new = PasteBlock(parse_block("dosage\teffectiveness\r\n0\t0\r\n0,5\t1\r\n1\t0\r\n")).apply(drawn)
    assert new.data.names == ("dosage", "effectiveness")
    assert rows(new) == [(0, 0), (0.5, 1), (1, 0)]
    assert [node.label for node in new.nodes.values()] == ["dosage", "effectiveness"]
    assert new.data.inputs == {"n1": ("dosage",)}


def test_an_empty_document_gets_as_many_columns_as_the_block_has() -> None:
    new = PasteBlock(parse_block("a\tb\tname\n1\t2\tAnn\n3\t4\tBo")).apply(Document())
    assert new.data.names == ("a", "b", "name")
    assert rows(new) == [(1, 2, "Ann"), (3, 4, "Bo")]
    bare = PasteBlock(parse_block("1\t2")).apply(Document())
    assert bare.data.names == ("column 1", "column 2")


def test_names_alike_are_told_apart() -> None:
    assert PasteBlock(parse_block("x\tx\n1\t2")).apply(Document()).data.names == ("x", "x 2")


def test_a_block_goes_over_cells_and_adds_the_rows_it_needs() -> None:
    new = PasteBlock(parse_block("7\t8\n9\t10\n11\t12"), row=2).apply(one_two_one())
    assert rows(new) == [(0, 0), (0.5, 1), (7, 8), (9, 10), (11, 12)]
    one = PasteBlock(parse_block("1/2"), row=0, at=1).apply(one_two_one())
    assert rows(one) == [(0, 0.5), (0.5, 1), (1, 0)]


def test_new_rows_are_blank_outside_the_block() -> None:
    new = PasteBlock(parse_block("5\n6"), row=2, at=1).apply(one_two_one())
    assert rows(new)[2:] == [(1, 5), (0, 6)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1\t2\t3", "3 columns wide and the table has only 2"),
        ("1\tx", "Line 1, cell 2: “x” is not a number"),
        ("1\t2\n3\t", "Line 2, cell 2 of what you paste is empty"),
        ("dose\teffect\n1\t2", "Line 1, cell 1: “dose” is not a number"),
        ("1\t1e999", "too large"),
    ],
)
def test_what_does_not_fit_is_named_by_line_and_cell(text: str, sentence: str) -> None:
    with pytest.raises(EditRefused, match=sentence):
        PasteBlock(parse_block(text)).apply(one_two_one())


def test_the_line_is_counted_with_the_heading() -> None:
    empty = RemoveRows((0, 1, 2)).apply(one_two_one())
    with pytest.raises(EditRefused, match="Line 3, cell 1"):
        PasteBlock(parse_block("a\tb\n1\t2\nx\t4")).apply(empty)


def test_text_goes_into_a_column_of_text() -> None:
    table = ReadAs("column 1", numeric=False).apply(AddColumn().apply(one_two_one()))
    new = PasteBlock(parse_block("Ann\nBo"), row=1, at=2).apply(table)
    assert [row[2] for row in rows(new)] == ["0", "Ann", "Bo"]
    assert rows(SetCell("column 1", 0, " two  words ").apply(new))[0][2] == "two words"


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
BLOCKS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(block=BLOCKS, commas=st.booleans())
def test_numbers_copied_and_pasted_are_the_same_to_the_last_digit(block: list[list[float]], *, commas: bool) -> None:
    text = format_block(block)
    pasted = PasteBlock(parse_block(text.replace(".", ",") if commas else text)).apply(Document())
    assert rows(pasted) == [tuple(row) for row in block]


@given(text=st.text(alphabet='01.,;\t\n\r"-/ex A', max_size=40), row=st.integers(0, 5), at=st.integers(0, 4))
def test_any_text_is_pasted_whole_or_refused_whole(text: str, row: int, at: int) -> None:
    session = Session(one_two_one())
    try:
        session.do(PasteBlock(parse_block(text), row, at))
    except (EditRefused, ValueRefused):
        assert session.undo_label is None
    assert sound(session.document.data)
