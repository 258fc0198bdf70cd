"""An edit that gives a drawing with a convolution settings and start values with which it learns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.datasets.rows import prepare
from core.document import Document, Node, Stop, TrainingSpec
from core.edits.sizes import SetGrid
from core.engine.compiler import compile_network
from core.errors import EditRefused, NetworkRefused
from core.initializers import restarted
from core.rules import downstream
from core.targets import compared

FILTERS = 4
"""Filters in place of a single one: where one of them sees nothing that ReLU lets through, others do."""
BATCH, MANY_ROWS = 32, 256
"""Rows a step where there are more than so many."""
TRIES = 50
BEGIN = TrainingSpec(
    reduction="mean", optimizer="adam", learning_rate=0.01, initial_values="he", stop=Stop(max_steps=1000)
)
"""Small steps by Adam from the start values of He et al. 2015, which keep the size of signals behind a ReLU."""


def untouched(training: TrainingSpec) -> bool:
    """Whether nobody has chosen how to learn, but for the loss."""
    plain = TrainingSpec()
    return replace(training, loss=plain.loss, reduction=plain.reduction, seed=plain.seed) == plain


def convolutions(document: Document) -> list[Node]:
    """Return the convolutions of a drawing."""
    return [node for node in document.nodes.values() if node.filters is not None]


def joined(document: Document) -> bool:
    """Whether a convolution reaches all that the loss looks at."""
    ends = {node.id for node in compared(document)}
    return bool(ends) and any(ends <= downstream(document, node.id) for node in convolutions(document))


def suits(document: Document) -> bool:
    """Whether the edit has something to offer: an untrained drawing, joined, with settings that nobody chose."""
    return joined(document) and not document.steps and untouched(document.training)


def helps(document: Document) -> bool:
    """Whether it may mend a drawing in which a ReLU died: joined, at large steps from start values of any size."""
    plain, training = TrainingSpec(), document.training
    as_at_first = (training.optimizer, training.initial_values) == (plain.optimizer, plain.initial_values)
    return joined(document) and as_at_first


@dataclass(frozen=True, slots=True)
class UseConvolutionStart:
    """Train by Adam in small steps, from start values drawn anew of which no ReLU is dead.

    A single filter that is not frozen becomes ``FILTERS``; probabilities are learned by cross entropy; of many rows
    each step takes a batch. Frozen numbers stay as they are.
    """

    label: str = "Use settings for a convolution"
    merge_key: None = None

    def apply(self, document: Document) -> Document:
        """Return the document with settings and start values; EditRefused where there is no convolution."""
        if not convolutions(document):
            raise EditRefused("There is no convolution on the canvas; draw one between an image and what reads it.")
        return started(document)


def started(document: Document) -> Document:
    """Return a document with at least one convolution, its settings and start values as the edit says."""
    for node in convolutions(document):
        assert node.filters is not None
        if len(node.filters.value) == 1 and node.filters.trainable.all():
            document = SetGrid(node.id, filters=FILTERS).apply(document)
    probable = all(node.kind == "softmax" for node in compared(document))
    many = document.data.count > MANY_ROWS
    training = replace(BEGIN, loss="cross_entropy" if probable else "ssr", seed=document.training.seed,
                       batch_size=BATCH if many else None, shuffle=many)  # fmt: skip
    document = document.evolve(training=training)
    return next((one for one in _starts(document) if _awake(one)), restarted(document, training.seed))


def _starts(document: Document) -> Iterator[Document]:
    seed = document.training.seed
    return (restarted(document, seed + more) for more in range(TRIES))


def _awake(document: Document) -> bool:
    """Whether every ReLU gives more than 0 somewhere in some training row; so it is where there are no rows yet."""
    try:
        network, rows = compile_network(document), prepare(document)
    except NetworkRefused:
        return True
    outputs = network.forward(network.pack(document), rows.inputs[:, rows.train[:MANY_ROWS]]).a
    return all(
        bool((outputs[network.units[node.id]].reshape(node.bias.value.size, -1).max(axis=1) > 0).all())
        for node in document.nodes.values()
        if node.activation == "relu" and node.bias is not None
    )
