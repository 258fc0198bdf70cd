"""The vectors that a step changes, and the calls that change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from core.document import Document, Floats, Ref
from core.engine.activations import Call
from core.engine.network import Network
from core.engine.optimizers import OPTIMIZERS, numbers
from core.training.history import Record


@dataclass(frozen=True, slots=True)
class OptimizerState:
    """What an optimizer remembers, by parameter, so that the trainer of an altered document can go on with it.

    ``step_size`` is the last update's, empty where there was none.
    """

    optimizer: str
    updates: int
    memory: Mapping[str, Mapping[Ref, Floats]]
    step_size: Mapping[Ref, Floats] = field(default_factory=dict)


def state_of(record: Record, optimizer: str, network: Network) -> OptimizerState:
    """Return what the optimizer of that name remembered when ``record`` was taken."""
    vectors = zip(OPTIMIZERS[optimizer].memory, record.memory, strict=True)
    memory = {name: network.parameters(vector) for name, vector in vectors}
    return OptimizerState(optimizer, record.updates, memory, network.parameters(record.step_size))


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
        if carry is not None:
            self.step_size[:] = network.spread(network.pack_values(self._fitting(carry.step_size)))
        if carry is not None and carry.optimizer == row.name:
            self._resume(carry)
        optimizer = row.bind(self.gradient, self.step_size, self._memory, numbers(training, scale), self._count)
        change = partial(np.subtract, self.weights, self.step_size, self.weights)
        self.calls: list[Call] = [*self._hold_frozen(), *optimizer, change]

    @property
    def state(self) -> OptimizerState:
        """What the optimizer remembers, copied."""
        memory = {name: self._by_parameter(dense) for name, dense in self._memory.items()}
        return OptimizerState(self._optimizer, int(self._count), memory, self._by_parameter(self.step_size))

    @property
    def memory(self) -> tuple[str, ...]:
        """The names of the optimizer's vectors."""
        return tuple(self._memory)

    def remembered(self) -> tuple[Floats, int]:
        """Return copies of the optimizer's vectors, (vectors, theta's size), and its count of updates."""
        vectors = np.empty((len(self._memory), self._network.size))
        for place, dense in enumerate(self._memory.values()):
            vectors[place] = self._network.gather(dense)
        vectors.setflags(write=False)
        return vectors, int(self._count)

    def put(self, record: Record) -> None:
        """Put back what ``record`` holds; the gradient must be computed anew."""
        spread = self._network.spread
        self.weights[:], self.step_size[:] = spread(record.theta), spread(record.step_size)
        for dense, vector in zip(self._memory.values(), record.memory, strict=True):
            dense[:] = spread(vector)
        self._count[...] = record.updates

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
        for name, known in carry.memory.items():
            theta = self._network.pack_values(self._fitting(known))
            theta[~self._network.trainable] = 0.0  # or what is frozen now would be carried on by its momentum
            self._memory[name][:] = self._network.spread(theta)

    def _fitting(self, known: Mapping[Ref, Floats]) -> dict[Ref, Floats]:
        """Return those values whose parameters this network has."""
        slots = self._network.slots
        return {ref: value for ref, value in known.items() if ref in slots and slots[ref].index.shape == value.shape}

    def _by_parameter(self, dense: Floats) -> dict[Ref, Floats]:
        return self._network.parameters(self._network.gather(dense))
