"""What may be joined, and what a drawing still lacks. Sentences for the user; no edit is made here."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog import LOSSES, MAX_UNITS, MAX_WEIGHTS, NODE_KINDS, Choice
from core.classes import classes_refusal, not_a_probability
from core.document import Document, Node, Pair
from core.images.grids import grid_refusal, source_of
from core.images.pictures import picture_shape
from core.targets import columns_wanted, compared, unknown_class


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps the network from training: the nodes it concerns, and a sentence."""

    ids: tuple[str, ...]
    sentence: str


def downstream(document: Document, start: str) -> set[str]:
    """Return every node at which signals from ``start`` arrive, itself included."""
    following: dict[str, list[str]] = {}
    for source, target in document.connections:
        following.setdefault(source, []).append(target)
    waiting, seen = [start], {start}
    while waiting:
        fresh = [target for target in following.get(waiting.pop(), ()) if target not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen


def refusal(document: Document, source: str, target: str, after: set[str] | None = None) -> str | None:
    """Say why ``source`` may not be connected to ``target``; None if it may.

    ``after`` is ``downstream(document, target)`` where the caller has it already.
    """
    start, end = document.nodes[source], document.nodes[target]
    head = f"Cannot connect {start.label} to {end.label}: "
    if source == target:
        return head + "a node cannot feed itself."
    if not NODE_KINDS[end.kind].takes_connections:
        return head + f"{end.label} is an input and takes its values from the data, not from another node."
    if (source, target) in document.connections:
        return head + "they are connected already."
    if NODE_KINDS[start.kind].classes and not start.classes:
        return head + f"{start.label} has no classes yet; connect a node to it for each class first."
    if (odd := _grid_refusal(document, start, end)):
        return head + odd
    if source in (downstream(document, target) if after is None else after):
        return head + f"{end.label} already feeds {start.label}, so this would close a loop."
    return None


def may_stand_in(document: Document, kind: str, pair: Pair) -> bool:
    """Whether a node of ``kind`` may be offered to be put into a connection; the edit says whether its size fits."""
    row, (source, target) = NODE_KINDS[kind], pair
    if row.window:
        return document.nodes[source].grid is not None
    between = row.takes_connections and row.gives_connections and not row.classes
    return between and not NODE_KINDS[document.nodes[target].kind].window


def _grid_refusal(document: Document, start: Node, end: Node) -> str | None:
    """Say what about images, convolutions and pools forbids that ``start`` feeds ``end``."""
    kind = NODE_KINDS[end.kind]
    if not kind.window:
        lacking = NODE_KINDS[start.kind].grid and not start.units
        return f"{start.label} has no size yet; connect an image to it first." if lacking else None
    if start.grid is None or end.grid is None:
        pixels = picture_shape(document, start)
        if pixels is not None:
            return (f"{start.label} holds {pixels[0]} × {pixels[1]} pixels as a mere list; choose “Read as image” in "
                    "its menu (right click) or in the Inspector first.")
        return (f"a {kind.title.lower()} looks at rows and columns, and {start.label} has none; "
                "connect an image, a convolution or a pool.")
    fed = source_of(document, end.id)
    if fed is not None:
        return f"{end.label} looks at {fed.label} already, and at one thing only; delete that connection first."
    refused = grid_refusal(end.label, end.kind, end.grid, start.label, start.grid.shape)
    return refused and refused[:1].lower() + refused[1:]


def weight_refusal(document: Document) -> str | None:
    """Say that the drawing holds too many weights; None if it does not."""
    weights = sum(found.value.size for (source, _), found in document.parameters().items() if source)
    if weights > MAX_WEIGHTS:
        return (
            f"A drawing holds at most {MAX_WEIGHTS:,} weights and this would make {weights:,}; "
            "delete some connections or use fewer units."
        )
    return None


def unit_refusal(document: Document, more: int) -> str | None:
    """Say why ``more`` units may not be added; None if they may."""
    units = sum(node.units for node in document.nodes.values() if node.grid is None)
    if units + more > MAX_UNITS:
        return (
            f"A drawing holds at most {MAX_UNITS:,} units and this one has {units:,}; "
            f"add {MAX_UNITS - units:,} or fewer."
        )
    return None


def problems(document: Document) -> list[Problem]:
    """Return what the network still lacks before it can be trained, most basic first."""
    found: list[Problem] = []
    for role, sentence in (
        ("inputs", "Drag an Input onto the canvas: the network has none."),
        ("targets", "Drag an Output onto the canvas: the network has none."),
    ):
        if not any(NODE_KINDS[node.kind].role == role for node in document.nodes.values()):
            found.append(Problem((), sentence))
    fed = {target for _, target in document.connections}
    found += [
        Problem((node.id,), f"{node.label} has no incoming connection: drag from a port to it.")
        for node in document.nodes.values()
        if not NODE_KINDS[node.kind].source and node.id not in fed
    ]
    found += _class_problems(document, fed)
    found += _data_problems(document)
    found += _unknown_classes(document, fed)
    return found


def _class_problems(document: Document, fed: set[str]) -> list[Problem]:
    choices = [node for node in document.nodes.values() if NODE_KINDS[node.kind].classes and node.id in fed]
    refused = [Problem((node.id,), said) for node in choices if (said := classes_refusal(document, node))]
    odd = [node for node in compared(document) if node.kind != "softmax"]
    if document.training.loss == "cross_entropy" and odd and not refused:
        refused.append(Problem((odd[0].id,), f"{not_a_probability(odd[0])}."))
    return refused


def _unknown_classes(document: Document, fed: set[str]) -> list[Problem]:
    """Return where the data hold a class that the node which reads them lacks; not while it still lacks connections."""
    data = document.data
    read = {node: names[0] for node, names in data.targets.items() if names and names[0] in data.names}
    nodes = [node for node in document.nodes.values() if NODE_KINDS[node.kind].classes and node.id in fed]
    said = {node.id: unknown_class(node, data.column(read[node.id])) for node in nodes if node.id in read}
    return [Problem((node,), sentence) for node, sentence in said.items() if sentence]


def _data_problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    if document.nodes and not document.data.count:
        found.append(Problem((), "There is no data: type rows into the Data view, or generate a set there."))
    for role, word in (("inputs", "an input column"), ("targets", "a target column")):
        mapping = getattr(document.data, role)
        inputs = (node for node in document.nodes.values() if NODE_KINDS[node.kind].source)
        found += [
            Problem((node.id,), f"{node.label} lacks {word}: choose one in the Data view.")
            for node in (inputs if role == "inputs" else compared(document))
            if len(mapping.get(node.id, ())) != columns_wanted(node)
        ]
    return found


def losses(document: Document) -> list[Choice]:
    """Return the losses this network can be trained with: cross entropy needs a SoftMax."""
    has_softmax = any(node.kind == "softmax" for node in document.nodes.values())
    return [row for row in LOSSES.values() if row.name != "cross_entropy" or has_softmax]
