"""What each data column is for: which unit of which node reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from core.catalog import NODE_KINDS
from core.document import DataSpec, Document, Node
from core.targets import columns_wanted, compared


@dataclass(frozen=True, slots=True)
class Role:
    """A place a column can have: ``unit`` of ``node``; ``kind`` is "inputs" or "targets" as in the document."""

    kind: str
    node: str
    unit: int = 0


WORDS: Mapping[str, str] = {"inputs": "input", "targets": "target", "": "ignored"}
"""What a person reads for each kind of role; "" is none."""


def mapping(data: DataSpec, kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return node id → columns of the inputs or the targets."""
    return data.inputs if kind == "inputs" else data.targets


def with_mapping(data: DataSpec, kind: str, node: str, names: tuple[str, ...]) -> DataSpec:
    """Return the data with the columns that ``node`` reads."""
    new = {**mapping(data, kind), node: names}
    return replace(data, inputs=new) if kind == "inputs" else replace(data, targets=new)


def roles(data: DataSpec) -> dict[str, list[Role]]:
    """Return column name → its roles, inputs first; columns without any are left out."""
    found: dict[str, list[Role]] = {}
    for kind in ("inputs", "targets"):
        for node, names in mapping(data, kind).items():
            for unit, name in enumerate(names):
                found.setdefault(name, []).append(Role(kind, node, unit))
    return found


def readers(document: Document, kind: str) -> list[Node]:
    """Return the nodes that read columns of that kind, in file order; of outputs those that the loss compares."""
    if kind == "targets":
        return list(compared(document))
    return [node for node in document.nodes.values() if NODE_KINDS[node.kind].role == kind]


def places(document: Document, kind: str) -> Iterator[Role]:
    """Yield every unit that reads a column of that kind, in file order."""
    for node in readers(document, kind):
        for unit in range(columns_wanted(node)):
            yield Role(kind, node.id, unit)


def assign(
    document: Document, kind: str, names: tuple[str, ...], text: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return node id → columns: ``names`` dealt out to the units in file order, as far as they go.

    Of them those in ``text`` hold texts, which only a softmax or argmax reads.
    """
    dealt: dict[str, tuple[str, ...]] = {}
    waiting = list(names)
    for place in places(document, kind):
        classes = NODE_KINDS[document.nodes[place.node].kind].classes
        fitting = [name for name in waiting if classes or name not in text]
        if fitting:
            waiting.remove(fitting[0])
            dealt[place.node] = (*dealt.get(place.node, ()), fitting[0])
    return dealt


def surplus(
    document: Document, kind: str, names: tuple[str, ...], text: Collection[str] = ()
) -> tuple[str, ...]:
    """Return those of ``names`` for which the drawing has no unit."""
    dealt = {name for columns in assign(document, kind, names, text).values() for name in columns}
    return tuple(name for name in names if name not in dealt)


_NODES: Mapping[str, str] = {"inputs": "input", "targets": "output"}


def misfit(document: Document, kind: str, names: tuple[str, ...], text: Collection[str] = ()) -> str:
    """Say in what ``names``, dealt out to the nodes of that kind, do not fit the drawing; "" if they do.

    Those in ``text`` hold class names.
    """
    there = sum(columns_wanted(node) for node in readers(document, kind))
    word = WORDS[kind]
    unread = [name for name in surplus(document, kind, names, text) if name in text]
    if there == len(names):
        return f"The column {unread[0]} holds class names, and no SoftMax is there to read them." if unread else ""
    has = f"{len(names)} {word}{'' if len(names) == 1 else 's'}"
    reads = f"{there or 'no'} {_NODES[kind]}{'' if there == 1 else 's'}"
    listed = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
    return f"The table has {has}{f' ({listed})' if names else ''} and the network {reads}."
