"""SoftMax of one row step by step, as a lesson writes it: raw values, powers of e, their sum, the shares of it.

pᵢ = e^rawᵢ ÷ Σₖ e^rawₖ. Taking the same number from every raw value divides every power and the sum alike, so the
shares stay what they are: e^(rawᵢ − m) ÷ Σₖ e^(rawₖ − m), which is how the network computes them, m the largest.

    >>> from core.engine.powers import powers
    >>> found = powers([1.43, -0.4, 0.23])
    >>> [round(float(p), 2) for p in found.powers], round(found.total, 2), [round(float(p), 2) for p in found.shares]
    ([4.18, 0.67, 1.26], 6.11, [0.68, 0.11, 0.21])
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.document import Floats
from core.engine.activations import run
from core.engine.choices import CHOICES
from core.engine.losses import LOSSES

MOST = 700.0
"""The largest raw value whose power is written as it is: e^709 is the largest that float64 holds."""
LEAST = -700.0
"""Where the largest raw value is below, its power would be rounded to 0 or near it."""


@dataclass(frozen=True, slots=True, eq=False)
class Powers:
    """One row through a softmax: all arrays are (classes,).

    ``powers`` are e^(raw − ``shift``) and ``total`` is their sum; ``shift`` is 0 unless e^raw is too large or too small
    to be written as a number. ``shares`` are the probabilities, computed by way of the largest raw value; ``winner``
    is the place of the largest, the first of equals.
    """

    raw: Floats
    shift: float
    powers: Floats
    total: float
    shares: Floats
    winner: int


def powers(raw: ArrayLike) -> Powers:
    """Return the steps from raw values (classes,), at least one, to probabilities."""
    values = np.asarray(raw, dtype=np.float64)
    largest = float(values.max())
    shift = 0.0 if LEAST <= largest <= MOST or not np.isfinite(largest) else largest
    with np.errstate(all="ignore"):  # far below the largest a power is rounded to 0; a run that diverged holds NaN
        found: Floats = np.exp(values - shift)
        total = float(found.sum())
    return Powers(values, shift, found, total, CHOICES["softmax"].f(values), int(values.argmax()))


def slopes(kind: str, loss: str, raw: ArrayLike, observed: ArrayLike) -> Floats:
    """Return dLoss/draw of one row, (classes,): of the ``loss`` between what a choice puts out and 1 or 0 observed.

    ``kind`` is "softmax" or "argmax". With cross entropy it is p − 1 for the observed class and p for the others;
    through an argmax it is exactly 0.
    """
    choice, row = CHOICES[kind], LOSSES[loss]
    x, seen = (np.array(one, dtype=np.float64).reshape(-1, 1) for one in (raw, observed))
    a, e = choice.f(x), np.zeros_like(x)
    with np.errstate(all="ignore"):
        run(row.slope(a, seen, e))
        if not row.from_raw or CHOICES[kind] is not CHOICES["softmax"]:
            run(choice.back(a, e))
        found: Floats = row.factor * e[:, 0]
    return found
