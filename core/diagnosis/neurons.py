"""What has weights of its own and learns or does not: a unit, or a filter of a convolution with all its places."""

from __future__ import annotations

from math import prod

from core.document import Document, Floats, Node, Ref, filters_of


def neuron_count(node: Node) -> int:
    """Return how many neurons a node has: units, or filters."""
    return node.units if node.filters is None else len(node.filters.value)


def neuron_word(node: Node) -> str:
    """Return what one of them is called."""
    return "unit" if node.filters is None else "filter"


def by_neuron(document: Document, node: str, values: Floats) -> Floats:
    """Return values of a node, (units, rows), as (neurons, samples): all places of a filter are samples of it."""
    return values.reshape(neuron_count(document.nodes[node]), -1)


def weights_into(document: Document, node: str) -> list[Ref]:
    """Return the parameters whose first axis is the node's neurons: weights into it, or its filters."""
    if document.nodes[node].filters is not None:
        return [filters_of(node)]
    return [(source, node) for source in document.sources(node) if document.has((source, node))]


def feeds_of(document: Document, node: str) -> int:
    """Return how many values go into one weighted sum."""
    filters = document.nodes[node].filters
    if filters is not None:
        return prod(filters.value.shape[1:])
    return sum(document.nodes[source].units for source in document.sources(node))
