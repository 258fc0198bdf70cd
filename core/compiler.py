"""From a document to a network that computes. What cannot compute is refused by a sentence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.catalog import ACTIVATIONS, LATER_KINDS
from core.document import Document, Ref
from core.errors import NetworkRefused
from core.layout import Indices, Layout, plan, weight_indices
from core.loops import find_loop, levels
from core.losses import LOSSES
from core.network import Network, Slot

MOST_PLACES = 20_000_000
"""Most numbers in the dense vector: 160 MB, of which training keeps about ten copies."""


def compile_network(document: Document) -> Network:
    """Return the network drawn in ``document``; its data is not looked at.

    Raises NetworkRefused with the ids of the nodes at fault: no input or no output, a loop, a kind of node
    or a loss that this version cannot compute, a weight or bias whose shape does not fit its ends.
    """
    _check_nodes(document)
    _check_shapes(document)
    _check_loss(document)
    depths = _depths(document)
    layout = plan(document, depths)
    _check_size(layout)
    dense = _places(document, layout, depths)
    drawn = np.zeros(layout.size, dtype=np.bool_)
    for where in dense.values():
        drawn[where] = True
    rank = np.cumsum(drawn) - 1
    slots = {ref: Slot(ref, _read_only(rank[where])) for ref, where in dense.items()}
    return Network(document, layout, slots, _read_only(np.flatnonzero(drawn)))


def _read_only(array: Indices) -> Indices:
    array.setflags(write=False)
    return array


def _places(document: Document, layout: Layout, depths: Mapping[str, int]) -> dict[Ref, Indices]:
    """Return where each parameter's numbers lie in the dense vector."""
    return {
        ref: weight_indices(layout, ref, layout.levels[depths[ref[1]] - 1])
        for ref in document.parameters()
    }


def _check_nodes(document: Document) -> None:
    for kind in ("input", "output"):
        if not any(node.kind == kind for node in document.nodes.values()):
            raise NetworkRefused(f"The network has no {kind}: add a node of the kind {kind.title()}.")
    for node in document.nodes.values():
        if node.kind in LATER_KINDS:
            raise NetworkRefused(
                f"{node.label} is a node of the kind {node.kind}, which this version cannot compute; "
                "use hidden and output nodes.", (node.id,))
        if node.kind != "input" and node.activation not in ACTIVATIONS:
            raise NetworkRefused(
                f"{node.label} has the unknown activation {node.activation}; choose one of {', '.join(ACTIVATIONS)}.",
                (node.id,))


def _check_shapes(document: Document) -> None:
    for connection in document.connections.values():
        source, target = document.nodes[connection.source], document.nodes[connection.target]
        if target.kind == "input":
            raise NetworkRefused(
                f"{source.label} feeds {target.label}, but an input takes its values from the data; "
                "delete that connection.", (source.id, target.id))
        wanted, shape = (target.units, source.units), connection.weight.value.shape
        if shape != wanted:
            raise NetworkRefused(
                f"The weight {connection.weight.name} from {source.label} to {target.label} must have the shape "
                f"{wanted[0]} × {wanted[1]}, not {' × '.join(map(str, shape))}.", (source.id, target.id))
    for node in document.nodes.values():
        if node.kind != "input" and (node.bias is None or node.bias.value.shape != (node.units,)):
            raise NetworkRefused(f"{node.label} needs a bias of {node.units} numbers, one a unit.", (node.id,))


def _check_size(layout: Layout) -> None:
    """Refuse what would take gigabytes: a level is computed as one block, joined or not."""
    if layout.size > MOST_PLACES:
        raise NetworkRefused(
            f"The network is too wide to compute: its levels have room for {layout.size:,} weights, drawn or not, and "
            f"at most {MOST_PLACES:,} are computed; use fewer units side by side.")


def _check_loss(document: Document) -> None:
    if document.training.loss not in LOSSES:
        raise NetworkRefused(
            f"The loss {document.training.loss} needs a SoftMax node, which this version cannot compute; "
            "choose the loss ssr.")


def _depths(document: Document) -> dict[str, int]:
    """Return each node's level: 0 for inputs, otherwise one more than the highest level that feeds it."""
    least = {node.id: int(node.kind != "input") for node in document.nodes.values()}
    depths = levels(least, document.connections)
    if len(depths) < len(least):
        _refuse_loop(document)
    return depths


def _refuse_loop(document: Document) -> None:
    loop = find_loop(document.connections)
    path = " → ".join(document.nodes[node].label for node in (*loop, loop[0]))
    raise NetworkRefused(f"These nodes feed each other in a loop: {path}; delete one of its connections.", tuple(loop))
