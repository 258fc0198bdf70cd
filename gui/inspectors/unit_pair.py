"""Chooses one number of a parameter that has many: from which unit, to which unit; which cell of which filter."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from core.document import Document, Ref
from gui.state.workspace import Workspace

_FIELDS = 2
"""So many fields stand on a line."""


def place_words(document: Document, ref: Ref) -> tuple[str, ...]:
    """Return what each part of a number's index counts, in the order of the index."""
    count = document.parameter(ref).value.ndim
    if document.nodes[ref[1]].filters is not None:
        return ("filter", "channel", "row", "column")[:count]
    return ("to", "from") if count > 1 else ("unit",)


class UnitPair(QWidget):
    """Two fields for a weight (to, from: as in w1[3,1]), one for a bias, four for a filter; counted from 1."""

    def __init__(self, workspace: Workspace, ref: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        document = workspace.document
        words = place_words(document, ref)
        sizes = document.parameter(ref).value.shape
        self.boxes = tuple(self._box(word, size) for word, size in zip(words, sizes, strict=True))
        """In the order of the index: the target unit first."""
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for place, (word, box) in enumerate(zip(words, self.boxes, strict=True)):
            label = QLabel(word, self)
            label.setObjectName("help")
            label.setBuddy(box)
            line, column = divmod(place, _FIELDS)
            layout.addWidget(label, line, 2 * column)
            layout.addWidget(box, line, 2 * column + 1)
            layout.setColumnStretch(2 * column + 1, 1)
        workspace.reasoning.target_changed.connect(self.show_index)
        self.show_index()

    def _box(self, word: str, size: int) -> QSpinBox:
        box = QSpinBox(self)
        which = f"{word} which unit" if word in ("to", "from") else f"of which {word}"
        box.setAccessibleName(f"Number {which}")
        box.setToolTip(f"Which number of the parameter the card explains: {which}, counted from 1")
        box.setRange(1, size)
        box.setMinimumWidth(48)
        box.setKeyboardTracking(False)
        box.setEnabled(size > 1)
        box.valueChanged.connect(self._look)
        return box

    @Slot()
    def show_index(self) -> None:
        """Show which number is looked at."""
        index = self._workspace.reasoning.index
        if len(index) == len(self.boxes):
            for box, place in zip(self.boxes, index, strict=True):
                box.blockSignals(True)  # Qt's signature
                box.setValue(place + 1)
                box.blockSignals(False)

    @Slot()
    def _look(self, *_: object) -> None:
        self._workspace.reasoning.look_at(tuple(box.value() - 1 for box in self.boxes))
