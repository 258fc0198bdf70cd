"""All derivatives of a choice among classes, found as the program goes back: from one class at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.document import Floats
from core.engine.activations import run
from core.engine.choices import Choice


def jacobian(choice: Choice, raw: ArrayLike) -> Floats:
    """Return ∂aᵢ/∂xⱼ at the raw values ``raw`` (classes,): (classes i, classes j)."""
    a = choice.f(raw)
    found = np.eye(a.size)
    for row in found:
        run(choice.back(a[:, None], row[:, None]))
    return found
