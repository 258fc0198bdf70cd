"""Every parameter's derivative, value or step size per step, chosen by a tick list with bars of the current ones."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from core.document import Floats, Ref
from core.naming import differential
from core.quantity import format_number
from core.training.history import HistoryView
from gui.controls import lines
from gui.controls.tool_button import tool_button
from gui.plots.export import Table
from gui.plots.lettering import LEADER
from gui.plots.lettering import POINTS as NAME_POINTS
from gui.plots.loss_view import steps_across
from gui.plots.marks import Dots, EndName, Line, Mark, Picture, Reading, Rule
from gui.plots.plot_panel import PlotPanel
from gui.plots.run_curves import loss_name, split
from gui.plots.segments import Segments
from gui.plots.series import QUANTITIES, Curves, Entry, now, pick
from gui.plots.series_list import MOST_CURVES, Bars, SeriesList, SeriesModel
from gui.plots.ticks import span
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import font, icon, styled

WIDE = 470
"""From this width the list has room beside the curves."""
LIST_WIDTH, LIST_SHARE = 190, 0.42
"""The list's width in pixels, and how much of a narrow view it takes at most."""
MOST_NAMES = 12
_AXIS = 64
"""Pixels of the view's width beside the curves."""
CHOICES = (
    ("derivative", "derivative", "How the loss changes with each parameter: the derivative"),
    ("value", "value", "The values of the parameters"),
    ("step", "step size", "Step sizes: old value − new value of each step"),
)
NOTHING_CHOSEN = "Tick a parameter in the list to see its curve.", "No parameter is ticked."
NOTHING_YET = "The points are the numbers now; Run draws the curves.", "Run draws the curves."


