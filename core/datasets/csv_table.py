"""Tables as text: CSV files, and what is pasted from a spreadsheet.

The delimiter, the decimal comma and the header are found by plain rules that can be overruled; the standard
library's guesser takes the comma of ``1;2,5`` for a delimiter. Every fault is named by its line, so that a
person can find it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

import numpy as np

from core.datasets.block import is_number
from core.datasets.csv_records import Record, split_records
from core.document import Column, column, floats
from core.errors import FileRefused
from core.files.disk import read_bytes, write_atomically
from core.naming import unlike

MAX_BYTES = 32 * 2**20
MAX_CELLS = 5_000_000
MAX_TEXT = 50_000_000
LONGEST_NAME = 200
DELIMITERS = ("\t", ";", ",", "|")
"""In order of preference where more than one would split every line alike."""
SAMPLE = 100
"""Records that the rules look at."""

_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?")


class Problem(NamedTuple):
    """A fault of a table: the line it stands on (from 1), a sentence, and its column where it has one."""

    line: int
    sentence: str
    column: str = ""


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


def read_named(path: str | Path, names: Collection[str]) -> Preview:
    """Return the table at ``path``. Its first line is the header where it holds all ``names``, whatever they look like.

    So a column may be called 2024, and the first cell of a header may be empty.
    """
    text = read_text(path)
    preview = parse(text)
    if preview.header or not names:
        return preview
    titled = parse(text, header=True)
    return titled if {*names} <= {one.name for one in titled.columns} else preview


def read_text(path: str | Path) -> str:
    """Return the text of the file at ``path``; FileRefused if it cannot be read, is too large or no text."""
    path = Path(path)
    return _decode(read_bytes(path, MAX_BYTES), path)


def parse(
    text: str,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    leave_out: Collection[int] = (),
) -> Preview:
    """Return the table that ``text`` holds; what is None is found by rule, anything else overrules it.

    Records that begin on a line in ``leave_out`` are passed over.
    """
    text = text.removeprefix("\ufeff")
    delimiter = delimiter or find_delimiter(text)
    records, faults = split_records(text, delimiter)
    records = [record for record in records if record.line not in leave_out]
    problems = [Problem(line, sentence) for line, sentence in faults]
    decimal = decimal or find_decimal(records, delimiter)
    if not records:
        problems = problems or [Problem(1, "The table is empty; add rows of numbers.")]
        return Preview((), header or False, delimiter, decimal, tuple(problems))
    header = has_header(records, decimal) if header is None else header
    problems += _ragged(records)
    names = _names(records[0].cells, header=header)
    body = [record for record in records[1 if header else 0 :] if len(record.cells) == len(names)]
    if len(body) * len(names) > MAX_CELLS:
        raise FileRefused(f"The table has more than {MAX_CELLS:,} cells; keep only the rows and columns that are used.")
    columns = []
    for at, name in enumerate(names):
        built, wrong = _column(name, [(record.line, record.cells[at]) for record in body], decimal)
        columns.append(built)
        problems += wrong
    return Preview(tuple(columns), header, delimiter, decimal, tuple(sorted(problems)))


def read_beside(file: str, folder: Path | None, names: Sequence[str] | None) -> tuple[Column, ...]:
    """Return the columns ``names`` (or all) of the CSV called ``file`` in ``folder``; FileRefused if it is not sound.

    The file must lie in that folder, also where a link leads. Without a header, ``names`` name its columns in order.
    """
    path = _inside(file, folder)
    preview = read_named(path, names or ())
    if names is not None and not preview.header and len(preview.columns) == len(names):
        columns = tuple(Column(name, one.values) for name, one in zip(names, preview.columns, strict=True))
        renamed = {old.name: new.name for old, new in zip(preview.columns, columns, strict=True)}
        problems = [problem._replace(column=renamed.get(problem.column, "")) for problem in preview.problems]
    else:
        columns, problems = _chosen(preview, names, file), [*preview.problems]
    used = {"", *(one.name for one in columns)}
    wrong = [f"{file} line {problem.line}: {problem.sentence}" for problem in problems if problem.column in used]
    if wrong:
        raise FileRefused(*wrong[:100])
    return columns


def _chosen(preview: Preview, names: Sequence[str] | None, file: str) -> tuple[Column, ...]:
    if names is None:
        return preview.columns
    by_name = {one.name: one for one in preview.columns}
    lacking = [name for name in names if name not in by_name]
    if lacking:
        raise FileRefused(f'{file} line 1: there is no column "{lacking[0]}"; write it in the first line of the file.')
    return tuple(by_name[name] for name in names)


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


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines into the same number of cells, more than one.

    Where none does, the one that splits most lines; a table of one column has a comma.
    """
    sample = text[:100_000]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, score = ",", 0.0
    for candidate in DELIMITERS:
        counts = [len(record.cells) for record in split_records(sample, candidate)[0][:SAMPLE]]
        usual = max(set(counts), key=counts.count) if counts else 1
        if usual > 1 and counts.count(usual) / len(counts) > score:
            best, score = candidate, counts.count(usual) / len(counts)
    return best


