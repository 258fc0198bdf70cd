"""What is chosen: nodes and connections, one parameter, one data row. Kept by id; never saved."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from core.change import Change
from core.document import Document, Pair, Ref, wired
from gui.state.bridge import Bridge


class Selection(QObject):
    """The chosen nodes and pairs, the parameter looked at, and the data row whose values are shown."""

    changed = Signal()
    row_changed = Signal(int)
    marked_changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.nodes: frozenset[str] = frozenset()
        self.pairs: frozenset[Pair] = frozenset()
        self.parameter: Ref | None = None
        self.row = 0
        self.marked: frozenset[int] = frozenset()
        """Data rows that are looked at together, such as those of a cell of the confusion matrix."""
        bridge.changed.connect(self._follow)

    @property
    def node(self) -> str | None:
        """The node, if exactly one is chosen and no connection."""
        return next(iter(self.nodes)) if len(self.nodes) == 1 and not self.pairs else None

    def choose(self, nodes: Iterable[str] = (), pairs: Iterable[Pair] = (), parameter: Ref | None = None) -> None:
        """Choose exactly these."""
        new = (frozenset(nodes), frozenset(pairs), parameter)
        if new != (self.nodes, self.pairs, self.parameter):
            self.nodes, self.pairs, self.parameter = new
            self.changed.emit()

    def look_at(self, ref: Ref) -> None:
        """Choose one parameter: the weight of a connection, or a bias."""
        self.choose(pairs=[ref] if wired(ref) else (), parameter=ref)

    def toggle(self, nodes: Iterable[str] = (), pairs: Iterable[Pair] = ()) -> None:
        """Add what is not chosen yet, let go of what is."""
        self.choose(self.nodes ^ frozenset(nodes), self.pairs ^ frozenset(pairs), self.parameter)

    def clear(self) -> None:
        """Choose nothing."""
        self.choose()

    def choose_row(self, row: int) -> None:
        """Show the values of data row ``row``, counted from 0."""
        if row != self.row and row >= 0:
            self.row = row
            self.row_changed.emit(row)

    def mark_rows(self, rows: Iterable[int]) -> None:
        """Look at these data rows together."""
        new = frozenset(rows)
        if new != self.marked:
            self.marked = new
            self.marked_changed.emit()

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        if change.removed:
            ref = self.parameter
            alive = ref is not None and document.has(ref)
            self.choose(
                self.nodes & document.nodes.keys(), self.pairs & document.connections.keys(), ref if alive else None
            )
        if change.data:
            self.mark_rows(())
            self.choose_row(max(0, min(self.row, document.data.count - 1)))
