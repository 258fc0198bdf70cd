"""The table of rows as a network file writes it: columns, roles, scaling, held-back rows, and a CSV beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from core.catalog import NODE_KINDS, SEED
from core.datasets import csv_table
from core.document import DataSpec, Node, TestSplit
from core.errors import FileRefused
from core.files import fields
from core.files.fields import BAD, Findings, Key, shown
from core.files.graph_schema import Graph
from core.files.places import join
from core.files.row_table import Cells, empty, read_rows
from core.targets import columns_wanted

_KEYS = {
    "columns": Key(fields.anything, None),
    "rows": Key(fields.anything, None),
    "file": Key(fields.optional(fields.name), None),
    "inputs": Key(fields.anything, {}),
    "targets": Key(fields.anything, {}),
    "scaling": Key(fields.anything, {}),
    "test": Key(fields.anything, None),
    "extra": Key(fields.extra, {}),
}


def read_data(value: Any, graph: Graph, folder: Path | None, found: Findings) -> Callable[[], DataSpec]:
    """Return what builds the DataSpec that ``value`` writes; its roles are judged against the nodes of ``graph``."""
    values = fields.read(value, "data", _KEYS, found, "the data")
    if values["columns"] is BAD:
        return DataSpec
    names = _read_names(values["columns"], found)
    if values["file"] and values["rows"] is not None:
        found.add('data has both "rows" and "file"; keep one of the two.')
    columns = (
        read_beside(values["file"], names, folder, found)
        if isinstance(values["file"], str)
        else read_rows(values["rows"], names or (), found)
    )
    known = {one.name: one for one in columns}
    roles = {role: _read_roles(values[role], role, graph, known, found) for role in ("inputs", "targets")}
    scaling = _read_scaling(values["scaling"], known, found)
    count = len(columns[0].values) if columns else 0
    test = _read_test(values["test"], count, found)
    settings = {**roles, "scaling": scaling, "test": test, "file": values["file"], "extra": values["extra"]}
    return lambda: DataSpec(tuple(one.column() for one in columns), **settings)


def _read_names(value: Any, found: Findings) -> tuple[str, ...] | None:
    """Return the column names, or None where none are written."""
    if value is None:
        return None
    listed = fields.items(value, "data.columns", found)
    if _plain_names(listed):
        return tuple(listed)
    names = [fields.name(one, f"data.columns[{at}]", found) for at, one in enumerate(listed)]
    earlier: set[str] = set()
    for at, one in enumerate(names):
        if one is not BAD and one in earlier:
            found.add(f'data.columns[{at}] is "{one}", as an earlier column is; choose a name of its own.')
        earlier.add(one)
    return tuple(f"column {at + 1}" if one is BAD else one for at, one in enumerate(names))


def _plain_names(listed: list[Any]) -> bool:
    """Whether all are names of a fair length, each its own: true of most files, and told at once."""
    if {*map(type, listed)} != {str}:
        return False
    lengths = {*map(len, listed)}
    return min(lengths) > 0 and max(lengths) <= fields.LONGEST_TEXT and len({*listed}) == len(listed)


def read_beside(file: str, names: tuple[str, ...] | None, folder: Path | None, found: Findings) -> list[Cells]:
    """Return the columns of the CSV ``file`` in ``folder``: those in ``names``, or all of them where it is None."""
    try:
        return [Cells(name, values, file) for name, values in csv_table.cells_beside(file, folder, names)]
    except FileRefused as refused:
        for sentence in refused.problems:
            found.add(f"data.file: {sentence}")
        return empty(names or ())


def _read_roles(
    value: Any, role: str, graph: Graph, known: Mapping[str, Cells], found: Findings
) -> dict[str, tuple[str, ...]]:
    """Return node id -> columns. Fewer columns than units are let pass: the drawing may not be finished."""
    place, roles = f"data.{role}", {}
    if not isinstance(value, dict):
        found.add(f'{place} is {shown(value)} where an object belongs; write {{"node id": "column"}}.')
        return {}
    for identity, names in value.items():
        if not graph.judges(identity):
            continue
        where = join(place, identity)
        node = graph.nodes.get(identity)
        if node is None or NODE_KINDS[node.kind].role != role:
            kind = next(row.name for row in NODE_KINDS.values() if row.role == role)
            found.add(f'{where}: there is no {kind} node "{identity}"; name the id of an {kind} node.')
            continue
        classes = NODE_KINDS[node.kind].classes
        checked = _role_columns(names, where, known, found, text=classes)
        if len(checked) > columns_wanted(node):
            most = "class names; name one" if classes else _units(node)
            found.add(f"{where} names {len(checked)} columns for {most}.")
        roles[identity] = checked
    return roles


def _role_columns(
    value: Any, place: str, known: Mapping[str, Cells], found: Findings, *, text: bool
) -> tuple[str, ...]:
    """Return the columns that ``value`` names; ``text`` says that they may hold text, as class names do."""
    single = isinstance(value, str)
    names = [value] if single else fields.items(value, place, found)
    for at, name in enumerate(names):
        where = place if single else f"{place}[{at}]"
        if not isinstance(name, str) or name not in known:
            found.add(f"{where} is {shown(name)}, which is not a column; name one of {_some(known)}.")
        elif not text and not known[name].numeric:
            found.add(_text_cell(known[name], [*known].index(name), where))
    return tuple(name for name in names if isinstance(name, str))


def _units(node: Node) -> str:
    """Say how many columns a node reads, and what to do."""
    if node.grid is not None:
        shape = " × ".join(map(str, node.grid.shape))
        return f"the {shape} = {node.units} values of an image; name one for every value"
    return f"{node.units} units; name one for every unit" if node.units > 1 else "one unit; name one for every unit"


def _some(known: Mapping[str, Cells]) -> str:
    names = [f'"{name}"' for name in known]
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "") if names else "data.columns, which is empty"


def _text_cell(one: Cells, at: int, where: str) -> str:
    """Say where text stands in a column that is computed with."""
    row, text = one.text()
    if one.file:
        return (
            f'data.file: the column "{one.name}" of {one.file} holds the text "{text[:40]}" where a number belongs,'
            f" since {where} uses it; write a number or use another column."
        )
    return (
        f'data.rows[{row}][{at}] is the text "{text[:40]}" where a number belongs, since {where}'
        f' uses the column "{one.name}"; write a number or use another column.'
    )


def _read_scaling(value: Any, known: Mapping[str, Cells], found: Findings) -> dict[str, tuple[float, float]]:
    if not isinstance(value, dict):
        found.add(f'data.scaling is {shown(value)} where an object belongs; write {{"column": [0, 1]}}.')
        return {}
    scaling = {}
    for name, span in value.items():
        place = join("data.scaling", name)
        checked = fields.pair(span, place, found)
        if name not in known or not known[name].numeric:
            found.add(f'{place}: "{name}" is not a column of numbers; name one of {_some(known)}.')
        elif checked is not BAD and not 0 < abs(checked[1] - checked[0]) < np.inf:
            found.add(f"{place} must hold two different numbers, the low and the high; write them as [0, 1].")
        elif checked is not BAD:
            scaling[name] = checked
    return scaling


def _fraction(value: Any, place: str, found: Findings) -> Any:
    checked = fields.number(value, place, found)
    if checked is not BAD and not 0 < checked < 1:
        return found.add(f"{place} is {shown(value)}; it must be more than 0 and less than 1.")
    return checked


_FRACTION_KEYS = {
    "fraction": Key(_fraction), "seed": Key(fields.within(SEED), 1), "stratified": Key(fields.flag, False),
}  # fmt: skip
_ROWS_KEYS = {"rows": Key(fields.anything)}


def _read_test(value: Any, count: int, found: Findings) -> TestSplit | None:
    """Return the rows held back: a seeded fraction, or rows by number."""
    if value is None:
        return None
    by_rows = isinstance(value, dict) and "rows" in value
    if isinstance(value, dict) and not value.keys() & {"rows", "fraction"}:
        found.add('data.test has neither "fraction" nor "rows"; add "fraction": 0.25.')
        return None
    values = fields.read(value, "data.test", _ROWS_KEYS if by_rows else _FRACTION_KEYS, found, "a test split")
    if by_rows:
        return TestSplit(rows=_test_rows(values["rows"], count, found))
    if BAD in values.values():
        return None
    return TestSplit(values["fraction"], values["seed"], stratified=values["stratified"])


def _test_rows(value: Any, count: int, found: Findings) -> tuple[int, ...]:
    rows = [
        fields.whole(one, f"data.test.rows[{at}]", found)
        for at, one in enumerate(fields.items(value, "data.test.rows", found))
    ]
    seen: set[int] = set()
    unread = not count and bool(found.sentences)  # rows that could not be read cannot be counted
    for at, row in enumerate(rows):
        if row is not BAD and not (0 <= row < count or unread):
            found.add(f"data.test.rows[{at}] is {row}, but the {count} rows are counted from 0; name one that exists.")
        elif row is not BAD and row in seen:
            found.add(f"data.test.rows[{at}] is {row} a second time; remove one of the two.")
        seen.add(row)
    return tuple(rows)
