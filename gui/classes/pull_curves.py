"""How hard a row pulls at the raw value of its class, over p: p − 1 by cross entropy, and by squared residuals."""

from __future__ import annotations

import numpy as np

from core.document import Floats
from core.quantity import format_number
from core.row_losses import PAIR, RowLosses, by_raw_over, pull, spread
from gui.classes.loss_curves import DIGITS, SHAPES, tints
from gui.plots.marks import Label, Line, Mark, Rule, Span, Symbols
from gui.plots.tints import mixed
from gui.theme import Colors

TIP = "How hard the row pulls at the raw value of its class: its loss's derivative with respect to it"
LIMITS: Span = (-1.08, 0.08)
_P = np.linspace(0.0, 1.0, 161)
_NAMES = {"cross_entropy": "cross entropy: p − 1 =", "ssr": "squared residuals:"}
_SHORT = {"cross_entropy": "CE", "ssr": "SSR"}
_BESIDE, _WORDS = 0.5, {"cross_entropy": -0.75, "ssr": -0.97}
"""Where the numbers are written: below the middle, where neither curve is."""


def slopes_over_p(losses: RowLosses, row: int) -> dict[str, tuple[Floats, Floats]]:
    """Return for each loss the slope by the raw value over p, as that raw value alone changes: (p, slope)."""
    shared = spread(losses, row)
    return {loss: (_P, by_raw_over(loss, _P, shared or 1.0)) for loss in PAIR if shared is not None or loss == PAIR[0]}


def pull_marks(losses: RowLosses, row: int, colors: Colors, *, brief: bool = False) -> tuple[Mark, ...]:
    """Return both curves, and the row's point on each."""
    ink, p = tints(colors), float(losses.p[row])
    marks: list[Mark] = [Line(x, y, ink[loss], 1.8, dashed=loss == "ssr")
                         for loss, (x, y) in slopes_over_p(losses, row).items()]
    marks.append(Rule(mixed(colors.muted, colors.window, 0.6), x=p))
    for loss in PAIR:
        slope = pull(loss, p, float(losses.losses[loss][row])).by_raw
        name = _SHORT[loss] if brief else _NAMES[loss]
        marks += [Symbols(np.array([p]), np.array([slope]), SHAPES[loss], ink[loss], colors.window, 14, 1.5),
                  Label(_BESIDE, _WORDS[loss], f"{name} {format_number(slope, DIGITS)}", ink[loss], TIP)]
    return tuple(marks)


def pull_words_at(losses: RowLosses, row: int, x: float, colors: Colors) -> list[tuple[str, str]]:
    """Return both slopes at p = ``x`` in words, each with its colour."""
    shared = spread(losses, row)
    at = np.array([x])
    return [(tints(colors)[loss], f"{_NAMES[loss]} {format_number(float(by_raw_over(loss, at, shared)[0]), DIGITS)}")
            for loss in PAIR if shared is not None]
