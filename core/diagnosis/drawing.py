"""What the drawing or the data make impossible: padlocks, loose ends, columns that never change, a hidden bump."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.catalog import NODE_KINDS
from core.chain_rule.contributions import Unit, column_of, samples_for, squiggle
from core.diagnosis.finding import Case, Finding, listed, said
from core.document import Floats, Indices
from core.edits.table import InsertRows
from core.edits.values import SetTrainable
from core.images.pictures import picture_shape
from core.targets import by_unit

BUMP = 0.25
"""How far the curve must leave the range around it, as a share of the range of all that was observed."""
FINE = 200
"""Points of the second look around the peak."""


def all_frozen(case: Case) -> Iterator[Finding]:
    """Every padlock is closed."""
    if case.network.size and not case.network.trainable.any():
        count = case.network.size
        proof = f"All {count} weights and biases are frozen, so a step changes nothing." if count > 1 else (
            "The only number there is is frozen, so a step changes nothing.")
        refs = tuple(case.document.parameters())
        yield Finding("all_frozen", "All frozen", proof, remedy=SetTrainable(refs, trainable=True),
                      offer="Unfreeze all")


def cut_off(case: Case) -> Iterator[Finding]:
    """Nodes from which no way leads to an output: nothing in front of them can be learned."""
    document = case.document
    reached = {node.id for node in document.nodes.values() if NODE_KINDS[node.kind].role == "targets"}
    waiting = list(reached)
    sources: dict[str, list[str]] = {node: [] for node in document.nodes}
    for source, target in document.connections:
        sources[target].append(source)
    while waiting:
        fresh = [node for node in sources[waiting.pop()] if node not in reached]
        reached.update(fresh)
        waiting += fresh
    lost = tuple(node for node in document.nodes if node not in reached)
    if lost:
        names = [case.label(node) for node in lost]
        verb, it = ("leads", "it") if len(lost) == 1 else ("lead", "them")
        proof = (f"No connection {verb} from {listed(names)} to an output, so the loss does not depend on {it}: drag "
                 f"from a port to a node that leads on.")
        yield Finding("cut_off", f"Leads nowhere: {listed(names)}", proof, lost)


def no_variation(case: Case) -> Iterator[Finding]:
    """A column that is the same in every row teaches nothing."""
    if case.rows.train.size < 2:
        return
    for matrix, units, role in ((case.rows.observed, case.rows.target_units, "targets"),
                                (case.rows.inputs, case.rows.input_units, "inputs")):
        rows = case.of_training(matrix)
        level: dict[str, list[Unit]] = {}
        for place in np.flatnonzero((rows == rows[:, :1]).all(axis=1)).tolist():
            absent = case.document.nodes[units[place][0]].classes and not rows[place].any()
            if not absent:  # that a class has no row is not the column's being constant
                level.setdefault(units[place][0], []).append(units[place])
        yield from (_level(case, found, role) for node, found in level.items() if not _margin(case, node, found))


def _margin(case: Case, node: str, level: list[Unit]) -> bool:
    """Whether these are pixels at the edge of pictures: no ink ever falls there, and nothing is the matter."""
    found = case.document.nodes[node]
    pictured = found.grid is not None or picture_shape(case.document, found) is not None
    return len(level) < found.units and pictured


def _level(case: Case, units: list[Unit], role: str) -> Finding:
    """Return the finding of one node's columns that never change."""
    if len(units) == 1 or case.document.nodes[units[0][0]].classes:
        return _constant(case, units[0], role)
    columns = case.document.data.targets if role == "targets" else case.document.data.inputs
    node = case.document.nodes[units[0][0]]
    names = listed([by_unit(node, columns[node.id])[unit] for _, unit in units])
    then = "biases alone can say that" if role == "targets" else "their weights do nothing that a bias could not do"
    proof = f"The columns {names} are each the same in all {case.rows.train.size} training rows: {then}."
    title = f"Nothing varies in {len(units)} columns"
    return Finding("no_variation", title, proof, (units[0][0],), serious=role == "targets")


def _constant(case: Case, unit: Unit, role: str) -> Finding:
    classes = case.document.nodes[unit[0]].classes
    name = column_of(case.document, (unit[0], 0) if classes else unit, target=role == "targets")
    value = classes[unit[1]] if classes else said(
        float(case.document.data.column(name).values[case.rows.train[0]]))
    then = ("a bias alone can say that" if role == "targets"
            else "its weights do nothing that a bias could not do")
    proof = f"The column {name} is {value} in all {case.rows.train.size} training rows: {then}."
    return Finding("no_variation", f"Nothing varies in {name}", proof, (unit[0],), serious=role == "targets")


