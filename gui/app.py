"""Composition root: builds every part of a window and connects them. The only file that knows all parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core.document import Document
from core.edits.convolution_start import UseConvolutionStart
from core.lessons.reader import SUFFIX
from core.release import version
from core.session import Session
from gui.actions import Actions, shortcut_rows
from gui.bars.banner import Banner
from gui.bars.canvas_strip import CanvasStrip
from gui.bars.diagnosis_chip import DiagnosisChip
from gui.bars.motion_bar import MotionBar
from gui.bars.time_bar import TimeBar
from gui.bars.toolbar import Toolbar
from gui.canvas.outline import Outline
from gui.canvas.palette import Palette
from gui.canvas.view import CanvasView
from gui.canvas_picture import export_picture
from gui.controls.fields import scrolled
from gui.controls.formula import load_ahead
from gui.data.view import DataView
from gui.dialogs.ask import Ask
from gui.dialogs.sheets import CommandPalette, about_box, shortcut_sheet
from gui.docks.main_window import MainWindow
from gui.docks.plan import DOCKS, arrange
from gui.faults import Faults, keep_exceptions_whole
from gui.files import FIRST_EXAMPLE, Files
from gui.foreground import Foreground
from gui.garbage import Garbage, put_away
from gui.history_view import HistoryView
from gui.inspectors.inspector import Inspector
from gui.lessons.desk import LessonDesk
from gui.menus import build_menus
from gui.new_columns import NewColumns
from gui.offers import Offers
from gui.plots.compare_rates import compare_rates
from gui.recovery import Recovery
from gui.state.bridge import Bridge
from gui.state.diagnosis import Diagnosis
from gui.state.notices import Notices
from gui.state.reasoning import Reasoning
from gui.state.selection import Selection
from gui.state.settings import Settings
from gui.state.training import Training
from gui.state.tried_picture import TriedPicture
from gui.state.turns import Turns
from gui.state.workspace import Workspace
from gui.theme import Theme, load_fonts, system_theme

if TYPE_CHECKING:
    from gui.classes.class_panel import ClassPanel
    from gui.plots.plot_panel import PlotPanel

LEAST_CANVAS = 150
"""Pixels of height that no view takes from the canvas and the time slider on it."""
SETTLED_MS = 300
"""After so long the window stands, and what the first click may need is loaded."""
PLOTS = ("fit", "loss", "derivatives", "activations", "slope", "contours")


class Window(MainWindow):
    """The window with everything in it."""

    filled = Signal()
    """All views are in their places."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.settings, workspace.theme)
        self.workspace = workspace
        self.plots: dict[str, PlotPanel] = {}
        self.classes: dict[str, ClassPanel] = {}
        self.actions_table = Actions(workspace.theme, self)
        self.files = Files(workspace, self)
        self.recovery = Recovery(workspace, self.files)
        self.canvas = CanvasView(workspace, self)
        self.data = DataView(workspace, self)
        self._place_canvas()
        self._place_docks()
        self._foreground = Foreground(workspace, self)
        self.files.set_aside.connect(self._foreground.keep)
        self.files.brought_back.connect(self._foreground.come_back)  # before the lessons put the views back
        self.lessons = LessonDesk(workspace, self, self.files, self.actions_table)
        self._foreground.held = self.lessons.player.held
        build_menus(self, workspace, self.actions_table, self.files, self.lessons.fill_menu)
        self.offers = Offers(workspace, self.canvas.fit)
        self.actions_table.connect_handlers({**self._own_handlers(), **self.canvas.handlers})
        self._connect()
        self._tick_theme(workspace.settings.text("theme", "system"))
        self.actions_table["chain_on_canvas"].setChecked(self.canvas.canvas.lighting.on)
        self._refresh()

    def _place_canvas(self) -> None:
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.canvas)
        middle.setMinimumHeight(LEAST_CANVAS)
        self.setCentralWidget(middle)
        self.banner = Banner(self.workspace, self.canvas)
        self.banner.covers.connect(self._clear_top)
        self.hints = DiagnosisChip(self.workspace, self.canvas)
        self.strip = CanvasStrip(self.canvas)
        self.strip.add(TimeBar(self.workspace, self.strip))
        self.motion_bar = MotionBar(self.workspace, self.canvas.motion, self.strip)
        self.toolbar = Toolbar(self.workspace, self.actions_table, self)
        self.set_top(self.toolbar)

    def _place_docks(self) -> None:
        shared = self.workspace
        views = {
            "palette": scrolled(Palette(shared, self.canvas, self)), "history": HistoryView(shared, self),
            "outline": Outline(shared, self), "inspector": Inspector(shared, self),
        }  # fmt: skip
        for name, title, area in DOCKS:
            self.add_dock(name, title, area, views.get(name))
        self.fill_dock(self.dock("data"), self.data, self.data.header)
        arrange(self)

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        shared, files = self.workspace, self.files
        session, training = shared.session, shared.training
        return {
            "new": files.new, "open": files.open, "save": files.save, "save_as": files.save_as,
            "import_csv": self.data.import_csv, "export_csv": self.data.export_csv,
            "close": self.close, "quit": QApplication.closeAllWindows,
            "export_picture": partial(export_picture, self.canvas, shared), "build": self.offers.build,
            "undo": session.undo, "redo": self._redo,
            "run": training.toggle, "step": training.step, "reset": training.reset, "new_start": training.new_start,
            **self._time_handlers(),
            "theme_light": partial(self.use_theme, "light"), "theme_dark": partial(self.use_theme, "dark"),
            "theme_system": partial(self.use_theme, "system"),
            "suit_filters": partial(shared.do, UseConvolutionStart()),
            "why_not": self.hints.open_all, "hints": self.toggle_hints,
            "full_screen": self.toggle_full_screen, "restore_layout": self.restore_first_layout,
            "palette": lambda: CommandPalette(self.actions_table.all(), self).open(),
            "shortcuts": lambda: shortcut_sheet(self, shortcut_rows()).show(),
            "lessons": self.lessons.open_cards, "glossary": self.lessons.open_glossary,
            "explain": self.lessons.explain_words,
            "open_lesson": self.lessons.ask_lesson,
            "about": lambda: about_box(self, version()).show(),
        }  # fmt: skip

    def _redo(self) -> None:
        """Do again what was taken back; a look at an earlier step in between does not count."""
        if self.workspace.session.redo_label is not None:
            self.workspace.training.timeline.leave()
        self.workspace.session.redo()

    def _time_handlers(self) -> dict[str, Callable[[], object]]:
        timeline = self.workspace.training.timeline
        return {
            "back": timeline.back, "forward": timeline.forward, "to_start": timeline.to_start,
            "to_end": timeline.to_end, "replay": timeline.toggle,
            "compare": partial(compare_rates, self.workspace, self),
        }  # fmt: skip

    def _connect(self) -> None:
        shared = self.workspace
        self.files.changed.connect(self._refresh)
        self.files.opened.connect(self.canvas.fit)
        self.files.set_aside.connect(self.recovery.keep)
        self.files.opened.connect(self.toolbar.speed.speed_up)
        shared.training.running_changed.connect(self._refresh)
        shared.diagnosis.view_wanted.connect(self.show_view)
        self.actions_table["hints"].setChecked(shared.diagnosis.on)
        shared.selection.changed.connect(self._refresh)
        for change in (self.files.opened, self.shown, self.restored):
            change.connect(self._foreground.open)
        self.files.opened.connect(shared.tried.forget)
        self.files.opened.connect(shared.facts.forget)
        self._new_columns = NewColumns(shared.document, shared.bridge, shared.notices)
        self.close_asked.connect(self._decide_close)
        self.file_dropped.connect(self._take_file)

    @Slot()
    def _refresh(self, *_: object) -> None:
        """Title and actions say what is true now."""
        session, training, actions = self.workspace.session, self.workspace.training, self.actions_table
        self.setWindowTitle(f"{self.files.name}[*] — Squiggle")
        self.setWindowModified(self.files.unsaved)
        for name, label in (("undo", session.undo_label), ("redo", session.redo_label)):
            actions.say(name, f"{name.title()} {label}" if label else name.title(), enabled=label is not None)
        actions.say("run", "Pause" if training.running else "Run", enabled=True)
        actions.say("step", "Step", enabled=not training.running)
        chosen = self.workspace.selection
        for name in ("cut", "copy", "duplicate", "rename"):
            actions[name].setEnabled(bool(chosen.nodes))
        actions["delete"].setEnabled(bool(chosen.nodes or chosen.pairs))

    def use_theme(self, choice: str) -> None:
        """Use "light", "dark" or what the desktop prefers ("system"), now and at the next start."""
        self.workspace.settings.remember("theme", choice)
        self.workspace.theme.use(system_theme() if choice == "system" else choice)
        self._tick_theme(choice)

    def _tick_theme(self, choice: str) -> None:
        for name in ("light", "dark", "system"):
            self.actions_table[f"theme_{name}"].setChecked(name == choice)

    @Slot(int)
    def _clear_top(self, pixels: int) -> None:
        """Keep the drawing out from under the banner, where all of it was shown and its numbers stay."""
        self.canvas.make_way(pixels)

    def toggle_hints(self) -> None:
        """Show hints on the canvas, or keep quiet."""
        self.workspace.diagnosis.turn(on=self.actions_table["hints"].isChecked())

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot(QCloseEvent)
    def _decide_close(self, event: QCloseEvent) -> None:
        if not self.files.may_leave():
            event.ignore()
            return
        self.lessons.player.leave()
        self._foreground.bring_back()
        self.workspace.training.shut_down()
        self.recovery.forget()

    @Slot(object)
    def _take_file(self, path: Path) -> None:
        if path.name.endswith(SUFFIX):
            self.lessons.play_file(path)
        elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
            self.data.open_table(path)
        else:
            self.files.open_path(path)

    def load_plots(self) -> None:
        """Fill the plot docks. pyqtgraph takes half a second to import, so this comes after the first paint."""
        if self.plots:
            return
        from gui.classes import CLASS_PLOTS, CLASS_VIEWS
        from gui.convolution.panel import ConvolutionPanel
        from gui.maps import MAP_VIEWS, SPACE_VIEWS
        from gui.plots.views import PLOT_VIEWS

        keep_exceptions_whole()
        self.lessons.fill()
        self.classes = {name: make(self.workspace, self) for name, make in {**CLASS_VIEWS, **SPACE_VIEWS}.items()}
        convolution = self.classes["convolution"] = ConvolutionPanel(self.workspace, self)
        convolution.example_wanted.connect(self.files.open_example)
        self.files.opened.connect(convolution.slide.end)
        plots = {**{name: PLOT_VIEWS[name] for name in PLOTS}, **MAP_VIEWS, **CLASS_PLOTS}
        self.plots = {name: make(self.workspace, self) for name, make in plots.items()}
        views: dict[str, PlotPanel | ClassPanel] = {**self.plots, **self.classes}
        for name, view in views.items():
            self.fill_dock(self.dock(name), view, view.header)
        QTimer.singleShot(0, self, self.filled.emit)


