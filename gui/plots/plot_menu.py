"""The menu of every plot: save, copy, show everything, grid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from core.disk import write_atomically
from core.errors import FileRefused
from gui.plots import export

if TYPE_CHECKING:
    from gui.plots.plot_panel import PlotPanel


def _png(panel: PlotPanel) -> bytes:
    panel.drawing.show_extra(())  # what belongs to the pointer stays out of pictures
    return export.png_bytes(panel.area, panel.heading.whole, panel.workspace.theme.colors)


def _svg(panel: PlotPanel) -> bytes:
    panel.drawing.show_extra(())
    return export.svg_bytes(panel.area, panel.heading.whole, panel.workspace.theme.colors)


def _csv(panel: PlotPanel) -> bytes:
    return export.csv_bytes(panel.table())


FORMATS: dict[str, tuple[str, str, Callable[[PlotPanel], bytes]]] = {
    "png": ("Save picture as PNG…", "PNG pictures (*.png)", _png),
    "svg": ("Save picture as SVG…", "SVG drawings (*.svg)", _svg),
    "csv": ("Save numbers as CSV…", "Tables (*.csv)", _csv),
}


def save(panel: PlotPanel, kind: str) -> None:
    """Ask for a name and write the plot as ``kind``: "png", "svg" or "csv". A failure is said in a sentence."""
    title, kinds, content = FORMATS[kind]
    workspace = panel.workspace
    path = workspace.ask.save_path(panel, title.rstrip("…"), f"{panel.slug}.{kind}", kinds)
    if path is None:
        return
    try:
        write_atomically(path if path.suffix else path.with_suffix(f".{kind}"), content(panel))
    except FileRefused as refused:
        workspace.notices.post(str(refused), "problem")


def copy_picture(panel: PlotPanel) -> None:
    """Put the plot on the clipboard as a picture."""
    panel.drawing.show_extra(())
    image = export.picture(panel.area, panel.heading.whole, panel.workspace.theme.colors)
    QGuiApplication.clipboard().setImage(image)


def copy_numbers(panel: PlotPanel) -> None:
    """Put the numbers on the clipboard, tab separated as spreadsheets take them."""
    QGuiApplication.clipboard().setText(export.text_of(panel.table(), "\t"))


def plot_menu(panel: PlotPanel, at: QPointF | None = None) -> QMenu:
    """Return the menu, ready to open; it is gone once it is closed."""
    menu = QMenu(panel)
    menu.aboutToHide.connect(menu.deleteLater)
    _add(menu, "Show everything", panel.show_all, "The axes follow the data again (A, or a double click on an axis)")
    grid = _add(menu, "Grid", lambda: None, "Faint lines at the numbers of the axes")
    grid.setCheckable(True)
    grid.setChecked(panel.grid)
    grid.toggled.connect(panel.use_grid)
    for title, act in panel.own_actions(at):
        _add(menu, title, act, title)
    menu.addSeparator()
    _add(menu, "Copy picture", partial(copy_picture, panel), "Put the picture on the clipboard")
    _add(menu, "Copy numbers", partial(copy_numbers, panel), "Put what is drawn on the clipboard, for a spreadsheet")
    menu.addSeparator()
    for kind, (title, _, _) in FORMATS.items():
        _add(menu, title, partial(save, panel, kind), title.rstrip("…"))
    return menu


def _add(menu: QMenu, title: str, act: Callable[[], object], tip: str) -> QAction:
    action = QAction(title, menu)
    action.setToolTip(tip)
    action.setStatusTip(tip)
    action.triggered.connect(lambda _=False: act())
    menu.addAction(action)
    return action