def bump(case: Case) -> Iterator[Finding]:
    """Between two neighbouring rows the curve of a one-input network leaves the range of all that is known there."""
    inputs = case.rows.input_units
    if len(inputs) != 1 or case.rows.train.size < 2 or not np.isfinite(case.snapshot.theta).all():
        return
    x, order = np.unique(case.rows.inputs[0, case.rows.train], return_index=True)
    if x.size < 2:
        return
    for output in case.rows.target_units:
        if case.document.nodes[output[0]].classes:
            continue  # a probability is between 0 and 1 wherever there is a row or none
        found = _peak(case, output, case.rows.train[order])
        if found is not None:
            yield _bump(case, output, *found)


def _column(case: Case, unit: Unit, rows: Indices, *, target: bool) -> Floats:
    """Return a data column's own numbers for some rows."""
    name = column_of(case.document, unit, target=target)
    values: Floats = case.document.data.column(name).values[rows]
    return values


def _peak(case: Case, output: Unit, rows: Indices) -> tuple[float, float, float, float] | None:
    """Return (x, y of the peak, the rows' x on both sides) where the curve leaves most; None where it stays."""
    known_x, observed = (_column(case, unit, rows, target=target)
                         for unit, target in ((case.rows.input_units[0], False), (output, True)))
    turn = np.argsort(known_x)
    known_x, observed = known_x[turn], observed[turn]
    room = BUMP * float(np.ptp(_column(case, output, case.rows.train, target=True)))
    x = np.linspace(known_x[0], known_x[-1], samples_for(case.network))
    curve, at_rows = _curve(case, output, x), _curve(case, output, known_x)
    low, high = np.minimum(at_rows, observed), np.maximum(at_rows, observed)
    gap = np.clip(np.searchsorted(known_x, x, side="right") - 1, 0, known_x.size - 2)
    above = curve - np.maximum(high[gap], high[gap + 1])
    beyond = np.maximum(above, np.minimum(low[gap], low[gap + 1]) - curve)
    if not (np.isfinite(beyond).all() and room > 0 and beyond.max() > room):
        return None
    best = int(beyond.argmax())
    sign = 1.0 if above[best] > 0 else -1.0
    step = x[1] - x[0]
    near = np.linspace(max(x[best] - step, known_x[gap[best]]), min(x[best] + step, known_x[gap[best] + 1]), FINE)
    fine = _curve(case, output, near)
    top = int((sign * fine).argmax())
    return float(near[top]), float(fine[top]), float(known_x[gap[best]]), float(known_x[gap[best] + 1])


def _curve(case: Case, output: Unit, x: Floats) -> Floats:
    """Return what the network predicts at ``x``, in the columns' own units."""
    along = case.rows.input_units[0]
    return squiggle(case.document, case.network, case.snapshot.theta, output, along, np.zeros(1), x).predicted


def _bump(case: Case, output: Unit, x: float, y: float, left: float, right: float) -> Finding:
    inputs = case.rows.input_units[0]
    across, up = column_of(case.document, inputs), column_of(case.document, output, target=True)
    proof = (f"Between the rows at {across} {said(left)} and {said(right)} the curve of {up} goes to {said(y)} at "
             f"{across} {format(x, '.3g')}. No row lies there, so the loss ({case.loss_name} "
             f"{said(case.snapshot.loss)}) does not see it; only more data would.")
    remedy, offer = _measured_there(case, output, across, up, float(f"{x:.3g}"), (left, right))
    return Finding("bump", f"A bump between the rows: {case.label(output[0])}", proof, (output[0],), None, (), remedy,
                   offer, serious=False)


def _measured_there(
    case: Case, output: Unit, across: str, up: str, x: float, sides: tuple[float, float]
) -> tuple[InsertRows, str]:
    """Return the edit that adds a row on the straight line between the two neighbours, to be dragged to the truth."""
    rows = case.rows.train
    known, observed = (_column(case, unit, rows, target=target)
                       for unit, target in ((case.rows.input_units[0], False), (output, True)))
    ends = [float(observed[np.flatnonzero(known == side)[0]]) for side in sides]
    y = float(f"{np.interp(x, sides, ends):.3g}")
    return InsertRows(case.document.data.count, ({across: x, up: y},)), f"Add a row at {said(x)}, {said(y)}"
