"""All words of the field, a sentence each, with a link to the step that teaches them."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from core.lessons.glossary import Entry, Glossary
from gui.controls.lines import Line
from gui.lessons.player import Lessons
from gui.state.workspace import Workspace
from gui.theme import font


class GlossaryPage(QDialog):
    """Not modal. Typing narrows the list; ``step_wanted`` tells the lesson and the step of a link."""

    step_wanted = Signal(str, int)

    def __init__(self, workspace: Workspace, player: Lessons, glossary: Glossary, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._player, self._glossary = workspace, player, glossary
        self.setWindowTitle("Glossary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 620)
        self.filter, self.page = Line(self), QTextBrowser(self)
        self.filter.setPlaceholderText("Type a few letters of a word")
        self.filter.setAccessibleName("Find a word")
        self.filter.setToolTip("Show only the words with these letters")
        self.page.setOpenLinks(False)
        self.page.setFont(font(10))
        self.page.setToolTip("Words of the field; a link leads to the step of a lesson that teaches it")
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.page)
        self.filter.textChanged.connect(self.show_words)
        self.page.anchorClicked.connect(self._go)
        self.show_words("")

    @Slot(str)
    def show_words(self, letters: str) -> None:
        """Show the entries that have these letters in a form of their word, or all."""
        wanted = letters.casefold().strip()
        found = [one for one in self._glossary.entries
                 if any(wanted in form.casefold() for form in (one.term, *one.forms))]  # fmt: skip
        self.page.setHtml("".join(map(self._line, found)) or "<p>No word has these letters; type fewer.</p>")

    def _line(self, entry: Entry) -> str:
        lesson = self._player.shelf.find(entry.lesson) if entry.lesson else None
        link = ""
        if lesson is not None and 1 <= entry.step <= len(lesson.steps):
            ink = self._workspace.theme.colors.accent
            link = (f' <a href="step:{lesson.name}/{entry.step}" style="color: {ink}">Lesson {lesson.number}, '
                    f"step {entry.step}</a>")  # fmt: skip
        term = f'<span style="font-weight: 600">{escape(entry.term)}</span>'
        return f'<p style="margin: 0 0 9px 0">{term}: {escape(entry.meaning)}{link}</p>'

    @Slot(QUrl)
    def _go(self, link: QUrl) -> None:
        name, _, step = link.path().partition("/")
        self.accept()
        self.step_wanted.emit(name, int(step))
