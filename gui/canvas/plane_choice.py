"""Chooses which plane of filters is shown: which filter, and over which channel of what it reads."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

WORDS = ("filter", "channel")


class PlaneChoice(QWidget):
    """Two fields that count from 1; ``chosen`` tells the plane, (filter, channel), counted from 0."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.boxes = tuple(self._box(word) for word in WORDS)
        self._of = tuple(QLabel(self) for _ in WORDS)
        for word, box, of in zip(WORDS, self.boxes, self._of, strict=True):
            label = QLabel(word, self)
            label.setBuddy(box)
            label.setObjectName("help")
            of.setObjectName("help")
            layout.addWidget(label)
            layout.addWidget(box)
            layout.addWidget(of)
        layout.addStretch(1)

    def _box(self, word: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setMinimum(1)
        box.setAccessibleName(f"Which {word}")
        box.setToolTip(f"Which {word} the table shows, counted from 1")
        box.valueChanged.connect(self._tell)
        return box

    def offer(self, planes: tuple[int, ...], plane: tuple[int, ...]) -> None:
        """Show which of ``planes`` is chosen; hide where there are none. Nobody is told."""
        self.setVisible(bool(planes))
        for box, of, count, at in zip(self.boxes, self._of, planes, plane, strict=False):
            box.blockSignals(True)  # Qt's signature
            box.setMaximum(count)
            box.setValue(at + 1)
            box.blockSignals(False)
            box.setEnabled(count > 1)
            of.setText(f"of {count}")

    @Slot()
    def _tell(self, *_: object) -> None:
        self.chosen.emit(tuple(box.value() - 1 for box in self.boxes))
