"""A CSV file on its way into the document: how it is read, what each column is for, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.datasets.csv_table import Preview, Problem, parse
from core.datasets.suggestion import may_name_classes, suggest_called, suggest_uses
from core.document import Column, Document
from core.targets import class_names, classes_in

BLANK = "?"
"""Stands in the cells of ignored columns that are empty: a table has no holes."""


@dataclass(frozen=True, slots=True)
class CsvImport:
    """``uses`` maps each column to "inputs", "targets" or "" (ignored).

    ``leave_out`` says whether rows with faults are passed over; without it a fault keeps the table out. ``called`` are
    targets whose numbers are names of classes, as 0 and 1 often are.
    """

    text: str
    preview: Preview
    uses: Mapping[str, str]
    leave_out: bool = False
    called: frozenset[str] = frozenset()

    def named(self, use: str) -> tuple[str, ...]:
        """Return the columns of that use, in file order."""
        return tuple(column.name for column in self.preview.columns if self.uses[column.name] == use)

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that a node shall read."""
        return (*self.named("inputs"), *self.named("targets"))

    def faults(self) -> list[Problem]:
        """Return what is wrong with the columns used, by line."""
        return self.preview.problems_in(self.used)

    def table(self) -> Preview:
        """Return the table that would come in: without the rows that have faults, if these are left out."""
        lines = {fault.line for fault in self.faults()} if self.leave_out else set()
        found = self.preview
        if not lines:
            return found
        return parse(self.text, delimiter=found.delimiter, decimal=found.decimal, header=found.header, leave_out=lines)

    def obstacles(self, table: Preview | None = None) -> list[Problem]:
        """Return what still keeps the table out; it comes in when there is nothing left.

        ``table`` is ``table()`` where the caller has it already; a long one takes a while to read.
        """
        table = table or self.table()
        found = table.problems_in(self.used)
        text = [name for name in self.named("inputs") if any(
            column.name == name and not column.numeric for column in table.columns)]  # fmt: skip
        spoiled = {problem.column for problem in found}
        found += [
            Problem(1, f'The column "{name}" holds text, and an input reads numbers; ignore it.', name)
            for name in text
            if name not in spoiled
        ]
        if not found and not any(len(column.values) for column in table.columns):
            found.append(Problem(1, "There is no row to read; write the values under the names."))
        return found

    def columns(self, table: Preview | None = None, *, keep_ignored: bool = True) -> tuple[Column, ...]:
        """Return the columns to load."""
        kept = (one for one in (table or self.table()).columns if keep_ignored or self.uses[one.name])
        return tuple(self._as_used(column) for column in kept)

    def class_counts(self, table: Preview | None = None) -> dict[str, int]:
        """Return how many classes each column of names would have as a target; an input's texts are faults."""
        names = [one for one in (table or self.table()).columns if self.uses[one.name] != "inputs"]
        return {one.name: len(classes_in(one)) for one in names if not one.numeric or one.name in self.called}

    def nameable(self, table: Preview | None = None) -> dict[str, int]:
        """Return the targets of few whole numbers that may be names of classes, with how many different ones."""
        targets = (one for one in (table or self.table()).columns if self.uses[one.name] == "targets")
        return {one.name: len(classes_in(one)) for one in targets if may_name_classes(one)}

    def _as_used(self, column: Column) -> Column:
        if column.numeric and column.name in self.called:
            names = class_names(column)
            names.setflags(write=False)
            return Column(column.name, names)
        return column if column.numeric else _filled(column)


def _filled(column: Column) -> Column:
    values = column.values.copy()
    values[values == ""] = BLANK
    values.setflags(write=False)
    return Column(column.name, values)


def begin(text: str, document: Document) -> CsvImport:
    """Return an import of ``text`` read by rule, with uses that suit the document."""
    preview = parse(text)
    return _suggested(CsvImport(text, preview, {}), document)


def _suggested(found: CsvImport, document: Document) -> CsvImport:
    columns = found.preview.columns
    uses = suggest_uses(columns, document)
    return replace(found, uses=uses, called=suggest_called(columns, uses, document))


def reread(
    found: CsvImport, document: Document, *, delimiter: str | None, decimal: str | None, header: bool | None
) -> CsvImport:
    """Return the import read in another way; columns that keep their names keep their uses."""
    preview = parse(found.text, delimiter=delimiter, decimal=decimal, header=header)
    same = [column.name for column in preview.columns] == list(found.uses)
    if same:
        return replace(found, preview=preview)
    return _suggested(replace(found, preview=preview), document)
