"""What the contours show of one frame, found in portions: limits, the losses over two numbers, the path on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.chain_rule.update_rule import UpdateRule
from core.document import Floats
from core.portions import Portions
from core.profile import Slice
from gui.plots.contour_lines import Grid
from gui.plots.contours_picture import Terrain
from gui.plots.descent import Past, past_of
from gui.plots.marks import Span
from gui.plots.numbers import Number
from gui.plots.plane import SIDE, Plane, limits, mapped
from gui.plots.plot_panel import EDGE
from gui.plots.run_curves import loss_name
from gui.plots.surface import trail_of
from gui.plots.ticks import padded, settled
from gui.state.frame import Frame

Room = tuple[Span, Span]


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What is looked at: ``limits`` where the user chose them, else ``kept``, those shown last, as far as they fit.

    ``field`` is the plane through the loss; ``in_space`` where the path's own heights on it are needed.
    """

    frame: Frame
    numbers: tuple[Number, Number]
    field: Slice
    rules: tuple[UpdateRule | None, UpdateRule | None]
    limits: Room | None
    kept: Room | None
    in_space: bool

    @property
    def places(self) -> tuple[int, int]:
        """Where the numbers lie in theta."""
        return self.numbers[0].place, self.numbers[1].place

    @property
    def at(self) -> Span:
        """Where the network stands."""
        assert self.frame.snapshot is not None
        theta = self.frame.snapshot.theta
        return float(theta[self.places[0]]), float(theta[self.places[1]])

    @property
    def coming(self) -> Span:
        """Where the next update leads."""
        first, second = (rule.next_value if rule is not None else value
                         for rule, value in zip(self.rules, self.at, strict=True))
        return first, second


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What was found: all of it belongs to the frame of ``aim``.

    ``room`` are the limits without room at the edges; ``trail`` the losses on this plane of the path, where asked for.
    """

    aim: Aim
    past: Past
    room: Room
    plane: Plane
    trail: Floats | None

    @property
    def terrain(self) -> Terrain:
        """What is drawn of it."""
        return terrain_of(self.aim, self.past, self.plane.grid)


def terrain_of(aim: Aim, past: Past, grid: Grid) -> Terrain:
    """Return what is drawn."""
    snapshot, coming = aim.frame.snapshot, aim.coming
    assert snapshot is not None
    first, second = aim.places
    moves = coming != aim.at and bool(np.isfinite(coming).all())
    return Terrain(aim.numbers, loss_name(aim.frame.document), snapshot.loss, aim.at,
                   (float(snapshot.gradient[first]), float(snapshot.gradient[second])),
                   aim.frame.document.training.learning_rate, coming if moves else None,
                   past, grid)


def blank(across: Span, up: Span) -> Grid:
    """Return a grid of which nothing is known yet."""
    return Grid(np.array(across), np.array(up), np.full((2, 2), np.nan))


def look(aim: Aim, last: Sight | None) -> Portions[Sight]:
    """Find what there is to be seen at first; what the last sight has of it is taken from there."""
    if last is not None and last.aim.field.alike(aim.field):
        aim = replace(aim, field=last.aim.field)
    past = past_of(aim.frame, aim.places)
    yield past.steps.size
    if aim.limits is None:
        seen = np.column_stack([past.values, aim.at, aim.coming])
        found = yield from limits(aim.frame, aim.numbers, aim.field, seen)
        old = aim.kept or (None, None)
        room = settled(found[0], old[0]), settled(found[1], old[1])
        across, up = room[0], padded(room[1], EDGE)
    else:
        room = across, up = aim.limits
    if last is not None and last.plane.fits(aim.field, across, up):
        plane = last.plane
    else:
        plane = yield from mapped(aim.field, across, up)
    trail = (yield from aim.field.tally(trail_of(past))) if aim.in_space else None
    return Sight(aim, past, room, plane, trail)


def refined(sight: Sight) -> Portions[Sight] | None:
    """Find the same as fine as it gets; None where it is."""
    return None if sight.plane.finished else _refine(sight)


def _refine(sight: Sight) -> Portions[Sight]:
    plane = yield from mapped(sight.aim.field, sight.plane.across, sight.plane.up, SIDE)
    return replace(sight, plane=plane)
