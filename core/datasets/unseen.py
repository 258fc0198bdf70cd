"""Rows to predict that come from a CSV file of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.datasets import csv_table
from core.document import Column, Document
from core.errors import FileRefused


def with_rows(document: Document, path: Path) -> Document:
    """Return ``document`` with the rows of the CSV at ``path`` as its data; FileRefused says what is wrong.

    Columns are found by the names that the document's inputs use; without a header, or where the document names
    none, they are taken in the order of the inputs.
    """
    inputs = _input_columns(document)
    wanted = list(dict.fromkeys(name for names in inputs.values() for name in names))
    preview = csv_table.read_named(path, wanted)
    if not preview.columns:
        _refuse_problems(path, preview, ())
    known = {column.name: column for column in preview.columns}
    if not preview.header or not document.data.columns:
        known = _in_order(wanted, preview.columns, path)
    lacking = [name for name in wanted if name not in known]
    if lacking:
        raise FileRefused(f'{path} line 1: there is no column "{lacking[0]}"; name it in the first line.')
    _refuse_problems(path, preview, [known[name].name for name in wanted])
    columns = tuple(Column(name, known[name].values) for name in wanted)
    return document.evolve(
        data=replace(document.data, columns=columns, inputs=inputs, targets={}, test=None, file=None)
    )


def _input_columns(document: Document) -> dict[str, tuple[str, ...]]:
    """Return node id -> columns; an input without any is given names of its own."""
    named: dict[str, tuple[str, ...]] = {}
    for node in document.nodes.values():
        if node.kind == "input":
            own = document.data.inputs.get(node.id, ())
            named[node.id] = own if len(own) == node.units else tuple(f"{node.id}.{at}" for at in range(node.units))
    return named


def _in_order(wanted: Sequence[str], columns: Sequence[Column], path: Path) -> dict[str, Column]:
    if len(columns) != len(wanted):
        raise FileRefused(
            f"{path} has {len(columns)} columns and the network reads {len(wanted)}; give it those alone."
        )
    return dict(zip(wanted, columns, strict=True))


def _refuse_problems(path: Path, preview: csv_table.Preview, names: Sequence[str]) -> None:
    wrong = [f"{path} line {problem.line}: {problem.sentence}" for problem in preview.problems_in(names)]
    texts = [
        f'{path}: the column "{one.name}" holds text where numbers belong; write numbers in it.'
        for one in preview.columns
        if one.name in names and not one.numeric
    ]
    if wrong or texts:
        raise FileRefused(*(wrong or texts)[:100])
