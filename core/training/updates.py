"""The vectors that a step changes, and the calls that change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.activations import Call
from core.document import Document, Floats, Ref
from core.network import Network
from core.optimizers import OPTIMIZERS, numbers


@dataclass(frozen=True, slots=True)
class OptimizerState:
    """What an optimizer remembers, by parameter, so that the trainer of an altered document can go on with it."""

    optimizer: str
    updates: int
    memory: Mapping[str, Mapping[Ref, Floats]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Copies of all that a step changes, taken after ``step`` steps."""

    step: int
    vectors: tuple[Floats, ...]


class Updates:
    """Dense vectors ``weights``, ``gradient`` and ``step_size``; ``calls`` make one update from the gradient.

    ``gradient`` × ``scale`` is the derivative.
    """

    def __init__(self, network: Network, document: Document, scale: float, carry: OptimizerState | None) -> None:
        training, self._network, self.scale = document.training, network, scale
        self.weights = network.spread(network.pack(document))
        self.gradient, self.step_size = np.zeros_like(self.weights), np.zeros_like(self.weights)
        row = OPTIMIZERS[training.optimizer]
        self._optimizer = row.name
        self._memory = {name: np.zeros_like(self.weights) for name in row.memory}
        self._count = np.array(0.0)
        if carry is not None and carry.optimizer == row.name:
            self._resume(carry)
        optimizer = row.bind(self.gradient, self.step_size, self._memory, numbers(training, scale), self._count)
        change = partial(np.subtract, self.weights, self.step_size, self.weights)
        self.calls: list[Call] = [*self._hold_frozen(), *optimizer, change]

    @property
    def state(self) -> OptimizerState:
        """What the optimizer remembers, copied."""
        memory = {name: self._network.parameters(self._network.gather(dense)) for name, dense in self._memory.items()}
        return OptimizerState(self._optimizer, int(self._count), memory)

    def mark(self, step: int) -> Mark:
        """Return a copy of everything, to come back to."""
        return Mark(step, tuple(vector.copy() for vector in self._changing()))

    def restore(self, mark: Mark) -> None:
        """Put back what ``mark`` copied; the gradient must be computed anew."""
        for vector, copied in zip(self._changing(), mark.vectors, strict=True):
            np.copyto(vector, copied)

    def finite(self) -> bool:
        """Whether every weight is a finite number."""
        return bool(np.isfinite(self.weights.dot(self.weights)) or np.isfinite(self.weights).all())

    def _changing(self) -> tuple[Floats, ...]:
        return (self.weights, self.step_size, self._count, *self._memory.values())

    def _hold_frozen(self) -> list[Call]:
        """Clear the derivatives by what must not change. Not by a product: infinity × 0 is not 0."""
        frozen = self._network.spread(self._network.trainable.astype(np.float64)) == 0
        return [partial(np.putmask, self.gradient, frozen, np.array(0.0))] if frozen.any() else []

    def _resume(self, carry: OptimizerState) -> None:
        self._count[...] = carry.updates
        slots = self._network.slots
        for name, known in carry.memory.items():
            fitting = {ref: value for ref, value in known.items()
                       if ref in slots and slots[ref].index.shape == value.shape}
            theta = self._network.pack_values(fitting)
            theta[~self._network.trainable] = 0.0  # or what is frozen now would be carried on by its momentum
            self._memory[name][:] = self._network.spread(theta)
