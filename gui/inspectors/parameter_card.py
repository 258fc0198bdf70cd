"""The card of one parameter: value, derivative, how the next update comes about, and the padlock."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from core.catalog import Setting
from core.chain_rule.update_rule import update_of
from core.chain_rule.values import Explanation
from core.document import Document, Floats, Indices, Ref, wired
from core.edits.values import RenameParameter, SetTrainable, SetValue
from core.naming import differential, number_name
from core.quantity import format_number
from gui.controls.fields import NumberField, help_line
from gui.controls.formula import shortened
from gui.controls.labels import parameter_place, shape_text, subscripted, symbol_text, tap_text
from gui.inspectors.live_label import LiveLabel
from gui.inspectors.rows import RowCard, TextField
from gui.inspectors.training_forms import loss_words
from gui.inspectors.unit_pair import UnitPair
from gui.inspectors.update_lines import DIGITS, UpdateLines
from gui.state.carrying import CarryingTitle, Place
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import font, styled

_NUMBER_WIDTH = 100
"""Pixels that the longest derivative takes: no digit and no sign of it is cut off."""
_VALUE_WIDTH = 116
"""Room for eight digits with sign and exponent."""
_VALUE = Setting("value", "Value", "Type a number, such as 0.5, 1/2 or -1.2e-3.", 0)


class ParameterCard(QWidget):
    """Shows the newest frame. Of the parameter looked at: the derivative, and the update that comes of it."""

    def __init__(self, workspace: Workspace, ref: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._ref = workspace, ref
        self._single = workspace.document.parameter(ref).value.size == 1
        self._blank = False
        self._title = CarryingTitle(self._number, self)
        self._title.setWordWrap(True)
        self._card = RowCard(self)
        self.units: UnitPair | None = None
        self.value: NumberField | None = None
        if not self._single:
            self._add_summary()
        if self._single or self._looked:
            self._add_numbers()
        self._add_settings()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._card)
        workspace.reasoning.target_changed.connect(self.refresh)
        self.refresh()

    def _add_summary(self) -> None:
        self.summary, self.largest = LiveLabel(self, shown=font(9)), LiveLabel(self)
        self._card.add("values", self.summary, "How many numbers the parameter has, and their range")
        self._card.add("largest |derivative|", self.largest, "The largest derivative of the loss among them")
        if self._looked:
            self.units = UnitPair(self._workspace, self._ref, self)
            self._card.add_line(self.units)
        else:
            self._card.add_line(help_line("Double-click it on the canvas to edit single numbers."))

    def _add_numbers(self) -> None:
        self.value = NumberField(_VALUE, None, self, 8)
        self.value.committed.connect(self._set_value)
        self._card.add_field("value", self.value, _VALUE_WIDTH)
        self.derivative, self.rows = LiveLabel(self), LiveLabel(self, words=True, shown=font(9))
        self._derivative_word = self._card.add(
            "derivative", self.derivative, "How fast the loss rises as this number alone grows"
        )
        self._derivative_word.setWordWrap(True)
        self.derivative.setMinimumWidth(_NUMBER_WIDTH)
        self._card.add(
            "over", self.rows, "The batch: the rows that the next update looks at, whose loss is derived here"
        )
        self.update_lines = UpdateLines(self)
        self._card.add_line(self.update_lines)

    def _add_settings(self) -> None:
        self.trainable = QCheckBox("learns", self)
        self.trainable.setToolTip("Off: it is frozen, and training leaves it as it is")
        self.trainable.clicked.connect(self._set_trainable)
        self.name = TextField("Name of the parameter, unique in the network", self._rename, self)
        self.name.setStyleSheet(styled("padding: 1px 7px; min-height: 18px"))
        self.name.setMaximumWidth(110)
        word = help_line("name")
        word.setWordWrap(False)
        word.setBuddy(self.name)
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.trainable, 1)
        layout.addWidget(word)
        layout.addWidget(self.name)
        self._card.add_line(line)

    # -- showing -------------------------------------------------------------------------------------------

    def hide_results(self, *, hidden: bool) -> None:
        """Leave the derivative and what follows from it blank: somebody is working it out."""
        self._blank = hidden
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the numbers of the newest frame."""
        frame = self._workspace.reasoning.frame if self._looked else self._workspace.turns.frame
        if not self._alive(frame.document):
            return
        found = frame.document.parameter(self._ref)
        self._entitle(frame)
        self.name.show_text(found.name)
        values, slope = frame.parameter(self._ref), frame.gradient(self._ref)
        if (values.size == 1) != self._single:
            return  # the card for another number of units is on its way
        index = self._index(values.shape)
        self.trainable.setChecked(bool(found.trainable[index] if self._looked else found.trainable.all()))
        if not self._single:
            self._show_many(values, slope)
        if self.value is not None:
            self.value.show_value(float(values[index]))
            self._show_derivative(frame, None if slope is None else float(slope[index]))

    def _alive(self, document: Document) -> bool:
        """Whether the drawing still has the parameter: a card that is on its way out may hear of its end."""
        return document.has(self._ref)

    @property
    def _looked(self) -> bool:
        """Whether it is this parameter that is looked at, and not another of several cards."""
        return self._workspace.reasoning.ref == self._ref

    def _index(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        index = self._workspace.reasoning.index if self._looked else ()
        return index if len(index) == len(shape) else tuple(0 for _ in shape)

    def _number(self) -> Place:
        return self._ref, () if self._single else self._index(self._workspace.document.parameter(self._ref).value.shape)

    def _place(self, frame: Frame) -> str:
        name = subscripted(frame.document.parameter(self._ref).name)
        word = "Weight" if wired(self._ref) else "Filters" if self._ref[0] else "Bias"
        return f"{word} {name} · {parameter_place(frame.document, self._ref)}"

    def _entitle(self, frame: Frame) -> None:
        """Say what the parameter is; of filters also which cell of which is looked at."""
        shape = frame.parameter(self._ref).shape
        cell = f" · {tap_text(self._index(shape))}" if self._looked and len(shape) > 2 else ""
        title = f"{self._place(frame)}{cell}".upper()
        if title != self._title.text():
            self._title.setText(title)

    def _show_many(self, values: Floats, slope: Floats | None) -> None:
        low, high = format_number(float(values.min()), 3), format_number(float(values.max()), 3)
        shape = " × ".join(str(size) for size in values.shape)  # targets × sources, as on the canvas
        if values.ndim > 2:
            shape = shape_text(self._workspace.turns.frame.document, self._ref)
        self.summary.setText(f"{shape}, {low} to {high}")
        self.largest.setText("–" if slope is None else format_number(float(np.abs(slope).max()), DIGITS))

    def _show_derivative(self, frame: Frame, slope: float | None) -> None:
        found = self._workspace.reasoning.explanation if self._looked else None
        symbol = found.symbol if found is not None else frame.document.parameter(self._ref).name
        under = shortened(symbol_text(symbol))
        word = f"derivative {differential(loss_words(frame.document.training))}/{differential(under)}"
        if word != self._derivative_word.text():
            self._derivative_word.setText(word)
        slope = found.derivative if found is not None else slope
        self.derivative.setText("–" if slope is None else "?" if self._blank else format_number(slope, DIGITS))
        self._show_rows(frame, found)
        shown = found is not None and not self._blank
        if found is not None and shown and frame.network is not None and frame.snapshot is not None:
            self.update_lines.show_rule(update_of(frame.document, frame.network, frame.snapshot, found))
        else:
            self.update_lines.show_rule(None)

    def _show_rows(self, frame: Frame, found: Explanation | None) -> None:
        all_rows = frame.rows.train.size if frame.rows is not None else 0
        batch = found is not None and found.rows.size < all_rows
        self._card.set_row_visible(self.rows, batch)
        if found is not None and batch:
            self.rows.setText(rows_words(found.rows, all_rows))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        self.refresh()

    # -- editing -------------------------------------------------------------------------------------------

    def _rename(self, name: str) -> None:
        self._workspace.do(RenameParameter(self._ref, name), self.name.mapToGlobal(self.name.rect().bottomLeft()))
        self.refresh()

    @Slot(object)
    def _set_value(self, value: float) -> None:
        parameter = self._workspace.document.parameter(self._ref)
        index = () if self._single else self._index(parameter.value.shape)
        self._workspace.do(SetValue(self._ref, value, index, name=number_name(parameter.name, index)))

    @Slot(bool)
    def _set_trainable(self, trainable: bool) -> None:  # noqa: FBT001
        some = self._looked and not self._single
        shape = self._workspace.document.parameter(self._ref).value.shape
        self._workspace.do(SetTrainable((self._ref,), trainable, (self._index(shape),) if some else ()))


def rows_words(rows: Indices, count: int) -> str:
    """Say which of ``count`` training rows a batch holds: "rows 11–20 of 150", or the first few of a shuffled one."""
    numbers = [int(row) + 1 for row in rows[:4]]
    if rows.size == 1:
        return f"row {numbers[0]:,}, 1 of {count:,}"
    if int(rows[-1]) - int(rows[0]) == rows.size - 1 and bool(np.all(np.diff(rows) == 1)):
        return f"rows {numbers[0]:,}–{int(rows[-1]) + 1:,} of {count:,}"
    listed = ", ".join(f"{number:,}" for number in numbers)
    return f"{rows.size:,} of {count:,}: {listed}{' …' if rows.size > len(numbers) else ''}"
