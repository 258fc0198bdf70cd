"""The lanes of the strip plot: a class each with the starts' probabilities, and the shares of rows called rightly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.document import Bools, Document, Floats, Node
from core.quantity import format_share
from core.scores import Results, Scores
from core.targets import class_names
from core.training.starts import Start, Starts
from gui.classes.strip_sheet import Lane, Sheet
from gui.classes.trust_words import percent_span, span_text, start_words
from gui.theme import Colors, class_colors, class_shapes

PARTS = ("right, training", "right, test")


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """What the network as it is says of the row, (classes,), and how it calls all rows, None without a column."""

    shares: Floats
    results: Results | None

    def right(self, part: int) -> float | None:
        """Return the share of training (0) or test (1) rows that it calls by their class."""
        scores: Scores | None = None if self.results is None else (self.results.train, self.results.test)[part]
        return scores.accuracy if scores is not None else None


class Shares:
    """The starts' probabilities of one row, remembered: a start that comes is computed, those before are not again."""

    def __init__(self) -> None:
        self._about: tuple[object, str, int] = (None, "", 0)
        self._known: Floats = np.zeros((0, 0))

    def of(self, starts: Starts | None, node: Node, row: int) -> Floats:
        """Return the probabilities, (starts, classes), of as many starts as are trained to their end."""
        about = (starts, node.id, row)
        if about != self._about or self._known.shape[1] != len(node.classes):
            self._about, self._known = about, np.zeros((0, len(node.classes)))
        if starts is not None:
            self._known = np.concatenate((self._known, starts.probabilities(node.id, row, len(self._known))))
        return self._known


def sheet_of(
    document: Document, node: Node, found: tuple[Start, ...], shares: Floats, own: Own | None, row: int,
    colors: Colors, *, faint: bool,
) -> Sheet:  # fmt: skip
    """Return what is to be shown of data row ``row`` of ``document``, whose ``node`` is a softmax.

    ``shares`` (starts, classes) are the probabilities after each start ``found``.
    """
    diverged = np.array([start.diverged for start in found], dtype=np.bool_)
    lanes = (*_classes(document, node, shares, diverged, own, row, colors), *_parts(node, found, diverged, own, colors))
    return Sheet(lanes, diverged, lambda start: _tip(found[start], node, shares[start]), faint)


def _classes(
    document: Document, node: Node, shares: Floats, diverged: Bools, own: Own | None, row: int, colors: Colors
) -> list[Lane]:
    looks = zip(node.classes, class_shapes(len(node.classes)), class_colors(len(node.classes), colors), strict=True)
    seen = _observed(document, node, row)
    return [
        Lane(f"p({name})", span_text(shares[~diverged, at]), shape, color, shares[:, at],
             float(own.shares[at]) if own is not None else None, bold=name == seen)
        for at, (name, shape, color) in enumerate(looks)
    ]  # fmt: skip


def _observed(document: Document, node: Node, row: int) -> str:
    """Return the class that the row is observed to be; "" where no column says so."""
    names = document.data.targets.get(node.id, ())
    if not names or names[0] not in document.data.names:
        return ""
    return str(class_names(document.data.column(names[0]))[row])


def _parts(node: Node, found: tuple[Start, ...], diverged: Bools, own: Own | None, colors: Colors) -> list[Lane]:
    """Return a lane for the training rows and one for the test rows, where there are any."""
    right = np.array([start.right.get(node.id, (np.nan, np.nan)) for start in found]).reshape(len(found), 2)
    lanes = []
    for part, name in enumerate(PARTS):
        now = own.right(part) if own is not None else None
        if now is not None or np.isfinite(right[:, part]).any():
            said = percent_span(right[~diverged, part])
            lanes.append(Lane(name, said, "disc", colors.muted, right[:, part], now, classed=False))
    return lanes


def _tip(start: Start, node: Node, shares: Floats) -> str:
    """Return what the pointer reads at a dot of a start."""
    told = ", ".join(f"{name} {format_share(float(share))}" for name, share in zip(node.classes, shares, strict=True))
    return f"{start_words(start, node.id)[0]}\n{told}"
