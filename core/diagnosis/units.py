"""Units that do not learn: dead ones, saturated ones, twins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from core.catalog import NODE_KINDS
from core.diagnosis.finding import Case, Finding, listed, said
from core.diagnosis.neurons import by_neuron, neuron_count, neuron_word
from core.diagnosis.remedies import Redraw, Revive, Shrink, Unit, free_weights, wholly_free
from core.document import Floats, Indices, Ref, bias_of
from core.edits.convolution_start import UseConvolutionStart, helps
from core.engine.activations import ACTIVATIONS
from core.naming import differential

FULL_SLOPES: Mapping[str, float] = {"sigmoid": 0.25, "tanh": 1.0}
"""The activations that level off at both ends, and the slope each has at 0, its largest."""
SATURATED = 0.01
"""Where the slope is below this share of the largest for every row, derivatives into the unit are a hundredth."""
SHARE_OF_LAYER = 0.25
"""In a layer some dead units are common and do no harm; fewer than this share are passed over."""
DIGITS = 9
"""Two numbers that agree in so many digits of the largest around them count as equal: rounding does no more."""
MOST_NUMBERS = 300_000
SOME_ROWS = 64
"""Rows among which a neuron that is not dead is met, as a rule."""


def dead(case: Case) -> Iterator[Finding]:
    """A ReLU whose weighted sums are 0 or less for all rows: it gives 0, and its slope is exactly 0."""
    largest = {
        node.id: _largest_sums(case, node.id)
        for node in case.document.nodes.values() if node.activation == "relu" and not NODE_KINDS[node.kind].source
    }  # fmt: skip
    for layer in _side_by_side(case, largest):
        count = sum(neuron_count(case.document.nodes[node]) for node in layer)
        lost = {node: np.flatnonzero(largest[node] <= 0) for node in layer}
        if sum(units.size for units in lost.values()) >= SHARE_OF_LAYER * count:
            for node, units in lost.items():
                if units.size:
                    yield _dead(case, node, units.tolist(), float(largest[node][units].max()))


def _largest_sums(case: Case, node: str) -> Floats:
    """Return the largest weighted sum of each neuron over the training rows; exact where it is 0 or less.

    Where some rows show that none is dead, the others are not looked at: a copy of all sums would take long.
    """
    some = case.values.among(case.network.units[node]).z.take(case.rows.train[:SOME_ROWS], axis=1)
    largest: Floats = by_neuron(case.document, node, some).max(axis=1)
    if (largest <= 0).any():
        largest = by_neuron(case.document, node, case.sums(node)).max(axis=1)
    return largest


def _side_by_side(case: Case, nodes: Iterable[str]) -> list[list[str]]:
    """Return the nodes in groups that are fed by the same and feed the same: a layer, drawn as one or one by one."""
    document, groups = case.document, defaultdict(list)
    for node in nodes:
        groups[frozenset(document.sources(node)), frozenset(document.targets(node))].append(node)
    return list(groups.values())


def _dead(case: Case, node: str, units: list[int], largest: float) -> Finding:
    drawn = case.document.nodes[node]
    count, of, word = case.rows.train.size, neuron_count(drawn), neuron_word(drawn)
    who = case.label(node) if of == 1 else f"Each of {len(units)} of the {of} {word}s of {case.label(node)}"
    whose = "Its" if of == 1 else "Their"
    proof = (f"{who} puts out 0 for all {count} rows. {whose} largest weighted sum is {said(largest)}, and a ReLU is "
             f"level up to 0: the derivatives of the weights and bias into it are exactly 0.")
    meant = tuple((node, unit) for unit in units)
    able = all(free_weights(case.document, unit) for unit in meant)
    title = f"Dead ReLU: {case.label(node)}"
    if able and helps(case.document):  # drawn anew at these settings it would soon be dead again
        return Finding("dead", title, proof, (node,), None, (), UseConvolutionStart(), "Use settings that learn")
    return Finding("dead", title, proof, (node,), None, (), Revive(meant) if able else None,
                   "Draw its weights anew" if of == 1 else "Draw their weights anew")


def saturated(case: Case) -> Iterator[Finding]:
    """A sigmoid or tanh so far out for all rows that it hardly bends, while much of the loss is left."""
    for node in case.document.nodes.values():
        if node.activation in FULL_SLOPES and case.unlearned:
            full, sums = FULL_SLOPES[node.activation], by_neuron(case.document, node.id, case.sums(node.id))
            nearest = np.abs(sums).min(axis=1)  # where both bend most
            slopes = ACTIVATIONS[node.activation].derivative(nearest)
            units = np.flatnonzero(slopes < SATURATED * full)
            if units.size and (len(sums) == 1 or units.size >= SHARE_OF_LAYER * len(sums)):
                yield _saturated(case, node.id, units, float(slopes[units].max()), full)


def _saturated(case: Case, node: str, units: Indices, slope: float, full: float) -> Finding:
    drawn, count = case.document.nodes[node], case.rows.train.size
    sums = by_neuron(case.document, node, case.sums(node))
    nearest = float(np.abs(sums[units]).min())
    of = "" if len(sums) == 1 else f"{units.size} of the {len(sums)} {neuron_word(drawn)}s of "
    proof = (f"The largest slope of {drawn.activation} in {of}{case.label(node)} over all {count} rows is "
             f"{said(slope)}, where {said(full)} is the most there is: its weighted sums are {said(nearest)} or more "
             f"from 0. The derivatives that pass through it are multiplied by that slope.")
    meant = tuple((node, unit) for unit in units.tolist())
    able = all(wholly_free(case.document, unit) for unit in meant)
    return Finding("saturated", f"Saturated {drawn.activation}: {case.label(node)}", proof, (node,), None, (),
                   Shrink(meant) if able else None, "Shrink its weights")


def twins(case: Case) -> Iterator[Finding]:
    """Hidden units with equal numbers everywhere: their derivatives are equal too, and so they stay equal."""
    if case.network.size <= MOST_NUMBERS:
        for group in _alike(case):
            if free_weights(case.document, group[0]):
                yield _twins(case, group)


def _alike(case: Case) -> list[list[Unit]]:
    """Return groups of units with the same neighbours, activation, numbers and padlocks."""
    document = case.document
    families: dict[tuple[str, tuple[str, ...], tuple[str, ...], bool], list[str]] = defaultdict(list)
    for node in document.nodes.values():
        feeds = (document.nodes[target].kind for target in document.targets(node.id))
        if node.kind == "hidden" and not any(NODE_KINDS[kind].classes for kind in feeds):  # each class is its own
            around = tuple(sorted(document.sources(node.id))), tuple(sorted(document.targets(node.id)))
            families[node.activation, *around, node.bias is None].append(node.id)
    found: dict[tuple[object, bytes], list[Unit]] = defaultdict(list)
    for family, nodes in families.items():
        units = [(node, unit) for node in nodes for unit in range(document.nodes[node].units)]
        if len(units) > 1:
            table = np.vstack([_numbers(case, node) for node in nodes])
            scale = float(np.abs(table).max(initial=0.0)) or 1.0
            rounded = np.round(table / scale, DIGITS) + 0.0  # which makes −0 a 0
            for unit, row in zip(units, rounded, strict=True):
                found[family, row.tobytes()].append(unit)
    return [group for group in found.values() if len(group) > 1]


def _numbers(case: Case, node: str) -> Floats:
    """Return all numbers of a node's units and their padlocks: (units, numbers)."""
    document, network, theta = case.document, case.network, case.snapshot.theta
    refs = [(source, node) for source in sorted(document.sources(node))]
    parts = [network.slots[ref].index for ref in refs]
    parts += [network.slots[node, target].index.T for target in sorted(document.targets(node))]
    if document.nodes[node].bias is not None:
        parts.append(network.slots[bias_of(node)].index[:, None])
    index = np.hstack(parts)
    found: Floats = np.hstack((theta[index], network.trainable[index]))
    return found


