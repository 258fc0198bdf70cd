"""Rows as a network file writes them, judged a thousand at a time; only a doubtful cell is looked at by itself.

Numbers and texts become the arrays of a document at the very end (``Cells.column``), so that a long table with a
fault is refused before that work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.document import Column, Floats, column, floats
from core.files import fields
from core.files.fields import LONGEST_TEXT, Findings, shown

MAX_TEXT = 50_000_000
"""Most characters that the text columns may take in memory, where every cell is as wide as the widest."""

_BLOCK = 1000
"""Rows that are judged at once before each cell is looked at."""

Rows: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Cells:
    """A column on its way in: numbers as an array, or a list of cells of which some are text."""

    name: str
    values: NDArray[Any] | list[Any]
    file: str = ""
    """The CSV that it comes from, if it does."""

    @property
    def numeric(self) -> bool:
        """Whether every cell is a number."""
        return isinstance(self.values, np.ndarray) and self.values.dtype == np.float64

    def text(self) -> tuple[int, str]:
        """Return the row and the text of the first cell that spells no number; of the first text if all do."""
        texts = ((row, cell) for row, cell in enumerate(self.values) if isinstance(cell, str))
        first = next(texts, (0, ""))
        return next((one for one in chain((first,), texts) if not _spells_number(one[1])), first)

    def column(self) -> Column:
        """Return the column with read-only arrays."""
        return Column(self.name, self.values) if isinstance(self.values, np.ndarray) else column(self.name, self.values)


def read_rows(value: Any, names: tuple[str, ...], found: Findings) -> list[Cells]:
    """Return the cells of a column for each name; none of them where something is wrong with a row."""
    rows = fields.items([] if value is None else value, "data.rows", found)
    before, widest = len(found.sentences), 0
    blocks: list[Floats | None] = []
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        texts = bool(blocks) and blocks[-1] is None  # then most likely here too
        blocks.append(None if texts else _numbers(block, len(names)))
        longest = _longest(block, len(names)) if blocks[-1] is None else 0
        if longest is None:
            _look(block, start, len(names), found)
        widest = max(widest, longest or 0)
    if len(found.sentences) > before:
        return empty(names)
    plain = [block for block in blocks if block is not None]
    if len(plain) < len(blocks):
        return _mixed(rows, names, widest, found)
    numbers = np.concatenate([np.zeros((0, len(names))), *plain])
    return [Cells(name, floats(numbers[:, at])) for at, name in enumerate(names)]


def empty(names: tuple[str, ...]) -> list[Cells]:
    """Return columns without rows."""
    return [Cells(name, floats([])) for name in names]


def _shaped(block: Rows, width: int) -> bool:
    """Whether each row is a list of ``width``."""
    return {*map(type, block)} == {list} and {*map(len, block)} == {width}


def _numbers(block: Rows, width: int) -> Floats | None:
    """Return a block as a matrix if it holds finite numbers and nothing else."""
    if not _shaped(block, width) or not {*map(type, chain.from_iterable(block))} <= {int, float}:
        return None
    matrix = _array([*chain.from_iterable(block)])
    return matrix if matrix is None else matrix.reshape(len(block), width)


def _array(cells: list[Any]) -> Floats | None:
    """Return numbers as an array; None if one is not finite."""
    try:
        array = np.array(cells, dtype=np.float64)
    except OverflowError:
        return None
    return array if np.isfinite(array).all() else None


def _longest(block: Rows, width: int) -> int | None:
    """Return the length of the longest text in a block that holds texts too; None if the block is not sound."""
    if not _shaped(block, width):
        return None
    cells = [*chain.from_iterable(block)]
    if not {*map(type, cells)} <= {int, float, str}:
        return None
    texts = [cell for cell in cells if type(cell) is str]
    longest = max(map(len, texts), default=0)
    sound = "" not in texts and longest <= LONGEST_TEXT
    return longest if sound and _array([cell for cell in cells if type(cell) is not str]) is not None else None


def _look(block: Rows, start: int, width: int, found: Findings) -> None:
    """Note what is wrong, cell by cell."""
    for at, row in enumerate(block, start):
        if not isinstance(row, list) or len(row) != width:
            found.add(f"data.rows[{at}] is {shown(row)} where a list of {width} belongs, one for every column.")
        else:
            _check_cells(row, f"data.rows[{at}]", found)


def _check_cells(row: list[Any], place: str, found: Findings) -> None:
    for at, cell in enumerate(row):
        if cell is None or cell == "":
            found.add(f"{place}[{at}] is empty; write its value, or remove the row.")
        elif isinstance(cell, str):
            fields.text(cell, f"{place}[{at}]", found)
        else:
            fields.number(cell, f"{place}[{at}]", found)


def _mixed(rows: Rows, names: tuple[str, ...], widest: int, found: Findings) -> list[Cells]:
    """Return columns of which some hold text, the longest of ``widest`` characters."""
    if widest * len(rows) * len(names) > MAX_TEXT:
        found.add("data.rows holds too much text; keep only the columns that are used.")
        return empty(names)
    columns = ([row[at] for row in rows] for at in range(len(names)))
    return [
        Cells(name, cells if str in {*map(type, cells)} else floats(cells))
        for name, cells in zip(names, columns, strict=True)
    ]


def _spells_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
