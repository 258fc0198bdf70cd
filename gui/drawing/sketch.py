"""What the drawing tools do to the picture that is tried, and the strokes that can be taken back.

Drawing begins with the picture that is shown, the chosen row's or one that is tried. Nothing of it is in the document:
Undo has nothing to take back, so the sketch keeps its own strokes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from core.document import Floats
from core.shifts import Shift, shifted
from gui.grids.grid_marks import Cell
from gui.grids.stages import IMAGE, Chain, Stage
from gui.state.tried_picture import Picture, TriedPicture

PENCIL, ERASER, HAND = "pencil", "eraser", "hand"
MOST_STROKES = 200
STEPS = 16
"""Levels of grey between paper and ink."""
Making = Callable[[tuple[int, ...], float, float], Floats]
"""Makes a picture of a shape (channels, height, width) from the numbers of paper and ink."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What a picture was before it was moved: nothing that a move pushes off the image is lost while it is moved on."""

    planes: Floats
    words: str
    moved: Shift = (0, 0)


_Before = tuple[Picture | None, _Ground | None]


class Sketch(QObject):
    """``tool`` is PENCIL, ERASER or HAND, ``level`` the pencil's grey from 1 to STEPS, ``brush`` its side in cells.

    ``changed`` tells that one of these, or what can be taken back, is another.
    """

    changed = Signal()

    def __init__(self, tried: TriedPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._tried = tried
        self.chain: Chain | None = None
        self.tool, self.level, self.brush = PENCIL, STEPS, 1
        self._strokes: list[_Before] = []
        self._ground: _Ground | None = None
        self._mine: Picture | None = None
        self._begun = False
        tried.changed.connect(self._follow)

    def use(self, tool: str | None = None, *, level: int | None = None, brush: int | None = None) -> None:
        """Take another tool, grey or brush; None leaves one as it is."""
        self.tool, self.level, self.brush = tool or self.tool, level or self.level, brush or self.brush
        self.changed.emit()

    # -- what is drawn on --------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage | None:
        """The image that is shown; None where there is none."""
        return None if self.chain is None else next((one for one in self.chain.stages if one.part == IMAGE), None)

    @property
    def span(self) -> tuple[float, float]:
        """The numbers of paper and of full ink."""
        return (0.0, 1.0) if self.chain is None else self.chain.span

    @property
    def ink(self) -> float:
        """The number that the pencil writes."""
        low, high = self.span
        return low + (high - low) * self.level / STEPS

    @property
    def moved(self) -> Shift:
        """How far what is tried has been moved, (to the right, down)."""
        return self._ground.moved if self._ground is not None else (0, 0)

    def unmoved(self, chain: Chain) -> tuple[Floats, str]:
        """Return what the chain shows as it was before it was moved, and what it is called."""
        if self._ground is not None:
            return self._ground.planes, self._ground.words
        tried = self._tried.picture
        return chain.stages[0].planes, f"row {chain.row + 1}" if tried is None else tried.words

    @property
    def can_take_back(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._strokes)

    # -- strokes -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a stroke: what is shown now can be brought back."""
        self._begun = True
        self._strokes = [*self._strokes, (self._tried.picture, self._ground)][-MOST_STROKES:]

    def end(self) -> None:
        """End a stroke; one that changed nothing is none."""
        self._begun = False
        if self._strokes and self._strokes[-1][0] is self._tried.picture:
            self._strokes.pop()
        self.changed.emit()

    def cancel(self) -> bool:
        """Leave no trace of the stroke under way; return whether there was one."""
        begun, self._begun = self._begun, False
        if begun:
            self.take_back()
        return begun

    def take_back(self) -> None:
        """Bring back what was before the last stroke."""
        if self._strokes:
            picture, self._ground = self._strokes.pop()
            self._put(picture, keep=False)

    def flips_to(self, cell: Cell) -> float:
        """Return what a click on a cell writes: the pencil's grey, or paper where that stands there already."""
        stage = self.stage
        same = stage is not None and abs(float(stage.values[cell]) - self.ink) <= 1e-9
        return self.span[0] if same or self.tool == ERASER else self.ink

    def paint(self, start: Cell, end: Cell, value: float) -> None:
        """Write ``value`` along the line between two cells of the channel that is shown, as wide as the brush."""
        stage = self.stage
        if stage is None:
            return
        planes, wide = stage.planes.copy(), self.brush
        for row, column in line_between(start, end):
            rows, columns = slice(max(0, row), max(0, row + wide)), slice(max(0, column), max(0, column + wide))
            planes[stage.channel, rows, columns] = value
        self._ground = None
        self._put(Picture(stage.node.id, planes, "your drawing", drawn=True))

    def move_to(self, right: int, down: int) -> None:
        """Show the picture moved so far from where it was before it was moved at all."""
        stage, tried = self.stage, self._tried.picture
        if stage is None or self.chain is None:
            return
        words = f"row {self.chain.row + 1}" if tried is None else tried.words
        ground = self._ground or _Ground(stage.planes, words)
        self._ground = replace(ground, moved=(right, down))
        drawn = tried is not None and tried.drawn
        told = f"{ground.words}, {in_words((right, down))}"
        self._put(Picture(stage.node.id, shifted(ground.planes, right, down), told, drawn))

    def shift(self, right: int, down: int) -> None:
        """Move the picture by so many pixels, as one stroke."""
        self.begin()
        self.move_to(self.moved[0] + right, self.moved[1] + down)
        self.end()

    def replace_by(self, make: Making, words: str, *, drawn: bool) -> None:
        """Show another picture as one stroke."""
        stage = self.stage
        if stage is not None:
            self.begin()
            self._ground = None
            self._put(Picture(stage.node.id, np.array(make(stage.planes.shape, *self.span)), words, drawn))
            self.end()

    def _put(self, picture: Picture | None, *, keep: bool = True) -> None:
        self._mine = picture
        self._tried.show(picture, keep=keep)
        self.changed.emit()

    @Slot()
    def _follow(self) -> None:
        """Forget strokes and moves where something else came in place of the picture."""
        if self._tried.picture is not self._mine:
            self._mine, self._ground, self._begun, self._strokes = self._tried.picture, None, False, []
            self.changed.emit()


def line_between(start: Cell, end: Cell) -> list[Cell]:
    """Return the cells on the straight line between two cells, both included."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    rows, columns = (np.rint(np.linspace(start[axis], end[axis], steps + 1)).astype(int).tolist() for axis in (0, 1))
    return list(zip(rows, columns, strict=True))


def in_words(moved: Shift) -> str:
    """Return a shift in words: "moved 1 right, 2 up"."""
    right, down = moved
    parts = [f"{abs(right)} {'right' if right > 0 else 'left'}"] if right else []
    parts += [f"{abs(down)} {'down' if down > 0 else 'up'}"] if down else []
    return f"moved {', '.join(parts)}" if parts else "not moved"
