"""Small fields for how a convolution or pool looks at its source, with the size that follows, in numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from core.catalog import GRID_SETTINGS, Setting
from core.document import Node
from core.edits.sizes import SETTINGS
from core.images.grids import source_of
from gui.canvas.tools.tool import new_gesture
from gui.controls.fields import NumberField
from gui.controls.grid_words import side_words
from gui.grid_settings import set_grid
from gui.grids.stages import Chain
from gui.state.workspace import Workspace
from gui.theme import font, styled

WIDE, NARROW, TALL = 38, 29, 24
"""Pixels of a field: its width, its width where all are to stand in one row, its height."""
_GAP = 3
_SHORT = {"padding": "pad"}
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_FORMULA = "How the size comes about: floor((cells + 2 × padding − size) ÷ stride) + 1 places along a side"


class StepField(NumberField):
    """A field for a whole number: Up and Down change it by 1 at once. ``put`` is given it, and a gesture's number."""

    def __init__(self, setting: Setting, put: Callable[[int, int | None], object], parent: QWidget) -> None:
        super().__init__(setting, None, parent)
        self._put, self._gesture = put, 0
        self.setFont(font(8))
        self.setFixedSize(WIDE, TALL)
        self.setStyleSheet(styled("padding: 1px 4px"))
        self.setToolTip(f"{setting.title}: {setting.help} Up and Down change it by 1.")
        self.committed.connect(self._commit)

    def _commit(self, value: float) -> None:
        self._put(int(value), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the number by 1."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.commit()
        if not event.isAutoRepeat():
            self._gesture = new_gesture()
        if not self.property("wrong"):
            self._put(int(self.text()) + step, self._gesture)


class WindowFields(QWidget):
    """The settings of one convolution or pool; what cannot be is refused by the field, and nothing changes."""

    def __init__(self, workspace: Workspace, node: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(1)  # the column says how wide it is, and fields wrap
        self._workspace, self._node = workspace, node.id
        self.fields: dict[str, StepField] = {}
        self.captions: list[QLabel] = []
        self._places = QGridLayout()
        self._places.setHorizontalSpacing(_GAP)
        self._places.setVerticalSpacing(0)
        self._across = 0
        self._heights: dict[tuple[str, int], int] = {}
        """Of the formula, by its words and the width it has."""
        for name in SETTINGS[node.kind]:
            if name in GRID_SETTINGS:
                self._add(name)
        self.formula = QLabel(self)
        self.formula.setFont(font(7.5))
        self.formula.setWordWrap(True)
        self.formula.setToolTip(_FORMULA)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(self._places)
        whole.addWidget(self.formula)
        workspace.theme.changed.connect(self.restyle)
        self.restyle()

    def _add(self, name: str) -> None:
        setting = GRID_SETTINGS[name]
        field = StepField(setting, partial(self._set, name), self)
        caption = QLabel(setting.title.lower(), self)
        caption.setFont(font(7.5))
        caption.setBuddy(field)
        self.fields[name], self.captions = field, [*self.captions, caption]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many fields into a row as there is room for."""
        super().resizeEvent(event)
        across, wide = self._row(self.width())
        for name, caption, field in zip(self.fields, self.captions, self.fields.values(), strict=True):
            field.setFixedWidth(wide)
            caption.setFont(font(7.5 if wide == WIDE else 7))
            caption.setText(GRID_SETTINGS[name].title.lower() if wide == WIDE else _SHORT.get(name, caption.text()))
        if across == self._across:
            return
        self._across = across
        for place, (caption, field) in enumerate(zip(self.captions, self.fields.values(), strict=True)):
            row, column = divmod(place, across)
            self._places.addWidget(caption, 2 * row, column)
            self._places.addWidget(field, 2 * row + 1, column)
        for column in range(len(self.fields) + 1):
            self._places.setColumnStretch(column, int(column == across))

    def _row(self, width: int) -> tuple[int, int]:
        """Return how many fields stand in a row, and how wide each is: narrow ones if all fit so and only so."""
        count = len(self.fields)
        across, narrow = ((width + _GAP) // (wide + _GAP) for wide in (WIDE, NARROW))
        if across < count <= narrow:
            return count, (width + _GAP) // count - _GAP
        return max(1, min(count, across)), WIDE

    def needed(self, width: int) -> int:
        """Return the height in a column of so many pixels."""
        across, _ = self._row(width)
        rows = -(-len(self.fields) // across)
        captions = max(caption.sizeHint().height() for caption in self.captions)
        key = self.formula.text(), width
        if key not in self._heights:
            self._heights[key] = self.formula.heightForWidth(width)
        return 2 + rows * (captions + TALL) + 2 + self._heights[key]

    def restyle(self) -> None:
        """Use the colours of the theme."""
        for label in (self.formula, *self.captions):
            label.setStyleSheet(styled(f"color: {self._workspace.theme.colors.muted}"))

    def show_chain(self, chain: Chain) -> None:
        """Show the settings as the document of a chain has them."""
        document = chain.document
        node, source = document.nodes[self._node], source_of(document, self._node)
        if node.grid is None or source is None or source.grid is None:
            return
        for name, field in self.fields.items():
            field.show_value(_now(node, name))
        rows, columns = (side_words(side, node.grid) for side in source.grid.shape[:2])
        words = rows if rows == columns else f"rows: {rows}\ncolumns: {columns}"
        if words != self.formula.text():
            self.formula.setText(words)

    def _set(self, name: str, value: int, gesture: int | None) -> None:
        field = self.fields[name]
        given: dict[str, Any] = {name: value}
        if not set_grid(self._workspace, self._node, given, field.mapToGlobal(QPoint(0, field.height())), gesture):
            field.show_value(_now(self._workspace.document.nodes[self._node], name))
        field.restore()


def _now(node: Node, name: str) -> float:
    if name == "filters":
        return 0.0 if node.filters is None else float(len(node.filters.value))
    return float(getattr(node.grid, name))
