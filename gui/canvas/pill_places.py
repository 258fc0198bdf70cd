"""Where the pills of connections stand: each on its own line, away from other pills and from other lines.

Where lines cross, two pills in the middle of theirs would touch and could not be told apart. So each moves along its
line to where it costs least (Christensen, Marks and Shieber, "An empirical study of algorithms for point-feature label
placement", 1995: local descent from a greedy start). What a pill is wide does not depend on its number, so that no pill
moves while numbers change.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from PySide6.QtCore import QRectF

from core.document import Floats
from gui.canvas.geometry import PILL_HEIGHT, Crowd, Wire, around, wire_point

Key = TypeVar("Key", bound=Hashable)
Ints: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

PLACES = sorted((step / 50 for step in range(8, 43)), key=lambda t: abs(t - 0.5))
"""Where along its curve a pill may stand: the nearer to the middle, the better."""
NARROW = 0.84
"""How wide a pill must be at least, as a part of what it would be: small letters fit then."""
CLEAR = 3.0
"""What is always free about a pill, in scene units."""
APART = 16.0
"""As far from the next pill it is best; nearer costs."""
FROM_MIDDLE, NEAR, OVER_LINE, OVER_PILL = 30.0, 20.0, 8.0, 1000.0
"""What it costs to stand at an end of the line, to touch a pill, to lie over another's line, to lie over a pill."""
MOST = 30
"""So many pills are moved apart; where there are more, the first free place is taken."""
SWEEPS = 4
LINE_STEPS = 32


def place_pills(wanted: Mapping[Key, tuple[Wire, float]], taken: Iterable[QRectF]) -> dict[Key, QRectF]:
    """Return a place for each pill (wire, width) that overlaps no other and none of ``taken``.

    One that finds none is made narrower (its letters are smaller then); one that finds none even so has no place.
    """
    crowd = Crowd(taken)
    first = _first_free(wanted, crowd)
    if not 1 < len(first) <= MOST:
        return first
    tracks = {key: _track(wanted[key][0], rect.width(), crowd) for key, rect in first.items()}
    lines = [_line(wire) for wire, _ in wanted.values()]
    order = {key: place for place, key in enumerate(wanted)}
    for key, track in tracks.items():
        track.cost += OVER_LINE * _crossed(track.rects, [line for n, line in enumerate(lines) if n != order[key]])
    nearest = [track.at(first[key]) for key, track in tracks.items()]
    starts = (np.array(nearest, dtype=np.intp), np.zeros(len(tracks), dtype=np.intp))
    chosen = min((_descend(list(tracks.values()), start) for start in starts), key=lambda one: one[0])[1]
    return {key: track.area(int(place)) for (key, track), place in zip(tracks.items(), chosen, strict=True)}


def _first_free(wanted: Mapping[Key, tuple[Wire, float]], free: Crowd) -> dict[Key, QRectF]:
    """Return for each the free place that is nearest to the middle.

    Level wires choose first: on steep ones a pill finds room sooner.
    """
    taken = Crowd()
    placed: dict[Key, QRectF] = {}
    for key in sorted(wanted, key=lambda key: _rise(wanted[key][0])):
        wire, width = wanted[key]
        rects = (around(wire_point(wire, t), width * part, PILL_HEIGHT) for part in (1.0, NARROW) for t in PLACES)
        found = next((rect for rect in rects if free.is_free(rect) and taken.is_free(rect)), None)
        if found is not None:
            taken.add(found.adjusted(-CLEAR, -CLEAR, CLEAR, CLEAR))
            placed[key] = found
    return placed


def _rise(wire: Wire) -> float:
    return abs(wire.end.y() - wire.start.y())


@dataclass(slots=True)
class _Track:
    """The places of one pill: ``rects`` (places, 4) as left, top, right, bottom, and what each costs by itself."""

    rects: Floats
    cost: Floats

    def at(self, rect: QRectF) -> int:
        """Return which place is the nearest to ``rect``."""
        return int(np.abs(self.rects[:, :2] - (rect.left(), rect.top())).sum(1).argmin())

    def area(self, place: int) -> QRectF:
        left, top, right, bottom = self.rects[place].tolist()
        return QRectF(left, top, right - left, bottom - top)

    def beside(self, others: Floats) -> Floats:
        """Return what each place costs by pills at ``others``, (pills, 4): more, the nearer they are."""
        mine, other = self.rects[:, None], others[None]
        gaps = np.maximum(mine[..., :2] - other[..., 2:], other[..., :2] - mine[..., 2:]).max(-1)
        close: Floats = NEAR * np.clip(1 - gaps / APART, 0.0, 1.0) ** 2 + OVER_PILL * (gaps < CLEAR)
        total: Floats = close.sum(1)
        return total


def _track(wire: Wire, width: float, free: Crowd) -> _Track:
    """Return the places of a pill that are free of what is there; there is one at least."""
    places = [(t, around(wire_point(wire, t), width, PILL_HEIGHT)) for t in PLACES]
    found = [(t, rect) for t, rect in places if free.is_free(rect)]
    rects = np.array([(rect.left(), rect.top(), rect.right(), rect.bottom()) for _, rect in found])
    return _Track(rects, FROM_MIDDLE * np.abs(np.array([t for t, _ in found]) - 0.5))


def _line(wire: Wire) -> Floats:
    """Return points of a wire, (points, 2)."""
    points = (wire_point(wire, step / LINE_STEPS) for step in range(LINE_STEPS + 1))
    return np.array([(point.x(), point.y()) for point in points])


def _crossed(rects: Floats, lines: list[Floats]) -> Floats:
    """Return over how many of the ``lines`` each of the ``rects`` lies."""
    points = np.stack(lines)[None]
    left, top, right, bottom = (side[:, None, None] for side in rects.T)
    x, y = points[..., 0], points[..., 1]
    held = (x > left) & (x < right) & (y > top) & (y < bottom)
    found: Floats = held.any(2).sum(1).astype(np.float64)
    return found


def _descend(tracks: list[_Track], start: Ints) -> tuple[float, Ints]:
    """Return the least cost found and the places: each pill in turn goes where it costs least, the others at rest."""
    chosen = start.copy()
    now = np.array([track.rects[place] for track, place in zip(tracks, chosen, strict=True)])
    for _ in range(SWEEPS):
        before = chosen.copy()
        for index, track in enumerate(tracks):
            chosen[index] = (track.cost + track.beside(np.delete(now, index, 0))).argmin()
            now[index] = track.rects[chosen[index]]
        if np.array_equal(before, chosen):
            break
    total = sum(
        float(track.cost[chosen[index]] + track.beside(np.delete(now, index, 0))[chosen[index]] / 2)
        for index, track in enumerate(tracks)
    )
    return total, chosen
