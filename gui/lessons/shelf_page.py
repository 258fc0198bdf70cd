"""The list of all lessons, with a tick where one is done: what the dock shows while none plays."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from core.lessons.lesson import Lesson
from gui.controls.fields import help_line
from gui.lessons.player import Lessons
from gui.state.workspace import Workspace
from gui.theme import icon

WELCOME = "New here? Each lesson is a few minutes of doing. Your own network is kept aside meanwhile."


class ShelfPage(QWidget):
    """A click or Enter plays a lesson; ``all_wanted`` asks for the page with cards."""

    all_wanted = Signal()

    def __init__(self, workspace: Workspace, player: Lessons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._player = workspace.theme, player
        self.list = QListWidget(self)
        self.list.setAccessibleName("Lessons")
        self.list.setWordWrap(True)
        self.list.setStyleSheet("QListView::item { padding: 3px 0px; }")  # Qt wraps names as if none stood beside them
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # names are wrapped anew at another width
        self.list.setIconSize(QSize(15, 15))
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.all = QPushButton("All lessons…", self)
        self.all.setToolTip("Show a card for each lesson with its aim and how far you have come")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(help_line(WELCOME))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.all.clicked.connect(self.all_wanted)
        self.list.itemClicked.connect(self._play)
        self.list.itemActivated.connect(self._play)
        workspace.theme.changed.connect(self.refresh)
        player.stepped.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List what there is, and what is wrong with a file that is broken."""
        self.list.clear()
        for lesson in self._player.shelf.lessons:
            self.list.addItem(self._item(lesson))
        for broken in self._player.shelf.broken:
            item = QListWidgetItem(icon("triangle-alert", self._theme.colors.danger), broken.problems[0])
            item.setToolTip("\n".join(broken.problems))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)

    def _item(self, lesson: Lesson) -> QListWidgetItem:
        progress, colors = self._player.progress(lesson), self._theme.colors
        done, all_ = len(progress.done), len(lesson.steps)
        far = f"\n{done} of {all_} done" if 0 < done < all_ else ""
        item = QListWidgetItem(f"{lesson.number} {lesson.title}{far}")
        item.setIcon(icon("check", colors.accent) if done == all_ else icon("book-open", colors.muted))
        item.setToolTip(f"{lesson.aim}\n{done} of {all_} steps done")
        item.setData(Qt.ItemDataRole.UserRole, lesson.name)
        return item

    @Slot(QListWidgetItem)
    def _play(self, item: QListWidgetItem) -> None:
        lesson = self._player.shelf.find(item.data(Qt.ItemDataRole.UserRole) or "")
        if lesson is not None and self._player.lesson is None:
            self._player.enter(lesson)
