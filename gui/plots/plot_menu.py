"""The menu of every plot: save, copy, show everything, grid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.disk import write_atomically
from core.errors import FileRefused
from gui.plots import export
from gui.plots.controls_row import ControlsRow
from gui.plots.drawing import Drawing
from gui.plots.elided_label import ElidedLabel
from gui.plots.plot_area import PlotArea
from gui.state.workspace import Workspace


class Plot(Protocol):
    """What the menu needs of a plot. ``slug`` names files, ``grid`` tells whether faint lines are seen."""

    workspace: Workspace
    area: PlotArea
    drawing: Drawing
    heading: ElidedLabel
    controls: ControlsRow
    slug: str
    grid: bool

    def table(self) -> export.Table:
        """Return the numbers that are drawn."""

    def own_actions(self, at: QPointF | None) -> list[tuple[str, Callable[[], object]]]:
        """Return (title, act) of what the view adds, at a pixel of the plot or elsewhere."""

    def show_all(self) -> None:
        """Follow the data again."""

    def use_grid(self, on: bool) -> None:  # noqa: FBT001  # a slot of toggled(bool)
        """Show or hide the faint lines."""


def _png(plot: Plot) -> bytes:
    plot.drawing.show_extra(())  # what belongs to the pointer stays out of pictures
    return export.png_bytes(plot.area, plot.heading.whole, plot.workspace.theme.colors)


def _svg(plot: Plot) -> bytes:
    plot.drawing.show_extra(())
    return export.svg_bytes(plot.area, plot.heading.whole, plot.workspace.theme.colors)


def _csv(plot: Plot) -> bytes:
    return export.csv_bytes(plot.table())


FORMATS: dict[str, tuple[str, str, Callable[[Plot], bytes]]] = {
    "png": ("Save picture as PNG…", "PNG pictures (*.png)", _png),
    "svg": ("Save picture as SVG…", "SVG drawings (*.svg)", _svg),
    "csv": ("Save numbers as CSV…", "Tables (*.csv)", _csv),
}


def save(plot: Plot, kind: str) -> None:
    """Ask for a name and write the plot as ``kind``: "png", "svg" or "csv". A failure is said in a sentence."""
    title, kinds, content = FORMATS[kind]
    workspace = plot.workspace
    path = workspace.ask.save_path(plot.area.window(), title.rstrip("…"), f"{plot.slug}.{kind}", kinds)
    if path is None:
        return
    try:
        write_atomically(path if path.suffix else path.with_suffix(f".{kind}"), content(plot))
    except FileRefused as refused:
        workspace.notices.post(str(refused), "problem")


def copy_picture(plot: Plot) -> None:
    """Put the plot on the clipboard as a picture."""
    plot.drawing.show_extra(())
    image = export.picture(plot.area, plot.heading.whole, plot.workspace.theme.colors)
    QGuiApplication.clipboard().setImage(image)


def copy_numbers(plot: Plot) -> None:
    """Put the numbers on the clipboard, tab separated as spreadsheets take them."""
    QGuiApplication.clipboard().setText(export.text_of(plot.table(), "\t"))


def plot_menu(plot: Plot, parent: QWidget, at: QPointF | None = None) -> QMenu:
    """Return the menu, ready to open; it is gone once it is closed."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    plot.controls.fill(menu)
    _add(menu, "Show everything", plot.show_all, "The axes follow the data again (A, or a double click on an axis)")
    grid = _add(menu, "Grid", lambda: None, "Faint lines at the numbers of the axes")
    grid.setCheckable(True)
    grid.setChecked(plot.grid)
    grid.toggled.connect(plot.use_grid)
    for title, act in plot.own_actions(at):
        _add(menu, title, act, title)
    menu.addSeparator()
    _add(menu, "Copy picture", partial(copy_picture, plot), "Put the picture on the clipboard")
    _add(menu, "Copy numbers", partial(copy_numbers, plot), "Put what is drawn on the clipboard, for a spreadsheet")
    menu.addSeparator()
    for kind, (title, _, _) in FORMATS.items():
        _add(menu, title, partial(save, plot, kind), title.rstrip("…"))
    return menu


def _add(menu: QMenu, title: str, act: Callable[[], object], tip: str) -> QAction:
    action = QAction(title, menu)
    action.setToolTip(tip)
    action.setStatusTip(tip)
    action.triggered.connect(lambda _=False: act())
    menu.addAction(action)
    return action
