"""The optimizers: each a row that turns derivatives into step sizes. new value = old value − step size.

The numbers are those of PyTorch's SGD, RMSprop and Adam with the same settings (their documentation gives
the formulas). g is the derivative, and every operation is elementwise over one flat vector.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from core import catalog
from core.document import Floats, TrainingSpec
from core.engine.activations import ONE, Call

Memory: TypeAlias = Mapping[str, Floats]
"""What an optimizer remembers from step to step: flat vectors by name."""
Numbers: TypeAlias = Mapping[str, Floats]
"""The settings, learning rate and scale included, as 0-d arrays by name."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One optimizer. ``memory`` names its vectors, which start at 0.

    ``bind(gradient, step_size, memory, numbers, count)`` lists the calls that write the step size;
    ``gradient`` × the number ``scale`` is the derivative, and the calls may change it. ``count`` is a 0-d
    array that starts at 0, for those that count their steps.
    """

    name: str
    formula: str
    memory: tuple[str, ...]
    bind: Callable[[Floats, Floats, Memory, Numbers, Floats], list[Call]]


def numbers(training: TrainingSpec, scale: float) -> dict[str, Floats]:
    """Return the settings of the optimizer in ``training``, defaults where it names none."""
    defaults = {setting.name: setting.default for setting in catalog.OPTIMIZERS[training.optimizer].settings}
    named = {**defaults, **training.settings, "learning_rate": training.learning_rate, "scale": scale}
    return {name: np.array(value, dtype=np.float64) for name, value in named.items()}


def _scaled(g: Floats, n: Numbers) -> Call:
    return partial(np.multiply, g, n["scale"], g)


def _gradient_descent(g: Floats, step: Floats, m: Memory, n: Numbers, count: Floats) -> list[Call]:  # noqa: ARG001
    return [partial(np.multiply, g, np.array(n["learning_rate"] * n["scale"]), step)]


def _momentum(g: Floats, step: Floats, m: Memory, n: Numbers, count: Floats) -> list[Call]:  # noqa: ARG001
    v = m["velocity"]
    return [
        _scaled(g, n), partial(np.multiply, v, n["momentum"], v), partial(np.add, v, g, v),
        partial(np.multiply, v, n["learning_rate"], step),
    ]


def _running_square(g: Floats, step: Floats, v: Floats, keep: Floats) -> list[Call]:
    return [
        partial(np.multiply, v, keep, v), partial(np.multiply, g, g, step),
        partial(np.multiply, step, np.array(1.0 - keep), step), partial(np.add, v, step, v),
    ]


def _rmsprop(g: Floats, step: Floats, m: Memory, n: Numbers, count: Floats) -> list[Call]:  # noqa: ARG001
    v = m["square"]
    return [
        _scaled(g, n), *_running_square(g, step, v, n["alpha"]),
        partial(np.sqrt, v, step), partial(np.add, step, n["epsilon"], step),
        partial(np.divide, g, step, step), partial(np.multiply, step, n["learning_rate"], step),
    ]


def _adam(g: Floats, step: Floats, m: Memory, n: Numbers, count: Floats) -> list[Call]:
    mean, square = m["mean"], m["square"]
    betas = np.array([n["beta1"], n["beta2"]])
    correction = np.zeros(2)
    first, second = correction[0, ...], correction[1, ...]
    return [
        _scaled(g, n), partial(np.add, count, ONE, count),
        partial(np.power, betas, count, correction), partial(np.subtract, ONE, correction, correction),
        partial(np.divide, n["learning_rate"], first, first), partial(np.sqrt, second, second),
        partial(np.subtract, g, mean, step), partial(np.multiply, step, np.array(1.0 - n["beta1"]), step),
        partial(np.add, mean, step, mean),  # mean ← mean + (1 − beta1) × (g − mean)
        *_running_square(g, step, square, n["beta2"]),
        partial(np.sqrt, square, step), partial(np.divide, step, second, step),
        partial(np.add, step, n["epsilon"], step), partial(np.divide, mean, step, step),
        partial(np.multiply, step, first, step),
    ]


_ROWS = (
    Optimizer("gradient_descent", "rate × g", (), _gradient_descent),
    Optimizer("momentum", "rate × v, with v ← momentum × v + g", ("velocity",), _momentum),
    Optimizer("rmsprop", "rate × g ÷ (√s + epsilon), with s ← alpha × s + (1 − alpha) × g²", ("square",), _rmsprop),
    Optimizer(
        "adam", "rate × m̂ ÷ (√ŝ + epsilon), with m ← beta1 × m + (1 − beta1) × g, s ← beta2 × s + (1 − beta2) × g², "
        "m̂ = m ÷ (1 − beta1ᵗ), ŝ = s ÷ (1 − beta2ᵗ)", ("mean", "square"), _adam),
)
OPTIMIZERS: Mapping[str, Optimizer] = {row.name: row for row in _ROWS}
"""Every optimizer by its name in files; ``formula`` is the step size."""
