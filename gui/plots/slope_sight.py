"""What the slope view shows of one frame, found in portions: limits, curve, landing point, the others drawn afresh."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from core.chain_rule.update_rule import UpdateRule
from core.document import Floats
from core.portions import Portions
from core.profile import Slice, sought, stretch_of
from gui.plots import afresh
from gui.plots.afresh import Draws
from gui.plots.curve import POINTS, Curve, affordable, traced
from gui.plots.descent import Past, past_of
from gui.plots.marks import Span
from gui.plots.numbers import Number
from gui.plots.run_curves import loss_name
from gui.plots.slope_picture import Slope
from gui.plots.ticks import settled
from gui.state.frame import Frame

SEARCH = 25, 161
"""At how many values the lowest point is sought, at least and at most."""
FAR = 2.0
"""A step to come that leads further out than so many times the stretch of all steps so far is not followed there."""


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What is looked at: ``limits`` where the user chose them, else ``kept``, those shown last, as far as they fit.

    ``draws`` are how often the others are drawn afresh, and with which seed.
    """

    frame: Frame
    number: Number
    line: Slice
    rule: UpdateRule | None
    limits: Span | None
    kept: Span | None
    draws: tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What was found: all of it belongs to the frame of ``aim``."""

    aim: Aim
    past: Past
    curve: Curve
    landing: float | None
    draws: Draws | None

    @property
    def slope(self) -> Slope:
        """What is drawn of it."""
        return slope_of(self.aim, self.past, self.curve, self.landing)


def slope_of(aim: Aim, past: Past, curve: Curve | None = None, landing: float | None = None) -> Slope:
    """Return what is drawn; before there is a curve, all the rest of it."""
    snapshot, place = aim.frame.snapshot, aim.number.place
    assert snapshot is not None
    x, y = (curve.x, curve.y) if curve is not None else (np.array(_about(aim)), np.full(2, np.nan))
    return Slope(aim.number, loss_name(aim.frame.document), float(snapshot.theta[place]), snapshot.loss,
                 float(snapshot.gradient[place]), x, y, past, aim.rule, landing)


def look(aim: Aim, last: Sight | None) -> Portions[Sight]:
    """Find what there is to be seen at first; what the last sight has of it is taken from there."""
    last = last if last is not None and last.aim.number.place == aim.number.place else None
    line = last.aim.line if last is not None and last.aim.line.alike(aim.line) else aim.line
    aim = replace(aim, line=line)
    past = past_of(aim.frame, (aim.number.place,))
    yield past.steps.size
    draws = None
    if aim.draws is not None:
        draws = yield from afresh.draw(aim.frame, aim.number, *aim.draws, last.draws if last is not None else None)
    across = aim.limits or (yield from _limits(aim, past, draws))
    if last is not None and last.curve.fits(line, across):
        curve = last.curve
    else:
        curve = yield from traced(line, across)
    if draws is not None:
        draws = yield from draws.traced(across)
    return Sight(aim, past, curve, (yield from _landing(aim)), draws)


def refined(sight: Sight) -> Portions[Sight] | None:
    """Find the same as fine as it gets; None where it is."""
    if sight.curve.finished and (sight.draws is None or sight.draws.finished):
        return None
    return _refine(sight)


def _refine(sight: Sight) -> Portions[Sight]:
    curve, draws = sight.curve, sight.draws
    if not curve.finished:
        curve = yield from traced(sight.aim.line, curve.across, POINTS)
    if draws is not None:
        draws = yield from draws.traced(curve.across, afresh.POINTS[1])
    return replace(sight, curve=curve, draws=draws)


def _limits(aim: Aim, past: Past, draws: Draws | None) -> Portions[Span]:
    """Find what is to be seen; widened to round numbers and kept as long as it fits, so that nothing jitters."""
    minima = draws.lowest[0] if draws is not None else np.zeros(0)
    seen = np.concatenate([_in_sight(past.values[0], _here(aim)), minima])
    x = sought(seen, affordable(aim.line.width, *SEARCH))
    stretch = stretch_of(seen, x, (yield from aim.line.tally(x[None])))
    return settled((stretch.low, stretch.high), aim.kept)


def _in_sight(past: Floats, here: Floats) -> Floats:
    """Return the steps so far, and the one to come unless it is so long that they could not be told apart beside it."""
    known = np.append(past, here[0])
    known = known[np.isfinite(known)]
    extent = float(np.ptp(known)) if known.size else 0.0
    beyond = max(here[1] - known.max(), known.min() - here[1]) if known.size else 0.0
    return known if 0 < FAR * extent < beyond else np.append(known, here[1])


def _here(aim: Aim) -> Floats:
    assert aim.frame.snapshot is not None
    value = float(aim.frame.snapshot.theta[aim.number.place])
    return np.array([value, aim.rule.next_value if aim.rule is not None else value])


def _about(aim: Aim) -> Span:
    """Return limits as long as nothing is known about the curve."""
    if aim.limits is not None:
        return aim.limits
    here = _here(aim)
    known = here[np.isfinite(here)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    return settled((low - 1, high + 1), None)


def _landing(aim: Aim) -> Portions[float | None]:
    """Find the loss where the next update leads; None where it leads nowhere."""
    coming = _here(aim)[1]
    if not math.isfinite(coming):
        return None
    return float((yield from aim.line.tally(np.array([[coming]])))[0])
