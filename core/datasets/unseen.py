"""Rows to predict that come from a CSV file of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.catalog import NODE_KINDS
from core.datasets import csv_table
from core.datasets.csv_sheet import build
from core.datasets.csv_table import Named
from core.document import Document
from core.errors import FileRefused


def with_rows(document: Document, path: Path) -> Document:
    """Return ``document`` with the rows of the CSV at ``path`` as its data; FileRefused says what is wrong.

    Columns are found by the names that the document's inputs use; without a header, or where the document names
    none, they are taken in the order of the inputs.
    """
    inputs = _input_columns(document)
    wanted = list(dict.fromkeys(name for names in inputs.values() for name in names))

    def choose(own: Sequence[str], header: bool) -> Sequence[int]:  # noqa: FBT001 - called with both in place
        if not header or not document.data.columns:
            return _in_order(wanted, own, path)
        places = {name: at for at, name in enumerate(own)}
        if lacking := [name for name in wanted if name not in places]:
            raise FileRefused(f'{path} line 1: there is no column "{lacking[0]}"; name it in the first line.')
        return [places[name] for name in wanted]

    found = csv_table.read_named(path, str(path), wanted, choose)
    _refuse_text(path, found)
    columns = tuple(build(name, values) for name, (_, values) in zip(wanted, found, strict=True))
    return document.evolve(
        data=replace(document.data, columns=columns, inputs=inputs, targets={}, test=None, file=None)
    )


def _input_columns(document: Document) -> dict[str, tuple[str, ...]]:
    """Return node id -> columns; an input without any is given names of its own."""
    named: dict[str, tuple[str, ...]] = {}
    for node in document.nodes.values():
        if NODE_KINDS[node.kind].source:
            own = document.data.inputs.get(node.id, ())
            named[node.id] = own if len(own) == node.units else tuple(f"{node.id}.{at}" for at in range(node.units))
    return named


def _in_order(wanted: Sequence[str], own: Sequence[str], path: Path) -> range:
    if len(own) != len(wanted):
        raise FileRefused(f"{path} has {len(own):,} columns and the network reads {len(wanted)}; give it those alone.")
    return range(len(wanted))


def _refuse_text(path: Path, found: Sequence[Named]) -> None:
    texts = [
        f'{path}: the column "{name}" holds text where numbers belong; write numbers in it.'
        for name, values in found
        if isinstance(values, list)
    ]
    if texts:
        raise FileRefused(*texts[:100])
