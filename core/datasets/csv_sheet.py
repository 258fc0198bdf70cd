"""A table on its way in, a thousand lines at a time: what its columns hold, and its faults by line.

A sound table is never looked at cell by cell, and one that is refused only as far as its first faults. Columns
are built at the end, for those who want them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np

from core.datasets.block import is_number
from core.datasets.csv_cells import join_lines, number, numbers
from core.datasets.csv_records import Fault, Record, records_between
from core.document import Column, Floats, column, floats
from core.errors import FileRefused

MAX_CELLS = 5_000_000
MAX_TEXT = 50_000_000
"""Most characters of a column of text, in which every cell takes the room of the longest."""
SAMPLE = 100
"""Rows that tell whether a column is one of numbers."""
MOST_NOTED = 50_000
"""Faults of one column, or of lines, that are noted; nobody leaves out so many rows."""
_BLOCK = 1000
"""Lines that are read at once."""

Values: TypeAlias = Floats | list[str]
"""Cells of one column: numbers, or texts where one of them is no number."""


class Problem(NamedTuple):
    """A fault of a table: the line it stands on (from 1), a sentence, and its column where it has one."""

    line: int
    sentence: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows that were read at once: the line of each, the values of each column, and how to get a column's texts."""

    lines: Sequence[int]
    values: list[Values]
    texts: Callable[[int], list[str]]


@dataclass(slots=True)
class Sheet:
    """The table on ``lines``, read by ``read``.

    ``names`` are its columns, and ``judged`` the places of those whose faults are noted; rows that begin on a line in
    ``left_out`` are passed over.
    """

    lines: Sequence[str]
    delimiter: str
    decimal: str
    names: Sequence[str]
    judged: Collection[int]
    left_out: frozenset[int] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    _numeric: set[int] = field(default_factory=set)
    _texts: dict[int, int] = field(default_factory=dict)
    """The longest cell of each column that holds text."""
    _parts: list[_Part] = field(default_factory=list)
    _noted: Counter[int] = field(default_factory=Counter)
    """How many faults of each column are noted; those of lines count under -1."""

    def read(self, start: int, sample: Sequence[Record], most: int | None) -> None:
        """Read the rows from ``lines[start]`` on, but no further where ``most`` problems are found.

        ``sample`` are the first of them. FileRefused if the table has more cells than are read.
        """
        rows = [one.cells for one in sample if len(one.cells) == len(self.names)][:SAMPLE]
        self._numeric = {at for at in range(len(self.names)) if _of_numbers([row[at] for row in rows], self.decimal)}
        at, count = start, 0
        while at < len(self.lines) and (most is None or len(self.problems) < most):
            stop = min(at + _BLOCK, len(self.lines))
            at, part = self._plain(at, stop) or self._closely(at, stop)
            self._parts.append(part)
            count += len(part.lines)
            if count * len(self.names) > MAX_CELLS:
                refuse_size()
            if self._noted[-1] > MOST_NOTED:
                more = f"More than {MOST_NOTED:,} lines have faults; mend the file first."
                self.problems.append(Problem(at + 1, more))
                break
        self._check_text(count)
        self.problems.sort()

    def columns(self) -> tuple[Column, ...]:
        """Return every column: numbers where all its cells are, text otherwise."""
        return tuple(map(self.column, range(len(self.names))))

    def column(self, at: int) -> Column:
        """Return the column at that place."""
        return build(self.names[at], self.values(at))

    def values(self, at: int) -> Values:
        """Return the cells of the column at that place, read-only where they are numbers."""
        parts = [part for part in self._parts if part.lines]
        if not parts or (at in self._texts and self._too_long(at, sum(len(part.lines) for part in parts))):
            return floats([])
        if at in self._texts:
            return [*chain.from_iterable(part.texts(at) for part in parts)]
        return floats(np.concatenate([part.values[at] for part in parts]))

    def _plain(self, start: int, stop: int) -> tuple[int, _Part] | None:
        """Return the rows on those lines and the place after them; None if they have to be looked at closely."""
        lines: Sequence[str] = self.lines[start:stop]
        places: Sequence[int] = range(start + 1, stop + 1)
        if "" in lines or not self.left_out.isdisjoint(places):
            kept = [(at, line) for at, line in zip(places, lines, strict=True) if line and at not in self.left_out]
            if len(kept) < len(lines) and '"' in "".join(lines):
                return None
            places, lines = [at for at, _ in kept], [line for _, line in kept]
        width = len(self.names)
        text = join_lines(lines, self.delimiter, width) if lines else ""
        if text is None:
            return None
        if lines and len(self._numeric) == width:
            found = numbers(text, self.delimiter, self.decimal, len(lines) * width)
            if found is not None:
                again = partial(_texts, lines, self.delimiter, width)
                return stop, _Part(places, [*found.reshape(-1, width).T], again)
        flat = [*map(str.strip, text.split(self.delimiter))] if lines else []
        cells = [flat[at::width] for at in range(width)]
        if "" in flat and not all(map(any, zip(*cells, strict=True))):
            return None  # a row of empty cells is none
        return stop, _Part(places, self._judge(cells, places), cells.__getitem__)

    def _closely(self, start: int, stop: int) -> tuple[int, _Part]:
        """Return the rows on those lines and the place after them, read record by record."""
        faults: list[Fault] = []
        records, after = records_between(self.lines, start, stop, self.delimiter, faults)
        records = [one for one in records if one.line not in self.left_out]
        noted = [Problem(*fault) for fault in faults]
        noted += [self._ragged(one) for one in records if len(one.cells) != len(self.names)]
        self.problems += noted
        self._noted[-1] += len(noted)
        sound = [one for one in records if len(one.cells) == len(self.names)]
        cells = [list(cells) for cells in zip(*(one.cells for one in sound), strict=True)] or [[] for _ in self.names]
        lines = [one.line for one in sound]
        return after, _Part(lines, self._judge(cells, lines), cells.__getitem__)

    def _ragged(self, record: Record) -> Problem:
        count, wanted = len(record.cells), len(self.names)
        cells = "1 cell" if count == 1 else f"{count:,} cells"
        return Problem(record.line, f"This line has {cells} and the first has {wanted}; fill in or remove some.")

    def _judge(self, cells: list[list[str]], lines: Sequence[int]) -> list[Values]:
        """Return the values of each column, noting its faults."""
        return [self._judge_column(at, one, lines) for at, one in enumerate(cells)]

    def _judge_column(self, at: int, cells: list[str], lines: Sequence[int]) -> Values:
        if not cells:
            return np.zeros(0)
        if at in self._numeric and (found := _numbers(cells, self.decimal)) is not None:
            return found
        self._texts[at] = max(self._texts.get(at, 0), *map(len, cells))
        if at in self.judged and self._noted[at] <= MOST_NOTED:
            self._note(at, cells, lines)
        return cells

    def _note(self, at: int, cells: list[str], lines: Sequence[int]) -> None:
        """Note every cell of a column that is empty, and text amid numbers."""
        name, noted = self.names[at], list[Problem]()
        if "" in cells:
            empty = f'The column "{name}" is empty here; write a value.'
            noted += [Problem(line, empty, name) for line, cell in zip(lines, cells, strict=True) if not cell]
        if at in self._numeric:
            noted += [
                Problem(line, f'"{cell[:40]}" in the column "{name}" is not a number; write one.', name)
                for line, cell in zip(lines, cells, strict=True)
                if cell and number(cell, self.decimal) is None
            ]
        self.problems += noted
        self._noted[at] += len(noted)
        if self._noted[at] > MOST_NOTED:
            more = f'The column "{name}" has more than {MOST_NOTED:,} faults; ignore it, or mend the file first.'
            self.problems.append(Problem(lines[-1], more, name))
            self._numeric.discard(at)

    def _too_long(self, at: int, count: int) -> bool:
        return self._texts[at] * count > MAX_TEXT

    def _check_text(self, count: int) -> None:
        """Let one problem stand for all of a column whose text would take too much memory."""
        for at in (at for at in self._texts if self._too_long(at, count)):
            name = self.names[at]
            line = next(part.lines[0] for part in self._parts if part.lines)
            self.problems = [one for one in self.problems if one.column != name]
            self.problems.append(Problem(line, f'The column "{name}" holds too much text; remove it.'))


