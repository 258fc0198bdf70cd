"""The card of one parameter: value, derivative, the step it leads to, the next value, and the padlock."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from core.catalog import OPTIMIZERS, Setting
from core.document import Floats, Ref
from core.edits.values import RenameParameter, SetTrainable, SetValue
from core.quantity import format_number
from gui.fields import NumberField, heading, help_line
from gui.frame import Frame
from gui.inspectors.rows import RowCard, TextField
from gui.inspectors.training_forms import loss_words
from gui.labels import subscripted
from gui.workspace import Workspace

DIGITS = 5


class ParameterCard(QWidget):
    """Shows the numbers of the newest frame: the derivative is the one the update uses."""

    def __init__(self, workspace: Workspace, ref: Ref, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._ref = workspace, ref
        self._single = workspace.document.parameter(ref).value.size == 1
        self._title = heading("")
        self._card = RowCard(self)
        self.name = TextField("Name of the parameter, unique in the network", self._rename, self)
        self._card.add("name", self.name)
        self._add_numbers()
        self.trainable = QCheckBox("learns", self)
        self.trainable.setToolTip("Off: the parameter is frozen, and training leaves it as it is")
        self.trainable.clicked.connect(self._set_trainable)
        self._card.add("trainable", self.trainable)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._card)
        workspace.training.frame_changed.connect(self._show)
        self._show(workspace.training.frame)

    def _add_numbers(self) -> None:
        if not self._single:
            self.summary = QLabel(self)
            self.largest = QLabel(self)
            self._card.add("values", self.summary, "How many numbers the parameter has, and their range")
            self._card.add("largest |derivative|", self.largest, "The largest derivative of the loss among them")
            self._card.add_line(help_line("Double-click it on the canvas to edit single numbers."))
            return
        self.value = NumberField(
            Setting("value", "Value", "Type a number, such as 0.5, 1/2 or -1.2e-3.", 0), None, self, 8
        )
        self.value.committed.connect(self._set_value)
        self._card.add("value", self.value)
        self.derivative, self.step, self.following = QLabel(self), QLabel(self), QLabel(self)
        self._derivative_word = self._card.add(
            "derivative", self.derivative, "How fast the loss rises as this parameter alone grows"
        )
        self._step_word = self._card.add("step size", self.step, "What the next update takes away from the value")
        self._next_word = self._card.add("next value", self.following, "The value after the next update")

    @Slot(object)
    def _show(self, frame: Frame) -> None:
        document = frame.document
        if (self._ref not in document.connections) and not (self._ref[0] == "" and self._ref[1] in document.nodes):
            return
        found = document.parameter(self._ref)
        self._title.setText(self._place(frame).upper())
        self.name.show_text(found.name)
        self.trainable.setChecked(bool(found.trainable.all()))
        values, slope = frame.parameter(self._ref), frame.gradient(self._ref)
        if values.size == 1 and self._single:
            self._show_single(frame, float(values.flat[0]), None if slope is None else float(slope.flat[0]))
        elif not self._single:
            self._show_many(values, slope)

    def _place(self, frame: Frame) -> str:
        nodes, (source, target) = frame.document.nodes, self._ref
        if not source:
            return f"Bias of {nodes[target].label}"
        return f"Weight {nodes[source].label} → {nodes[target].label}"

    def _show_many(self, values: Floats, slope: Floats | None) -> None:
        low, high = format_number(float(values.min()), 3), format_number(float(values.max()), 3)
        shape = " × ".join(str(size) for size in reversed(values.shape))  # sources × targets, as on the canvas
        self.summary.setText(f"{shape}, {low} to {high}")
        self.largest.setText("–" if slope is None else format_number(float(np.abs(slope).max()), DIGITS))

    def _show_single(self, frame: Frame, value: float, slope: float | None) -> None:
        training = frame.document.training
        name = subscripted(frame.document.parameter(self._ref).name)
        self.value.show_value(value)
        self._derivative_word.setText(f"derivative d{loss_words(training)}/d{name}")
        self.derivative.setText("–" if slope is None else format_number(slope, DIGITS))
        learns = bool(frame.document.parameter(self._ref).trainable.all())
        plain = training.optimizer == "gradient_descent" and training.batch_size is None and learns
        for word in (self._next_word, self.following):
            word.setVisible(plain)
        if plain and slope is not None:
            step = training.learning_rate * slope
            words = f"step = {format_number(training.learning_rate)} × {format_number(slope, DIGITS)}"
            self._step_word.setText(words)
            self.step.setText(format_number(step, DIGITS))
            self.following.setText(format_number(value - step, DIGITS))
            return
        last = frame.step_size(self._ref)
        self._step_word.setText(f"last step ({OPTIMIZERS[training.optimizer].title})")
        self.step.setText("–" if last is None else format_number(float(last.flat[0]), DIGITS))

    def _rename(self, name: str) -> None:
        self._workspace.do(RenameParameter(self._ref, name), self.name.mapToGlobal(self.name.rect().bottomLeft()))
        self._show(self._workspace.training.frame)

    @Slot(object)
    def _set_value(self, value: float) -> None:
        self._workspace.do(SetValue(self._ref, value, name=self._workspace.document.parameter(self._ref).name))

    @Slot(bool)
    def _set_trainable(self, trainable: bool) -> None:  # noqa: FBT001
        self._workspace.do(SetTrainable((self._ref,), trainable))
