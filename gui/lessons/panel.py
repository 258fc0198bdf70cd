"""The dock of the lessons: the list of them, or the step that is on."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from gui.lessons.player import Lessons
from gui.lessons.shelf_page import ShelfPage
from gui.lessons.step_page import StepPage
from gui.state.workspace import Workspace


class LessonsPanel(QWidget):
    """``term_chosen`` tells a word of the glossary that was clicked, ``all_wanted`` asks for the page with cards."""

    term_chosen = Signal(str)
    all_wanted = Signal()

    def __init__(self, workspace: Workspace, player: Lessons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self.shelf, self.page = ShelfPage(workspace, player, self), StepPage(workspace, player, self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.shelf)
        self._pages.addWidget(self.page)
        self.shelf.all_wanted.connect(self.all_wanted)
        for text in (self.page.text, self.page.hint, self.page.answer):
            text.term_chosen.connect(self.term_chosen)
        player.stepped.connect(self._turn)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        page = self.shelf if self._player.lesson is None else self.page
        if page is not self._pages.currentWidget():
            self._pages.setCurrentWidget(page)
            (self.shelf.list if page is self.shelf else self.page.text).setFocus()
