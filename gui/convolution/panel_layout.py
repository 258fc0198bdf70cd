"""How the convolution view is laid out: title row, tools, columns, side, the line of the sum."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.controls.tool_button import explain, tool_button
from gui.convolution import slots
from gui.convolution.filter_choice import FilterChoice, PathChoice
from gui.convolution.side import Side
from gui.grids.grids_panel import GridsPanel
from gui.grids.slide import Slide
from gui.state.workspace import Workspace

SLIDE_TIP = "Move the filter over the image cell by cell, and see the feature map fill (Esc ends it)"
END_TIP = "End the slide and show whole maps (Esc)"
START, END = "▶ Slide the filter", "■ End the slide"


class PanelLayout(GridsPanel):
    """The widgets of the view in their places."""

    def __init__(self, workspace: Workspace, parent: QWidget | None) -> None:
        super().__init__(workspace, parent, "Convolution")
        self.paths, self.filters, self.slide = PathChoice(self), FilterChoice(self), Slide(workspace.theme, self)
        self.start_slide = _slide_button(self)
        self.example = QPushButton("Open the example: O or X", self)
        self.example.setToolTip("Opens the network that tells the letters O and X apart by one filter")
        self.example.setAccessibleName(self.example.toolTip())
        self._tools = QWidget(self.content)

    def furnish(self) -> None:
        """Put everything in its place, with the parts that the tables name."""
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        self.controls.addWidget(self.paths)
        self.controls.addWidget(self.filters)
        for table, row in ((slots.HEAD, self.controls), (slots.TOOLS, tools)):
            for make in table:
                part = make(self)
                self.parts.append(part)
                if isinstance(part, QWidget):
                    row.addWidget(part)
        self._tools.setVisible(bool(slots.TOOLS))
        self.side = Side(self, slots.SHEETS)
        for widget in (self.side.buttons, self.start_slide):
            self.controls.addWidget(widget)
        tools.addWidget(self.slide)  # below its button, where the words beside it give way and no button does
        self.parts.append(self.side)
        self._stack()

    def _stack(self) -> None:
        column, middle = QVBoxLayout(self.content), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._tools)
        column.addLayout(middle, 1)
        middle.setSpacing(4)
        middle.addWidget(self.columns, 1)
        middle.addWidget(self.columns.answer)
        middle.addWidget(self.side)
        column.addWidget(self.sum)
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            place = whole.indexOf(self.message) + 1
            whole.insertWidget(place, self.example, 0, Qt.AlignmentFlag.AlignHCenter)


def _slide_button(parent: QWidget) -> QToolButton:
    """Return the button that starts and ends the slide, as wide as the longer of its words needs."""
    button = tool_button(parent, SLIDE_TIP, text=END, points=8)
    button.setObjectName("action")
    button.ensurePolished()
    ends = button.sizeHint().width()
    button.setText(START)
    button.setFixedWidth(max(ends, button.sizeHint().width()))
    return button


def word_slide(button: QToolButton, *, on: bool) -> None:
    """Say what the button does now, without another width."""
    if button.text() != (words := END if on else START):
        button.setText(words)
        explain(button, END_TIP if on else SLIDE_TIP)
