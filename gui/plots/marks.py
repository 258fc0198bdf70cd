"""What a view draws, as values: lines, dots, labels, bands. A view makes them anew for every frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.document import Floats, Indices

Span: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A curve through points in data units; a number that is not finite makes a gap.

    Where ``named``, its name is written beside it; ``tip`` says what it is.
    """

    x: Floats
    y: Floats
    color: str
    width: float = 1.5
    dashed: bool = False
    name: str = ""
    named: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Separate straight lines from (x, y) to (x, to)."""

    x: Floats
    y: Floats
    to: Floats
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Separate straight lines from (x, y) to (to_x, to_y), in any direction; ``heads`` makes arrows of them.

    ``dotted`` ones are what no step made.
    """

    x: Floats
    y: Floats
    to_x: Floats
    to_y: Floats
    color: str
    width: float = 1
    dashed: bool = False
    heads: bool = False
    dotted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Round marks; ``hollow`` ones are rings. ``size`` is their diameter in pixels."""

    x: Floats
    y: Floats
    color: str
    size: float = 8
    hollow: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shade:
    """Colours over the whole plot: ``heights`` (y, x), 0 to 1, from colour ``low`` to ``high``; NaN has none.

    The first row and column stand at the low ends of ``across`` and ``up``.
    """

    across: Span
    up: Span
    heights: Floats
    low: str
    high: str


@dataclass(frozen=True, slots=True, eq=False)
class Mosaic:
    """Colours over the whole plot: ``tiles`` (y, x) are places in ``colors``, 0xAARRGGBB.

    The first row and column stand at the low ends of ``across`` and ``up``.
    """

    across: Span
    up: Span
    tiles: Indices
    colors: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Symbols:
    """Marks of one ``shape`` (see ``gui.plots.symbols``); ``size`` is their height in pixels, ``rim`` their edge.

    ``color`` "" leaves their inside empty.
    """

    x: Floats
    y: Floats
    shape: str
    color: str
    rim: str
    size: float = 9
    width: float = 1


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a point; ``tip`` says what they tell."""

    x: float
    y: float
    text: str
    color: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class EndName:
    """The name of a curve, right of its end; moved up or down, on a thin line, where others end close by."""

    x: float
    y: float
    text: str
    color: str


@dataclass(frozen=True, slots=True)
class Band:
    """A tinted part of the x-axis."""

    low: float
    high: float
    color: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the whole plot: upright at ``x``, or level at ``y``."""

    color: str
    x: float | None = None
    y: float | None = None
    dashed: bool = True


Mark: TypeAlias = Line | Segments | Strokes | Shade | Mosaic | Dots | Symbols | Label | EndName | Band | Rule


@dataclass(frozen=True, slots=True)
class Picture:
    """All of a plot at one moment.

    ``across`` and ``up`` are the limits that show everything, None where there is nothing. ``note`` says
    under the plot what one must know to read it, in words from long to short, of which the first that fits is
    shown; ``message`` stands in its middle where nothing can be drawn.
    Where it ``grows`` the limits across are rounded and kept as long as they fit, as those upwards always are.
    """

    marks: tuple[Mark, ...] = ()
    across: Span | None = None
    up: Span | None = None
    x_name: str = ""
    y_name: str = ""
    note: tuple[str, ...] = ("",)
    message: str = ""
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pointer reads: where the upright line stands, and (colour, words) a line."""

    x: float
    lines: tuple[tuple[str, str], ...] = field(default=())
