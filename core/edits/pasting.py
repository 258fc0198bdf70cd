"""Edits that write a whole block of pasted cells into the table, as one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core import naming
from core.datasets.block import Block, has_heading, is_number
from core.document import Column, DataSpec, Document
from core.edits.table import (
    MAX_TEXT,
    Cell,
    InsertRows,
    number_column,
    read_cell,
    renamed,
    set_cells,
    text_column,
    with_columns,
)
from core.errors import EditRefused


@dataclass(frozen=True, slots=True)
class PasteBlock:
    """Write ``block`` (rows of typed cells) with its first cell at ``row`` and column number ``at``.

    Rows that go beyond the last one are added. An empty table takes the block's heading as names of its
    columns, and as many columns as the block has.
    """

    block: Block
    row: int = 0
    at: int = 0
    label: str = "Paste"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the block in its table; EditRefused names the first cell that does not fit."""
        body = self.block
        if not document.data.count:
            heading = body[0] if has_heading(body) else None
            body = body[1:] if heading else body
            document = _widened(document, self.at, len(self.block[0]), heading, body)
        elif self.at + len(body[0]) > len(document.data.columns):
            raise EditRefused(
                f"This block is {len(body[0])} columns wide and the table has only "
                f"{len(document.data.columns) - self.at} from here; add columns, or start further left."
            )
        return self._written(document, body, 1 + len(self.block) - len(body))

    def _written(self, document: Document, body: Block, first: int) -> Document:
        row = min(self.row, document.data.count)
        missing = row + len(body) - document.data.count
        cells = {
            column.name: _values(column, [line[place] for line in body], place, first)
            for place, column in enumerate(document.data.columns[self.at : self.at + len(self.block[0])])
        }
        if missing > 0:
            document = InsertRows(document.data.count, ({},) * missing).apply(document)
        columns = (
            set_cells(column, dict(enumerate(cells.get(column.name, ()), row))) for column in document.data.columns
        )
        return with_columns(document, columns)


def _values(column: Column, cells: Sequence[str], place: int, first: int) -> list[Cell]:
    """Return typed cells as what ``column`` holds; ``first`` is the line of the first, for sentences."""
    for line, cell in enumerate(cells, first):
        if not cell:
            raise EditRefused(
                f"Line {line}, cell {place + 1} of what you paste is empty; a table has no holes: fill it in."
            )
    if not column.numeric:
        return list(cells)
    return [read_cell(cell, f"Line {line}, cell {place + 1}") for line, cell in enumerate(cells, first)]


def _widened(document: Document, at: int, width: int, heading: tuple[str, ...] | None, body: Block) -> Document:
    """Return the document, whose table is empty, with columns for the block, named by its heading."""
    columns = list(document.data.columns)
    while len(columns) < at + width:
        columns.append(number_column(next(naming.free_names("column ", (one.name for one in columns))), ()))
    used = _used(document.data)
    for place in range(width):
        old = columns[at + place]
        if old.name not in used and not all(is_number(line[place]) for line in body):
            columns[at + place] = text_column(old.name, ())
    document = with_columns(document, columns)
    return document if heading is None else renamed(document, _names(columns, at, heading))


def _used(data: DataSpec) -> set[str]:
    return {name for mapping in (data.inputs, data.targets) for names in mapping.values() for name in names}


def _names(columns: Sequence[Column], at: int, heading: tuple[str, ...]) -> dict[str, str]:
    """Return old name → new name for the columns under ``heading``, no two alike."""
    taken = {column.name for column in [*columns[:at], *columns[at + len(heading) :]]}
    new: dict[str, str] = {}
    for column, wanted in zip(columns[at:], heading, strict=False):
        name = naming.unlike(" ".join(wanted.split())[:MAX_TEXT], taken)
        taken.add(name)
        new[column.name] = name
    return new
