"""How a table of text is written, found by plain rules in its first records: delimiter, decimals, header, names.

The standard library's guesser takes the comma of ``1;2,5`` for a delimiter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count

from core.datasets.csv_cells import looks_like, number
from core.datasets.csv_records import Fault, Record, records_between, split_lines, split_records
from core.datasets.csv_sheet import MAX_CELLS, SAMPLE, Problem, Sheet, TableTooLarge, refuse_size

MAX_COLUMNS = 50_000
LONGEST_NAME = 200
DELIMITERS = ("\t", ";", ",", "|")
"""In order of preference where more than one would split every line alike."""
_MOST_SAMPLED = 200_000
"""Cells that the rules look at: the records of a very wide table are sampled less."""


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of a table, how they are written, and the first records.

    ``after`` is the place of the line after the first record, ``faults`` are those up to there.
    """

    lines: Sequence[str]
    delimiter: str
    decimal: str
    records: Sequence[Record]
    after: int
    faults: Sequence[Fault]

    def names(self, *, header: bool) -> list[str]:
        """Return a name for every column, all different: those of the first record where it is the ``header``."""
        cells = self.records[0].cells if self.records else ()
        return _names(cells, header=header)

    def has_header(self) -> bool:
        """Whether the first record names the columns: none of its cells is a number or empty."""
        first = self.records[0].cells if self.records else [""]
        return all(cell and number(cell, self.decimal) is None for cell in first)

    def sheet(
        self, names: Sequence[str], judged: Collection[int], *, header: bool, left_out: frozenset[int] = frozenset(),
        most: int | None = None,
    ) -> Sheet:
        """Return the table, read until ``most`` problems are found in its columns ``judged`` (places)."""
        sheet = Sheet(self.lines, self.delimiter, self.decimal, names, judged, left_out)
        if not self.records:
            sheet.problems += [Problem(*fault) for fault in self.faults] or [_EMPTY]
            return sheet
        if header:
            sheet.problems += [Problem(*fault) for fault in self.faults]
        sheet.read(self.after if header else 0, self.records[1 if header else 0 :], most)
        return sheet


_EMPTY = Problem(1, "The table is empty; add rows of numbers.")


def begin(text: str, delimiter: str | None, decimal: str | None, left_out: frozenset[int] = frozenset()) -> Head:
    """Return the head of the table that ``text`` holds, without the records that begin on a line in ``left_out``.

    TableTooLarge, if it is, before more of it is read.
    """
    text = text.removeprefix("\ufeff")
    delimiter = delimiter or find_delimiter(text)
    if max(text.count("\n"), text.count("\r")) > MAX_CELLS:
        raise TableTooLarge(f"The table has more than {MAX_CELLS:,} lines; keep only those that hold rows.")
    lines = split_lines(text)
    if '"' not in text:
        _check_cells(text, lines, delimiter)
    records: list[Record] = []
    faults: list[Fault] = []
    at = after = cells = 0
    while at < len(lines) and len(records) <= SAMPLE and cells < _MOST_SAMPLED:
        more, at = records_between(lines, at, at + 1, delimiter, [] if records else faults)
        more = [record for record in more if record.line not in left_out]
        after = after if records else at
        records += more
        cells += sum(len(record.cells) for record in more)
    if records and len(records[0].cells) > MAX_COLUMNS:
        raise TableTooLarge(f"The table has more than {MAX_COLUMNS:,} columns; keep only those that are used.")
    return Head(lines, delimiter, decimal or find_decimal(records, delimiter), records, after, faults)


def _check_cells(text: str, lines: Sequence[str], delimiter: str) -> None:
    """Refuse a table without quotes that has too many cells; rows of empty cells are none."""
    cells = text.count(delimiter) + len(lines) - lines.count("")
    if cells > MAX_CELLS:
        width = 1 + next(line for line in lines if line).count(delimiter)
        cells -= width * lines.count(delimiter * (width - 1))
    if cells > MAX_CELLS:
        refuse_size()


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
    commas = any("," in cell and looks_like(cell, ",") for cell in cells)
    points = any("." in cell and looks_like(cell, ".") for cell in cells)
    return "," if commas and not points else "."


def _names(cells: Sequence[str], *, header: bool) -> list[str]:
    taken: dict[str, None] = {}
    tries: dict[str, int] = {}
    for at, cell in enumerate(cells):
        wanted = " ".join(cell[:_LOOKED_AT].split())[:LONGEST_NAME] if header else ""
        wanted = wanted or f"column {at + 1}"
        name = wanted
        for number_ in count(tries.get(wanted, 2)):
            if name not in taken:
                break
            name, tries[wanted] = f"{wanted} {number_}", number_
        taken[name] = None
    return [*taken]


_LOOKED_AT = 100_000
"""Characters of a name that are looked at."""
