"""The menu bar, from the table of actions, with the menus that depend on files and docks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar

from core import catalog
from core.edits.values import SetActivation
from gui.actions import MENUS, Actions
from gui.docks.main_window import MainWindow
from gui.files import Files, examples
from gui.state.workspace import Workspace


def build_menus(
    window: MainWindow, workspace: Workspace, actions: Actions, files: Files, lessons: Callable[[QMenu], None]
) -> None:
    """Fill the menu bar of ``window``; ``lessons`` adds them to a menu when it is first opened."""
    bar = window.menuBar()
    menus = {name: bar.addMenu(f"&{name}") for name in MENUS}
    extras: dict[str, Callable[[QMenu], None]] = {
        "File": partial(_file_menus, workspace, files),
        "Network": partial(_network_menus, workspace, actions),
        "View": partial(_view_menus, window, actions),
        "Lessons": partial(_lessons_menu, lessons),
    }
    for name, menu in menus.items():
        menu.setToolTipsVisible(True)
        actions.fill(menu, name)
        if name in extras:
            extras[name](menu)
    _examples_menu(bar, menus["Lessons"], files)


def _file_menus(workspace: Workspace, files: Files, menu: QMenu) -> None:
    """Put the recent files after Open."""
    recent = QMenu("Open Recent", menu)
    recent.aboutToShow.connect(partial(_fill_recent, recent, workspace, files))
    before = menu.actions()[2]
    menu.insertMenu(before, recent)


def _fill_recent(menu: QMenu, workspace: Workspace, files: Files) -> None:
    menu.clear()
    for name in workspace.settings.recent_files():
        action = menu.addAction(Path(name).name)
        action.setToolTip(name)
        action.triggered.connect(partial(_open, files, Path(name)))
    if menu.isEmpty():
        menu.addAction("No files yet").setEnabled(False)
        return
    menu.addSeparator()
    menu.addAction("Clear List").triggered.connect(workspace.settings.clear_recent)


def _open(files: Files, path: Path, *_: object) -> None:
    files.open_path(path)


def _examples_menu(bar: QMenuBar, before: QMenu, files: Files) -> None:
    menu = QMenu("E&xamples", bar)
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(partial(_fill_examples, menu, files))
    bar.insertMenu(before.menuAction(), menu)


def _lessons_menu(fill: Callable[[QMenu], None], menu: QMenu) -> None:
    """List the lessons when they are first asked for: to read them would make every start longer."""
    menu.addSeparator()
    menu.aboutToShow.connect(partial(fill, menu), Qt.ConnectionType.SingleShotConnection)


def _fill_examples(menu: QMenu, files: Files) -> None:
    """List the examples when they are first asked for: to read their titles would make every start longer."""
    if menu.isEmpty():
        for title, name in examples():
            menu.addAction(title).triggered.connect(partial(_open_example, files, name))


def _open_example(files: Files, name: str, *_: object) -> None:
    files.open_example(name)


def _network_menus(workspace: Workspace, actions: Actions, menu: QMenu) -> None:
    menu.addSeparator()
    activation = menu.addMenu("Activation")
    activation.setToolTipsVisible(True)
    for row in catalog.ACTIVATIONS.values():
        action = activation.addAction(row.title)
        action.setToolTip(row.help)
        action.triggered.connect(partial(_activate, workspace, row.name))
    place = menu.addMenu("Align")
    place.setToolTipsVisible(True)
    actions.fill(place, "Network/Align")


def _activate(workspace: Workspace, activation: str, *_: object) -> None:
    """Give the selected nodes an activation."""
    able = catalog.NODE_KINDS
    nodes = tuple(
        node for node in workspace.selection.nodes if able[workspace.document.nodes[node].kind].has_activation
    )
    if nodes:
        workspace.do(SetActivation(nodes, activation))
    else:
        workspace.notices.refuse("Select the hidden or output nodes whose activation you want to choose first.")


def _view_menus(window: MainWindow, actions: Actions, menu: QMenu) -> None:
    menu.addSeparator()
    theme = menu.addMenu("Theme")
    actions.fill(theme, "View/Theme")
    views = menu.addMenu("Views")
    window.fill_view_menu(views)
