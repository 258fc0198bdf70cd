"""What all plots share: title row, surface, note, readout, menu, colours. A view adds what it draws."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gui.controls.own_keys import kept
from gui.plots.drawing import Drawing
from gui.plots.elided_label import ElidedLabel
from gui.plots.export import Table
from gui.plots.marks import Picture, Reading, Span
from gui.plots.plot_area import PlotArea
from gui.plots.plot_menu import plot_menu
from gui.plots.readout import Readout
from gui.plots.ticks import padded, settled
from gui.plots.title_row import Message, TitleRow, tint
from gui.plots.way_back import WayBack
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import icon

EDGE = 0.04
"""Room above and below everything, so that no point is cut in half."""


class PlotPanel(QWidget):
    """A plot with its title. Subclasses say what to draw (``picture``), what the pointer reads, what CSV holds."""

    tries = True
    """Whether it shows a number that is only tried out; a plot over the steps made does not."""
    slug = "plot"
    """The name of files saved from here."""
    keys: frozenset[Qt.Key] = frozenset({Qt.Key.Key_A, Qt.Key.Key_Escape})
    """Keys that belong to the plot while it has the focus, whatever shortcuts the window has."""

    def __init__(self, workspace: Workspace, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.follows, self.grid = True, True
        self.shown = Picture()
        self._across: Span | None = None
        self._up: Span | None = None
        self.more = QToolButton(self)
        self.header = TitleRow(self, title, self.more)
        self.heading, self.controls = self.header.heading, self.header.controls
        self.area = PlotArea(self)
        self.drawing = Drawing(self.area.box)
        self.area.word_at = lambda at: self.drawing.word_at(self.drawing.mapFromScene(self.area.mapToScene(at)))
        self.readout = Readout(self.area, self.drawing, self.reading)
        self.way_back = WayBack(self.area)
        self.message, self.note = Message(self), ElidedLabel(self, 7.5)
        self.body = QHBoxLayout()
        self._dress(title)
        self._arrange()
        self._listen()
        self.restyle()

    def picture(self, frame: Frame) -> Picture:
        """Return what to draw for ``frame``."""
        raise NotImplementedError

    def reading(self, x: float, y: float) -> Reading | None:  # noqa: ARG002  # for subclasses
        """Return what the pointer reads at a position in data units."""
        return None

    def table(self) -> Table:
        """Return the numbers that are drawn, for CSV."""
        return ()

    def own_actions(self, at: QPointF | None) -> list[tuple[str, Callable[[], object]]]:  # noqa: ARG002
        """Return (title, act) of what the view adds to the menu, opened at a pixel of the plot or (None) elsewhere."""
        return []

    def _dress(self, title: str) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setMinimumSize(200, 130)
        self.area.setFocusProxy(self)
        self.note.hide()
        self.more.setToolTip("Save or copy this plot, show all of it, switch the grid")
        self.more.setAccessibleName("Plot menu")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 4, 4)
        column.setSpacing(2)
        column.addWidget(self.header)
        column.addLayout(self.body, 1)  # before it is filled, or Python's collector deletes its items twice
        self.body.addWidget(self.area, 1)
        column.addWidget(self.message, 1)
        column.addWidget(self.note)

    def _listen(self) -> None:
        self.workspace.turns.join(self.refresh)
        self.workspace.selection.row_changed.connect(self.refresh)
        self.workspace.theme.changed.connect(self.restyle)
        self.area.limits_moved.connect(self._let_go)
        self.area.double_clicked.connect(self.double_click)
        self.way_back.clicked.connect(self.show_all)
        self.more.clicked.connect(self._open_menu)

    @property
    def frame(self) -> Frame:
        """What to draw: the newest frame, or one that is tried out where the view can show what is not kept."""
        return self.workspace.turns.frame if self.tries else self.workspace.training.frame

    @Slot()
    def refresh(self) -> None:
        """Draw the newest frame; a hidden plot does no work."""
        if not self.isVisible():
            return
        self.shown = picture = self.picture(self.frame)
        colors = self.workspace.theme.colors
        self.area.bottom.name(picture.x_name, colors)
        self.area.left.name(picture.y_name, colors)
        if self.follows and not self.area.busy and picture.across and picture.up:
            self._up = settled(picture.up, self._up)
            self._across = settled(picture.across, self._across) if picture.grows else picture.across
            self.area.show_limits(self._across, padded(self._up, EDGE))
        self.drawing.show_marks(picture.marks)
        self.way_back.setVisible(not self.follows)
        self.note.say(*picture.note)
        self.note.setVisible(bool(self.note.whole))
        self.message.say(picture.message)
        self.area.setVisible(not picture.message)
        self.readout.read()

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        colors = self.workspace.theme.colors
        self.area.restyle(colors, grid=self.grid)
        self.readout.restyle(colors)
        self.way_back.restyle(colors)
        tint(colors, self.heading, self.note, self.message)
        self.more.setIcon(icon("ellipsis", colors.muted))
        self.refresh()

    @Slot()
    def show_all(self) -> None:
        """Follow the data again: everything is seen."""
        self.follows, self._across, self._up = True, None, None
        self.refresh()

    @Slot()
    def _let_go(self) -> None:
        self.follows = False
        self.refresh()

    @Slot(QPointF)
    def double_click(self, at: QPointF) -> None:  # noqa: ARG002  # where does not matter here
        """Show everything."""
        self.show_all()

    @Slot(bool)
    def use_grid(self, on: bool) -> None:  # noqa: FBT001  # a slot of toggled(bool)
        """Show or hide the faint lines."""
        self.grid = on
        self.restyle()

    @Slot()
    def _open_menu(self) -> None:
        plot_menu(self, self).popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the plot was hidden."""
        super().showEvent(event)
        self.refresh()

    def event(self, event: QEvent) -> bool:
        """Keep the plot's own keys from shortcuts of the window."""
        return kept(event, lambda key: key.key() in self.keys) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A shows everything, Esc gives up a drag."""
        if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.show_all()
        elif event.key() != Qt.Key.Key_Escape or not self.area.cancel():
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu."""
        event.accept()
        on_plot = event.reason() is QContextMenuEvent.Reason.Mouse
        at = QPointF(self.area.mapFrom(self, event.pos())) if on_plot else None
        plot_menu(self, self, at).popup(event.globalPos())
