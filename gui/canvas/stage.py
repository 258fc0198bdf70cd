"""Everything the painters read: one frame laid out, what is chosen and hovered, and the preview of a gesture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from core.document import Document, Floats, Pair, Point, Ref
from gui.canvas.drawing import NOTHING, Drawing, Hit, lay_out, looking_at
from gui.canvas.lighting import Lighting
from gui.canvas.look import pill_width
from gui.canvas.trail import PLAIN, Light
from gui.state.frame import Frame
from gui.state.selection import Selection
from gui.state.trial import Trial
from gui.theme import Colors, Theme, node_colors


@dataclass(frozen=True, slots=True)
class Verdict:
    """May the node the wire hovers over be joined? ``sentence`` says why not."""

    node: str
    sentence: str = ""

    @property
    def good(self) -> bool:
        """Whether it may."""
        return not self.sentence


@dataclass(frozen=True, slots=True)
class Ghost:
    """A node about to be placed."""

    kind: str
    layer: bool
    center: QPointF


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What a gesture would do if it ended now. The empty preview is the document as it stands."""

    positions: Mapping[str, Point] = field(default_factory=dict)
    frame: Frame | None = None
    wire: QLineF | None = None
    verdict: Verdict | None = None
    box: QRectF | None = None
    guides: tuple[QLineF, ...] = ()
    ghost: Ghost | None = None
    insert: Pair | None = None
    """The connection that a node would be put into."""


QUIET = Preview()


def with_value(frame: Frame, ref: Ref, index: tuple[int, ...], value: float, trial: Trial | None = None) -> Frame:
    """Return the frame as it would be with one number changed, everything computed anew, in the room of ``trial``."""
    if frame.network is not None and frame.snapshot is not None and frame.rows is not None:
        return (trial or Trial()).with_numbers(frame, {int(frame.network.slots[ref].index[index or ...].item()): value})
    numbers = np.array(frame.parameter(ref))
    numbers[index or ...] = value
    if frame.network is None or frame.snapshot is None:
        old = frame.document.parameter(ref)
        return replace(frame, document=frame.document.with_parameters({ref: replace(old, value=numbers)}))
    theta = frame.snapshot.theta.copy()
    theta[frame.network.slots[ref].index] = numbers
    return replace(frame, snapshot=replace(frame.snapshot, theta=theta))


class Stage:
    """One canvas's state for painting. Nothing here is saved; all of it is made anew from frame and selection."""

    def __init__(self, theme: Theme, selection: Selection, frame: Frame, lighting: Lighting) -> None:
        self._theme, self._selection, self._frame = theme, selection, frame
        self.lighting = lighting
        self.preview = QUIET
        self.hover: Hit = NOTHING
        self.drawing = self._all = Drawing(Document())
        self.node_colors: Mapping[str, str] = {}
        self.redraw()

    @property
    def frame(self) -> Frame:
        """The frame on show: a gesture's own where it tries another number."""
        return self.preview.frame or self._frame

    @property
    def document(self) -> Document:
        """The document on show."""
        return self._frame.document

    @property
    def colors(self) -> Colors:
        """The theme's colours."""
        return self._theme.colors

    @property
    def selection(self) -> Selection:
        """What is chosen."""
        return self._selection

    @property
    def row(self) -> int:
        """The data row whose values are shown."""
        return self.lighting.row

    @property
    def light(self) -> Light | None:
        """What is emphasised; None where all is shown alike."""
        return self.lighting.light(self.document)

    def node_light(self, node: str) -> int:
        """Return how a node is shown: DIM, PLAIN, LIT or STRONG."""
        light = self.light
        return PLAIN if light is None else light.of_node(node)

    def pair_light(self, pair: Pair) -> int:
        """Return how a connection is shown."""
        light = self.light
        return PLAIN if light is None else light.of_pair(pair)

    def knows(self, node: str) -> bool:
        """Whether a node shows its values: in slow motion those behind do not yet, nor those to be worked out."""
        light = self.light
        return not self.asks(node) and (light is None or node not in light.unknown)

    def asks(self, node: str) -> bool:
        """Whether a node's values are to be worked out."""
        return self.lighting.asks(self.document, node)

    def take(self, frame: Frame) -> bool:
        """Show another frame; True if the drawing itself is another."""
        old, self._frame = self._frame.document, frame
        new = frame.document
        same = old.nodes is new.nodes and old.connections is new.connections and old.positions is new.positions
        if not same:
            self.redraw()
        return not same

    def show(self, preview: Preview) -> None:
        """Show what a gesture would do."""
        moved = preview.positions != self.preview.positions
        self.preview = preview
        if moved:
            self.redraw()

    def redraw(self) -> None:
        """Lay the document out anew."""
        self._all = lay_out(self.document, pill_width, self.preview.positions)
        self.node_colors = node_colors(self.document, self.colors)
        self.look()

    def look(self) -> None:
        """Show the numbers of the connections chosen and hovered over, also where there is no room for all."""
        looked_at = (*self._selection.pairs, *((self.hover.pair,) if self.hover.pair else ()))
        self.drawing = looking_at(self._all, pill_width, looked_at)

    def unit_pointed(self, node: str) -> int | None:
        """Return the unit of a layer that is pointed at, in its tile or at an end of a weight in a picture."""
        hit = self.hover
        if hit.node == node and len(hit.place) == 1:
            return hit.place[0]
        if hit.pair is not None and len(hit.place) == 2 and node in hit.pair:
            target, source = hit.place
            return source if node == hit.pair[0] else target
        return None

    def number(self, ref: Ref) -> float:
        """Return the live value of a parameter of one number."""
        return float(self.frame.parameter(ref).flat[0])

    def chosen_values(self, node: str) -> Floats | None:
        """Return a node's outputs for the chosen row: (units,); None without data."""
        return self.frame.outputs_of(node, self.row) if self.knows(node) else None

    def chosen_sums(self, node: str) -> Floats | None:
        """Return a node's weighted sums plus bias for the chosen row: (units,); None without data."""
        return self.frame.sums_of(node, self.row) if self.knows(node) else None

    def observed_values(self, node: str) -> Floats | None:
        """Return what was observed at an output node in the chosen row: (units,); None without data."""
        return self.frame.observed_of(node, self.row)


def held_back(stage: Stage) -> bool:
    """Whether the row shown is a test row: it has no part in any derivative."""
    rows = stage.frame.rows
    return rows is not None and bool((rows.test == stage.row).any())
