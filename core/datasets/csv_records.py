"""CSV text to records: cells, quotes and line numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Record(NamedTuple):
    """A row of trimmed cells and the line (from 1) on which it begins."""

    line: int
    cells: list[str]


Fault = tuple[int, str]
"""A line and a sentence."""


def split_lines(text: str) -> list[str]:
    """Return the lines of ``text``, whichever of the three ways they end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def split_records(text: str, delimiter: str) -> tuple[list[Record], list[Fault]]:
    """Return the records of ``text`` without blank lines, and what is wrong with its quotes.

    A cell that begins with a double quote ends at the next single one, over several lines if need be;
    "" within stands for one quote.
    """
    lines = split_lines(text)
    faults: list[Fault] = []
    return records_between(lines, 0, len(lines), delimiter, faults)[0], faults


def records_between(
    lines: Sequence[str], start: int, stop: int, delimiter: str, faults: list[Fault]
) -> tuple[list[Record], int]:
    """Return the records that begin on ``lines[start:stop]``, and the place of the line after the last of them."""
    records: list[Record] = []
    at = start
    while at < stop:
        begin, line = at, lines[at]
        at += 1
        if not line:
            continue
        if '"' in line:
            cells, at = _quoted_record(lines, begin, delimiter, faults)
        else:
            cells = [cell.strip() for cell in line.split(delimiter)]
        if any(cells):
            records.append(Record(begin + 1, cells))
    return records, at


def _quoted_record(lines: Sequence[str], at: int, delimiter: str, faults: list[Fault]) -> tuple[list[str], int]:
    """Return the cells of the record that begins on line ``at``, and the line after it."""
    cells: list[str] = []
    line, position = lines[at], 0
    while True:
        start = position
        while line.startswith(" ", start):
            start += 1
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


def _quoted_cell(lines: Sequence[str], at: int, start: int, faults: list[Fault]) -> tuple[str, int, int]:
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
        following = next((place for place in range(at + 1, len(lines)) if '"' in lines[place]), len(lines))
        parts += lines[at + 1 : following]
        if following == len(lines):
            faults.append((begin + 1, "The quote opened on this line is never closed; close it or remove it."))
            return "\n".join(parts), following - 1, len(lines[-1])
        at, start = following, 0
