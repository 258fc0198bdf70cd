"""How an update is made of the derivative, spelled out line by line: old value − step size = new value.

    >>> from core.document import TrainingSpec
    >>> from core.chain_rule.update_rule import update_rule
    >>> rule = update_rule(TrainingSpec(learning_rate=0.1), derivative=-15.66, value=0.0)
    >>> round(rule.step_size, 3), round(rule.next_value, 3)
    (-1.566, 1.566)
    >>> [line.numbers for line in rule.lines]
    ['0.1 × (−15.66)', '0 − (−1.566)']

The numbers come from the very calls by which the trainer steps (``engine.optimizers``, where the formulas and their
source stand); only the words are written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.chain_rule.values import Explanation
from core.document import Document, Floats, TrainingSpec
from core.engine.activations import run
from core.engine.network import Network
from core.engine.optimizers import OPTIMIZERS, numbers
from core.quantity import format_term
from core.training.snapshot import Snapshot

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NO_MEMORY: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``symbol`` = ``rule`` in words, = ``numbers`` put in, = ``value``."""

    symbol: str
    rule: str
    numbers: str
    value: float


@dataclass(frozen=True, slots=True)
class UpdateRule:
    """The next update of one number: its lines in the order of computing, the last two the step and the new value."""

    lines: tuple[Line, ...]
    step_size: float
    next_value: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A line before its numbers are known; ``key`` names its value, ``numbers`` has places for others."""

    key: str
    symbol: str
    rule: str
    numbers: str


_NEXT = _Row("next_value", "new value", "old value − step size", "{value} − {step_size}")
_FROZEN = (_Row("step_size", "step size", "0, as it is frozen", "{step_size}"), _NEXT)
_SQUARES = "average of squares"
_RULES: Mapping[str, tuple[_Row, ...]] = {
    "gradient_descent": (
        _Row("step_size", "step size", "learning rate × derivative", "{learning_rate} × {derivative}"), _NEXT),
    "momentum": (
        _Row("velocity", "velocity", "momentum × old velocity + derivative",
             "{momentum} × {old_velocity} + {derivative}"),
        _Row("step_size", "step size", "learning rate × velocity", "{learning_rate} × {velocity}"), _NEXT),
    "rmsprop": (
        _Row("square", _SQUARES, f"alpha × old {_SQUARES} + (1 − alpha) × derivative²",
             "{alpha} × {old_square} + {1-alpha} × {derivative}²"),
        _Row("step_size", "step size", f"learning rate × derivative ÷ (√{_SQUARES} + epsilon)",
             "{learning_rate} × {derivative} ÷ (√{square} + {epsilon})"), _NEXT),
    "adam": (
        _Row("mean", "average", "beta 1 × old average + (1 − beta 1) × derivative",
             "{beta1} × {old_mean} + {1-beta1} × {derivative}"),
        _Row("square", _SQUARES, f"beta 2 × old {_SQUARES} + (1 − beta 2) × derivative²",
             "{beta2} × {old_square} + {1-beta2} × {derivative}²"),
        _Row("fair_mean", "corrected average", "average ÷ (1 − beta 1ᵗ), t updates with this one",
             "{mean} ÷ (1 − {beta1}{t})"),
        _Row("fair_square", f"corrected {_SQUARES}", f"{_SQUARES} ÷ (1 − beta 2ᵗ)", "{square} ÷ (1 − {beta2}{t})"),
        _Row("step_size", "step size", f"learning rate × corrected average ÷ (√corrected {_SQUARES} + epsilon)",
             "{learning_rate} × {fair_mean} ÷ (√{fair_square} + {epsilon})"), _NEXT),
}


def update_rule(
    training: TrainingSpec, derivative: float, value: float, memory: Mapping[str, float] = _NO_MEMORY,
    updates: int = 0, *, trainable: bool = True, digits: int = 4,
) -> UpdateRule:
    """Return how one number of a parameter is updated next.

    ``derivative`` is that of the loss which the update uses (with batches: over the batch's rows), ``value`` the
    number now. ``memory`` is what the optimizer remembers of it, by the names in ``OPTIMIZERS[...].memory``, 0 where
    not named, and ``updates`` how many updates it remembers. A frozen number does not move. ``digits`` are those of
    the text, not of the values.
    """
    known = {"derivative": derivative, "value": value, "step_size": 0.0}
    known |= {name: float(number) for name, number in numbers(training, 1.0).items()}
    if trainable:
        known |= _stepped(training, derivative, memory, updates)
    with np.errstate(all="ignore"):
        known["next_value"] = float(np.float64(value) - known["step_size"])
    texts = {name: format_term(number, digits) for name, number in known.items()}
    texts["t"] = str(updates + 1).translate(_RAISED)
    rows = _RULES[training.optimizer] if trainable else _FROZEN
    lines = tuple(Line(row.symbol, row.rule, _filled(row.numbers, texts), known[row.key]) for row in rows)
    return UpdateRule(lines, known["step_size"], known["next_value"])


def update_of(document: Document, network: Network, snapshot: Snapshot, found: Explanation) -> UpdateRule:
    """Return how the number that ``found`` explains is updated after ``snapshot``, by ``found.derivative``."""
    parameter = document.parameter(found.ref)
    slot = network.slots[found.ref]
    place, index = slot.place(found.index), slot.whole(found.index)
    memory = {name: float(vector[place]) for name, vector in snapshot.memory.items()}
    return update_rule(document.training, found.derivative, float(snapshot.theta[place]), memory, snapshot.updates,
                       trainable=bool(parameter.trainable[index]))


def _stepped(
    training: TrainingSpec, derivative: float, memory: Mapping[str, float], updates: int
) -> dict[str, float]:
    """Let the optimizer make its step for one number; return all that comes of it, by name."""
    row, settings = OPTIMIZERS[training.optimizer], numbers(training, 1.0)
    vectors: dict[str, Floats] = {name: np.array([memory.get(name, 0.0)]) for name in row.memory}
    known = {f"old_{name}": float(vector[0]) for name, vector in vectors.items()}
    gradient, step, count = np.array([derivative]), np.zeros(1), np.array(float(updates))
    with np.errstate(all="ignore"):
        run(row.bind(gradient, step, vectors, settings, count))
        known |= {name: float(vector[0]) for name, vector in vectors.items()}
        known |= {f"1-{name}": float(1.0 - number) for name, number in settings.items()}
        if "mean" in vectors:
            known["fair_mean"] = float(vectors["mean"][0] / (1.0 - settings["beta1"] ** count))
            known["fair_square"] = float(vectors["square"][0] / (1.0 - settings["beta2"] ** count))
    return {**known, "step_size": float(step[0])}


def _filled(numbers_text: str, texts: Mapping[str, str]) -> str:
    """Put numbers into their places; the first needs no brackets."""
    filled = numbers_text.format_map(texts)
    first = texts[numbers_text[1 : numbers_text.index("}")]]
    bare = filled.removeprefix(first)
    return first.strip("()") + bare
