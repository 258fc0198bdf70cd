"""What each connection into an output adds to it along one input: the curves that sum up to the squiggle.

For an output unit with weighted sum z = Σ wᵢ aᵢ + b, the part of connection i is the curve wᵢ aᵢ(x). Everything
is given in the units of the target column: a network value v stands at low + (high − low) v, where (low, high)
is the column's scaling, so that parts keep adding up: Σ parts + bias = total, and where the output has no
activation of its own, total = predicted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.document import DataSpec, Document, Floats, Ref, bias_of
from core.engine.network import Network
from core.targets import by_unit

Unit: TypeAlias = tuple[str, int]
"""(node id, unit)."""
_MOST, _FEWEST = 400, 50
_BUDGET, _WEIGHT_COST, _UNIT_COST = 5e6, 0.5, 100
"""Nanoseconds: of a curve, and about those of one weight and of one unit's activation for one sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What one source unit adds: weight × its output, (samples,). ``ref`` is the connection's weight."""

    ref: Ref
    unit: int
    curve: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Squiggle:
    """An output along one input, in the columns' own units; arrays are (samples,).

    ``total`` is the weighted sum plus the bias, ``predicted`` what the output's activation makes of it.
    """

    x: Floats
    predicted: Floats
    total: Floats
    parts: tuple[Part, ...]
    bias: float


def span_of(data: DataSpec, name: str) -> tuple[float, float]:
    """Return what a column is scaled by, (low, high); (0, 1) leaves it as it is, as does a span of nothing."""
    low, high = data.scaling.get(name, (0.0, 1.0))
    return (low, high) if low != high else (0.0, 1.0)


def column_of(document: Document, unit: Unit, *, target: bool = False) -> str:
    """Return the name of the column that an input or (``target``) output unit reads; "" if there is none."""
    data, node = document.data, document.nodes[unit[0]]
    names = (data.targets if target else data.inputs).get(node.id, ())
    if node.grid is not None and len(names) == node.units:
        names = by_unit(node, names)
    return names[unit[1]] if unit[1] < len(names) else ""


def samples_for(network: Network) -> int:
    """Return how many samples make a smooth curve without making a frame late: 400, fewer for large networks."""
    units = max(place.stop for place in network.units.values())
    return int(np.clip(_BUDGET / (_WEIGHT_COST * network.size + _UNIT_COST * units), _FEWEST, _MOST))


def squiggle(
    document: Document, network: Network, theta: Floats, output: Unit, along: Unit, held: Floats, x: Floats
) -> Squiggle:
    """Return ``output`` and its parts where input ``along`` takes the values ``x`` (samples,), in column units.

    ``held`` gives every input as the network sees it, scaled, (input units,); that of ``along`` is not used.
    """
    data = document.data
    low, high = span_of(data, column_of(document, along))
    inputs = np.repeat(held[:, None], x.size, axis=1)
    inputs[network.input_units.index(along)] = (x - low) / (high - low)
    values = network.forward(theta, inputs)
    base, top = span_of(data, column_of(document, output, target=True))
    row = network.units[output[0]].start + output[1]
    with np.errstate(all="ignore"):  # weights that diverge make infinities, which no plot draws
        return Squiggle(
            x, base + (top - base) * values.a[row], base + (top - base) * values.z[row],
            _parts(document, network, theta, output, (top - base) * values.a),
            base + (top - base) * _bias(network, theta, output),
        )  # fmt: skip


def _parts(document: Document, network: Network, theta: Floats, output: Unit, scaled: Floats) -> tuple[Part, ...]:
    node, unit = output
    found = []
    for source in document.sources(node):
        weights = network.read(theta, (source, node))[unit]
        outputs = scaled[network.units[source]]
        found += [Part((source, node), place, weights[place] * outputs[place]) for place in range(weights.size)]
    return tuple(found)


def _bias(network: Network, theta: Floats, output: Unit) -> float:
    ref = bias_of(output[0])
    return float(network.read(theta, ref)[output[1]]) if ref in network.slots else 0.0
