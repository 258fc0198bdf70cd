"""What a filter was like at steps evenly spread over the run up to now, as small pictures; a click goes there."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QMarginsF, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from core.document import Floats, filters_of
from core.training.history import HistoryView
from gui.faults import guarded
from gui.grids.column import StageColumn
from gui.grids.grid_style import around_zero, color_table, grid_image
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import FILTER, Chain
from gui.plots.elided_label import ElidedLabel
from gui.theme import Theme, font, styled

MOST, ROWS = 12, 2
"""Pictures at most, and rows of them."""
SIDE, GAP, LABEL = 21, 4, 10
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


def kept_steps(history: HistoryView, most: int = MOST) -> list[int]:
    """Return at most ``most`` steps of which there are records: the first, the newest, and some evenly between."""
    wanted = np.linspace(history.start, history.end, most)
    return sorted({history.nearest(round(step)).step for step in wanted.tolist()})


def short_step(step: int) -> str:
    """Return a step in at most four letters: "999", "1.2k", "12k"."""
    if step < 1000:
        return str(step)
    return f"{step / 1000:.1f}k".replace(".0k", "k") if step < 9950 else f"{step / 1000:.0f}k"


class FilmStrip(QWidget):
    """Shows one picture a step; ``chosen`` tells the step of the one taken, ``room_changed`` that more or fewer fit."""

    chosen = Signal(int)
    room_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.steps: list[int] = []
        self.current = 0
        """The number of the picture of the step that is shown, or of the last one before it."""
        self.planes: Floats = np.zeros((0, 1, 1))
        self._image: QImage | None = None
        self._room = 0
        self.rows = ROWS
        """How many rows of pictures there may be."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def show_steps(self, steps: list[int], planes: Floats, step: int) -> None:
        """Show (steps, rows, columns), and which of them is the one at ``step``."""
        self.steps, self.planes = steps, planes
        self.current = max(0, sum(one <= step for one in steps) - 1)
        self.setAccessibleName(f"The filter at {len(steps)} steps of the run; step {steps[self.current]:,} is chosen")
        self._fit()
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        if self.steps:
            style = around_zero(self.planes)
            flat = self.planes.reshape(-1, self.planes.shape[2])
            self._image = grid_image(flat, style, color_table(style.hue, self._theme.colors))
            self.update()

    @property
    def room(self) -> int:
        """How many pictures there is room for."""
        return min(MOST, self.rows * self._across())

    def _across(self) -> int:
        return max(2, min(MOST, (self.width() - 2 + GAP) // (SIDE + GAP)))

    def _fit(self) -> None:
        height = math.ceil(len(self.steps) / self._across()) * (SIDE + LABEL + GAP) + 2
        if height != self.height():
            self.setFixedHeight(height)

    def rect_of(self, place: int) -> QRectF:
        """Return where a picture is."""
        row, column = divmod(place, self._across())
        return QRectF(column * (SIDE + GAP) + 1, row * (SIDE + LABEL + GAP) + 1, SIDE, SIDE)

    def at(self, spot: QPointF) -> int | None:
        """Return the number of the picture at a pixel; the step below it belongs to it."""
        grown = QMarginsF(0, 0, 0, LABEL)
        return next((at for at in range(len(self.steps)) if (self.rect_of(at) + grown).contains(spot)), None)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint the pictures, with a frame around the one of the step that is shown."""
        if self._image is None:
            return
        painter, colors = QPainter(self), self._theme.colors
        _, rows, columns = self.planes.shape
        for place in range(len(self.steps)):
            room = self.rect_of(place)
            painter.drawImage(room, self._image, QRectF(0, place * rows, columns, rows))
            framed = place == self.current
            painter.setPen(QPen(QColor(colors.accent if framed else colors.grid), 2.5 if framed else 1))
            painter.drawRect(room)
            painter.setFont(font(6.5, bold=framed))
            painter.setPen(QColor(colors.text if framed else colors.muted))
            below = QRectF(room.left() - GAP, room.bottom() + 1, SIDE + 2 * GAP, LABEL)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, short_step(self.steps[place]))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect_of(self.current).adjusted(3, 3, -3, -3))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        before = self._room
        super().resizeEvent(event)
        self._fit()
        self._room = self.room
        if self._room != before:
            self.room_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step under the mouse."""
        place = self.at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.steps[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next picture or the one before."""
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None or not self.steps:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(self.steps[min(max(self.current + way, 0), len(self.steps) - 1)])

    def event(self, event: QEvent) -> bool:
        """Say the step of the picture under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self.at(QPointF(event.pos()))
            text = "" if place is None else f"The filter at step {self.steps[place]:,}: click to go there"
            QToolTip.showText(self.mapToGlobal(QPoint(event.x(), self.height())), text, self)
            return True
        return super().event(event)


class FilmPart(QWidget):
    """The film strip of the chosen filter of a convolution; gone until the run has a second step."""

    def __init__(self, panel: GridsPanel, column: StageColumn) -> None:
        super().__init__(column)
        self._workspace, self._column, self._node = panel.workspace, column, column.key[0]
        self.title, self.strip = ElidedLabel(self, 8), FilmStrip(panel.workspace.theme, self)
        self._chain: Chain | None = None
        column.need = self._needed
        column.sized.connect(self._fit)
        self.strip.chosen.connect(self._go)
        self.strip.room_changed.connect(self._show_again)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        for widget in (self.title, self.strip):
            whole.addWidget(widget)
        panel.workspace.theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        self.title.setStyleSheet(styled(f"color: {self._workspace.theme.colors.muted}"))

    def show_chain(self, chain: Chain) -> None:
        """Show the chosen filter, of the chosen channel, at some steps of the run."""
        self._chain = chain
        if self._column.below.indexOf(self._column.thumbs) < 0:
            self._column.below.addWidget(self._column.thumbs)  # below the film: those of the map say the same
        history, ref = chain.frame.history, filters_of(self._node)
        stage = chain.stage(self._node, FILTER)
        told = history is not None and ref in history.slots and history.end > history.start
        told = told and not self._workspace.reasoning.secret  # other steps show what is asked for
        self.setVisible(told and stage is not None)
        if history is None or stage is None or not told:
            return
        steps = kept_steps(history, self.strip.room)  # only what is in sight knows its room
        places = history.slots[ref].index[stage.channel, chain.channel_of(stage.step - 1)]
        planes = np.array([history.nearest(step).theta[places] for step in steps])
        which = f"filter {stage.channel + 1}" if len(stage.planes) > 1 else "the filter"
        self.title.say(f"{which} from step {steps[0]:,} to {steps[-1]:,}", f"{which} over the run", "over the run")
        self.strip.show_steps(steps, planes, chain.frame.step)

    def _needed(self, _width: int) -> int:
        """Return the height with one row of pictures."""
        return 0 if self.isHidden() else self._height(1)

    def _height(self, rows: int) -> int:
        return self.title.sizeHint().height() + 1 + rows * (SIDE + LABEL + GAP) + 2

    @Slot()
    def _fit(self) -> None:
        """Take the second row of pictures only where it is seen."""
        rows = ROWS if self._height(ROWS) <= self._column.room else 1
        if rows != self.strip.rows:
            self.strip.rows = rows
            self._show_again()

    @Slot()
    def _show_again(self) -> None:
        if self._chain is not None:
            self.show_chain(self._chain)

    @Slot(int)
    def _go(self, step: int) -> None:
        """Show that step of the run, which the time slider follows."""
        timeline = self._workspace.training.timeline
        timeline.rest()
        timeline.show(step)