class DerivativesView(PlotPanel):
    """Curves of parameters over the run."""

    tries = False
    slug = "derivatives"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Derivative of each parameter per step")
        self._wants_list: bool | None = None
        self._hovered: Entry | None = None
        self._curves: list[tuple[Entry, Floats]] = []
        self._reader = Curves()
        self._numbers: dict[Ref, Floats | None] = {}
        self.quantity = Segments(CHOICES, self, "What is drawn", ("d", "=", "Δ"))
        self.toggle = tool_button(
            self, "List of parameters: choose curves, see current values as bars", size=16, checkable=True)  # fmt: skip
        self.filter = lines.Line(self)
        self.series = SeriesModel(self)
        self.list = SeriesList(self.series, self)
        self.side = self._side()
        self._connect()
        self.restyle()

    def _side(self) -> QWidget:
        self.controls.addWidget(self.quantity)
        self.controls.addWidget(self.toggle)
        self.filter.setPlaceholderText("Filter")
        self.filter.setToolTip("Part of a name or of a node; w1[2,3] is the weight to unit 2 from unit 3 of a layer")
        self.filter.setAccessibleName("Filter parameters")
        self.filter.setFont(font(8))
        self.filter.setStyleSheet(styled("padding: 2px 4px"))
        self.filter.setClearButtonEnabled(True)
        side = QWidget(self)
        column, row = QVBoxLayout(side), QHBoxLayout()
        column.setContentsMargins(6, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        row.addWidget(self.filter, 1)
        for title, on in (("all", True), ("none", False)):
            row.addWidget(self._tick_button(title, on=on))
        column.addWidget(self.list, 1)
        self.body.addWidget(side)
        return side

    def _tick_button(self, title: str, *, on: bool) -> QToolButton:
        tip = f"Tick {title} of the listed parameters"
        button = tool_button(self, tip, lambda: self.series.tick_listed(on), text=title, points=8)
        button.setObjectName(title)
        return button

    def _connect(self) -> None:
        self.quantity.chosen.connect(self.show_all)
        self.series.ticked.connect(self.refresh)
        self.filter.textChanged.connect(self.series.search)
        self.list.hovered.connect(self._hover)
        self.toggle.clicked.connect(self._toggle_list)
        self.workspace.reasoning.secret_changed.connect(self.refresh)

    @Slot(bool)
    def _toggle_list(self, on: bool) -> None:  # noqa: FBT001  # a slot of clicked(bool)
        self._wants_list = on
        self._fit_side()

    @Slot(object)
    def _hover(self, entry: Entry | None) -> None:
        if entry != self._hovered:
            self._hovered = entry
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list where there is room for it."""
        super().resizeEvent(event)
        self.side.setFixedWidth(min(LIST_WIDTH, int(LIST_SHARE * self.width())))
        self._fit_side()
        self.refresh()  # the room for names is counted in pixels

    def _fit_side(self) -> None:
        wide = self.width() >= WIDE
        shown = wide if self._wants_list is None else self._wants_list
        self.quantity.compact(not wide)
        if shown != self.side.isVisibleTo(self):
            self.side.setVisible(shown)
            self.refresh()  # a list out of sight was given no numbers
        self.toggle.setChecked(shown)

    def restyle(self) -> None:
        """Use the colours of the theme."""
        super().restyle()
        if hasattr(self, "toggle"):
            self.toggle.setIcon(icon("list-checks", self.workspace.theme.colors.muted))

    def picture(self, frame: Frame) -> Picture:
        """Return the ticked curves, and give the list its numbers."""
        chosen = QUANTITIES[self.quantity.current]
        title = f"{chosen.title} of each parameter per step"
        self.heading.say(title, f"{chosen.title}s per step", f"{chosen.title}s")
        self.series.follow(frame.document)
        self._numbers = {}
        self._show_bars(frame, chosen.name)
        if self.workspace.reasoning.secret:
            self._curves = []
            return Picture(message=self.workspace.reasoning.hidden)
        if frame.history is None:
            return Picture(message=frame.reason or "Train to see the derivatives.")
        drawn = self.series.shown[:MOST_CURVES]
        self._curves = [(entry, self._reader.read(frame.history, entry, chosen.name)) for entry in drawn]
        levels = span([curve for _, curve in self._curves], around=0.0) or (0.0, 1.0)
        across = steps_across(frame.history, room=self._room())
        top = differential(loss_name(frame.document), " ")
        axis = f"{top} / d parameter" if chosen.name == "derivative" else chosen.axis
        marks = tuple(self._marks(frame, frame.history))
        return Picture(marks, across, levels, "step", axis, self._note(), grows=True)

    def _note(self) -> tuple[str, ...]:
        chosen = len(self.series.shown)
        if not chosen:
            return NOTHING_CHOSEN
        if self._curves[0][1].size == 1:
            return NOTHING_YET
        return (f"{MOST_CURVES} of {chosen} ticked curves drawn." if chosen > MOST_CURVES else "",)

    def _show_bars(self, frame: Frame, quantity: str) -> None:
        def number(entry: Entry) -> float | None:
            if self.workspace.reasoning.secret:
                return None
            if entry.ref not in self._numbers:
                self._numbers[entry.ref] = now(frame, entry.ref, quantity)
            return pick(self._numbers[entry.ref], entry)

        if self.side.isVisible():
            sizes = [abs(value) for value in map(number, self.series.shown[:MOST_CURVES]) if value is not None]
            largest = max((size for size in sizes if np.isfinite(size)), default=0.0)
            self.list.show_bars(Bars(number, largest, self.workspace.theme.colors))

    def _marks(self, frame: Frame, history: HistoryView) -> list[Mark]:
        colors, steps = self.workspace.theme.colors, history.steps.astype(np.float64)
        marks: list[Mark] = [
            Rule(colors.border, y=0.0, dashed=False),
            Rule(colors.frozen, x=float(frame.step)),
        ]
        hovered = self._hovered.key if self._hovered is not None else None
        ordered = sorted(self._curves, key=lambda pair: pair[0].key == hovered)  # the hovered one on top
        for entry, curve in ordered:
            stands_out = entry.key == hovered
            faded = hovered is not None and not stands_out and any(e.key == hovered for e, _ in ordered)
            color = colors.grid if faded else colors.cycle[entry.tint % len(colors.cycle)]
            line = Line(steps, curve, color, 2.5 if stands_out else 1.5, name=entry.name)
            here = self._here(frame, entry, float(curve[-1]))
            marks += split(line, float(frame.step), here, colors)
            if len(ordered) <= MOST_NAMES or steps.size == 1:  # a curve of one record is only its dot
                marks.append(Dots(np.array([float(frame.step)]), np.array([here]), color, 5))
        named = [pair for pair in ordered if hovered in (None, pair[0].key)]
        few = len(named) <= MOST_NAMES or steps.size == 1
        return marks + (self._names(history, named) if few else [])

    def _here(self, frame: Frame, entry: Entry, last: float) -> float:
        """Return where the entry's curve stands at the step shown; ``last`` is its end."""
        if frame.step >= frame.end:
            return last
        found = pick(now(frame, entry.ref, self.quantity.current), entry)
        return 0.0 if found is None else found  # no step was made before the first

    def _names(self, history: HistoryView, named: list[tuple[Entry, Floats]]) -> list[Mark]:
        """Write names right of the curves' ends: there nothing else is drawn."""
        cycle, step = self.workspace.theme.colors.cycle, float(history.steps[-1])
        ends = ((entry, float(curve[-1])) for entry, curve in named if np.isfinite(curve[-1]))
        return [EndName(step, level, entry.name, cycle[entry.tint % len(cycle)]) for entry, level in ends]

    def _room(self) -> float:
        """Return the room that names need at the right, as a share of the room for the curves."""
        metrics = QFontMetricsF(font(NAME_POINTS))
        names = [metrics.horizontalAdvance(entry.name) for entry, _ in self._curves[:MOST_NAMES]]
        need = max(names, default=0.0) + LEADER + 4
        whole = self.width() - _AXIS - (self.side.width() if self.side.isVisibleTo(self) else 0)
        return need / max(whole - need, need)

    def reading(self, x: float, y: float) -> Reading | None:
        """Return the ticked curves at the record nearest to ``x``, the nearest curve first."""
        history = self.workspace.training.frame.history
        if history is None or not self._curves or self._curves[0][1].size != history.steps.size:
            return None
        cycle, place = self.workspace.theme.colors.cycle, int(np.argmin(np.abs(history.steps - x)))
        near = sorted(self._curves, key=lambda pair: abs(float(pair[1][place]) - y))
        lines = [(self.workspace.theme.colors.muted, f"step {history.steps[place]:,}")]
        lines += [
            (cycle[entry.tint % len(cycle)], f"{entry.name} {format_number(float(curve[place]))}")
            for entry, curve in near
        ]
        return Reading(float(history.steps[place]), tuple(lines))

    def table(self) -> Table:
        """Return the step and every drawn curve."""
        history = self.workspace.training.frame.history
        if history is None:
            return ()
        return (("step", history.steps.astype(np.float64)), *((entry.name, curve) for entry, curve in self._curves))
