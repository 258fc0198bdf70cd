"""Puts the parts of the lessons together: the dock, the spotlight, the page with cards, the glossary, the menu."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMenu

from core.errors import FileRefused, SquiggleError
from core.lessons.reader import SUFFIX, read_lesson
from gui.actions import Actions
from gui.files import Files
from gui.lessons.glossary_page import GlossaryPage
from gui.lessons.panel import LessonsPanel
from gui.lessons.player import Lessons
from gui.lessons.spotlight import Spotlight
from gui.lessons.start_page import StartPage
from gui.main_window import MainWindow
from gui.workspace import Workspace

KINDS = f"Lessons (*{SUFFIX});;All files (*)"
WIDE, SHARE = 300, 0.62
"""Pixels of width of the dock while a lesson plays, and the least share of the height of its column."""
HIGH, TILES = 560, 150
"""Pixels of height that a step likes to have, and that the tiles above it keep."""


class LessonDesk(QObject):
    """What the window knows of lessons."""

    def __init__(self, workspace: Workspace, window: MainWindow, files: Files, actions: Actions) -> None:
        super().__init__(window)
        self._workspace, self._window, self._files = workspace, window, files
        self._sizes: tuple[int, int, int] | None = None
        self.player = Lessons(workspace, window, files, actions.all())
        self.spotlight = Spotlight(workspace, self.player, window)
        self.panel: LessonsPanel | None = None
        self.player.stepped.connect(self._make_room)

    def fill(self) -> None:
        """Fill the dock. Lessons are read here, so this comes after the first paint."""
        self.panel = LessonsPanel(self._workspace, self.player, self._window)
        self.panel.all_wanted.connect(self.open_cards)
        self.panel.term_chosen.connect(self.open_glossary)
        self.panel.page.copy_wanted.connect(self._files.keep_copy)
        self._window.fill_dock(self._dock, self.panel)

    @property
    def _dock(self) -> QDockWidget:
        return self._window.dock("lessons")

    @Slot()
    def open_cards(self) -> None:
        """Show a card for each lesson."""
        StartPage(self._workspace, self.player, self._window).show()

    @Slot(str)
    def open_glossary(self, word: str = "") -> None:
        """Show the words of the field, or one of them."""
        if self.panel is not None:
            page = GlossaryPage(self._workspace, self.player, self.panel.page.glossary, self._window)
            page.filter.setText(word)
            page.show()

    def ask_lesson(self) -> None:
        """Ask for a lesson file, such as a teacher's, and play it."""
        path = self._workspace.ask.open_path(self._window, "Open a lesson", KINDS)
        if path is not None:
            self.play_file(path)

    def play_file(self, path: Path) -> None:
        """Play the lesson in a file; if it is broken, the first problem is told with its line."""
        try:
            lesson = read_lesson(path)
        except SquiggleError as refused:
            first = refused.problems[0] if isinstance(refused, FileRefused) else refused
            self._workspace.notices.post(f"The lesson was not opened. {first}", "problem")
            return
        known = self.player.shelf.find(lesson.name)
        own = known is not None and known.path == path.resolve()
        self.player.enter(lesson if own else replace(lesson, name=str(path.resolve()).replace("/", "|")))

    def fill_menu(self, menu: QMenu) -> None:
        """List the lessons in a menu, each with its aim."""
        for place, lesson in enumerate(self.player.shelf.lessons):
            action = menu.addAction(f"{lesson.number or place + 1} {lesson.title}")
            action.setToolTip(lesson.aim)
            action.triggered.connect(partial(self._enter, lesson.name))

    def _enter(self, name: str, *_: object) -> None:
        lesson = self.player.shelf.find(name)
        if lesson is not None:
            self.player.enter(lesson)

    @Slot()
    def _make_room(self) -> None:
        """Bring the dock forward and give it room while a lesson plays; give it back afterwards."""
        if self.player.lesson is None:
            self._give_back()
        elif self._sizes is None and not self._dock.isFloating():
            self._window.show_view("lessons")
            palette = self._window.dock("palette")
            self._sizes = (palette.width(), palette.height(), self._dock.height())
            whole = palette.height() + self._dock.height()
            wanted = max(self._dock.height(), round(whole * SHARE), min(HIGH, whole - TILES))
            self._resize(max(WIDE, self._dock.width()), whole - wanted, wanted)

    def _give_back(self) -> None:
        if self._sizes is not None:
            self._resize(*self._sizes)
            self._sizes = None

    def _resize(self, width: int, above: int, below: int) -> None:
        docks = [self._window.dock("palette"), self._dock]
        self._window.resizeDocks(docks, [above, below], Qt.Orientation.Vertical)
        self._window.resizeDocks(docks[1:], [width], Qt.Orientation.Horizontal)