def _twins(case: Case, group: list[Unit]) -> Finding:
    document, gradient = case.document, case.snapshot.gradient
    first, second = group[0], group[1]
    same = [f"{case.name(*one)} = {case.name(*other)} = {said(_at(case, case.snapshot.theta, one))}"
            for one, other in zip(_places(case, first), _places(case, second), strict=True)]
    steepest = max(zip(_places(case, first), _places(case, second), strict=True),
                   key=lambda both: abs(_at(case, gradient, both[0])))
    names = " = ".join(f"{differential(case.loss_name)}/d{case.name(*one)}" for one in steepest)
    who = [case.label(node) if document.nodes[node].units == 1 else f"unit {unit + 1} of {case.label(node)}"
           for node, unit in group]
    proof = (f"{_capital(listed(who))} have the same numbers ({listed(same, 3)}), so their derivatives are the same "
             f"({names} = {said(_at(case, gradient, steepest[0]))}): every step keeps them equal, and together they "
             f"can do no more than one.")
    nodes = tuple(dict.fromkeys(node for node, _ in group))
    return Finding("twins", f"Twins: {listed(who)}", proof, nodes, None, (), Redraw(tuple(group[1:])),
                   f"Draw {who[1]} anew" if len(group) == 2 else f"Draw {len(group) - 1} of them anew")


def _places(case: Case, unit: Unit) -> list[tuple[Ref, tuple[int, ...]]]:
    """Return the numbers into a unit, its bias and those out of it, a few of each, as (ref, index)."""
    document, (node, number) = case.document, unit
    into = [((source, node), (number, 0)) for source in sorted(document.sources(node))[:2]]
    own = [(bias_of(node), (number,))] if document.nodes[node].bias is not None else []
    out = [((node, target), (0, number)) for target in sorted(document.targets(node))[:2]]
    return [_shaped(case, ref, index) for ref, index in (*into, *own, *out)]


def _shaped(case: Case, ref: Ref, index: tuple[int, ...]) -> tuple[Ref, tuple[int, ...]]:
    return ref, index if case.network.slots[ref].index.size > 1 else ()


def _at(case: Case, vector: Floats, place: tuple[Ref, tuple[int, ...]]) -> float:
    ref, index = place
    return float(vector[case.network.slots[ref].index][index or ...].flat[0])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("unit ") else text
