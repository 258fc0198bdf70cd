"""Tables as text: CSV files, and what is pasted from a spreadsheet.

The delimiter, the decimal comma and the header are found by plain rules that can be overruled; the standard
library's guesser takes the comma of ``1;2,5`` for a delimiter. Every fault is named by its line, so that a
person can find it.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TypeAlias

from core.collector import collection_paused
from core.datasets import csv_head
from core.datasets.csv_sheet import Problem, TableTooLarge, Values, build, mostly_numbers
from core.disk import read_bytes, write_atomically
from core.document import Column
from core.errors import FileRefused

__all__ = [
    "Preview", "Problem", "cells_beside", "format_table", "mostly_numbers", "parse", "read", "read_beside",
    "read_named", "read_text", "write",
]  # fmt: skip

MAX_BYTES = 32 * 2**20
MOST_PROBLEMS = 100
"""Faults after which a table that is refused is read no further."""
Choose: TypeAlias = Callable[[Sequence[str], bool], Sequence[int]]
Named: TypeAlias = tuple[str, Values]
"""A column's name and its cells."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A table as it was understood. Columns whose cells are all numbers are numbers, the others text.

    ``problems`` with a column's name matter only if that column is used; the others spoil the table.
    """

    columns: tuple[Column, ...]
    header: bool
    delimiter: str
    decimal: str
    problems: tuple[Problem, ...] = ()

    def problems_in(self, names: Iterable[str]) -> list[Problem]:
        """Return the problems that matter where the columns ``names`` are used."""
        used = {"", *names}
        return [problem for problem in self.problems if problem.column in used]


def read(
    path: str | Path, *, delimiter: str | None = None, decimal: str | None = None, header: bool | None = None
) -> Preview:
    """Return the table in the file at ``path``; FileRefused if it cannot be read at all. See ``parse``."""
    return parse(read_text(path), delimiter=delimiter, decimal=decimal, header=header)


def read_text(path: str | Path) -> str:
    """Return the text of the file at ``path``; FileRefused if it cannot be read, is too large or no text."""
    path = Path(path)
    return _decode(read_bytes(path, MAX_BYTES, "keep only the rows and columns that are used"), path)


def parse(
    text: str,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    leave_out: Collection[int] = (),
) -> Preview:
    """Return the table that ``text`` holds; what is None is found by rule, anything else overrules it.

    Records that begin on a line in ``leave_out`` are passed over. FileRefused if the table is too large.
    """
    left_out = frozenset(leave_out)
    head = csv_head.begin(text, delimiter, decimal, left_out)
    titled = head.has_header() if header is None else header
    names = head.names(header=titled)
    sheet = head.sheet(names, range(len(names)), header=titled, left_out=left_out)
    return Preview(sheet.columns(), titled, head.delimiter, head.decimal, tuple(sheet.problems))


def read_named(path: Path, called: str, names: Collection[str], choose: Choose) -> list[Named]:
    """Return the columns of the table at ``path`` that ``choose`` wants, by the names they have there.

    ``choose`` is given the names of all and whether they stand in the file, and returns places. The first line is the
    header where it holds all ``names``, whatever they look like: a column may be called 2024. FileRefused lists the
    first faults by line, after ``called``; the table is read no further.
    """
    text = read_text(path)
    try:
        with collection_paused():
            return _named(text, called, names, choose)
    except TableTooLarge as refused:
        raise FileRefused(f"{called}: {refused}") from None


def _named(text: str, called: str, names: Collection[str], choose: Choose) -> list[Named]:
    head = csv_head.begin(text, None, None)
    header = head.has_header() or bool(names and {*names} <= {*head.names(header=True)})
    own = head.names(header=header)
    places = choose(own, header) if own else ()
    sheet = head.sheet(own, {*places}, header=header, most=MOST_PROBLEMS)
    if sheet.problems:
        listed = [f"{called} line {one.line}: {one.sentence}" for one in sheet.problems[:MOST_PROBLEMS]]
        more = [f"{called} may have more faults; mend these first."] if len(sheet.problems) >= MOST_PROBLEMS else []
        raise FileRefused(*listed, *more)
    return [(own[at], sheet.values(at)) for at in places]


def read_beside(file: str, folder: Path | None, names: Sequence[str] | None) -> tuple[Column, ...]:
    """Return the columns ``names`` (or all) of the CSV called ``file`` in ``folder``. See ``cells_beside``."""
    return tuple(starmap(build, cells_beside(file, folder, names)))


def cells_beside(file: str, folder: Path | None, names: Sequence[str] | None) -> list[Named]:
    """Return the names and cells of the columns ``names`` (or all) of the CSV called ``file`` in ``folder``.

    FileRefused if it is not sound. The file must lie in that folder, also where a link leads. Without a header,
    ``names`` name its columns in order.
    """

    def choose(own: Sequence[str], header: bool) -> Sequence[int]:  # noqa: FBT001 - called with both in place
        if names is None or (not header and len(own) == len(names)):
            return range(len(own))
        places = {name: at for at, name in enumerate(own)}
        if lacking := [name for name in names if name not in places]:
            raise FileRefused(
                f'{file} line 1: there is no column "{lacking[0]}"; write it in the first line of the file.')
        return [places[name] for name in names]

    found = read_named(_inside(file, folder), file, names or (), choose)
    return found if names is None else [(name, values) for name, (_, values) in zip(names, found, strict=True)]


def _inside(file: str, folder: Path | None) -> Path:
    """Return the path of ``file``, which must lie in ``folder``."""
    if folder is None:
        raise FileRefused(f'"{file}" cannot be found, since the network is in no folder; put the rows into the file.')
    parts = (*PurePosixPath(file).parts, *PureWindowsPath(file).parts)
    outside = PurePosixPath(file).is_absolute() or PureWindowsPath(file).anchor or ".." in parts
    try:
        path = (folder / file).resolve()
    except (OSError, ValueError, RuntimeError):
        outside, path = True, folder
    if outside or not path.is_relative_to(folder.resolve()):
        raise FileRefused(f'"{file}" is not in the folder of the network file; copy it there and write only its name.')
    return path


def _decode(data: bytes, path: Path) -> str:
    """Return the text of a CSV file; spreadsheets write UTF-8 or, with a mark, UTF-16."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in data and not wide:
        raise FileRefused(f"Cannot read {path}: it is binary, not a table of text; save it as CSV.")
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(f"Cannot read {path}: line {line} is not UTF-8 text; save it as CSV in UTF-8.") from None


def write(path: str | Path, columns: Sequence[Column], *, delimiter: str = ",", decimal: str = ".") -> None:
    """Write ``columns`` to ``path`` as CSV with a header; FileRefused if the file cannot be written."""
    write_atomically(Path(path), format_table(columns, delimiter=delimiter, decimal=decimal).encode("utf-8"))


def format_table(columns: Sequence[Column], *, delimiter: str = ",", decimal: str = ".") -> str:
    """Return ``columns`` as text: a header, a line a row, numbers with all their digits."""
    rows = [[one.name for one in columns]]
    cells = [[_written(value, decimal) for value in one.values.tolist()] for one in columns]
    rows += [list(row) for row in zip(*cells, strict=True)]
    return "".join(delimiter.join(_quoted(cell, delimiter) for cell in row) + "\n" for row in rows)


def _written(value: float | str, decimal: str) -> str:
    if isinstance(value, str):
        return value
    return repr(value).removesuffix(".0").replace(".", decimal)


def _quoted(cell: str, delimiter: str) -> str:
    risky = any(sign in cell for sign in (delimiter, '"', "\n", "\r")) or cell != cell.strip() or not cell
    return '"' + cell.replace('"', '""') + '"' if risky else cell
