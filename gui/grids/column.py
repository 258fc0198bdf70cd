"""One stage of the chain as a column: title, a note, the grid, thumbnails of all channels, and room for more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.catalog import ACTIVATIONS
from core.document import Bools
from core.quantity import format_number
from gui.grids.cell_sizes import GAP, HEAD, LEAST
from gui.grids.changes import ShownChanges
from gui.grids.grid_marks import NO_MARKS, Marks
from gui.grids.grid_style import INK, Style, around_zero
from gui.grids.grid_view import GridView
from gui.grids.part import Part
from gui.grids.stages import AFTER, FILTER, IMAGE, MAP, POOL, Chain, Key, Stage, stage_title
from gui.grids.thumbnails import LEAST_ROW, Thumbnails
from gui.plots.elided_label import ElidedLabel
from gui.theme import Theme, font, styled

_WORDS = {IMAGE: "Image", FILTER: "Filter", MAP: "Feature map", AFTER: "Map after the activation", POOL: "Pooled map"}
_CHANNELS = {IMAGE: "channel", FILTER: "filter", MAP: "map", AFTER: "map", POOL: "map"}

_SHORT = {
    IMAGE: "", FILTER: "stride {grid.stride}, pad {grid.padding}", MAP: "∗ filter + bias", AFTER: "negative → 0",
    POOL: "{kind} of {grid.size} × {grid.size}",
}  # fmt: skip
"""The notes where a column is narrow."""


class StageColumn(QWidget):
    """Shows a stage. ``below`` is a column under the thumbnails into which other parts are put.

    ``slimmed`` tells that all of that is hidden, or seen again.
    """

    slimmed = Signal(bool)
    sized = Signal(float)
    """The side of the grid's cells, when it is given."""

    def __init__(self, theme: Theme, parent: QWidget, key: Key) -> None:
        super().__init__(parent)
        self.key, self._theme = key, theme
        self._notes: tuple[str, ...] = ("",)
        self.title, self.note = ElidedLabel(self, 9, bold=True), ElidedLabel(self, 7.5)
        self.grid = GridView(theme, self, _WORDS[key[1]])
        self.thumbs = Thumbnails(theme, self, _CHANNELS[key[1]].capitalize())
        self.thumbs.hide()
        self.under, self.aside = QWidget(self), QVBoxLayout()
        """What stands under the grid, in ``below``; ``aside`` takes some of it while the column is lean."""
        self.below = _stacked(self.under)
        self.parts: list[Part] = []
        column = _stacked(self, self.title, self.note, self.grid, self.thumbs, self.under)
        column.addLayout(self.aside)
        column.addStretch(1)
        self.need: Callable[[int], int] = lambda _: 0
        """The height of what has to be seen below the grid and its pictures, for a width of the column."""
        self.room = 0
        """Pixels of height below the grid, as far as the view shows it."""
        self.least = LEAST
        """The width that was last asked for, whatever the grid takes."""
        self.setMinimumWidth(LEAST)
        theme.changed.connect(self.restyle)
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        self.title.setStyleSheet(styled(f"color: {self._theme.colors.text}"))
        self.note.setStyleSheet(styled(f"color: {self._theme.colors.muted}"))

    def show_stage(self, chain: Chain, stage: Stage, known: Bools | None) -> None:
        """Show the stage of a chain; cells that are not ``known`` stay empty."""
        style = _style(chain, stage)
        titles = titles_of(chain, stage)
        self.title.say(*titles)
        self._notes = notes_of(chain, stage)
        self.grid.set_title(titles[0])
        self.grid.set_values(stage.values, style, known)
        self.thumbs.show_planes(stage.planes, style, stage.channel, known)

    def add(self, part: Part) -> None:
        """Put a part below the grid; it is shown every new chain."""
        if isinstance(part, QWidget):
            self.below.addWidget(part)
        self.parts.append(part)

    def mark(self, marks: Mapping[Key, Marks], changes: ShownChanges) -> None:
        """Mark cells, or none; where some changed, the note says how many."""
        self.grid.set_marks(changes.marks(self.key, self.grid.values.shape, marks.get(self.key, NO_MARKS)))
        change = changes.by_key.get(self.key)
        self.note.say(*(self._notes if change is None else change.words))

    def be_lean(self, *, on: bool) -> None:
        """Show nothing below the grid but what parts put into ``aside``."""
        if on != self.under.isHidden():
            self.under.setHidden(on)
            self.thumbs.rest(on=on)
            self.slimmed.emit(on)

    def set_cell(self, side: int, *, least: int, high: int) -> None:
        """Make cells ``side`` pixels large, and the column at least ``least`` wide; ``high`` pixels of it are seen."""
        self.grid.set_cell(side)
        self.room = max(0, high - HEAD - self.grid.height() - GAP)
        self.least = least
        width = max(least, self.grid.width())
        self.sized.emit(side)
        if self.key[1] == FILTER:
            return  # what belongs to a filter shares out its column
        self.setFixedWidth(width)
        left = self.room - self.need(width) - GAP
        if left < LEAST_ROW:  # those of the filter or the pool say the same
            left = 0 if self.key[1] in (MAP, AFTER) else LEAST_ROW
        self.thumbs.fit(width, left)

    @property
    def title_width(self) -> int:
        """The width that the title needs."""
        return max(LEAST, self.title.fontMetrics().horizontalAdvance(self.title.whole) + 4)


