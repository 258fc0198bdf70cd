"""What the commands print for a person: short tables of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.catalog import LOSSES
from core.document import Document, Floats, Node
from core.quantity import format_number

_DIGITS = 6
_MOST_NUMBERS = 8
"""How many numbers of a list are printed; --json prints all."""


def soundness(file: Path, document: Document) -> str:
    """Say what a sound file holds."""
    parts = (
        (len(document.nodes), "node"), (len(document.connections), "connection"),
        (len(document.parameters()), "parameter"), (document.data.count, "row"),
    )  # fmt: skip
    counted = ", ".join(f"{count:,} {word}{'s' * (count != 1)}" for count, word in parts)
    return f"{file} is sound: {counted}."


def training(document: Document, steps: int, loss: float, parameters: Mapping[str, Any]) -> str:
    """Return the steps, the loss and the parameters, a line each."""
    head = [("steps", f"{steps:,}"), (_loss_name(document), format_number(loss, _DIGITS))]
    return _table([*head, *((name, _numbers(value)) for name, value in parameters.items())])


def gradients(document: Document, loss: float, parameters: Mapping[str, Any], slopes: Mapping[str, Any]) -> str:
    """Return the loss, and each parameter's value and derivative."""
    name = _loss_name(document)
    head = [(name, format_number(loss, _DIGITS)), ("", "")]
    rows = [(one, _numbers(parameters[one]), _numbers(slopes[one])) for one in parameters]
    return _table(head) + "\n" + _table([("parameter", "value", f"d {name} / d parameter"), *rows])


def predictions(document: Document, outputs: Mapping[str, Floats]) -> str:
    """Return a table with a line a row and a column for each unit of each output."""
    labels = [
        _unit_label(document.nodes[node], unit)
        for node, numbers in outputs.items()
        for unit in range(numbers.shape[1])
    ]
    columns = [column for numbers in outputs.values() for column in numbers.T.tolist()]
    rows = [
        (str(at + 1), *(format_number(one, _DIGITS) for one in row))
        for at, row in enumerate(zip(*columns, strict=True))
    ]
    return _table([("row", *labels), *rows])


def _unit_label(node: Node, unit: int) -> str:
    """Return the head of a column: the node, and which of its units or classes."""
    own = f" {node.classes[unit]}" if node.classes else f" {unit + 1}" if node.units > 1 else ""
    return node.label + own


def _loss_name(document: Document) -> str:
    return LOSSES[document.training.loss].title


def _numbers(value: Any) -> str:
    if not isinstance(value, list):
        return format_number(value, _DIGITS)
    flat = np.ravel(value).tolist()
    tail = f" … ({len(flat):,} numbers)" if len(flat) > _MOST_NUMBERS else ""
    return " ".join(format_number(one, _DIGITS) for one in flat[:_MOST_NUMBERS]) + tail


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
