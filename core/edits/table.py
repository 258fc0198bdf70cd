"""Edits of the table of rows: cells, rows, columns, pasted blocks. A table never has holes.

A new cell holds 0, or ``?`` in a column of text. Roles, scaling and held-back rows follow what happens to
the table: nothing ever points to a column or a row that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core import naming
from core.catalog import NODE_KINDS
from core.document import EMPTY, Bools, Column, DataSpec, Document, TestSplit, floats
from core.edits.values import MAX_LABEL
from core.errors import EditRefused, ValueRefused
from core.quantity import parse_number

Cell: TypeAlias = float | str

MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
MAX_CELLS = 1_500_000
"""A network file is at most 32 MB, and a number with all its digits takes about 21 characters."""
MAX_TEXT = 200
"""Most characters of a column's name or of a cell of text."""
BLANK_TEXT = "?"


def number_column(name: str, values: Iterable[float]) -> Column:
    """Return a column of numbers, also where it is empty."""
    return Column(name, floats(list(values)))


def text_column(name: str, values: Iterable[str]) -> Column:
    """Return a column of text, also where it is empty."""
    return Column(name, _sealed(np.array([value or BLANK_TEXT for value in values], dtype=np.str_)))


def _sealed(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array


def _like(old: Column, values: Iterable[Cell]) -> Column:
    """Return a column of the name and kind of ``old``; EditRefused where a value does not suit the kind."""
    if old.numeric:
        return number_column(old.name, [_number(old, value) for value in values])
    return text_column(old.name, [_text(old, value) for value in values])


def _number(column: Column, value: Cell) -> float:
    if isinstance(value, str):
        raise EditRefused(f"“{value[:30]}” is not a number, and the column {column.name} holds numbers; type a number.")
    if not np.isfinite(value):
        raise EditRefused(f"A value of {column.name} must be a finite number, such as 0.5 or -1.2e-3.")
    return value


def _text(column: Column, value: Cell) -> str:
    text = " ".join(str(value).split())
    if len(text) > MAX_TEXT:
        raise EditRefused(f"A cell of {column.name} holds at most {MAX_TEXT} characters; type a shorter text.")
    return text or BLANK_TEXT


def blank(column: Column) -> Cell:
    """Return what a new cell of ``column`` holds."""
    return 0.0 if column.numeric else BLANK_TEXT


def set_cells(column: Column, cells: Mapping[int, Cell]) -> Column:
    """Return ``column`` with some cells set."""
    new = _like(column, cells.values()).values
    array = column.values.astype(np.result_type(column.values, new))
    array[list(cells)] = new
    return Column(column.name, _sealed(array))


def with_columns(document: Document, columns: Iterable[Column], **changes: Any) -> Document:
    """Return the document with another table; the rows then live in the network file itself.

    EditRefused if there would be too many rows or columns.
    """
    found = tuple(columns)
    count = len(found[0].values) if found else 0
    if count > MAX_ROWS or len(found) > MAX_COLUMNS or count * len(found) > MAX_CELLS:
        raise EditRefused(
            f"A table holds at most {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns and {MAX_CELLS:,} cells, and this "
            f"would make {count:,} rows of {len(found):,}; leave some out."
        )
    return document.evolve(data=replace(document.data, columns=found, file=None, **changes))


def _column(data: DataSpec, name: str) -> Column:
    if name not in data.names:
        raise EditRefused(f"There is no column {name} any more; choose one of the table.")
    return data.column(name)


@dataclass(frozen=True, slots=True)
class SetCell:
    """Set the cell of ``column`` in ``row`` (counted from 0)."""

    column: str
    row: int
    value: Cell
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Set {self.column}, row {self.row + 1}"

    def apply(self, document: Document) -> Document:
        """Return the document with the cell set; EditRefused if the value does not suit the column."""
        return ClearCells({self.column: (self.row,)}, self.value).apply(document)


@dataclass(frozen=True, slots=True)
class ClearCells:
    """Set cells (column name → rows) to one ``value``: to 0 unless said otherwise, ``?`` where there is text."""

    cells: Mapping[str, tuple[int, ...]]
    value: Cell | None = None
    label: str = "Clear cells"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the cells set."""
        data = document.data
        for name, rows in self.cells.items():
            _column(data, name)
            if any(not 0 <= row < data.count for row in rows):
                raise EditRefused("There is no such row any more; choose one of the table.")
        return with_columns(document, (self._cleared(column) for column in data.columns))

    def _cleared(self, column: Column) -> Column:
        rows = self.cells.get(column.name, ())
        value = blank(column) if self.value is None else self.value
        return set_cells(column, dict.fromkeys(rows, value)) if rows else column


def _moved(test: TestSplit | None, place: Callable[[int], int | None]) -> TestSplit | None:
    """Return the split with its rows renumbered by ``place``; None of it is left if all its rows are gone."""
    if test is None or test.fraction is not None:
        return test
    rows = tuple(new for new in map(place, test.rows) if new is not None)
    return replace(test, rows=rows) if rows else None


@dataclass(frozen=True, slots=True)
class InsertRows:
    """Insert ``rows`` (each column name → value, the rest blank) so that the first becomes row ``at``."""

    at: int
    rows: tuple[Mapping[str, Cell], ...] = (EMPTY,)
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return "Add row" if len(self.rows) == 1 else f"Add {len(self.rows)} rows"

    def apply(self, document: Document) -> Document:
        """Return the document with the rows in it; EditRefused without any column to put them in."""
        data = document.data
        if not data.columns:
            raise EditRefused("A row needs a column to stand in; add a column first.")
        at = max(0, min(self.at, data.count))
        test = _moved(data.test, lambda row: row + len(self.rows) if row >= at else row)
        return with_columns(document, (self._longer(column, at) for column in data.columns), test=test)

    def _longer(self, column: Column, at: int) -> Column:
        new = _like(column, [row.get(column.name, blank(column)) for row in self.rows]).values
        return Column(column.name, _sealed(np.concatenate((column.values[:at], new, column.values[at:]))))


@dataclass(frozen=True, slots=True)
class RemoveRows:
    """Remove rows by number, counted from 0."""

    rows: tuple[int, ...]
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return "Remove row" if len(self.rows) == 1 else f"Remove {len(self.rows)} rows"

    def apply(self, document: Document) -> Document:
        """Return the document without the rows."""
        data = document.data
        kept = np.ones(data.count, dtype=np.bool_)
        kept[[row for row in self.rows if 0 <= row < data.count]] = False
        place = np.cumsum(kept) - 1
        test = _moved(data.test, lambda row: int(place[row]) if kept[row] else None)
        return with_columns(document, (_picked(column, kept) for column in data.columns), test=test)


def _picked(column: Column, kept: Bools) -> Column:
    return Column(column.name, _sealed(column.values[kept]))


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Add a column of zeros at place ``at`` (at the end where None)."""

    name: str = ""
    at: int | None = None
    label: str = "Add column"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the column; EditRefused if its name is taken."""
        data = document.data
        name = _free(self.name, data.names) if self.name else next(naming.free_names("column ", data.names))
        columns = list(data.columns)
        columns.insert(len(columns) if self.at is None else self.at, number_column(name, np.zeros(data.count)))
        return with_columns(document, columns)


def _free(wanted: str, taken: Iterable[str]) -> str:
    """Return a column name tidied up; EditRefused says why it cannot be one."""
    name = " ".join(wanted.split())
    if not name or len(name) > MAX_TEXT:
        raise EditRefused(f"A column's name has 1 to {MAX_TEXT} characters; type a shorter one.")
    if name in taken:
        raise EditRefused(f"There is a column {name} already; choose a name that is free.")
    return name


def mapped(mapping: Mapping[str, tuple[str, ...]], new: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Return a mapping node → columns with columns renamed by ``new``; those that become None are let go."""
    swapped = {
        node: tuple(name for name in (new.get(old, old) for old in names) if name is not None)
        for node, names in mapping.items()
    }
    return {node: names for node, names in swapped.items() if names}


def _roles(data: DataSpec, new: Mapping[str, str | None]) -> dict[str, Any]:
    """Return what follows when columns are renamed or (None) lose their use: roles and scaling."""
    spans = ((new.get(name, name), span) for name, span in data.scaling.items())
    return {
        "inputs": mapped(data.inputs, new),
        "targets": mapped(data.targets, new),
        "scaling": {name: span for name, span in spans if name is not None},
    }


@dataclass(frozen=True, slots=True)
class RemoveColumns:
    """Remove columns; nodes that read them are left without."""

    names: tuple[str, ...]
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return "Remove column" if len(self.names) == 1 else f"Remove {len(self.names)} columns"

    def apply(self, document: Document) -> Document:
        """Return the document without the columns."""
        data = document.data
        kept = [column for column in data.columns if column.name not in self.names]
        gone: dict[str, str | None] = dict.fromkeys(self.names)
        test = data.test if kept else _moved(data.test, lambda _: None)
        return with_columns(document, kept, test=test, **_roles(data, gone))


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """Give a column another name; a node that reads it alone and bears its name follows."""

    old: str
    new: str
    label: str = "Rename column"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the name changed; EditRefused if it is empty, too long or taken."""
        _column(document.data, self.old)
        name = _free(self.new, set(document.data.names) - {self.old})
        return renamed(document, {self.old: name})


def renamed(document: Document, new: Mapping[str, str]) -> Document:
    """Return the document with columns renamed, and with them the nodes that bore their names."""
    if all(old == name for old, name in new.items()):
        return document
    data = document.data
    columns = [replace(column, name=new.get(column.name, column.name)) for column in data.columns]
    nodes = dict(document.nodes)
    for node, names in (*data.inputs.items(), *data.targets.items()):
        label = new.get(names[0], "")
        if names == (nodes[node].label,) and 0 < len(label) <= MAX_LABEL:
            nodes[node] = replace(nodes[node], label=label)
    return with_columns(document, columns, **_roles(data, dict(new))).evolve(nodes=nodes)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Read a column as numbers, or as text: of text only a softmax or argmax goes on reading it, as class names."""

    column: str
    numeric: bool
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Read {self.column} as {'numbers' if self.numeric else 'text'}"

    def apply(self, document: Document) -> Document:
        """Return the document with the column read so; EditRefused names the first cell that is no number."""
        data = document.data
        old = _column(data, self.column)
        new = _as_numbers(old) if self.numeric else text_column(old.name, map(_plain, old.values.tolist()))
        if old.numeric == self.numeric:
            return document
        roles = {} if self.numeric else _roles(data, {old.name: None})
        if not self.numeric:
            kinds = {node: NODE_KINDS[document.nodes[node].kind] for node in data.targets}
            named = {node: names for node, names in data.targets.items() if kinds[node].classes}
            roles["targets"] = {**roles["targets"], **named}
        columns = (new if column is old else column for column in data.columns)
        return with_columns(document, columns, **roles)


def _plain(value: Cell) -> str:
    """Return a cell as text a person would type: 3 and not 3.0."""
    return value if isinstance(value, str) else repr(value).removesuffix(".0")


def _as_numbers(column: Column) -> Column:
    return number_column(
        column.name, (read_cell(str(cell), f"Row {row + 1} of {column.name}") for row, cell in enumerate(column.values))
    )


def read_cell(text: str, place: str) -> float:
    """Return the number typed in a cell; EditRefused begins with its place."""
    try:
        return parse_number(text)
    except ValueRefused as wrong:
        raise EditRefused(f"{place}: {wrong}") from None


@dataclass(frozen=True, slots=True)
class ReplaceTable:
    """Replace the whole table and its roles (node → columns); scaling and held-back rows start anew.

    A held-back fraction stays, since it is meant for any rows.
    """

    columns: tuple[Column, ...]
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    label: str = "Replace table"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with the table."""
        if len({len(column.values) for column in self.columns}) > 1:
            raise EditRefused("Every column must have the same number of rows; fill in the missing values.")
        old = document.data.test
        test = old if old is not None and old.fraction is not None else None
        return with_columns(document, self.columns, inputs=self.inputs, targets=self.targets, scaling=EMPTY, test=test)
