"""CSV text to records: cells, quotes and line numbers."""

from __future__ import annotations

from typing import NamedTuple


class Record(NamedTuple):
    """A row of trimmed cells and the line (from 1) on which it begins."""

    line: int
    cells: list[str]


Fault = tuple[int, str]
"""A line and a sentence."""


def split_records(text: str, delimiter: str) -> tuple[list[Record], list[Fault]]:
    """Return the records of ``text`` without blank lines, and what is wrong with its quotes.

    A cell that begins with a double quote ends at the next single one, over several lines if need be;
    "" within stands for one quote.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    records: list[Record] = []
    faults: list[Fault] = []
    at = 0
    while at < len(lines):
        begin, line = at, lines[at]
        at += 1
        if '"' in line:
            cells, at = _quoted_record(lines, begin, delimiter, faults)
        else:
            cells = [cell.strip() for cell in line.split(delimiter)]
        if any(cells):
            records.append(Record(begin + 1, cells))
    return records, faults


def _quoted_record(lines: list[str], at: int, delimiter: str, faults: list[Fault]) -> tuple[list[str], int]:
    """Return the cells of the record that begins on line ``at``, and the line after it."""
    cells: list[str] = []
    line, position = lines[at], 0
    while True:
        start = position + len(line[position:]) - len(line[position:].lstrip(" "))
        if line[start : start + 1] != '"':
            end = line.find(delimiter, position)
            cells.append(line[position : end if end >= 0 else None].strip())
        else:
            cell, at, position = _quoted_cell(lines, at, start + 1, faults)
            line = lines[at]
            end = line.find(delimiter, position)
            rest = line[position : end if end >= 0 else None]
            if rest.strip():
                faults.append((at + 1, "There is text after a closing quote; double the quotes within a cell."))
            cells.append(cell)
        if end < 0:
            return cells, at + 1
        position = end + len(delimiter)


def _quoted_cell(lines: list[str], at: int, start: int, faults: list[Fault]) -> tuple[str, int, int]:
    """Return a quoted cell's text, the line on which it ends, and the position after its closing quote."""
    begin, parts = at, []
    while True:
        line = lines[at]
        end = line.find('"', start)
        while end >= 0 and line[end + 1 : end + 2] == '"':
            end = line.find('"', end + 2)
        parts.append(line[start : end if end >= 0 else None].replace('""', '"'))
        if end >= 0:
            return "\n".join(parts), at, end + 1
        if at + 1 == len(lines):
            faults.append((begin + 1, "The quote opened on this line is never closed; close it or remove it."))
            return "\n".join(parts), at, len(line)
        at, start = at + 1, 0
