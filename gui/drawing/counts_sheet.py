"""How many inputs: the same image read by neurons as it is, or through the convolutions and pools of the chain."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from core.images.grids import Window
from core.images.input_counts import SIDES, InputCount, count_inputs
from gui.drawing.counts_drawing import CountsDrawing
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import Chain, Key
from gui.theme import font, styled

SMALLEST, LARGEST = 6, 100
NO_GRID = "Draw a convolution and a pool after the image: then this sheet counts what they save."


def image_alone(chain: Chain) -> frozenset[Key]:
    """Return the stage that is seen beside the sheet."""
    return frozenset({chain.stages[0].key})


class CountsSheet(QWidget):
    """A slider for the side of the image; it begins at the image that is shown."""

    def __init__(self, panel: GridsPanel) -> None:
        super().__init__(panel)
        self._theme = panel.workspace.theme
        self._windows: tuple[Window, ...] = ()
        self._neurons, self._began = 1, False
        self.head, self.said, self.table = self._label(9, bold=True), self._label(8.5), self._label(8)
        self.drawing = CountsDrawing(self._theme, self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(SMALLEST, LARGEST)
        self.slider.setToolTip("Pixels a side of the image, from 6 × 6 to 100 × 100. The drawing on the canvas stays")
        self.slider.setAccessibleName("Pixels a side of the image")
        self.slider.valueChanged.connect(self._show)
        self.table.setWordWrap(False)
        self.head.setToolTip("Pixels across and down of the image that is counted for")
        self.table.setToolTip("How many inputs the next neuron has for images of several sizes")
        self.drawing.setToolTip("The same image read directly, and through convolution and pooling: numbers to learn")
        self._arrange()
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def _arrange(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 4, 0)
        whole.setSpacing(16)
        column, line = QVBoxLayout(), QHBoxLayout()
        whole.addLayout(column, 1)
        column.setSpacing(6)
        whole.addWidget(self.table, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        line.addWidget(self.head)
        line.addWidget(self.slider, 1)
        for widget in (self.drawing, self.said):
            column.addWidget(widget)
        column.addStretch(1)

    def _label(self, points: float, *, bold: bool = False) -> QLabel:
        label = QLabel(self)
        label.setFont(font(points, bold=bold))
        label.setWordWrap(not bold)
        if bold:
            label.setFixedWidth(76)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    @Slot()
    def _restyle(self) -> None:
        for label in (self.head, self.said, self.table):
            label.setStyleSheet(styled(f"color: {self._theme.colors.text}"))

    def show_chain(self, chain: Chain) -> None:
        """Count for the windows of a chain, and the neurons that read it."""
        about = chain.windows, max(1, sum(node.units for node in chain.readers))
        if about == (self._windows, self._neurons) and self._began:
            return
        self._windows, self._neurons = about
        if not self._began:
            self._began = True
            self.slider.setValue(max(chain.stages[0].shape))
        self._show()

    @Slot()
    def _show(self, *_: object) -> None:
        side = self.slider.value()
        self.head.setText(f"{side} × {side}")
        count = count_inputs(self._windows, side, side, self._neurons) if self._windows else None
        for widget in (self.drawing, self.table):
            widget.setVisible(count is not None)
        if count is None:
            small = f"The windows of this chain do not fit on {side} × {side} pixels; choose a larger image."
            self.said.setText(small if self._windows else NO_GRID)
            return
        self.drawing.show_count(
            count, f"read directly: {count.direct_numbers:,} numbers to learn",
            f"through convolution and pooling: {count.numbers:,}")  # fmt: skip
        self.said.setText(in_words(count))
        self.table.setText(self._table())

    def _table(self) -> str:
        """Return the sizes side by side, in HTML."""
        head = _line("image", "inputs directly", "through the filters", bold=True)
        lines = []
        for side in SIDES:
            found = count_inputs(self._windows, side, side, self._neurons)
            if found is not None:
                here = side == self.slider.value()
                lines.append(_line(f"{side} × {side}", f"{found.direct_inputs:,}", f"{found.inputs:,}", bold=here))
        return f"<table cellspacing=0 cellpadding=1>{head}{''.join(lines)}</table>"


def _line(*cells: str, bold: bool) -> str:
    texts = (f"<b>{cell}</b>" if bold else cell for cell in cells)
    return f"<tr>{''.join(f'<td align=right style=padding-right:14px>{text}</td>' for text in texts)}</tr>"


def in_words(count: InputCount) -> str:
    """Return a count in sentences: inputs of one neuron both ways, and of what the numbers to learn are made up."""
    many = f"{count.neurons:,} neurons" if count.neurons > 1 else "One neuron"
    weights = f"{count.filters:,} filter weight{'s' * (count.filters != 1)} + {count.filter_biases:,} bias" + (
        "es" if count.filter_biases != 1 else "")  # fmt: skip
    each = f"{count.inputs:,} inputs instead of {count.direct_inputs:,}{' each' * (count.neurons > 1)}"
    times = f"{count.neurons:,} × " if count.neurons > 1 else ""
    return (f"{many} that read{'s' * (count.neurons == 1)} the last grid: {each}. "
            f"Directly {times}({count.direct_inputs:,} + 1) numbers are learned; through the filters "
            f"{weights}, whatever the size of the image, and {times}({count.inputs:,} + 1).")  # fmt: skip
