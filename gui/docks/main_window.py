"""The window: canvas in the middle, every view a dock that can be hidden, moved and floated. No logic."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QTabBar, QTabWidget, QToolBar, QWidget

from gui.docks.dock import Dock
from gui.docks.shares import LEFT, LEFT_SHARE, DockShares
from gui.docks.shelf import Shelf
from gui.docks.tab_names import TabNames, rows_of_tabs
from gui.docks.title import DockTitle
from gui.state.settings import Settings
from gui.theme import Theme

LAYOUT_VERSION = 5
LEAST = (150, 90)
"""How small a view may get; whoever needs more scrolls or leaves things out."""
CONVOLUTION_SHARES = (0.38, 0.22)
CONVOLUTION_ALONE = 0.52
"""What parts of the window's height the convolution and the plots below it take; and it alone, in a small window."""
Area = Qt.DockWidgetArea


class MainWindow(QMainWindow):
    """Holds the parts it is given. Signals say what the desktop wants of it."""

    shown = Signal()
    restored = Signal()
    close_asked = Signal(QCloseEvent)
    file_dropped = Signal(object)

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._settings, self._theme = settings, theme
        self._docks: dict[str, Dock] = {}
        self._first_layout = QByteArray()
        self.shares = DockShares(self, self._docks.values)
        self._tab_names = TabNames(self, self._docks.values)
        self.setObjectName("main")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setTabPosition(Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        for corner, area in (
            (Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea),
            (Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea),
        ):
            self.setCorner(corner, area)
        self.resize(1600, 1000)

    def set_top(self, widget: QWidget) -> None:
        """Put ``widget`` under the menu bar, over the whole width."""
        bar = QToolBar("Training", self)
        bar.setObjectName("training")
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)
        shelf = Shelf(widget)
        shelf.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(shelf)
        self.addToolBar(bar)

    def fit_docks(self) -> None:
        """Give the docks their first sizes, as shares of the window."""
        wide, high = self.width(), self.height()
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        left, right, bottom = max(LEFT, int(wide * LEFT_SHARE)), int(wide * 0.21), int(high * 0.30)
        self.shares.resize([self._docks["palette"], self._docks["inspector"]], [left, right], horizontal)
        plots = [self._docks[name] for name in ("fit", "loss", "derivatives")]
        self.shares.resize(plots, [(wide - left - right) // 3] * 3, horizontal)
        self.shares.resize(plots, [bottom] * 3, vertical)
        column = [self._docks["palette"], self._docks["lessons"]]
        self.shares.resize(column, [int(high * 0.37), int(high * 0.46)], vertical)
        self.shares.resize([self._docks["inspector"], self._docks["activations"]], [high // 2, high // 3], vertical)
        self.fit_convolution()

    def fit_convolution(self) -> None:
        """Give the convolution, where it is shown, more height than the plots below it."""
        docks = [self._docks[name] for name in ("convolution", "fit") if not self._docks[name].isHidden()]
        if docks and docks[0] is self._docks["convolution"]:
            shares = CONVOLUTION_SHARES if len(docks) == 2 else (CONVOLUTION_ALONE,)
            heights = [int(self.height() * share) for share in shares]
            self.shares.resize(docks, heights, Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave canvas and views their shares."""
        super().resizeEvent(event)
        self.shares.deal()

    def add_dock(self, name: str, title: str, area: Area, widget: QWidget | None = None) -> Dock:
        """Add a dock called ``name`` (how layouts remember it)."""
        dock = Dock(title, self)
        dock.setObjectName(name)
        self.fill_dock(dock, widget or QWidget(dock))
        self.addDockWidget(area, dock)
        self._docks[name] = dock
        dock.placed.connect(self.shares.note)
        dock.placed.connect(self._tab_names.look)
        return dock

    def fill_dock(self, dock: Dock, widget: QWidget, header: QWidget | None = None) -> None:
        """Put ``widget`` into a dock; its ``header`` becomes the dock's own title row."""
        old = dock.titleBarWidget()
        dock.setTitleBarWidget(DockTitle(dock, self._theme, header))
        widget.setMinimumSize(*LEAST)
        dock.fill(widget)
        if old is not None:
            old.deleteLater()

    def dock(self, name: str) -> Dock:
        """Return the dock called ``name``; KeyError if there is none."""
        return self._docks[name]

    @property
    def views(self) -> tuple[str, ...]:
        """The names of all docks."""
        return tuple(self._docks)

    def fill_view_menu(self, menu: QMenu) -> None:
        """Add a tick for each dock."""
        for dock in self._docks.values():
            menu.addAction(dock.toggleViewAction())

    def show_view(self, name: str) -> None:
        """Bring a view to the front."""
        dock = self._docks[name]
        dock.show()
        dock.raise_()

    def views_kept(self) -> tuple[QByteArray, str]:
        """Return where every view stands, and its share of the window, for ``put_views``."""
        return self.saveState(LAYOUT_VERSION), self.shares.kept()

    def put_views(self, kept: tuple[QByteArray, str]) -> None:
        """Put every view where ``kept``, of ``views_kept``, says, with its share of the window as it is now.

        Qt makes new rows of tabs for that and leaves the old ones in sight until the views are moved next.
        """
        old = rows_of_tabs(self)
        self.restoreState(kept[0], LAYOUT_VERSION)
        self.shares.take_up(kept[1])
        QTimer.singleShot(0, self, partial(_hide_doubles, self, old))

    def restore_first_layout(self) -> None:
        """Put every view back where it was at first."""
        self.restoreState(self._first_layout, LAYOUT_VERSION)
        self.fit_docks()
        self.restored.emit()

    def arrange_docks(self) -> None:
        """Put every view where the user left it; at the first start, where it looks best on this screen."""
        room = self.screen().availableGeometry().size()
        self.resize(min(1600, room.width() - 40), min(1000, room.height() - 60))
        self.fit_docks()
        self._first_layout = self.saveState(LAYOUT_VERSION)  # as built, for Restore Layout
        # The layout comes first: in a window that is to be maximised, Qt puts the sizes of then back at each resizing.
        if self.restoreState(self._settings.blob("layout"), LAYOUT_VERSION):
            self.shares.take_up(self._settings.text("layout sizes"))
        if not self.restoreGeometry(self._settings.blob("geometry")) and room.width() < 1600:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def remember_layout(self) -> None:
        """Keep geometry and layout for the next start."""
        self._settings.remember("geometry", self.saveGeometry())
        layout, shares = self.views_kept()
        self._settings.remember("layout", layout)
        self._settings.remember("layout sizes", shares)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the window is there: what takes long to load comes after."""
        super().showEvent(event)
        if not event.spontaneous():
            self.shares.deal()
        self.shown.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever listens decides by ignoring the event."""
        self.close_asked.emit(event)
        if event.isAccepted():
            self.remember_layout()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Announce the first file that was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.file_dropped.emit(paths[0])


def _hide_doubles(window: QMainWindow, old: list[QTabBar]) -> None:
    """Hide those of the ``old`` rows for which there is a new one."""
    rows = {bar: [bar.tabText(place) for place in range(bar.count())] for bar in rows_of_tabs(window)}
    new = [texts for bar, texts in rows.items() if bar not in old]
    for bar, texts in rows.items():
        if bar in old and texts in new:
            bar.hide()
