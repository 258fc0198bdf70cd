"""A document as the text of a network file: keys in a fixed order, one node or connection a line where it fits.

The layout is made for people and for small diffs. A value is written on one line if that is at most ``WIDTH``
characters long; otherwise an object is filled line by line between its keys, and a list gets a line an item.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from core.catalog import NODE_KINDS, OPTIMIZERS
from core.document import Bools, Connection, DataSpec, Document, Grid, Node, Parameter, Stop, TestSplit, TrainingSpec
from core.errors import FileRefused
from core.files.schema import FORMAT, VERSION

WIDTH = 112
"""Longest line, where there is a choice."""

Pairs = list[tuple[str, Any]]


def format_document(document: Document) -> bytes:
    """Return the text of the network file that holds ``document``; FileRefused if a number is not finite."""
    _check_finite(document)
    parts = [
        ("format", FORMAT), ("version", VERSION), ("title", document.title),
        ("nodes", [_node(node, document) for node in document.nodes.values()]),
        ("connections", [_connection(one) for one in document.connections.values()]),
        ("data", document.data), ("training", document.training), *_extra(document.extra),
    ]  # fmt: skip
    lines = (f'  "{key}": {_section(key, value, document)}' for key, value in parts)
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "replace")


def _section(key: str, value: Any, document: Document) -> str:
    if key in ("nodes", "connections"):
        return _lines([_fill(pairs, 4) for pairs in value], 2)
    if key == "data":
        return _groups(_data(value))
    if key == "training":
        return _groups(_training(value, document.steps))
    return _text(value, 2)


def _check_finite(document: Document) -> None:
    """Refuse numbers that no file may hold, before anything is written."""
    for found in document.parameters().values():
        if not np.isfinite(found.value).all() or not np.isfinite(found.initial).all():
            raise FileRefused(f"{found.name} is not a finite number, so it cannot be saved; undo, or type a number.")
    for column in document.data.columns:
        if column.numeric and not np.isfinite(column.values).all():
            raise FileRefused(f'The column "{column.name}" has empty cells, so it cannot be saved; fill them in.')


def _node(node: Node, document: Document) -> Pairs:
    pairs: Pairs = [("id", node.id), ("kind", node.kind), ("label", node.label)]
    if node.id in document.positions:
        pairs.append(("position", [short(one) for one in document.positions[node.id]]))
    if NODE_KINDS[node.kind].classes:
        pairs.append(("classes", list(node.classes)))
    elif node.grid is not None:
        pairs += _grid(node, node.grid)
    elif node.units != 1:
        pairs.append(("units", node.units))
    if NODE_KINDS[node.kind].has_activation:
        pairs.append(("activation", node.activation))
    if node.filters is not None:
        pairs.append(("weight", _parameter(node.filters, lists=True)))
    if node.bias is not None:
        pairs.append(("bias", _parameter(node.bias, lists=node.filters is not None)))
    return pairs + _extra(node.extra)


def _grid(node: Node, grid: Grid) -> Pairs:
    """Return the settings of an image, convolution or pool; sizes that follow from others are not written."""
    if not NODE_KINDS[node.kind].window:
        return [("shape", list(grid.shape))]
    window: Pairs = [("size", grid.size), ("stride", grid.stride)]
    if node.filters is None:
        return [("mode", grid.mode), *window]
    return [("filters", len(node.filters.value)), *window, ("padding", grid.padding)]


def _connection(one: Connection) -> Pairs:
    weight = [] if one.weight is None else [("weight", _parameter(one.weight))]
    return [("from", one.source), ("to", one.target), *weight, *_extra(one.extra)]


def _extra(extra: Mapping[str, Any]) -> Pairs:
    return [("extra", extra)] if extra else []


def _parameter(found: Parameter, *, lists: bool = False) -> dict[str, Any]:
    pairs = {"name": found.name, "value": bare(found.value, lists=lists), "trainable": _mask(found.trainable)}
    if not np.array_equal(found.initial, found.value):
        pairs["start"] = bare(found.initial, lists=lists)
    return pairs


def bare(array: np.ndarray[Any, Any], *, lists: bool = False) -> Any:
    """Return an array as lists, and a single number bare unless it has ``lists`` as filters and their biases have."""
    return array.item() if array.size == 1 and not lists else array.tolist()


def _mask(trainable: Bools) -> Any:
    return bool(trainable.all()) if trainable.all() or not trainable.any() else trainable.tolist()


def short(value: float) -> float:
    """Return a number of data or of the drawing as it is written: a whole one without its point."""
    whole = value == int(value) and abs(value) < 2**53 and not (value == 0 and math.copysign(1, value) < 0)
    return int(value) if whole else float(value)


def _data(data: DataSpec) -> Iterator[Pairs]:
    """Yield the lines of the data section as groups of keys."""
    yield [("columns", list(data.names))]
    yield [("file", data.file)] if data.file else [("rows", _rows(data))]
    yield [("inputs", {node: _names(names) for node, names in data.inputs.items()})]
    yield [("targets", {node: _names(names) for node, names in data.targets.items()})]
    if data.scaling:
        yield [("scaling", {name: [short(one) for one in span] for name, span in data.scaling.items()})]
    if data.test is not None:
        yield [("test", _test(data.test))]
    yield _extra(data.extra)


def _rows(data: DataSpec) -> list[list[Any]]:
    columns = [
        [short(one) for one in column.values.tolist()] if column.numeric else column.values.tolist()
        for column in data.columns
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _names(names: Sequence[str]) -> Any:
    return names[0] if len(names) == 1 else list(names)


def _test(test: TestSplit) -> dict[str, Any]:
    if test.fraction is None:
        return {"rows": list(test.rows)}
    return {"fraction": test.fraction, "seed": test.seed, **({"stratified": True} if test.stratified else {})}


def _training(training: TrainingSpec, steps: int) -> Iterator[Pairs]:
    """Yield the lines of the training section as groups of keys."""
    yield [("loss", training.loss), ("reduction", training.reduction)]
    yield [("optimizer", _optimizer(training))]
    shuffle = [("shuffle", True)] if training.shuffle else []
    yield [("batch_size", training.batch_size), *shuffle, ("seed", training.seed)]
    if training.initial_values != "standard_normal":
        yield [("initial_values", training.initial_values)]
    yield [("stop", _stop(training.stop))]
    if steps:
        yield [("steps", steps)]
    yield _extra(training.extra)


def _optimizer(training: TrainingSpec) -> dict[str, Any]:
    """Return the optimizer with its own numbers where they differ from the defaults."""
    own = {
        setting.name: training.settings.get(setting.name, setting.default)
        for setting in OPTIMIZERS[training.optimizer].settings
        if training.settings.get(setting.name, setting.default) != setting.default
    }
    return {"name": training.optimizer, "learning_rate": training.learning_rate, **own}


def _stop(stop: Stop) -> dict[str, Any]:
    rules = {name: getattr(stop, name) for name in ("max_steps", "min_step_size", "loss_below")}
    if stop.no_improvement is not None:
        rules["no_improvement"] = dict(zip(("steps", "by"), stop.no_improvement, strict=True))
    return {name: value for name, value in rules.items() if value is not None}


def _groups(groups: Iterator[Pairs]) -> str:
    """Write a section: each group of keys on a line of its own, or filled over several."""
    lines = [_join_pairs(pairs, 4, closing=1) for pairs in groups if pairs]
    return "{\n    " + ",\n    ".join(lines) + "\n  }"


def _inline(value: Any) -> str:
    """Write any value on one line; floats with all their digits."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=dict)


