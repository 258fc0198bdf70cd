"""The short cut for drawings of many single neurons: connections with a number for a weight, and no surprises.

msgspec says in half a microsecond whether a connection is plain; only one that is not is looked at key by key. The
arrays are built at the end, all at once, so that a long file with a fault is refused before that work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np

from core.catalog import NODE_KINDS
from core.document import Bools, Connection, Floats, Node, Pair, Parameter
from core.files.fields import LONGEST_TEXT


class PlainWeight(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A weight between single neurons."""

    name: str
    value: float
    trainable: bool | msgspec.UnsetType = msgspec.UNSET
    start: float | msgspec.UnsetType = msgspec.UNSET


class PlainConnection(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename={"source": "from", "target": "to"}):
    """A connection with such a weight and nothing else."""

    source: str
    target: str
    weight: PlainWeight


_DECODER = msgspec.json.Decoder(PlainConnection)
_KEYS = 5
"""from, to, weight, name, value: the keys that always stand there."""


def plain(item: Any, nodes: Mapping[str, Node]) -> PlainConnection | None:
    """Return ``item`` (values, or text still) as a connection that is sound by itself; None where it needs a look."""
    try:
        text = isinstance(item, msgspec.Raw)
        found = _DECODER.decode(item) if text else msgspec.convert(item, PlainConnection)
    except msgspec.DecodeError:
        return None
    if text and bytes(item).count(b":") != _count(found.weight):  # a key may stand twice
        return None
    return found if _sound(found, nodes) else None


def _count(weight: PlainWeight) -> int:
    """Return how many keys a plain connection has been written with, if none stands twice."""
    return _KEYS + (weight.trainable is not msgspec.UNSET) + (weight.start is not msgspec.UNSET)


def _sound(found: PlainConnection, nodes: Mapping[str, Node]) -> bool:
    """Whether both ends are single neurons that may be joined, and the numbers are finite."""
    source, target, weight = nodes.get(found.source), nodes.get(found.target), found.weight
    if source is None or target is None or source is target or source.units != 1 or target.units != 1:
        return False
    if weight.value - weight.value != 0 or (weight.start is not msgspec.UNSET and weight.start - weight.start != 0):
        return False
    return NODE_KINDS[target.kind].takes_connections and 0 < len(weight.name) <= LONGEST_TEXT


def build(found: Mapping[Pair, Connection | PlainConnection]) -> dict[Pair, Connection]:
    """Return ``found`` with every plain connection built."""
    drawn = [one for one in found.values() if isinstance(one, PlainConnection)]
    values = _numbers(one.weight.value for one in drawn)
    starts = _numbers(one.weight.value if one.weight.start is msgspec.UNSET else one.weight.start for one in drawn)
    built = map(_build, drawn, values, starts)
    return {pair: next(built) if isinstance(one, PlainConnection) else one for pair, one in found.items()}


def _numbers(numbers: Iterable[float]) -> Floats:
    """Return read-only numbers, each a 1 × 1 matrix: (count, 1, 1)."""
    array = np.array([*numbers], dtype=np.float64).reshape(-1, 1, 1)
    array.setflags(write=False)
    return array


def _truth(value: bool) -> Bools:  # noqa: FBT001 - it is the value, not an option
    array: Bools = np.array([[value]])
    array.setflags(write=False)
    return array


_TRAINABLE = (_truth(False), _truth(True))
"""Shared by all, since they never change."""


def _build(one: PlainConnection, value: Floats, start: Floats) -> Connection:
    weight = one.weight
    begun = None if weight.start is msgspec.UNSET else start
    mask = _TRAINABLE[weight.trainable is not False]
    return Connection(one.source, one.target, Parameter(weight.name, value, mask, begun))