def find_decimal(records: Sequence[Record], delimiter: str) -> str:
    """Return ',' where cells read ``2,5`` and none reads ``2.5``."""
    if delimiter == ",":
        return "."
    cells = [cell for record in records[:SAMPLE] for cell in record.cells]
    commas = any("," in cell and _COMMA.fullmatch(cell) for cell in cells)
    points = any("." in cell and _POINT.fullmatch(cell) for cell in cells)
    return "," if commas and not points else "."


def has_header(records: Sequence[Record], decimal: str) -> bool:
    """Whether the first record names the columns: none of its cells is a number or empty."""
    first = records[0].cells
    return all(cell and _number(cell, decimal) is None for cell in first)


def _number(cell: str, decimal: str) -> float | None:
    """Return the finite number in a cell, or None."""
    pattern = _COMMA if decimal == "," else _POINT
    plain = cell.replace("−", "-")
    if not plain.isascii() or not pattern.fullmatch(plain):
        return None
    value = float(plain.replace(",", "."))
    return value if abs(value) < float("inf") else None


def _ragged(records: Sequence[Record]) -> list[Problem]:
    wanted = len(records[0].cells)
    return [
        Problem(record.line, f"This line has {_cells(record)} and the first has {wanted}; fill in or remove some.")
        for record in records
        if len(record.cells) != wanted
    ]


def _cells(record: Record) -> str:
    count = len(record.cells)
    return "1 cell" if count == 1 else f"{count:,} cells"


def _names(cells: Sequence[str], *, header: bool) -> list[str]:
    """Return a name for every column, all different."""
    names: list[str] = []
    for at, cell in enumerate(cells):
        wanted = " ".join(cell.split())[:LONGEST_NAME] if header else ""
        names.append(unlike(wanted or f"column {at + 1}", names))
    return names


def mostly_numbers(cells: Sequence[str]) -> bool:
    """Whether a column is one of numbers with some faults: half of its first cells that are filled are numbers.

    However these are written: in a table of decimal points ``0,5`` is a fault of a number, not a word.
    """
    filled = [cell for cell in cells[:SAMPLE] if cell]
    numbers = sum(map(is_number, filled))
    return 2 * numbers >= len(filled) and numbers > 0


def _column(name: str, cells: list[tuple[int, str]], decimal: str) -> tuple[Column, list[Problem]]:
    """Return a column of numbers, or one of text; empty cells, and text amid numbers, are problems."""
    quick = _quick([cell for _, cell in cells], decimal)
    if quick is not None:
        return Column(name, floats(quick)), []
    numbers = [_number(cell, decimal) for _, cell in cells]
    if cells and None not in numbers:
        return Column(name, floats(numbers)), []
    problems = [
        Problem(line, f'The column "{name}" is empty here; write a value.', name) for line, cell in cells if not cell
    ]
    if mostly_numbers([cell for _, cell in cells]):
        problems += [
            Problem(line, f'"{cell[:40]}" in the column "{name}" is not a number; write one.', name)
            for (line, cell), number in zip(cells, numbers, strict=True)
            if cell and number is None
        ]
    if max((len(cell) for _, cell in cells), default=0) * len(cells) > MAX_TEXT:
        return column(name, ()), [Problem(cells[0][0], f'The column "{name}" holds too much text; remove it.')]
    return column(name, [cell for _, cell in cells]), problems


def _quick(cells: list[str], decimal: str) -> np.ndarray | None:
    """Return plain numbers as an array in one go; None where some cell has to be looked at closely."""
    joined = " ".join(cells)
    if "_" in joined or not joined.isascii() or (decimal == "," and "." in joined):
        return None
    try:
        numbers = np.array((joined.replace(",", ".") if decimal == "," else joined).split(" "), dtype=np.float64)
    except ValueError:
        return None
    return numbers if len(numbers) == len(cells) and np.isfinite(numbers).all() else None


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