def _stacked(parent: QWidget, *widgets: QWidget) -> QVBoxLayout:
    """Return the layout of a widget that has others in it, one below the other."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _style(chain: Chain, stage: Stage) -> Style:
    """Return the colours of a stage: pixels as ink, all else around 0, on one scale up to the next filter."""
    if stage.part == IMAGE:
        return Style(INK, *chain.span)
    return around_zero(stage.planes if stage.part == FILTER else chain.scale_of(stage.step))


def titles_of(chain: Chain, stage: Stage) -> tuple[str, ...]:
    """Return the title, and shorter ones for narrow columns."""
    title = stage_title(stage)
    if stage.part != FILTER:
        return title, title.removeprefix("Feature ").capitalize().replace(" pool", "")
    bias = f"bias {format_number(float(chain.bias(stage.node.id)[stage.channel]), 3)}"
    return f"{title}, {bias}", f"Filter, {bias}", title


def note_of(chain: Chain, stage: Stage) -> str:
    """Return what the stage does, in a few words."""
    grid, count = stage.node.grid, len(stage.planes)
    assert grid is not None
    which = f"{_CHANNELS[stage.part]} {stage.channel + 1} of {count} · " if count > 1 else ""
    if stage.part == IMAGE:
        if chain.frame.tried is not None:
            return f"{which}tried in place of row {chain.row + 1}"
        return f"{which}row {chain.row + 1} of {chain.document.data.count:,}"
    if stage.part == FILTER:
        return f"{which}stride {grid.stride}, padding {grid.padding}"
    if stage.part == MAP:
        return f"{which}{chain.document.nodes[chain.path[stage.step - 1]].label} ∗ filter + bias"
    if stage.part == AFTER:
        what = ACTIVATIONS[stage.node.activation].title
        return f"{which}{'negative becomes 0' if stage.node.activation == 'relu' else f'{what} of each number'}"
    apart = "" if grid.stride == grid.size else f", {grid.stride} apart"
    word = "largest" if grid.mode == "max" else "mean"
    return f"{which}{word} of each {grid.size} × {grid.size}{apart}"


def notes_of(chain: Chain, stage: Stage) -> tuple[str, ...]:
    """Return the note, and shorter ones for narrow columns."""
    note, grid = note_of(chain, stage), stage.node.grid
    assert grid is not None
    place = f"{stage.channel + 1} of {len(stage.planes)}" if len(stage.planes) > 1 else ""
    short = _SHORT[stage.part].format(grid=grid, kind="max" if grid.mode == "max" else "mean")
    if stage.part == AFTER and stage.node.activation != "relu":
        short = ACTIVATIONS[stage.node.activation].title
    which = f"{place} · " if place else ""
    return tuple(dict.fromkeys((note, f"{which}{short}" if short else note, place or short or note)))


class Sign(QLabel):
    """What stands between two columns: ∗ for the filter that is applied, → else."""

    def __init__(self, theme: Theme, parent: QWidget, text: str) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setToolTip("The filter is laid over every place, and the products are summed up" if text == "∗" else "")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._slim: bool | None = None
        self.be_slim(on=False)
        theme.changed.connect(self.restyle)
        self.restyle()

    def be_slim(self, *, on: bool) -> None:
        """Take less width, or as much as is good."""
        if on != self._slim:
            self._slim = on
            self.setFont(font(11 if on else 15))
            self.setFixedWidth(12 if on else 16)

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        self.setStyleSheet(styled(f"color: {self._theme.colors.muted}"))
