"""The panel in which the scaling of a column is typed: the value that becomes 0 and the one that becomes 1."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.catalog import Setting
from core.edits.scaling import SetScaling, training_span
from gui.controls.fields import NumberField, Popover, captioned, heading, help_line
from gui.state.workspace import Workspace

LOW = Setting("low", "Becomes 0", "The value of the column that the network sees as 0.", 0)
HIGH = Setting("high", "Becomes 1", "The value of the column that the network sees as 1.", 1)


class ScalingPanel(Popover):
    """Two fields; each commits by itself, as one undo step."""

    def __init__(self, workspace: Workspace, column: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._column = workspace, column
        self.low, self.high = NumberField(LOW, None, self), NumberField(HIGH, None, self)
        self.body.addWidget(heading(f"Scaling of {column}"))
        self.body.addWidget(captioned("Becomes 0", self.low))
        self.body.addWidget(captioned("Becomes 1", self.high))
        self.body.addWidget(help_line("The network sees (value − low) ÷ (high − low)."))
        low, high = self._span
        self.low.show_value(low)
        self.high.show_value(high)
        self.low.committed.connect(lambda value: self._set(value, self._span[1]))
        self.high.committed.connect(lambda value: self._set(self._span[0], value))

    @property
    def _span(self) -> tuple[float, float]:
        data = self._workspace.document.data
        fitted = training_span(data, data.column(self._column))
        usable = fitted if fitted is not None and fitted[0] < fitted[1] else (0.0, 1.0)
        return data.scaling.get(self._column, usable)

    def _set(self, low: float, high: float) -> None:
        self._workspace.do(SetScaling(self._column, (low, high)))
        low, high = self._span
        self.low.show_value(low)
        self.high.show_value(high)
