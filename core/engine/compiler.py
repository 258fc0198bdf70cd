"""From a document to a network that computes. What cannot compute is refused by a sentence."""

from __future__ import annotations

import numpy as np

from core.catalog import ACTIVATIONS, NODE_KINDS
from core.classes import classes_refusal, not_a_probability
from core.document import Document, Indices, Node, Parameter, filters_of
from core.engine.layout import Layout, plan, too_wide, weight_indices
from core.engine.losses import LOSSES
from core.engine.network import Network, Slot
from core.errors import EditRefused, NetworkRefused
from core.images.grids import placed, wanted_shape
from core.loops import find_loop, levels
from core.targets import compared


def compile_network(document: Document) -> Network:
    """Return the network drawn in ``document``; its data is not looked at.

    Raises NetworkRefused with the ids of the nodes at fault: no input or no output, a loop, a kind of node
    or a loss that this version cannot compute, a weight or bias whose shape does not fit its ends.
    """
    _check_nodes(document)
    _check_shapes(document)
    _check_loss(document)
    layout = plan(document, _depths(document))
    _check_size(layout)
    dense = {ref: weight_indices(layout, ref) for ref in document.parameters()}
    drawn = np.zeros(layout.size, dtype=np.bool_)
    for where in dense.values():
        drawn[where] = True
    rank = np.cumsum(drawn) - 1
    slots = {ref: Slot(ref, _read_only(rank[where])) for ref, where in dense.items()}
    return Network(document, layout, slots, _read_only(np.flatnonzero(drawn)))


def _read_only(array: Indices) -> Indices:
    array.setflags(write=False)
    return array


def _check_nodes(document: Document) -> None:
    for kind, role in (("input", "inputs"), ("output", "targets")):
        if not any(NODE_KINDS[node.kind].role == role for node in document.nodes.values() if node.kind in NODE_KINDS):
            raise NetworkRefused(f"The network has no {kind}: add a node of the kind {kind.title()}.")
    for node in document.nodes.values():
        if NODE_KINDS[node.kind].has_activation and node.activation not in ACTIVATIONS:
            raise NetworkRefused(
                f"{node.label} has the unknown activation {node.activation}; choose one of {', '.join(ACTIVATIONS)}.",
                (node.id,))


def _check_shapes(document: Document) -> None:
    for connection in document.connections.values():
        source, target = document.nodes[connection.source], document.nodes[connection.target]
        if NODE_KINDS[target.kind].source:
            raise NetworkRefused(
                f"{source.label} feeds {target.label}, but {_an(target.kind)} takes its values from the data; "
                "delete that connection.", (source.id, target.id))
        _check_weight(source, target, connection.weight)
    for node in document.nodes.values():
        _check_bias(node)
        if NODE_KINDS[node.kind].grid:
            _check_grid(document, node)
        if NODE_KINDS[node.kind].classes and (refused := classes_refusal(document, node)):
            raise NetworkRefused(refused, (node.id,))


def _an(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _check_bias(node: Node) -> None:
    count, each = (node.units, "unit") if node.grid is None else (node.grid.shape[2], "filter")
    if NODE_KINDS[node.kind].has_activation and (node.bias is None or node.bias.value.shape != (count,)):
        raise NetworkRefused(f"{node.label} needs a bias of {count} numbers, one a {each}.", (node.id,))


def _check_grid(document: Document, node: Node) -> None:
    """Refuse an image, convolution or pool whose size does not follow from what feeds it."""
    if node.grid is None or node.grid.cells != node.units:
        raise NetworkRefused(f"{node.label} needs a unit for each cell of its grid.", (node.id,))
    if not NODE_KINDS[node.kind].window:
        return
    sources = document.sources(node.id)
    if len(sources) != 1 or document.nodes[sources[0]].grid is None:
        raise NetworkRefused(
            f"{node.label} looks at one image, convolution or pool: connect one to it, and nothing else.", (node.id,))
    try:
        derived = placed(node, document.nodes[sources[0]])
    except EditRefused as refused:
        raise NetworkRefused(str(refused), (node.id,)) from None
    if derived != node.grid or not node.units:
        raise NetworkRefused(f"The size of {node.label} does not follow from that of "
                             f"{document.nodes[sources[0]].label}; connect the two again.", (node.id,))
    if (node.filters is not None and node.filters.value.shape != wanted_shape(document, filters_of(node.id))) or (
        node.filters is None and NODE_KINDS[node.kind].has_activation
    ):
        raise NetworkRefused(f"The filters of {node.label} must have a cell for each channel, row and column that they "
                             "cover; choose their size again.", (node.id,))


def _check_weight(source: Node, target: Node, weight: Parameter | None) -> None:
    if not NODE_KINDS[target.kind].weighted:
        if weight is not None:
            raise NetworkRefused(
                f"The connection from {source.label} to {target.label} has a weight, but values go into "
                f"{NODE_KINDS[target.kind].title} as they are; delete the connection and draw it again.",
                (source.id, target.id))
        return
    wanted = (target.units, source.units)
    if weight is None or weight.value.shape != wanted:
        has = "none" if weight is None else " × ".join(map(str, weight.value.shape))
        name = "" if weight is None else f" {weight.name}"
        raise NetworkRefused(
            f"The weight{name} from {source.label} to {target.label} must have the shape "
            f"{wanted[0]} × {wanted[1]}, not {has}.", (source.id, target.id))


def _check_size(layout: Layout) -> None:
    """Refuse what would take gigabytes: a level is computed as one block, joined or not."""
    if refused := too_wide(layout.size):
        raise NetworkRefused(refused)


def _check_loss(document: Document) -> None:
    row = LOSSES[document.training.loss]
    odd = [node for node in compared(document) if node.kind != "softmax"] if row.from_raw else []
    if odd:
        raise NetworkRefused(f"{not_a_probability(odd[0])}.", (odd[0].id,))


def _depths(document: Document) -> dict[str, int]:
    """Return each node's level: 0 for inputs, otherwise one more than the highest level that feeds it."""
    least = {node.id: int(not NODE_KINDS[node.kind].source) for node in document.nodes.values()}
    depths = levels(least, document.connections)
    if len(depths) < len(least):
        _refuse_loop(document)
    return depths


def _refuse_loop(document: Document) -> None:
    loop = find_loop(document.connections)
    path = " → ".join(document.nodes[node].label for node in (*loop, loop[0]))
    raise NetworkRefused(f"These nodes feed each other in a loop: {path}; delete one of its connections.", tuple(loop))
