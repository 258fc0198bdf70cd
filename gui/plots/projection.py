"""From heights over two axes to a picture of them in space: turned, tilted, seen from far away. Pure arithmetic.

Points are given as shares of a box, 0 to 1 each way; the picture is centred on 0, about 1 wide, upwards positive.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.document import Floats

TALL = 0.62
"""The height of the box, as a share of its sides, where nothing else is wanted."""
_FLATTEST, _STEEPEST = 0.08, math.pi / 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Where one looks from: ``round`` about the upright axis and ``above`` the ground, in radians."""

    round: float = 0.62
    above: float = 0.8

    def moved(self, across: float, up: float) -> Turn:
        """Return the turn after a drag by shares of the picture; never from below."""
        above = min(max(self.above + up * 2.0, _FLATTEST), _STEEPEST)
        return Turn((self.round - across * math.pi) % (2 * math.pi), above)


def project(turn: Turn, x: Floats, y: Floats, z: Floats, tall: float = TALL) -> tuple[Floats, Floats, Floats]:
    """Return where points of the box are seen: (right, up, depth), each of their shape; large depth is far away."""
    u, v, h = x - 0.5, y - 0.5, (z - 0.5) * tall
    sine, cosine = math.sin(turn.round), math.cos(turn.round)
    right, away = u * cosine - v * sine, u * sine + v * cosine
    up = h * math.cos(turn.above) + away * math.sin(turn.above)
    depth = away * math.cos(turn.above) - h * math.sin(turn.above)
    return right, up, depth


def far_to_near(depth: Floats) -> list[int]:
    """Return the order in which things of these depths are painted."""
    return [int(place) for place in np.argsort(-depth, kind="stable")]
