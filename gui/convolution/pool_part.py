"""Under a pool: what the other mode makes of the same map, its settings; in the title row, which mode the pool has."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.chain_rule.cell_sums import pooled, region_at, written_region
from core.edits.sizes import SetGrid
from core.images.grids import Window
from gui.convolution.window_fields import WindowFields
from gui.grids.changes import OTHER
from gui.grids.column import StageColumn
from gui.grids.grid_style import around_zero
from gui.grids.grid_view import GridView
from gui.grids.grids_panel import GridsPanel
from gui.grids.number_group import VALUES
from gui.grids.pointing import Pointed
from gui.grids.stages import POOL, Chain, Key
from gui.grids.sum_words import MUTED, NAME, PLAIN, Words
from gui.plots.elided_label import ElidedLabel
from gui.plots.segments import Segments
from gui.theme import styled

_MODES = (
    ("max", "Max pool", "Let the largest value of each region go on"),
    ("mean", "Mean pool", "Let the mean of each region go on"),
)
_SHORT = ("Max", "Mean")
_WORDS = {"max": "Max", "mean": "Mean"}


class ModeChoice(Segments):
    """Switches the mode of a pool; nothing else of it."""

    def __init__(self, panel: GridsPanel, parent: QWidget) -> None:
        super().__init__(_MODES, parent, "What a region of the pool gives", _SHORT)
        self._workspace = panel.workspace
        self._node = ""
        self.chosen.connect(self._choose)

    def show_mode(self, node: str, mode: str) -> None:
        """Show the mode of a pool."""
        self._node = node
        self.show_chosen(mode)

    @Slot(str)
    def _choose(self, mode: str) -> None:
        grid = self._workspace.document.nodes[self._node].grid
        if grid is not None and grid.mode != mode and not self._workspace.do(SetGrid(self._node, mode=mode)):
            self.show_chosen(grid.mode)


class HeadMode(ModeChoice):
    """The choice in the title row: of the one pool that the chain has; gone where it has several, or none."""

    def __init__(self, panel: GridsPanel) -> None:
        super().__init__(panel, panel)

    def show_chain(self, chain: Chain) -> None:
        """Show the mode of the chain's pool."""
        pools = pools_of(chain)
        self.setVisible(len(pools) == 1)
        for node, mode in pools[:1]:
            self.show_mode(node, mode)


def pools_of(chain: Chain) -> list[Key]:
    """Return the pools of a chain: node id and mode."""
    nodes = (stage.node for stage in chain.stages if stage.part == POOL)
    return [(node.id, node.grid.mode) for node in nodes if node.grid is not None]


class PoolPart(QWidget):
    """Shows a second grid, of the other mode, which goes nowhere, and fields for size and stride."""

    def __init__(self, panel: GridsPanel, column: StageColumn) -> None:
        super().__init__(column)
        self._panel, self._column = panel, column
        self._chain: Chain | None = None
        self._titles: tuple[str, ...] = ("",)
        theme = panel.workspace.theme
        self.mode = ModeChoice(panel, self)
        self.mode.compact(on=True)
        self.title = ElidedLabel(self, 8)
        self.other = GridView(theme, self, "The other way to pool")
        self.other.join(VALUES, column.grid.groups)
        self.other.hovered.connect(self._point)
        self.other.left.connect(self._leave)
        self.fields = WindowFields(panel.workspace, panel.workspace.turns.frame.document.nodes[column.key[0]], self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        self._whole = whole
        for widget in (self.mode, self.fields, self.title, self.other):
            whole.addWidget(widget)
        column.need = self._needed
        column.slimmed.connect(self._slim)
        column.sized.connect(self.other.set_cell)
        panel.changes.changed.connect(self._mark)
        theme.changed.connect(self.restyle)
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        self.title.setStyleSheet(styled(f"color: {self._panel.workspace.theme.colors.muted}"))

    def show_chain(self, chain: Chain) -> None:
        """Show what the other mode makes of the map that the pool reads."""
        self._chain = chain
        stage = chain.stage(*self._column.key)
        if stage is None:
            return
        window, grid = self._window, self._column.grid
        values = pooled(window, chain.planes_of(stage.step - 1))[stage.channel]
        word = _WORDS[window.mode]
        self._titles = (f"{word} of the same map, for comparison", f"{word} of the same map", f"{word} instead", word)
        self.other.set_title(self._titles[0])
        self.other.hint = "For comparison only: this does not go on into the network"
        self.other.set_values(values, around_zero(chain.scale_of(stage.step)), grid.known)
        self.other.set_cell(grid.cell)
        self._mark()
        self.fields.show_chain(chain)
        self.mode.setVisible(len(pools_of(chain)) > 1)
        self.mode.show_mode(stage.node.id, chain.windows[stage.step - 1].mode)

    def _needed(self, width: int) -> int:
        """Return the height of the settings; what the other mode makes of the map may be scrolled to."""
        mode = 0 if self.mode.isHidden() else self.mode.sizeHint().height() + 4
        return mode + self.fields.needed(width)

    @Slot(bool)
    def _slim(self, lean: bool) -> None:  # noqa: FBT001  # as the signal gives it
        """Stand at once under the pool where nothing else does."""
        home = self._column.aside if lean else self._whole
        for widget in (self.title, self.other):
            home.addWidget(widget)

    @Slot()
    def _mark(self) -> None:
        """Mark the cells that a move of the picture changed, and count them."""
        changes, key = self._panel.changes, (self._column.key[0], OTHER)
        self.other.set_marks(changes.marks(key, self.other.values.shape))
        change = changes.by_key.get(key)
        if change is None:
            self.title.say(*self._titles)
        else:
            name = self._titles[-1]
            self.title.say(*(f"{name} instead: {words}" for words in change.words), *(
                f"{name}: {words}" for words in change.words))  # fmt: skip

    @property
    def _window(self) -> Window:
        """The pool's window with the other mode."""
        assert self._chain is not None
        window = self._chain.windows[self._chain.path.index(self._column.key[0]) - 1]
        return replace(window, mode="mean" if window.mode == "max" else "max")

    @Slot(int, int)
    def _point(self, row: int, column: int) -> None:
        """Light what the same cell of the pool is made of, and write what the other mode makes of that."""
        stage = None if self._chain is None else self._chain.stage(*self._column.key)
        known = self._column.grid.known
        if self._chain is None or stage is None or (known is not None and not known[row, column]):
            return  # while the filter slides nothing is told of what is not computed yet
        self._panel.point(Pointed(self._column.key, row, column))
        window, source = self._window, self._chain.planes_of(stage.step - 1)
        found = region_at(window, source, pooled(window, source), (stage.channel, row, column))
        said, name = written_region(found), f"{_WORDS[window.mode].lower()} instead [{row + 1}, {column + 1}]"
        tail = "  — for comparison: this does not go on into the network"
        self._panel.sum.say(Words(((name, NAME), (f" = {said}", PLAIN), (tail, MUTED)), whole=f"{name} = {said}{tail}"))

    @Slot()
    def _leave(self) -> None:
        self._panel.point(None)
