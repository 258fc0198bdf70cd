"""Puts the parts of the lessons together: the dock, the spotlight, the page with cards, the glossary, the menu."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QMenu

from core.errors import FileRefused, SquiggleError
from core.lessons.lesson import Lesson
from core.lessons.progress import Progress
from core.lessons.reader import SUFFIX, read_lesson
from gui.actions import Actions
from gui.controls.gloss_tip import Glosses
from gui.controls.glosses import glossary
from gui.docks.dock import Dock
from gui.docks.main_window import MainWindow
from gui.files import Files
from gui.lessons.bookmark import Bookmark
from gui.lessons.glossary_page import GlossaryPage
from gui.lessons.keepsake import Keepsake, keepsake
from gui.lessons.lens import Lens
from gui.lessons.panel import LessonsPanel
from gui.lessons.player import Lessons
from gui.lessons.spotlight import Spotlight
from gui.lessons.start_page import StartPage
from gui.state.workspace import Workspace

KINDS = f"Lessons (*{SUFFIX});;All files (*)"
WIDE, NARROW, SLIM = 300, 272, 1400
"""Pixels of width of the dock while a lesson plays; in a window that is narrower than the last, it leaves more room."""
SHARE = 0.62
"""The least share of the height of its column."""
HIGH, TILES = 560, 150
"""Pixels of height that a step likes to have, and that the tiles above it keep."""


class LessonDesk(QObject):
    """What the window knows of lessons."""

    def __init__(self, workspace: Workspace, window: MainWindow, files: Files, actions: Actions) -> None:
        super().__init__(window)
        self._workspace, self._window, self._files = workspace, window, files
        self._before: Keepsake | None = None
        """How the window stood before the lesson."""
        self._begun = False
        self.player = Lessons(workspace, window, files, actions.all())
        self.spotlight = Spotlight(workspace, self.player, window)
        self.panel: LessonsPanel | None = None
        self.glosses = Glosses(workspace.theme, window)
        self.glosses.step_wanted.connect(self.play_step)
        self.glosses.word_wanted.connect(self.open_glossary)
        actions["explain"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)  # in dialogs too
        files.set_aside.connect(self._keep)
        self.player.stepped.connect(self._make_room)
        self.player.replacing.connect(self._begin_again)
        self._lens = Lens(self.player, window)
        self.player.finished.connect(self._offer_next)

    def fill(self) -> None:
        """Fill the dock. Lessons are read here, so this comes after the first paint."""
        self.panel = LessonsPanel(self._workspace, self.player, self._window)
        self.panel.all_wanted.connect(self.open_cards)
        self.panel.term_chosen.connect(self.open_glossary)
        self.panel.page.copy_wanted.connect(self._files.keep_copy)
        self._window.fill_dock(self._dock, self.panel)

    @property
    def _dock(self) -> Dock:
        return self._window.dock("lessons")

    @Slot()
    def open_cards(self) -> None:
        """Show a card for each lesson."""
        StartPage(self._workspace, self.player, self._window).show()

    @Slot(str)
    def open_glossary(self, word: str = "") -> None:
        """Show the words of the field, or one of them; in the window that is open already, if there is one."""
        page = next((one for one in self._window.findChildren(GlossaryPage) if one.isVisible()), None)
        if page is None:
            page = GlossaryPage(self._workspace, self.player, glossary(), self._window)
            page.step_wanted.connect(self.play_step)
        page.filter.setText(word)
        page.show()
        page.raise_()
        page.activateWindow()

    @Slot(str, int)
    def play_step(self, name: str, number: int) -> None:
        """Play a lesson at one of its steps; from another step there is a way back to all that was done in it."""
        lesson, before, step = self.player.shelf.find(name), self.player.lesson, self.player.step
        if lesson is None:
            return
        if step is not None and (before, step.number) == (lesson, number):
            self._workspace.notices.post("This is the very step.", "info")  # what was done in it stays
            return
        mark, stood, was = self.player.mark(), keepsake(self._window), self.player.progress(lesson)
        self._play(lesson, number)
        if mark is None or before is None or step is None:
            return
        where = f"{f'lesson {before.number}' if before.number else before.title}, step {step.number}"
        self._workspace.notices.post(f"This is lesson {lesson.number}, step {number}.", "info", f"Back to {where}",
                                     partial(self._return, mark, stood, lesson, was))

    def _play(self, lesson: Lesson, number: int) -> None:
        if self.player.lesson is lesson:
            self.player.go_to(number)
        else:
            self.player.enter(lesson, number)

    def _return(self, mark: Bookmark, stood: Keepsake, visited: Lesson, was: Progress) -> None:
        """Come back to a step as it was left; the lesson that was looked into goes on where it did before."""
        played_on = self.player.lesson is not None
        self.player.records.keep(visited, self.player.progress(visited).moved(was.at))
        self.player.return_to(mark)
        if played_on:
            stood.bring_back(self._window)
            self._lens.take_as_it_stands()

    @Slot()
    def _begin_again(self) -> None:
        """Another lesson begins in the window as it was before the first."""
        if self._before is not None:
            self._before.bring_back(self._window)
        self._begun = False

    def explain_words(self) -> None:
        """Explain the words of the tip that shows, or of what is pointed at, in whichever window is active."""
        self.glosses.explain_here(QApplication.activeWindow() or self._window)

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
        """Bring the dock forward and give it room while a lesson plays; put every view back afterwards."""
        if self.player.lesson is None:
            self._put_back()
            return
        begins, dock = not self._begun, self._dock
        self._begun = True
        if begins or dock.isHidden():
            self._window.show_view("lessons")
        if begins and not dock.isFloating():
            palette = self._window.dock("palette")
            whole = palette.height() + dock.height()
            wanted = max(dock.height(), round(whole * SHARE), min(HIGH, whole - TILES))
            self._window.resizeDocks([palette, dock], [whole - wanted, wanted], Qt.Orientation.Vertical)
            wide = WIDE if self._window.width() >= SLIM else NARROW
            self._window.resizeDocks([dock], [max(wide, dock.width())], Qt.Orientation.Horizontal)

    @Slot()
    def _keep(self) -> None:
        self._before = keepsake(self._window)

    def _put_back(self) -> None:
        if self._before is not None:
            self._before.bring_back(self._window)
        self._before, self._begun = None, False

    @Slot(object)
    def _offer_next(self, done: Lesson) -> None:
        """Say that a lesson is done, and offer the one that follows."""
        lessons = self.player.shelf.lessons
        following = next((one for one in lessons if one.number == done.number + 1), None) if done.number else None
        steps, progress = len(done.steps), self.player.progress(done)
        whole = len(progress.done) == steps
        how = "is done" if whole else f"is over: {progress.moved(steps + 1).words(steps)}"
        said = f"“{done.title}” {how}. Your own network is back as it was."
        if following is None:
            self._workspace.notices.post(said, "done")
        else:
            title = f"Lesson {following.number}: {following.title}"
            self._workspace.notices.post(said, "done", title, partial(self.player.enter, following))
