"""The short cut for drawings of many single neurons: connections with a number for a weight, and no surprises.

msgspec says at once whether some thousand connections are plain; only one that is not is looked at key by key. The
arrays are built at the end, all at once, so that a long file with a fault is refused before that work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from operator import eq
from typing import Any, TypeAlias

import msgspec
import numpy as np

from core.catalog import NODE_KINDS
from core.document import EMPTY, Bools, Connection, Floats, Indices, Node, Pair, Parameter
from core.files.fields import LONGEST_TEXT
from core.files.json_text import MAX_DEPTH
from core.files.places import shallow


class PlainWeight(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A weight between single neurons."""

    name: str
    value: float
    trainable: bool | msgspec.UnsetType = msgspec.UNSET
    start: float | msgspec.UnsetType = msgspec.UNSET


class PlainConnection(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename={"source": "from", "target": "to"}):
    """A connection with such a weight, and perhaps something that is carried along."""

    source: str
    target: str
    weight: PlainWeight
    extra: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


Drawn: TypeAlias = dict[int, PlainConnection]
"""Connections by their codes, see ``Ends.code``."""
_DECODER = msgspec.json.Decoder(list[PlainConnection])
_KEYS = 5
"""from, to, weight, name, value: the keys that always stand there."""


class Ends:
    """The nodes by number, and which of them a plain connection may come from and go to: single neurons, no input."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self.number = {node: at for at, node in enumerate(nodes)}
        single = [node for node in nodes.values() if node.units == 1]
        self.sources = frozenset(self.number[node.id] for node in single)
        weighted = {kind.name for kind in NODE_KINDS.values() if kind.weighted}
        self.targets = frozenset(self.number[node.id] for node in single if node.kind in weighted)

    def code(self, source: str, target: str) -> int:
        """Return one number for a connection."""
        return self.number[source] * len(self.number) + self.number[target]

    def apart(self, codes: Iterable[int]) -> tuple[Indices, Indices]:
        """Return the numbers of the sources and of the targets of connections."""
        sources, targets = np.divmod(np.fromiter(codes, np.intp), max(len(self.number), 1))
        return sources, targets

    def coded(self, found: Sequence[PlainConnection]) -> Drawn | None:
        """Return connections by their codes; None where one joins nodes that it may not, or two are alike."""
        sources = [*map(self.number.get, [one.source for one in found])]
        targets = [*map(self.number.get, [one.target for one in found])]
        allowed = self.sources.issuperset(sources) and self.targets.issuperset(targets)
        if not allowed or any(map(eq, sources, targets)):
            return None
        count = len(self.number)
        pairs = zip(sources, targets, strict=True)
        coded = dict(zip([source * count + target for source, target in pairs], found, strict=True))  # type: ignore[operator]
        return coded if len(coded) == len(found) else None


def plain(items: Sequence[Any], ends: Ends) -> Drawn | None:
    """Return ``items`` (values, or text still) as connections by their codes; None if one needs a look."""
    text = b"[%b]" % b",".join(map(bytes, items)) if isinstance(items[0], msgspec.Raw) else None
    try:
        found = msgspec.convert(items, list[PlainConnection]) if text is None else _DECODER.decode(text)
    except msgspec.DecodeError:
        return None
    return ends.coded(found) if (text is None or _once(text, found)) and _sound(found) else None


def _once(text: bytes, found: list[PlainConnection]) -> bool:
    """Whether no key stands twice: then there are as many colons as keys and colons within texts.

    A backslash may hide a colon within a text, so that with one the texts must hold none.
    """
    weights = [one.weight for one in found]
    extras = [one.extra for one in found if one.extra is not msgspec.UNSET]
    texts = [one.source for one in found] + [one.target for one in found] + [one.name for one in weights]
    within = "".join(texts).count(":") + (msgspec.json.encode(extras).count(b":") if extras else 0)
    if within and b"\\" in text:
        return False
    keys = _KEYS * len(found) + len(extras)
    keys += len(found) - [one.trainable for one in weights].count(msgspec.UNSET)
    keys += len(found) - [one.start for one in weights].count(msgspec.UNSET)
    return text.count(b":") == keys + within


def _sound(found: list[PlainConnection]) -> bool:
    """Whether all numbers are finite, all names of a fair length and all that is carried along is not too deep."""
    weights = [one.weight for one in found]
    lengths = {*map(len, [one.name for one in weights])}
    return (
        min(lengths) > 0
        and max(lengths) <= LONGEST_TEXT
        and all(map(isfinite, [one.value for one in weights]))
        and all(isfinite(one.start) for one in weights if one.start is not msgspec.UNSET)
        and all(shallow(one.extra, MAX_DEPTH) for one in found if one.extra)
    )


def build(found: Iterable[Connection | PlainConnection]) -> dict[Pair, Connection]:
    """Return ``found`` by their ends, with every plain connection built."""
    listed = [*found]
    drawn = [one for one in listed if isinstance(one, PlainConnection)]
    values = _numbers(one.weight.value for one in drawn)
    starts = _numbers(one.weight.value if one.weight.start is msgspec.UNSET else one.weight.start for one in drawn)
    built = map(_build, drawn, values, starts)
    return {(one.source, one.target): next(built) if isinstance(one, PlainConnection) else one for one in listed}


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
    extra = EMPTY if one.extra is msgspec.UNSET else one.extra
    return Connection(one.source, one.target, Parameter(weight.name, value, mask, begun), extra)
