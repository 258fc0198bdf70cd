"""How the terms of a formula flow into lines: on one base line a line, broken only between factors."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from gui.controls.formula import Drawn, draw
from gui.inspectors.chain_terms import Term
from gui.theme import font

SIZE = 16.0
"""Height of the formula's letters in pixels."""
PLAIN = 10.0
"""Points of what has to be written as plain text."""
GAP, LINE_GAP, INDENT = 4.0, 7.0, 16.0
EDGE = 3.0
"""Room about the lines for the box of the factor pointed at, its line included."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A term where it stands: its left end on its line's base line; ``drawn`` is None for plain text."""

    term: Term
    spot: QPointF
    area: QRectF
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class _Sized:
    term: Term
    drawn: Drawn | None
    width: float
    ascent: float
    descent: float


def flow(terms: tuple[Term, ...], width: float, ratio: float) -> tuple[tuple[Placed, ...], float]:
    """Return the terms in lines no wider than ``width`` where that can be, and how high the lines are together."""
    placed: list[Placed] = []
    top = EDGE
    for number, line in enumerate(_lines([_sized(term, ratio) for term in terms], width)):
        base = top + max(one.ascent for one in line)
        x = INDENT if number else EDGE
        for one in line:
            area = QRectF(x - 2, base - one.ascent - 2, one.width + 4, one.ascent + one.descent + 4)  # within EDGE
            placed.append(Placed(one.term, QPointF(x, base), area, one.drawn))
            x += one.width + GAP
        top = base + max(one.descent for one in line) + LINE_GAP
    return tuple(placed), top - LINE_GAP + EDGE


def _sized(term: Term, ratio: float) -> _Sized:
    drawn = draw(term.piece, SIZE, term.ink, ratio)
    if drawn is not None:
        return _Sized(term, drawn, drawn.width, drawn.ascent, drawn.descent)
    metrics = QFontMetricsF(font(PLAIN))
    return _Sized(term, None, metrics.horizontalAdvance(term.piece.plain), metrics.ascent(), metrics.descent())


def _lines(sized: list[_Sized], width: float) -> list[list[_Sized]]:
    """Break into lines; terms that belong together, such as × and its factor, stay together where they fit."""
    lines: list[list[_Sized]] = []
    x = 0.0
    for group in _parted(_groups(sized), width - INDENT):
        wide = sum(one.width + GAP for one in group)
        if not lines or group[0].term.begins or x + wide > width + GAP:
            x = INDENT if lines else 0.0
            lines.append([])
        lines[-1] += group
        x += wide
    return lines


def _parted(groups: list[list[_Sized]], width: float) -> list[list[_Sized]]:
    """Take apart the groups that no line has room for."""
    parted: list[list[_Sized]] = []
    for group in groups:
        whole = sum(one.width + GAP for one in group) <= width + GAP
        parted += [group] if whole else [[one] for one in group]
    return parted


def _groups(sized: list[_Sized]) -> list[list[_Sized]]:
    groups: list[list[_Sized]] = []
    for one in sized:
        if one.term.opens or not groups:
            groups.append([])
        groups[-1].append(one)
    return groups
