"""Which cells of the grids a move of the picture changed: found by a sheet, shown by the grids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.document import Bools
from gui.grids.grid_marks import NO_MARKS, Marks
from gui.grids.stages import Key

OTHER = "other"
"""The part of a pool that shows the other way to pool."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The changed cells of one grid: ``cells`` is (channels, height, width), of which ``channel`` is looked at."""

    cells: Bools
    channel: int

    @property
    def seen(self) -> Bools:
        """The changed cells that are looked at, (height, width)."""
        found: Bools = self.cells[self.channel]
        return found

    @property
    def words(self) -> tuple[str, ...]:
        """How many cells changed, and the same in fewer words: "18 of 36 changed (50 %)"."""
        count, of = int(self.cells.sum()), self.cells.size
        share = f"{100 * count / max(1, of):.0f} %"
        if len(self.cells) == 1:
            return f"{count} of {of} changed ({share})", f"{count} of {of} changed", f"{count} of {of}"
        here = f"{int(self.seen.sum())} of {self.seen.size} changed"
        return f"{here}, in all maps {count:,} of {of:,} ({share})", f"{here}, in all {share}", here, share


class ShownChanges(QObject):
    """``by_key`` has what is shown, by the stages' keys; ``changed`` tells that it is another."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.by_key: Mapping[Key, Change] = {}

    def show(self, changes: Mapping[Key, Change]) -> None:
        """Show these changes and no others."""
        if changes or self.by_key:
            self.by_key = changes
            self.changed.emit()

    def marks(self, key: Key, shape: tuple[int, ...], marks: Marks = NO_MARKS) -> Marks:
        """Return ``marks`` and those of the changes of a grid of ``shape``, which may be ahead of what was found."""
        change = self.by_key.get(key)
        if change is None or change.seen.shape != shape or not np.any(change.seen):
            return marks
        return replace(marks, changed=change.seen)
