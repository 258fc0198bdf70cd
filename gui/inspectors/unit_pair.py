"""Chooses one number of a parameter that has many: from which unit, to which unit."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from core.document import Ref
from gui.workspace import Workspace


class UnitPair(QWidget):
    """Two fields for a weight (from, to), one for a bias; counted from 1 as the units of a layer are."""

    def __init__(self, workspace: Workspace, ref: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        shape = workspace.document.parameter(ref).value.shape
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        self.boxes = tuple(self._box(size) for size in shape)
        """In the order of the index: the target unit first."""
        words = ("to", "from") if len(shape) > 1 else ("unit",)
        for word, box in reversed(list(zip(words, self.boxes, strict=True))):
            label = QLabel(word, self)
            label.setObjectName("help")
            label.setBuddy(box)
            box.setAccessibleName(f"Number {word} which unit")
            box.setToolTip(f"Which number of the parameter the card explains: {word} which unit, counted from 1")
            layout.addWidget(label)
            layout.addWidget(box, 1)
        workspace.reasoning.target_changed.connect(self.show_index)
        self.show_index()

    def _box(self, size: int) -> QSpinBox:
        box = QSpinBox(self)
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
