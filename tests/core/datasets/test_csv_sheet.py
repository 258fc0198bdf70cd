"""Long tables: the right line is named however far down, and what is read at once is read as if one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets import csv_cells, csv_head, csv_table
from core.datasets.csv_records import split_records
from core.datasets.csv_table import Preview, parse
from core.errors import FileRefused

SOUND = "1.5,2\n" * 2500
"""More lines than are read at once."""


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("x,2\n", '"x" in the column "a" is not a number'),
        ("1.5,\n", 'The column "b" is empty here'),
        ("1.5\n", "This line has 1 cell and the first has 2"),
        ('"1.5"x,2\n', "There is text after a closing quote"),
        ('1.5,"2\n', "The quote opened on this line is never closed"),
        ("1e999,2\n", '"1e999" in the column "a"'),
        ('"1,5",2\n', '"1,5" in the column "a"'),
        ("1.5,[2]\n", '"[2]" in the column "b"'),
    ],
)
@pytest.mark.parametrize(("above", "line"), [(SOUND, 2502), ('"1.5","2"\n' * 2500, 2502), ("1.5,2\n\n" * 1200, 2402)])
def test_a_fault_in_the_last_line_is_named(above: str, line: int, last: str, sentence: str) -> None:
    found = parse(f"a,b\n{above}{last}").problems
    assert [one.line for one in found] == [line]
    assert found[0].sentence.startswith(sentence)


def test_a_table_with_a_fault_at_every_thousand_lines_names_them_all() -> None:
    preview = parse("a,b\n" + ("1,2\n" * 999 + "oops,2\n") * 5)
    assert [one.line for one in preview.problems] == [1001, 2001, 3001, 4001, 5001]
    assert preview.columns[0].values.tolist() == (["1"] * 999 + ["oops"]) * 5
    assert preview.columns[1].values.tolist() == [2] * 5000


def test_left_out_lines_are_left_out_wherever_they_stand() -> None:
    text = "a,b\n" + SOUND + 'x,2\n"two\nlines",3\n' + SOUND
    lines = {one.line for one in parse(text).problems}
    assert lines == {2502, 2503}
    table = parse(text, leave_out=lines)
    assert table.problems == ()
    assert [len(one.values) for one in table.columns] == [5000, 5000]


def test_a_column_full_of_faults_is_told_once_it_has_too_many_and_can_still_be_ignored() -> None:
    preview = parse("a,b\n" + "1,2\n" * 100 + "x,2\n" * 60_000)
    spoiled = preview.problems_in(["a"])
    assert spoiled[0].line == 102
    assert "more than 50,000 faults" in spoiled[-1].sentence
    assert len(spoiled) < 52_000
    assert preview.problems_in(["b"]) == []
    assert [len(one.values) for one in preview.columns] == [60_100, 60_100]


def test_a_table_of_lines_with_faults_is_not_read_to_its_end() -> None:
    problems = parse("a,b\n" + "1\n" * 60_000).problems
    assert problems[0].line == 2
    assert "More than 50,000 lines have faults" in problems[-1].sentence
    assert len(problems) < 52_000


def table(path: Path, text: str) -> tuple[str, ...]:
    (path / "rows.csv").write_text(text)
    with pytest.raises(FileRefused) as caught:
        csv_table.read_beside("rows.csv", path, ["a", "b"])
    return caught.value.problems


def test_a_table_that_is_refused_is_read_only_to_its_hundredth_fault(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\n" + "1,2\n" * 60 + "x,2\n" * 3000)
    assert found[:2] == (
        'rows.csv line 62: "x" in the column "a" is not a number; write one.',
        'rows.csv line 63: "x" in the column "a" is not a number; write one.',
    )
    assert len(found) == 101
    assert found[-1] == "rows.csv may have more faults; mend these first."


def test_faults_of_other_columns_do_not_stop_the_reading(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a,note,b\n" + "1,,2\n" * 3000)
    found = csv_table.read_beside("rows.csv", tmp_path, ["a", "b"])
    assert [one.values.tolist() for one in found] == [[1] * 3000, [2] * 3000]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n" + "1\n" * 5_000_000, "more than 5,000,000 lines"),
        ("a,b\r\n" + "\r\n" * 5_000_000, "more than 5,000,000 lines"),
        ("a,b,c\n" + "1,,\n" * 1_700_000, "more than 5,000,000 cells"),
        ("a,b,c\n" + '"1",2,3\n' * 1_700_000, "more than 5,000,000 cells"),
        ("1," * 50_000 + "1\n", "more than 50,000 columns"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path, text: str, sentence: str) -> None:
    assert [sentence in one for one in table(tmp_path, text)] == [True]


def test_rows_of_empty_cells_are_no_rows_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_head, "MAX_CELLS", 5000)
    preview = parse("a,b,c\n1,2,3\n" + ",,\n" * 4990)
    assert [one.values.tolist() for one in preview.columns] == [[1], [2], [3]]
    assert preview.problems == ()


def test_equal_names_are_told_apart_by_numbers() -> None:
    preview = parse("a,a,a 2,a,,a\n1,2,3,4,5,6\n", header=True)
    assert [one.name for one in preview.columns] == ["a", "a 2", "a 2 2", "a 3", "column 5", "a 4"]


CELLS = st.sampled_from(
    ["1", "-2.5e3", ".5", "5.", "+4", "007", "x", "New York", "", '"7"', '"a,b"', '"a""b"', "−3", "é", "1e999", "1 2"])


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=12), st.sampled_from(",;"))
def test_lines_joined_hold_the_cells_of_their_records(rows: list[list[str]], delimiter: str) -> None:
    lines = [delimiter.join(row) for row in rows]
    joined = csv_cells.join_lines(lines, delimiter, 2)
    records, faults = split_records("\n".join(lines), delimiter)
    if joined is not None:
        cells = [cell.strip() for cell in joined.split(delimiter)]
        pairs = [cells[at : at + 2] for at in range(0, len(cells), 2)]
        assert [pair for pair in pairs if any(pair)] == [record.cells for record in records]
        assert faults == []


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_numbers_read_at_once_are_those_read_one_by_one(cells: list[str]) -> None:
    plain = [cell.strip('"') for cell in cells]
    found = csv_cells.numbers("\n".join(plain), "\n", ".", len(plain))
    each = [csv_cells.number(cell, ".") for cell in plain]
    assert None in each if found is None else found.tolist() == each


def test_numbers_have_every_digit() -> None:
    written = ["0.1", "0.30000000000000004", "1.7976931348623157e308", "5e-324", "-0.000123456789012345678901234567890"]
    found = csv_cells.numbers(",".join(written), ",", ".", len(written))
    assert found is not None
    assert found.tolist() == [float(one) for one in written]


def preview_of(path: Path, data: bytes) -> Preview:
    (path / "a.csv").write_bytes(data)
    return csv_table.read(path / "a.csv")


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_fault_in_a_table_of_wide_characters_is_named_by_its_line(tmp_path: Path, mark: str) -> None:
    text = "\ufeffa,b\n" + SOUND + "x,2\n"
    assert [one.line for one in preview_of(tmp_path, text.encode(mark)).problems] == [2502]