def application() -> QApplication:
    """Return the one QApplication, dressed: Fusion style, own fonts."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["squiggle"])
    app.setApplicationName("Squiggle")
    app.setOrganizationName("Squiggle")
    app.setStyle("Fusion")
    load_fonts()
    return app


def make_workspace(document: Document | None = None, theme: str | None = None, ask: Ask | None = None) -> Workspace:
    """Return the shared parts of a new window."""
    settings = Settings()
    chosen = theme or settings.text("theme", "system")
    look = Theme(system_theme() if chosen == "system" else chosen)
    session = Session(document)
    bridge, notices = Bridge(session), Notices()
    training = Training(session, bridge, notices)
    selection, turns = Selection(bridge), Turns(training)
    reasoning = Reasoning(selection, turns, training)
    diagnosis = Diagnosis(training, turns, settings, reasoning)
    return Workspace(
        session, bridge, selection, training, turns, reasoning, look, settings, notices, ask or Ask(), diagnosis,
        TriedPicture(selection, turns, bridge),
    )  # fmt: skip


def open_window(
    path: Path | None = None, theme: str | None = None, ask: Ask | None = None, document: Document | None = None
) -> Window:
    """Build a window on ``path`` if named, else on unsaved work found, else on the first example.

    ``document`` is what ``path`` holds, where the caller has read it already.
    """
    shared = make_workspace(theme=theme, ask=ask)
    shared.theme.apply()
    window = Window(shared)
    if path is not None and path.name.endswith(SUFFIX):
        window.files.open_example(FIRST_EXAMPLE)
        window.filled.connect(partial(window.lessons.play_file, path))  # its room is taken from views in their places
    elif path is not None and document is not None:
        window.files.show_read(path, document)
    elif not (path is not None and window.files.load(path)) and not window.recovery.offer():
        window.files.open_example(FIRST_EXAMPLE)
        window.toolbar.speed.slow_down()
    return window


def execute(app: QApplication) -> int:
    """Run the event loop until the last window is closed."""
    return app.exec()


def run(path: Path | None = None, document: Document | None = None) -> int:
    """Open the window on ``document`` of ``path`` and stay until it is closed; return the exit status."""
    app = application()
    window = open_window(path, document=document)
    faults = Faults(partial(window.workspace.notices.post, level="problem"))
    faults.install()
    window.arrange_docks()
    window.shown.connect(lambda: QTimer.singleShot(0, window.load_plots), Qt.ConnectionType.SingleShotConnection)
    window.show()
    garbage = Garbage()
    garbage.take_over()
    QTimer.singleShot(SETTLED_MS, load_ahead)
    try:
        return execute(app)
    finally:
        put_away(app, window)
        garbage.hand_back()
