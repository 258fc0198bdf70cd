"""How connections are painted: curves where there are few, straight lines by a few pens where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter

from core.document import Document, Floats, Pair
from core.engine.network import Network
from gui.canvas import geometry, look
from gui.canvas.drawing import MOST_CURVES
from gui.canvas.stage import Stage
from gui.canvas.trail import DIM, LIT, STRONG
from gui.state.frame import Frame

MOST_SMOOTH_CURVES = 48
MOST_SMOOTH_LINES = 500
MOST_DASHED = 2_000
DIMMED = 0.5
"""How far what is beside a lit path fades into the canvas."""
WIDTHS = 12
"""How many thicknesses many lines are sorted into; two signs make 24 pens."""

_PLACES: WeakKeyDictionary[Network, Floats] = WeakKeyDictionary()


def _places(network: Network, document: Document) -> Floats:
    """Return where in theta each connection's weight is, −1 where it is a matrix or none; made once a network."""
    found = _PLACES.get(network)
    if found is None or len(found) != len(document.connections):
        slots = network.slots
        found = np.array(
            [slots[pair].index.flat[0] if pair in slots and slots[pair].index.size == 1 else -1
             for pair in document.connections]
        )
        _PLACES[network] = found
    return found


def strengths(frame: Frame, pairs: Sequence[Pair]) -> Floats:
    """Return every connection's live weight; of a matrix the root mean square, for which ``is_layer`` is true.

    Where there is no weight values pass as they are, as by a weight of 1.
    """
    network, snapshot, document = frame.network, frame.snapshot, frame.document
    if network is None or snapshot is None:
        return np.array([_strength(frame, pair) for pair in pairs], dtype=np.float64)
    places = _places(network, document)
    found: Floats = snapshot.theta[places]
    for index in np.flatnonzero(places < 0).tolist():
        found[index] = _strength(frame, pairs[index])
    return found


def _strength(frame: Frame, pair: Pair) -> float:
    return _single(frame.parameter(pair)) if frame.document.has(pair) else 1.0


@np.errstate(all="ignore")  # a diverging network has numbers whose squares no float64 holds
def _single(value: Floats) -> float:
    if not value.size:
        return 0.0
    return float(value.flat[0]) if value.size == 1 else float(np.sqrt(np.mean(value * value)))


def is_layer(document: Document, pair: Pair) -> bool:
    """Whether a connection holds several weights, so that it has no one sign."""
    return not document.has(pair) or document.parameter(pair).value.size != 1


def paint_wires(painter: QPainter, stage: Stage, shown: Sequence[int], *, rough: bool) -> None:
    """Paint the connections at places ``shown``; ``rough`` (while training) trades smooth edges for speed."""
    pairs = stage.drawing.pairs
    weights = strengths(stage.frame, pairs)
    smooth = len(shown) <= (MOST_SMOOTH_CURVES if rough else MOST_SMOOTH_LINES)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    if len(shown) <= MOST_CURVES:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index in shown:
            paint_curve(painter, stage, pairs[index], float(weights[index]))
    else:
        _paint_lines(painter, stage, np.asarray(shown, dtype=np.intp), weights)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_curve(painter: QPainter, stage: Stage, pair: Pair, weight: float) -> None:
    """Paint one connection: thick by |weight|, colour and dashes by sign; a layer's neutral and doubled."""
    colors = stage.colors
    path = geometry.wire_path(stage.drawing.wire(pair))
    width = look.wire_width(weight)
    shine = stage.pair_light(pair)
    halo = _halo(stage, pair, shine)
    if halo:
        painter.setPen(look.pen(halo, round(width + (9 if shine == STRONG else 7), 1)))
        painter.drawPath(path)
    faded = DIMMED if shine == DIM else 0.0
    if is_layer(stage.document, pair):
        painter.setPen(look.pen(look.mixed(colors.muted, colors.canvas, faded), round(width + 3, 1)))
        painter.drawPath(path)
        painter.setPen(look.pen(colors.canvas, round(max(1.5, width - 0.5), 1)))
    else:
        ink = look.mixed(colors.negative if weight < 0 else colors.positive, colors.canvas, faded)
        painter.setPen(look.pen(ink, round(width, 1), dashed=weight < 0))
    painter.drawPath(path)


def _halo(stage: Stage, pair: Pair, shine: int) -> str:
    """Return the colour of the ring around a connection that is lit, chosen or hovered over; empty without one."""
    colors, chosen = stage.colors, pair in stage.selection.pairs
    if shine == STRONG:
        return look.mixed(colors.canvas, colors.accent, 0.75)
    if chosen or stage.preview.insert == pair or shine == LIT:
        return look.mixed(colors.canvas, colors.accent, 0.35)
    return look.mixed(colors.canvas, colors.border, 0.35) if stage.hover.pair == pair else ""


def _paint_lines(painter: QPainter, stage: Stage, shown: NDArray[np.intp], weights: Floats) -> None:
    colors, some = stage.colors, weights[shown]
    share = 1 - np.exp(-np.minimum(np.abs(np.nan_to_num(some)), 100.0) / 3)
    bucket = np.minimum((share * WIDTHS).astype(np.intp), WIDTHS - 1)
    pieces = 3 if len(shown) <= MOST_DASHED else 2
    for step in range(WIDTHS):  # the strongest last, so that they are seen
        for negative, ink in ((False, colors.positive), (True, colors.negative)):
            chosen = shown[(bucket == step) & ((some < 0) == negative)]
            if len(chosen):
                painter.setPen(look.pen(ink, 1.2 + 5.6 * step / WIDTHS))
                painter.drawLines(line_pieces(stage.drawing.ends[chosen], pieces if negative else 1))


def line_pieces(ends: Floats, pieces: int) -> list[QLineF]:
    """Return the straight lines, each in so many pieces with gaps between: the dashes of negative weights."""
    if pieces == 1:
        return [QLineF(*end) for end in ends.tolist()]
    start, span = ends[:, :2], ends[:, 2:] - ends[:, :2]
    found: list[QLineF] = []
    for piece in range(pieces):
        low, high = (piece + 0.08 * (piece > 0)) / pieces, (piece + 1 - 0.08 * (piece < pieces - 1)) / pieces
        found += [QLineF(*end) for end in np.hstack((start + low * span, start + high * span)).tolist()]
    return found
