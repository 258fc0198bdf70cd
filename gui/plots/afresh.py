"""The same slice with the other numbers drawn afresh: does it matter that they are not at their best?

Nothing of the network changes: it is asked what the loss along one number would be if the others stood elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from core.document import Bools, Floats
from core.portions import Portions
from core.profile import Slice, sought, stretch_of
from gui.plots.curve import affordable
from gui.plots.marks import Dots, Line, Mark, Span
from gui.plots.numbers import Number
from gui.plots.tints import mixed
from gui.state.frame import Frame
from gui.theme import Colors

POINTS, SEARCH = (24, 120), (25, 161)
_ALIKE = 1e-6
"""Curves whose bends differ by less than this share of the largest are of one shape."""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Slices along one number, one a draw; ``lowest`` are their lowest points, (2, those that have one).

    Drawn are their ``curves``, (draws, points), at the values ``x`` within the limits ``across``.
    """

    lines: tuple[Slice, ...]
    lowest: Floats
    key: tuple[object, ...]
    across: Span = (0.0, 0.0)
    x: Floats = field(default_factory=lambda: np.zeros(0))
    curves: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def finished(self) -> bool:
        """Whether the curves are as fine as they get."""
        return self.x.size >= POINTS[1]

    def traced(self, across: Span, points: int | None = None) -> Portions[Draws]:
        """Compute the curves within limits, of so many points or of as many as a first look may have."""
        if across == self.across and self.x.size >= (points or 1):
            return self
        x = np.linspace(*across, points or affordable(self.lines[0].width * len(self.lines), *POINTS))
        curves = np.empty((len(self.lines), x.size))
        for curve, line in zip(curves, self.lines, strict=True):
            curve[:] = yield from line.tally(x[None])
        return replace(self, across=across, x=x, curves=curves)


def drawn_numbers(frame: Frame, number: Number) -> Bools:
    """Return which numbers of theta are drawn: the others that learn, or all others where none of them does."""
    assert frame.network is not None
    mask = frame.network.trainable.copy()
    mask[number.place] = False
    if not mask.any():
        mask[:] = True
        mask[number.place] = False
    return mask


def draw(frame: Frame, number: Number, count: int, seed: int, last: Draws | None = None) -> Portions[Draws]:
    """Draw the other numbers ``count`` times from the standard normal; ``last`` is kept where it would be the same."""
    network, rows, snapshot = frame.network, frame.rows, frame.snapshot
    assert network is not None
    assert rows is not None
    assert snapshot is not None
    mask = drawn_numbers(frame, number)
    fixed = ~mask
    fixed[number.place] = False
    key = (id(network), id(rows), number.place, count, seed, mask.tobytes(), snapshot.theta[fixed].tobytes())
    if last is not None and last.key == key:
        return last
    generator, lines = np.random.default_rng(seed), []
    for _ in range(count):
        theta = snapshot.theta.copy()
        theta[mask] = generator.standard_normal(int(mask.sum()))
        lines.append(Slice(network, theta, rows, (number.place,)))
        yield network.size
    lowest = yield from _lowest(lines, float(snapshot.theta[number.place]))
    return Draws(tuple(lines), lowest, key)


def _lowest(lines: list[Slice], value: float) -> Portions[Floats]:
    found, here = [], np.array([value])
    for line in lines:
        x = sought(here, affordable(line.width * len(lines), *SEARCH))
        first = stretch_of(here, x, (yield from line.tally(x[None]))).lowest
        if first is not None:
            near = np.linspace(first - 0.2, first + 0.2, x.size)
            y = yield from line.tally(near[None])
            place = int(np.argmin(y))
            found.append((near[place], y[place]))
    return np.array(found).reshape(-1, 2).T


def marks_of(draws: Draws, colors: Colors) -> list[Mark]:
    """Return the curves, pale, and their lowest points as rings."""
    pale = mixed(colors.cycle[2], colors.window, 0.6)
    lines: list[Mark] = [Line(draws.x, curve, pale, 1.1, name=f"draw {place + 1}")
                         for place, curve in enumerate(draws.curves)]
    return [*lines, Dots(draws.lowest[0], draws.lowest[1], colors.cycle[2], 7, hollow=True)]


def words(frame: Frame, number: Number, losses: Floats) -> tuple[str, ...]:
    """Return what one sees, from long to short."""
    count = int(drawn_numbers(frame, number).sum())
    others = "1 other number" if count == 1 else f"{count} other numbers"
    bends = np.diff(losses, 2, axis=1)
    same = bool(np.isfinite(bends).all()) and np.ptp(bends, axis=0).max() <= _ALIKE * np.abs(bends).max()
    seen = ("The shape stays, only the lowest point moves" if same else "Shape and lowest point depend on the others")
    return (f"{seen}: {others} drawn {len(losses)} times from the standard normal.", f"{seen}.")
