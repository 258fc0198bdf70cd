"""A weight or bias as a network file writes it: a name, a number or lists of numbers, and which of them may learn."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.document import parameter
from core.files import fields
from core.files.fields import BAD, Findings, Key, shown

_PARAMETER_KEYS = {
    "name": Key(fields.name, example='"w1"'),
    "value": Key(fields.anything, example="0.5"),
    "trainable": Key(fields.anything, True),
    "start": Key(fields.anything, None),
}


def read_parameter(
    item: Any,
    place: str,
    written: tuple[int, ...],
    shape: tuple[int, ...],
    names: dict[str, str | int],
    found: Findings,
    each: str = "unit",
) -> Any:
    """Return the parameter of ``shape`` that ``item`` writes, or BAD after noting what is wrong.

    ``written`` is the shape in the file, where a single number stands bare: (), (n,) or (n, m). ``names`` maps
    every parameter name so far to its place or the number of its connection, and gains this one. ``each`` says in
    sentences what there is one number for.
    """
    before = len(found.sentences)
    values = fields.read(item, place, _PARAMETER_KEYS, found, "a weight" if place.endswith("weight") else "a bias")
    name = values["name"]
    if name is not BAD and name in names:
        found.add(f'{place}.name is "{name}", as at {_place(names[name])} already; choose a name of its own.')
    names.setdefault(name, place)
    numbers, learns, start = _numbers(values, place, written, found, each)
    if len(found.sentences) > before:
        return BAD
    mask = learns if isinstance(learns, bool) else np.reshape(learns, shape)
    return parameter(name, np.reshape(numbers, shape), mask, None if start is None else np.reshape(start, shape))


def _numbers(
    values: dict[str, Any], place: str, written: tuple[int, ...], found: Findings, each: str
) -> tuple[Any, Any, Any]:
    """Return the value, which of it may learn (an array or one truth), and the start value or None, or BAD for each."""
    learns, start = values["trainable"], values["start"]
    numbers = _array(values["value"], written, f"{place}.value", found, each)
    if not isinstance(learns, bool):
        learns = _array(learns, written, f"{place}.trainable", found, each, truths=True)
    if start is not None:
        start = _array(start, written, f"{place}.start", found, each)
    return numbers, learns, start


def _place(where: str | int) -> str:
    return f"connections[{where}].weight" if isinstance(where, int) else where


def _array(
    value: Any, shape: tuple[int, ...], place: str, found: Findings, each: str, *, truths: bool = False
) -> Any:
    """Return ``value`` as a read-only array of ``shape``; every list and number at fault is noted with its place."""
    if value is BAD:
        return BAD
    if not shape:
        check = fields.flag if truths else fields.number
        return check(value, place, found)
    if (quick := _quick(value, shape, bool if truths else float)) is not None:
        return quick
    if not isinstance(value, list) or len(value) != shape[0]:
        what = "true or false" if truths else "numbers"
        lists = " lists of ".join(str(size) for size in shape)
        return found.add(
            f"{place} is {shown(value)} where a list of {lists} {what} belongs; write one for every {each}.")
    parts = [_array(part, shape[1:], f"{place}[{at}]", found, each, truths=truths) for at, part in enumerate(value)]
    return BAD if any(part is BAD for part in parts) else np.array(parts)


def _quick(value: Any, shape: tuple[int, ...], kind: Any) -> NDArray[Any] | None:
    """Return ``value`` as an array of ``kind`` if it is sound, None if it has to be looked at closely."""
    nested: Any = kind
    for _ in shape:
        nested = list[nested]
    try:
        numbers = np.array(msgspec.convert(value, nested), dtype=kind)
    except ValueError:  # msgspec's own error, and numpy's for lists of different lengths
        return None
    return numbers if numbers.shape == shape and np.isfinite(numbers).all() else None
