"""Start values: each way to draw the weights of a connection is a row. Biases start at 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from core.document import Document, Floats, Parameter, Ref, floats

Draw: TypeAlias = Callable[[np.random.Generator, tuple[int, ...], int, int], Floats]
"""(generator, shape, units that feed one of the target node, units that one of the source feeds) -> weights."""


def _standard_normal(rng: np.random.Generator, shape: tuple[int, ...], feeds: int, units: int) -> Floats:  # noqa: ARG001
    return rng.standard_normal(shape)


def _xavier(rng: np.random.Generator, shape: tuple[int, ...], feeds: int, units: int) -> Floats:
    """Variance 2 / (sources + targets): Glorot and Bengio 2010, equation 16, drawn from a normal."""
    return rng.standard_normal(shape) * math.sqrt(2.0 / (feeds + units))


def _he(rng: np.random.Generator, shape: tuple[int, ...], feeds: int, units: int) -> Floats:  # noqa: ARG001
    """Variance 2 / sources: He et al. 2015, equation 10."""
    return rng.standard_normal(shape) * math.sqrt(2.0 / feeds)


def _uniform(rng: np.random.Generator, shape: tuple[int, ...], feeds: int, units: int) -> Floats:  # noqa: ARG001
    return rng.uniform(-1.0, 1.0, shape)


def _zeros(rng: np.random.Generator, shape: tuple[int, ...], feeds: int, units: int) -> Floats:  # noqa: ARG001
    return np.zeros(shape)


INITIALIZERS: Mapping[str, Draw] = {
    "standard_normal": _standard_normal, "xavier": _xavier, "he": _he, "uniform": _uniform, "zeros": _zeros,
}


def draw(document: Document, seed: int | Sequence[int]) -> dict[Ref, Floats]:
    """Return new start values for every parameter, by ``document.training.initial_values``.

    What feeds one place of a convolution's map are the cells under its filter; what a cell feeds are as many of each
    filter (Glorot and Bengio 2010, and PyTorch, count so).

    The same document and seed give the same numbers. Frozen parts keep the value they have.
    """
    rng = np.random.default_rng(seed)
    pick = INITIALIZERS[document.training.initial_values]
    feeds = _feeds(document)
    start: dict[Ref, Floats] = {}
    for ref, parameter in document.parameters().items():
        shape, (source, target) = parameter.value.shape, ref
        into, out = feeds[target], shape[0]
        if source == target:
            into, out = math.prod(shape[1:]), shape[0] * math.prod(shape[2:])
        fresh = np.zeros(shape) if source == "" or 0 in shape else pick(rng, shape, into, out)
        start[ref] = _unless_frozen(parameter, fresh)
    return start


def restarted(document: Document, seed: int) -> Document:
    """Return ``document`` at step 0 with start values drawn by ``seed``, which becomes its own."""
    drawn = draw(document, seed)
    new = {ref: replace(old, value=floats(drawn[ref]), start=None) for ref, old in document.parameters().items()}
    return document.with_parameters(new).evolve(steps=0, training=replace(document.training, seed=seed))


def _feeds(document: Document) -> dict[str, int]:
    """Count the units that feed each node."""
    feeds = dict.fromkeys(document.nodes, 0)
    for source, target in document.connections:
        feeds[target] += document.nodes[source].units
    return feeds


def _unless_frozen(parameter: Parameter, fresh: Floats) -> Floats:
    kept: Floats = np.where(parameter.trainable, fresh, parameter.value)
    kept.setflags(write=False)
    return kept
