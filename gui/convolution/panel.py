"""The convolution view: the chain of grids for the chosen row, the line of the sum, the filter that slides."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from core.document import Bools
from gui.convolution import slots
from gui.convolution.panel_layout import PanelLayout, word_slide
from gui.convolution.secrecy import kept_secret
from gui.convolution.sliding import cell_made, places_of, sliding_step
from gui.grids.column import StageColumn
from gui.grids.pointing import Pointed, known_after, marks_of
from gui.grids.stages import NO_IMAGE, Chain, Key, chain_of, lacking, paths_of
from gui.grids.sum_words import NOT_YET, YOURS, words_of
from gui.state.frame import Frame
from gui.state.workspace import Workspace

EXAMPLE = "part8-letters.squiggle"


class ConvolutionPanel(PanelLayout):
    """``chain`` is what is shown, None where something is lacking. Parts of ``slots`` are given this view.

    ``example_wanted`` tells the name of an example to open.
    """

    example_wanted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.chain: Chain | None = None
        self.chosen: dict[str, int] = {}
        """The channel looked at of each image and convolution, by node id."""
        self._path: tuple[str, ...] = ()
        self._active = ""
        """The node last dealt with: its filter slides."""
        self._hovered: Pointed | None = None
        self._peeked: tuple[str, int] | None = None
        """The node and channel that were looked at before a value of another channel was pointed at."""
        self._known: dict[int, Bools] = {}
        self.changes.changed.connect(self._light)
        self.columns.made.connect(self._furnish)
        self.columns.answer.pointed.connect(self._point_at_value)
        self.paths.activated.connect(self._choose_path)
        self.filters.chosen.connect(self.choose)
        self.start_slide.clicked.connect(self._switch_slide)
        self.slide.moved.connect(self._slid)
        self.example.clicked.connect(partial(self.example_wanted.emit, EXAMPLE))
        self.furnish()
        workspace.reasoning.secret_changed.connect(self.refresh)
        workspace.reasoning.target_changed.connect(lambda: workspace.reasoning.secret and self.refresh())
        self.restyle()

    @Slot(object)
    def _furnish(self, column: StageColumn) -> None:
        """Listen to a new column, and put into it what the tables say."""
        grid, key = column.grid, column.key
        grid.hovered.connect(partial(self._hover, key))
        grid.left.connect(self._leave)
        column.thumbs.chosen.connect(partial(self._choose_plane, key))
        for make in slots.BELOW.get(key[1], ()):
            column.add(make(self, column))

    def column(self, node: str, part: str) -> StageColumn | None:
        """Return the column of a stage; None if there is none."""
        return self.columns.columns.get((node, part))

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_frame(self, frame: Frame) -> str:
        """Show the chosen row."""
        row = self.workspace.selection.row
        wanting = lacking(frame, row)
        self.chain = None if wanting else self._found(frame, row)
        for widget in (self.filters, self.start_slide):
            widget.setVisible(self.chain is not None)
        self.side.buttons.setVisible(self.chain is not None and bool(slots.SHEETS))
        self.example.setVisible(wanting == NO_IMAGE)
        if self.chain is None:
            self.paths.hide()
            return wanting
        self._show(self.chain)
        return ""

    def _found(self, frame: Frame, row: int) -> Chain:
        paths = paths_of(frame.document)
        node = self.workspace.selection.node
        drawn = frame.document.nodes.get(node or "")  # a deleted node is still selected for a moment
        if drawn is not None and drawn.grid is not None and drawn.id not in self._path:
            self._path = next((path for path in paths if node in path), self._path)
        if self._path not in paths:
            self._path = next((path for path in paths if path[: len(self._path)] == self._path), paths[0])
        chain = chain_of(frame, row, self._path, self.chosen)
        self.paths.offer(chain, paths)
        return chain

    def _show(self, chain: Chain) -> None:
        self.filters.show_chain(chain)
        step = sliding_step(chain, self._active)
        self.start_slide.setVisible(step is not None)
        word_slide(self.start_slide, on=self.slide.on)
        self._known = {}
        if self.slide.on and step is not None and self.slide.count is not None:
            self.slide.keep_within(places_of(chain, step))
            self._known = known_after(chain, step, self.slide.count)
        self._known |= kept_secret(self.workspace.reasoning, chain, self.columns)
        self.columns.show_only(self.side.seen(chain))
        self.columns.show_chain(chain, self._known.get)
        for part in [*self.parts, *(part for column in self.columns.columns.values() for part in column.parts)]:
            part.show_chain(chain)
        self.columns.fit()
        self._light()

    @Slot()
    def _light(self) -> None:
        """Mark the cells that have to do with the one pointed at, and write its sum."""
        if self.chain is not None:
            pointed = self.pointed
            self.columns.mark(marks_of(self.chain, pointed, self._known), self.changes)
            words = words_of(self.chain, pointed, self._known)
            self.sum.say(YOURS if words is NOT_YET and self.workspace.reasoning.secret else words)

    # -- pointing and choosing ---------------------------------------------------------------------------------

    @property
    def pointed(self) -> Pointed | None:
        """The cell pointed at; while the filter slides and nothing else is meant, the one it makes."""
        if self._hovered is not None or self.chain is None or self.slide.count is None:
            return self._hovered
        step = sliding_step(self.chain, self._active)
        return None if step is None else cell_made(self.chain, step, self.slide.count)

    def point(self, pointed: Pointed | None) -> None:
        """Point at a cell, or at none."""
        if pointed != self._hovered:
            self._hovered = pointed
            self._light()

    def _hover(self, key: Key, row: int, column: int) -> None:
        self._active = key[0]
        self.point(Pointed(key, row, column))

    @Slot(object)
    def _point_at_value(self, place: int | None) -> None:
        """Point at the cell of the last grid that a flattened value is; meanwhile its own channel is looked at."""
        if place is None or self.chain is None:
            self.point(None)
            if self._peeked is not None:
                (node, channel), self._peeked = self._peeked, None
                self.choose(node, channel)
            return
        last = self.chain.stages[-1]
        channel, cell = divmod(place, last.shape[0] * last.shape[1])
        if channel != last.channel:
            self._peeked = self._peeked or (self.chain.owner_of(last.node.id), last.channel)
            self.choose(self._peeked[0], channel)
        self.point(Pointed(last.key, *divmod(cell, last.shape[1])))

    @Slot()
    def _leave(self) -> None:
        self.point(None)

    @Slot(str, int)
    def choose(self, node: str, channel: int) -> None:
        """Look at a channel of an image or convolution, counted from 0."""
        self.chosen[node] = channel
        self._active = node
        self.refresh()

    def _choose_plane(self, key: Key, channel: int) -> None:
        """Choose by a thumbnail: a pool's channels are those of the convolution or image before it."""
        if self.chain is not None:
            self.choose(self.chain.owner_of(key[0]), channel)

    @Slot(int)
    def _choose_path(self, place: int) -> None:
        self._path = self.paths.paths[place]
        self.refresh()

    # -- the filter slides -------------------------------------------------------------------------------------

    @Slot()
    def _switch_slide(self) -> None:
        """Start the slide, or end it."""
        if self.slide.on:
            self.slide.end()
            return
        step = None if self.chain is None else sliding_step(self.chain, self._active)
        if step is not None and self.chain is not None:
            self._active = self.chain.path[step]
            self.workspace.facts.tell("slide", "begun")
            self.slide.start(places_of(self.chain, step))

    @Slot()
    def _slid(self) -> None:
        if not self.isVisible() or self.chain is None:
            return
        self._show(self.chain)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends the slide, or whatever else a part has begun."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.slide.on:
            self.slide.end()
        else:
            self.escaped.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Point at nothing."""
        super().hideEvent(event)
        self.point(None)
