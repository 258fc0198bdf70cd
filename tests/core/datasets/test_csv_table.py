from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets import csv_table
from core.datasets.csv_table import Preview, format_table, parse
from core.document import column
from core.errors import FileRefused


def numbers(preview: Preview) -> list[list[float | str]]:
    return [one.values.tolist() for one in preview.columns]


def names(preview: Preview) -> list[str]:
    return [one.name for one in preview.columns]


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal", "header", "columns"),
    [
        ("a,b\n1,2\n3,4\n", ",", ".", True, [[1, 3], [2, 4]]),
        ("1;2,5\n3;4,5\n", ";", ",", False, [[1, 3], [2.5, 4.5]]),
        ("1;2,5", ";", ",", False, [[1], [2.5]]),
        ("a;b\r\n1,5;2,5\r\n3,5;4\r\n", ";", ",", True, [[1.5, 3.5], [2.5, 4]]),
        ("1,5;2,5\n3,5;4,5", ";", ",", False, [[1.5, 3.5], [2.5, 4.5]]),
        ("0.5\t1\n2\t3\n", "\t", ".", False, [[0.5, 2], [1, 3]]),
        ("0,5\t1\n2\t3\n", "\t", ",", False, [[0.5, 2], [1, 3]]),
        ("a|b\n1|2\n", "|", ".", True, [[1], [2]]),
        ("x\n1\n2\n", ",", ".", True, [[1, 2]]),
        ("1\n2\n", ",", ".", False, [[1, 2]]),
        ("0.5,1\n-1e-3,+2\n", ",", ".", False, [[0.5, -0.001], [1, 2]]),
        ("﻿a,b\n1,2\n", ",", ".", True, [[1], [2]]),
        ("\n\na,b\n\n1,2\n\n", ",", ".", True, [[1], [2]]),
        ("−1,2\n−3,4\n", ",", ".", False, [[-1, -3], [2, 4]]),
        (' a , "b, c" \n 1 , 2 \n', ",", ".", True, [[1], [2]]),
        ("a,b\rone,2\rtwo,3\r", ",", ".", True, [["one", "two"], [2, 3]]),
        ('name,v\n"Ann ""A"" B",1\n"two\nlines",2\n', ",", ".", True, [['Ann "A" B', "two\nlines"], [1, 2]]),
    ],
)
def test_finds_how_a_table_is_written(
    text: str,
    delimiter: str,
    decimal: str,
    header: bool,  # noqa: FBT001 - a case of the table
    columns: list[list[float | str]],
) -> None:
    preview = parse(text)
    assert (preview.delimiter, preview.decimal, preview.header) == (delimiter, decimal, header)
    assert numbers(preview) == columns
    assert preview.problems == ()


def test_a_person_may_overrule_the_rules() -> None:
    assert names(parse("2019,2020\n1,2\n", header=True)) == ["2019", "2020"]
    assert names(parse("a,b\nc,d\n", header=False)) == ["column 1", "column 2"]
    assert numbers(parse("1;2,5\n", delimiter=",")) == [["1;2"], [5]]
    assert numbers(parse("1;2,5\n", decimal=".")) == [[1], ["2,5"]]


def test_names_are_told_apart_and_filled_in() -> None:
    assert names(parse("a,a,,b c\n1,2,3,4\n", header=True)) == ["a", "a 2", "column 3", "b c"]


