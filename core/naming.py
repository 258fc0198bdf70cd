"""Free names and ids, so that everything new can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from core.catalog import NODE_KINDS
from core.document import Document

_PREFIXES = {kind.name: kind.title if kind.classes else kind.name for kind in NODE_KINDS.values()}


def free_names(prefix: str, taken: Iterable[str]) -> Iterator[str]:
    """Yield prefix1, prefix2 … leaving out those taken."""
    used = set(taken)
    return (name for name in (f"{prefix}{number}" for number in count(1)) if name not in used)


def parameter_names(document: Document, prefix: str) -> Iterator[str]:
    """Yield free parameter names: "w" for weights, "b" for biases."""
    return free_names(prefix, (found.name for found in document.parameters().values()))


def number_name(name: str, index: tuple[int, ...] = ()) -> str:
    """Return what one number of a parameter is called, everywhere: w2[3,1], counted from 1, target unit first.

    A number of a convolution's filters is called by its filter, channel, row and column: w1[1,1,2,3].

    ``index`` is counted from 0, as numpy does; without one it is the name alone.
    """
    return f"{name}[{','.join(str(place + 1) for place in index)}]" if index else name


def node_ids(document: Document) -> Iterator[str]:
    """Yield free node ids."""
    return free_names("n", document.nodes)


def labels(document: Document, kind: str) -> Iterator[str]:
    """Yield free node labels of a kind: "hidden 1", "hidden 2" …"""
    return free_names(_PREFIXES[kind] + " ", (node.label for node in document.nodes.values()))


def unlike(wanted: str, taken: Iterable[str]) -> str:
    """Return ``wanted``, or "wanted 2", "wanted 3" … if it is taken."""
    used = set(taken)
    tries = (wanted if number == 1 else f"{wanted} {number}" for number in count(1))
    return next(name for name in tries if name not in used)


def by_default(label: str, kind: str) -> bool:
    """Whether a node of that kind bears the label that it was born with: nobody has named it."""
    return label.removeprefix(_PREFIXES[kind] + " ").isdecimal()


def differential(symbol: str, gap: str = "") -> str:
    """Return what stands above or below the line of a derivative, with ``gap`` after the d of a single word.

        >>> differential("SSR"), differential("w_1", " "), differential("mean Cross entropy")
        ('dSSR', 'd w_1', 'd(mean cross entropy)')
    """
    if " " not in symbol:
        return f"d{gap}{symbol}"
    words = (word.lower() if word[1:].islower() else word for word in symbol.split(" "))
    return f"d({' '.join(words)})"