def build(name: str, values: Values) -> Column:
    """Return the column that holds ``values``."""
    return column(name, values) if isinstance(values, list) else Column(name, values)


class TableTooLarge(FileRefused):
    """A table is larger than is read, whatever else is wrong with it."""


def refuse_size() -> None:
    """Refuse a table that has too many cells."""
    raise TableTooLarge(f"The table has more than {MAX_CELLS:,} cells; keep only the rows and columns that are used.")


def mostly_numbers(cells: Sequence[str]) -> bool:
    """Whether a column is one of numbers with some faults: half of its first cells that are filled are numbers.

    However these are written: in a table of decimal points ``0,5`` is a fault of a number, not a word.
    """
    filled = [cell for cell in cells[:SAMPLE] if cell]
    count = sum(not cell.isalpha() and is_number(cell) for cell in filled)
    return 2 * count >= len(filled) and count > 0


def _of_numbers(cells: Sequence[str], decimal: str) -> bool:
    return _numbers(cells, decimal) is not None or mostly_numbers(cells)


def _numbers(cells: Sequence[str], decimal: str) -> Floats | None:
    """Return cells as numbers; None if one is none."""
    if (quick := numbers("\n".join(cells), "\n", decimal, len(cells))) is not None:
        return quick
    each = [number(cell, decimal) for cell in cells]
    return None if None in each else np.array(each, dtype=np.float64)


def _texts(lines: Sequence[str], delimiter: str, width: int, at: int) -> list[str]:
    """Return the cells of one column of plain lines."""
    text = join_lines(lines, delimiter, width) or ""
    return [cell.strip() for cell in text.split(delimiter)[at::width]]