def _text(value: Any, indent: int, taken: int = 0, *, tail: int = 1) -> str:
    """Write ``value`` on one line if it fits after ``taken`` characters (and ``tail`` after it), else on several."""
    line = _inline(value)
    if indent + taken + len(line) + tail <= WIDTH or not value or not isinstance(value, list | Mapping):
        return line
    if isinstance(value, Mapping):
        return "{\n" + " " * (indent + 2) + _join_pairs([*value.items()], indent + 2) + "\n" + " " * indent + "}"
    if isinstance(value[0], list | Mapping):
        return _lines([_inline(part) for part in value], indent)
    return "[\n" + " " * (indent + 2) + _wrap([_inline(part) for part in value], indent + 2) + "\n" + " " * indent + "]"


def _lines(parts: Sequence[str], indent: int) -> str:
    """Write a list with a line for every item."""
    inner = " " * (indent + 2)
    return "[\n" + ",\n".join(inner + part for part in parts) + "\n" + " " * indent + "]" if parts else "[]"


def _fill(pairs: Pairs, indent: int) -> str:
    """Write a node or connection in braces, breaking lines between its keys."""
    return "{" + _join_pairs(pairs, indent + 1, closing=2) + "}"


def _wrap(parts: Sequence[str], indent: int) -> str:
    """Write numbers or words one after the other, breaking where the next would pass ``WIDTH``."""
    lines, used = [[parts[0]]], indent + len(parts[0])
    for part in parts[1:]:
        if used + 3 + len(part) > WIDTH:
            lines.append([])
            used = indent - 2
        lines[-1].append(part)
        used += 2 + len(part)
    return (",\n" + " " * indent).join(", ".join(line) for line in lines)


def _join_pairs(pairs: Pairs, indent: int, closing: int = 0) -> str:
    """Write keys and values one after the other, breaking where the next would pass ``WIDTH``.

    ``closing`` characters follow the last one on its line.
    """
    lines: list[str] = []
    for at, (key, value) in enumerate(pairs):
        tail = closing if at + 1 == len(pairs) else 1
        head = f"{_inline(key)}: "
        used = indent + len(lines[-1]) + 2 if lines else WIDTH
        if "\n" in (lines or [""])[-1] or used + len(head) + len(_inline(value)) + tail > WIDTH:
            lines.append(head + _text(value, indent, len(head), tail=tail))
        else:
            lines[-1] += f", {head}{_inline(value)}"
    return (",\n" + " " * indent).join(lines)
