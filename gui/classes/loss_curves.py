"""−ln p and (1 − p)² over p as marks: both curves, a ball on each with its tangent, and the way it came."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.quantity import format_number
from core.row_losses import CURVES, PAIR
from gui.plots.marks import Dots, Label, Line, Mark, Rule, Span, Symbols
from gui.plots.tints import mixed
from gui.theme import Colors

DIGITS = 3
NAMES = {"cross_entropy": "−ln p", "ssr": "(1 − p)²"}
MEANINGS = {"cross_entropy": "The cross entropy of a row, by the probability p of its class",
            "ssr": "The squared residual of a row, by the probability p of its class"}  # fmt: skip
SLOPES = {"cross_entropy": "−1/p", "ssr": "−2(1 − p)"}
SHAPES = {"cross_entropy": "disc", "ssr": "square"}
LEAST_TOP, MOST_TOP = 3.2, 12.0
"""How high the plot reaches at least and at most; −ln p is 12 at p = 6e−6."""
_FINE = np.concatenate([np.geomspace(1e-6, 0.05, 120), np.linspace(0.05, 1.0, 160)[1:]])
_REACH, _RISE = 0.15, 0.2
"""Half a tangent, at most this share of the plot's width and of its height."""
_MOST_DOTS = 120
SLOPE_TIP = "How steep the curve is where the row stands: how much its loss changes with p"
_BELOW = 0.06
_BESIDE, _WORDS = 1.0, {"cross_entropy": 0.9, "ssr": 0.66}
"""Where the slopes are written, as shares of width and height: there both curves are low."""


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """Where one row stands on the curve of one loss: at ``p``; ``past`` are the p it came along, (steps,)."""

    loss: str
    p: float
    past: Floats


def _height_at(loss: str, p: float) -> float:
    return float(CURVES[loss].height(np.array([p]))[0])


def tints(colors: Colors) -> dict[str, str]:
    """Return the colour of each loss, the same in plot and card."""
    return dict(zip(PAIR, colors.cycle, strict=False))


def reach(balls: Sequence[Ball]) -> Span:
    """Return the limits upwards: enough for all balls, within bounds, and a little below 0."""
    seen = np.array([np.concatenate([ball.past, [ball.p]]).min() for ball in balls if ball.loss == "cross_entropy"])
    tops = CURVES["cross_entropy"].height(seen)
    top = float(np.clip(1.12 * tops.max(initial=0.0), LEAST_TOP, MOST_TOP))
    return -_BELOW * top, top


def marks_of(balls: Sequence[Ball], colors: Colors, *, brief: bool = False) -> tuple[Mark, ...]:
    """Return curves, tangents and balls; ``brief`` where there is no room for formulas."""
    top, ink = reach(balls)[1], tints(colors)
    marks: list[Mark] = [
        Line(_FINE, CURVES[loss].height(_FINE), ink[loss], 1.8, dashed=loss == "ssr", name=NAMES[loss], named=not balls,
             tip=MEANINGS[loss])
        for loss in PAIR
    ]
    for ball in balls:
        marks += [*_trail(ball, ink[ball.loss], colors), *_tangent(ball, top, ink[ball.loss], brief=brief)]
    return (*marks, *(mark for ball in balls for mark in _ball(ball, top, ink[ball.loss], colors)))


def _trail(ball: Ball, ink: str, colors: Colors) -> list[Mark]:
    """Return where the ball has been."""
    past = ball.past[:: max(1, -(-ball.past.size // _MOST_DOTS))]
    return [Dots(past, CURVES[ball.loss].height(past), mixed(ink, colors.window, 0.45), 5)] if past.size else []


def _tangent(ball: Ball, top: float, ink: str, *, brief: bool) -> list[Mark]:
    at, tilt = _height_at(ball.loss, ball.p), CURVES[ball.loss].slope(ball.p)
    formula = "" if brief else f" {SLOPES[ball.loss]} ="
    words = f"{NAMES[ball.loss]}: slope{formula} {format_number(tilt, DIGITS)}"
    name = Label(_BESIDE, _WORDS[ball.loss] * top, words, ink, f"{MEANINGS[ball.loss]}. {SLOPE_TIP}")
    if not math.isfinite(at) or not math.isfinite(tilt) or at > top:
        return [name]
    wide = min(_REACH, _RISE * top / max(abs(tilt), 1e-9))
    ends = np.array([ball.p - wide, ball.p + wide])
    return [Line(ends, at + tilt * (ends - ball.p), ink, 2.4), name]


def _ball(ball: Ball, top: float, ink: str, colors: Colors) -> list[Mark]:
    at = _height_at(ball.loss, ball.p)
    where, shape = np.array([ball.p]), SHAPES[ball.loss]
    if at <= top:
        return [Rule(mixed(ink, colors.window, 0.6), x=ball.p),
                Symbols(where, np.array([at]), shape, ink, colors.window, 14, 1.5)]
    return [Symbols(where, np.array([top]), "triangle", "", ink, 12, 1.5),
            Label(ball.p, top, "above the plot", ink, "The loss of the row is larger than the plot is high")]


def words_at(x: float, colors: Colors) -> list[tuple[str, str]]:
    """Return both curves and their slopes at p = ``x`` in words, each with its colour."""
    found = {loss: (_height_at(loss, x), CURVES[loss].slope(x)) for loss in PAIR}
    return [(tints(colors)[loss], f"{NAMES[loss]} {format_number(value, DIGITS)}, slope {format_number(tilt, DIGITS)}")
            for loss, (value, tilt) in found.items()]
