"""The slow witness: the same networks by plain loops over nodes, units and rows, straight from the definitions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from core.datasets.rows import Rows
from core.document import Document, Floats, Ref, bias_of, filters_of
from core.images.grids import window_of
from tests.helpers.plain_windows import convolve, convolve_back, pool, pool_back


def _normal(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


FUNCTIONS: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "identity": (lambda x: x, lambda _: 1.0),
    "softplus": (lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))), _logistic),
    "relu": (lambda x: max(x, 0.0), lambda x: float(x > 0)),
    "leaky_relu": (lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01),
    "sigmoid": (_logistic, lambda x: _logistic(x) * (1 - _logistic(x))),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "elu": (lambda x: x if x > 0 else math.expm1(x), lambda x: 1.0 if x > 0 else math.exp(x)),
    "silu": (lambda x: x * _logistic(x), lambda x: _logistic(x) * (1 + x * (1 - _logistic(x)))),
    "gelu": (lambda x: x * _normal(x),
             lambda x: _normal(x) + x * math.exp(-x * x / 2) / math.sqrt(2 * math.pi)),
}
"""f and f′ for one number."""


def _softmax(raw: list[float]) -> list[float]:
    powers = [math.exp(x - max(raw)) for x in raw]
    return [power / sum(powers) for power in powers]


CHOOSE: dict[str, Callable[[list[float]], list[float]]] = {
    "softmax": _softmax,
    "argmax": lambda raw: [float(at == raw.index(max(raw))) for at in range(len(raw))],
}


@dataclass
class Plain:
    """One document with its parameters as nested lists of numbers, changed in place by training."""

    document: Document
    rows: Rows
    values: dict[Ref, Floats] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {ref: found.value.copy() for ref, found in self.document.parameters().items()}

    def forward(self, row: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
        """Return each node's weighted sums and outputs for one row."""
        z: dict[str, list[float]] = {}
        a: dict[str, list[float]] = {}
        for (node, _), value in zip(self.rows.input_units, self.rows.inputs[:, row], strict=True):
            z.setdefault(node, []).append(float(value))
            a.setdefault(node, []).append(float(value))
        while len(a) < len(self.document.nodes):
            for node in self.document.nodes:
                if node not in a and all(source in a for source in self.document.sources(node)):
                    z[node], a[node] = self._compute(node, a)
        return z, a

    def _compute(self, node: str, a: dict[str, list[float]]) -> tuple[list[float], list[float]]:
        if self.document.nodes[node].classes:
            raw = [value for source in self.document.sources(node) for value in a[source]]
            return raw, CHOOSE[self.document.nodes[node].kind](raw)
        f = FUNCTIONS[self.document.nodes[node].activation][0]
        if self.document.nodes[node].grid is not None:
            sums = self._slide(node, a[self.document.sources(node)[0]])
            return sums, [f(z) for z in sums]
        sums = []
        for unit in range(self.document.nodes[node].units):
            total = float(self.values[bias_of(node)][unit])
            for source in self.document.sources(node):
                for place, value in enumerate(a[source]):
                    total += float(self.values[source, node][unit, place]) * value
            sums.append(total)
        return sums, [f(z) for z in sums]

    def _slide(self, node: str, values: list[float]) -> list[float]:
        """Return the sums of a convolution, or what comes out of a pool."""
        at = window_of(self.document, node)
        image = np.reshape(values, at.source)
        if at.mode:
            return pool(at, image).ravel().tolist()
        filters, bias = self.values[filters_of(node)], self.values[bias_of(node)]
        return convolve(at, image, filters, bias).ravel().tolist()

    def loss(self, rows: Iterable[int]) -> float:
        """Return the loss over the rows."""
        chosen = list(rows)
        total = 0.0
        for row in chosen:
            a = self.forward(row)[1]
            for (node, unit), observed in zip(self.rows.target_units, self.rows.observed[:, row], strict=True):
                if self.document.training.loss == "cross_entropy":
                    total += -math.log(a[node][unit]) if observed else 0.0
                else:
                    total += (float(observed) - a[node][unit]) ** 2
        return total / len(chosen) if self.document.training.reduction == "mean" else total

    def gradient(self, rows: Iterable[int]) -> dict[Ref, Floats]:
        """Return the derivative of the loss over the rows by every parameter."""
        chosen = list(rows)
        slopes = {ref: np.zeros_like(value) for ref, value in self.values.items()}
        for row in chosen:
            self._add_row(row, slopes)
        if self.document.training.reduction == "mean":
            return {ref: slope / len(chosen) for ref, slope in slopes.items()}
        return slopes

    def _add_row(self, row: int, slopes: dict[Ref, Floats]) -> None:
        z, a = self.forward(row)
        by_a = {node: [0.0] * len(value) for node, value in a.items()}
        for (node, unit), observed in zip(self.rows.target_units, self.rows.observed[:, row], strict=True):
            if self.document.training.loss == "cross_entropy":
                by_a[node][unit] += -1 / a[node][unit] if observed else 0.0
            else:
                by_a[node][unit] += -2 * (float(observed) - a[node][unit])
        for node in reversed(list(a)):
            if self.document.nodes[node].kind not in {"input", "image"}:
                self._add_node(node, z, a, by_a, slopes)

    def _add_node(
        self, node: str, z: dict[str, list[float]], a: dict[str, list[float]], by_a: dict[str, list[float]],
        slopes: dict[Ref, Floats],
    ) -> None:
        if self.document.nodes[node].classes:
            self._add_choice(node, a[node], by_a)
            return
        slope = FUNCTIONS[self.document.nodes[node].activation][1]
        if self.document.nodes[node].grid is not None:
            delta = [by * slope(total) for by, total in zip(by_a[node], z[node], strict=True)]
            self._slide_back(node, delta, a, by_a, slopes)
            return
        for unit, total in enumerate(z[node]):
            by_z = by_a[node][unit] * slope(total)
            slopes[bias_of(node)][unit] += by_z
            for source in self.document.sources(node):
                for place, value in enumerate(a[source]):
                    slopes[source, node][unit, place] += by_z * value
                    by_a[source][place] += by_z * float(self.values[source, node][unit, place])

    def _slide_back(
        self, node: str, delta: list[float], a: dict[str, list[float]], by_a: dict[str, list[float]],
        slopes: dict[Ref, Floats],
    ) -> None:
        at, (source,) = window_of(self.document, node), self.document.sources(node)
        image, by_out = np.reshape(a[source], at.source), np.reshape(delta, at.out)
        if at.mode:
            by_image = pool_back(at, image, by_out)
        else:
            by_filters, by_biases, by_image = convolve_back(at, image, self.values[filters_of(node)], by_out)
            slopes[filters_of(node)] += by_filters
            slopes[bias_of(node)] += by_biases
        by_a[source] = [by + more for by, more in zip(by_a[source], by_image.ravel().tolist(), strict=True)]

    def _add_choice(self, node: str, p: list[float], by_a: dict[str, list[float]]) -> None:
        """Pass back through every pair of classes: ∂pᵢ/∂xⱼ = pᵢ (1 − pᵢ) or −pᵢ pⱼ; 0 through an argmax."""
        soft = self.document.nodes[node].kind == "softmax"
        for j, (source, unit) in enumerate(self.document.incoming(node)):
            for i, by_p in enumerate(by_a[node]):
                by_a[source][unit] += by_p * (p[i] * ((i == j) - p[j])) if soft else 0.0

    def descend(self, rows: Iterable[int], rate: float) -> None:
        """Make one step of gradient descent: value ← value − rate × derivative, where it may learn."""
        for ref, slope in self.gradient(rows).items():
            learns = self.document.parameter(ref).trainable
            self.values[ref] -= rate * np.where(learns, slope, 0.0)
