"""What a number in a lesson may come from: a table of terms, each with what computes it from a ``Bench``.

To let lessons name another quantity is to add a row to ``TERMS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.engine.activations import ACTIVATIONS
from core.engine.network import Values
from core.errors import ValueRefused
from core.lessons.bench import Bench
from core.lessons.phrases import Phrases, Said
from core.scores import score

Compute = Callable[[Bench, Said], float]


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity that texts and checks may name; ``help`` says what it is."""

    compute: Compute
    help: str


def _loss(bench: Bench, _said: Said) -> float:
    return bench.network.loss(bench.theta, bench.rows)


def _derivative(bench: Bench, said: Said) -> float:
    return float(bench.network.gradient(bench.theta, bench.rows)[1][bench.at(said.words[0])])


def _value(bench: Bench, said: Said) -> float:
    return float(bench.theta[bench.at(said.words[0])])


def _next(bench: Bench, said: Said) -> float:
    return float(bench.trained(1).theta[bench.at(said.words[0])])


def _step_size(bench: Bench, said: Said) -> float:
    return _value(bench, said) - _next(bench, said)


def _of_row(bench: Bench, said: Said, values: Floats) -> float:
    node, unit = bench.unit(said.words[0])
    return float(values[bench.network.units[node]][unit, bench.row(said.count(1))])


def _output(bench: Bench, said: Said) -> float:
    return _of_row(bench, said, bench.values.a)


def _sum(bench: Bench, said: Said) -> float:
    return _of_row(bench, said, bench.values.z)


def _observed(bench: Bench, said: Said) -> float:
    unit = bench.unit(said.words[0])
    if unit not in bench.rows.target_units:
        raise ValueRefused(f"nothing is observed at {said.words[0]}")
    place = bench.rows.target_units.index(unit)
    return float(bench.rows.observed[place, bench.row(said.count(1))])


def _residual(bench: Bench, said: Said) -> float:
    return _observed(bench, said) - _output(bench, said)


def _slope(bench: Bench, said: Said) -> float:
    """Return f′(x) of the unit in that row."""
    activation = ACTIVATIONS[bench.document.nodes[bench.unit(said.words[0])[0]].activation]
    return float(activation.derivative(np.array([_sum(bench, said)]))[0])


def _row_loss(bench: Bench, said: Said) -> float:
    values, row = bench.values, [bench.row(said.count(0))]
    return bench.network.loss_of(Values(values.z[:, row], values.a[:, row]), bench.rows.observed[:, row])


def _right(bench: Bench, _said: Said) -> float:
    """Return for how many training rows their own class is predicted; ValueRefused where nothing calls classes."""
    found = list(score(bench.document, bench.network, bench.theta, bench.rows).values())
    if not found:
        raise ValueRefused("no node of the network calls classes")
    return float(found[0].right[bench.rows.train].sum())


def _rows(bench: Bench, _said: Said) -> float:
    return float(bench.rows.train.size)


def _rate(bench: Bench, _said: Said) -> float:
    return bench.document.training.learning_rate


def _steps(bench: Bench, _said: Said) -> float:
    return float(bench.steps)


def _steps_to_stop(bench: Bench, _said: Said) -> float:
    return float(bench.trained(None).steps)


TERMS: Mapping[str, Term] = {
    "loss": Term(_loss, "the loss over all training rows: the SSR, or the cross entropy"),
    "loss of row COUNT": Term(_row_loss, "what one row adds to the loss"),
    "derivative NAME": Term(_derivative, "dLoss/dNAME over all training rows"),
    "step size NAME": Term(_step_size, "old value − new value at the next step"),
    "next NAME": Term(_next, "its value after the next step"),
    "output of UNIT in row COUNT": Term(_output, "what comes out of a node; of an output it is the predicted value"),
    "predicted UNIT in row COUNT": Term(_output, "the same"),
    "probability of UNIT in row COUNT": Term(_output, "the same, of a class: probability of species[Setosa] in row 3"),
    "sum of UNIT in row COUNT": Term(_sum, "a node's weighted sum plus its bias, before the activation"),
    "slope of UNIT in row COUNT": Term(_slope, "the slope of its activation there"),
    "observed UNIT in row COUNT": Term(_observed, "what the data says of an output"),
    "residual of UNIT in row COUNT": Term(_residual, "observed − predicted"),
    "rows right": Term(_right, "for how many training rows their own class is predicted"),
    "rows": Term(_rows, "how many rows it is trained on"),
    "learning rate": Term(_rate, "the learning rate"),
    "steps": Term(_steps, "updates since the start values"),
    "steps to stop": Term(_steps_to_stop, "the step at which a stop rule ends training"),
    "number NAME": Term(_value, "a parameter's value"),
    "NAME": Term(_value, "the same"),
}
PHRASES = Phrases(TERMS)