@pytest.mark.parametrize(
    ("text", "line", "word", "name"),
    [
        ("a,b\n1,2\n3\n4,5\n", 3, "has 1 cell and the first has 2", ""),
        ("a,b\n1,2,3\n", 2, "has 3 cells", ""),
        ("a,b\n1,2\nx,4\n5,6\n", 3, '"x" in the column "a" is not a number', "a"),
        ("a,b\n1,2\n,4\n5,6\n", 3, "empty", "a"),
        ("a,b\n1,2\nnan,4\n5,6\n", 3, "nan", "a"),
        ("a,b\n1,2\ninf,4\n5,6\n", 3, "inf", "a"),
        ("a,b\n1,2\n1e999,4\n5,6\n", 3, "1e999", "a"),
        ("a,b\n1,2\n1_000,4\n5,6\n", 3, "1_000", "a"),
        ("a,b\n1,2\n0x10,4\n5,6\n", 3, "0x10", "a"),
        ("a;b\n1,5;2\n1.234,5;4\n5,5;6\n", 3, "1.234,5", "a"),
        ('a,b\n1,2\n"3,4\n5,6\n', 3, "never closed", ""),
        ('a,b\n1,2\n"3,4\n5,6\n"7",8\n', 5, "closing quote", ""),
        ('a,b\n"1"2,3\n', 2, "closing quote", ""),
        ("", 1, "empty", ""),
        ("\n \n", 1, "empty", ""),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, line: int, word: str, name: str) -> None:
    problems = parse(text).problems
    assert any(one.line == line and word in one.sentence and one.column == name for one in problems), problems


def test_faults_of_columns_that_are_not_used_do_not_matter() -> None:
    preview = parse("a,b\n1,2\n,4\n5,6\n")
    assert preview.problems_in(["b"]) == []
    assert [one.line for one in preview.problems_in(["a"])] == [3]


def test_text_columns_are_no_fault() -> None:
    preview = parse("species,width\nsetosa,0.2\nvirginica,1.8\n")
    assert [one.numeric for one in preview.columns] == [False, True]
    assert preview.problems == ()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"a,b\n1,\xff\n", "line 2 is not UTF-8"),
        (b"\x00\x01\x02", "binary"),
        (b"1," * 17_000_000, "at most 32 MB"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, word: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(FileRefused, match=word):
        csv_table.read(tmp_path / "a.csv")


def test_reads_what_spreadsheets_write(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "a.csv").write_bytes("größe;y\n1,5;2\n".encode(encoding))
        preview = csv_table.read(tmp_path / "a.csv")
        assert names(preview) == ["größe", "y"]
        assert numbers(preview) == [[1.5], [2]]


def test_a_long_table_is_read_quickly() -> None:
    rng = np.random.default_rng(1)
    text = "\n".join(",".join(f"{cell:.6f}" for cell in row) for row in rng.normal(size=(100_000, 5)))
    begin = time.thread_time()
    preview = parse(text)
    assert time.thread_time() - begin < 3
    assert [len(one.values) for one in preview.columns] == [100_000] * 5


@given(
    st.lists(st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.floats(-5, 5)), min_size=1, max_size=9),
    st.sampled_from([(",", "."), (";", ","), ("\t", ",")]),
)
def test_what_is_written_is_read_again(rows: list[tuple[float, float]], signs: tuple[str, str]) -> None:
    columns = [column("a;b", [row[0] for row in rows]), column('c "d", e', [row[1] for row in rows])]
    delimiter, decimal = signs
    text = format_table(columns, delimiter=delimiter, decimal=decimal)
    assert list(parse(text, delimiter=delimiter, decimal=decimal).columns) == columns


def test_writes_a_file(tmp_path: Path) -> None:
    csv_table.write(tmp_path / "a.csv", [column("x", [1, 0.5]), column("who", ["Ann", "B, C"])])
    assert (tmp_path / "a.csv").read_text() == 'x,who\n1,Ann\n0.5,"B, C"\n'


@given(st.text(alphabet='ab1.,;"\n\t -', max_size=60))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    preview = parse(text)
    assert len({len(one.values) for one in preview.columns}) <= 1


def test_a_header_is_known_by_the_names_that_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "years.csv").write_text(",2023,2024\n0,1,2\n1,3,4\n")
    found = csv_table.read_beside("years.csv", tmp_path, ["2024", "2023"])
    assert [(one.name, one.values.tolist()) for one in found] == [("2024", [2, 4]), ("2023", [1, 3])]
