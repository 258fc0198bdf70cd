"""A card for each lesson: its aim, and how far this user has come."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.lessons.lesson import Lesson
from core.lessons.progress import Progress
from core.lessons.shelf import Broken
from gui.controls.fields import help_line
from gui.lessons.player import Lessons
from gui.state.workspace import Workspace
from gui.theme import font

COLUMNS = 4
CARD = 214


class StartPage(QDialog):
    """Not modal; choosing a lesson closes it."""

    def __init__(self, workspace: Workspace, player: Lessons, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._player = workspace, player
        self.buttons: dict[str, QPushButton] = {}
        self.setWindowTitle("Lessons")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 18)
        column.setSpacing(10)
        title = QLabel("Learn by doing", self)
        title.setFont(font(14, bold=True))
        column.addWidget(title)
        column.addWidget(help_line("Your own network is kept aside while a lesson plays, and comes back as it was."))
        grid = QGridLayout()
        grid.setSpacing(10)
        column.addLayout(grid, 1)
        shelf = player.shelf
        cards = [*map(self._card, shelf.lessons), *map(self._broken, shelf.broken)]
        for place, card in enumerate(cards):
            grid.addWidget(card, place // COLUMNS, place % COLUMNS)

    def _card(self, lesson: Lesson) -> QFrame:
        progress, count = self._player.progress(lesson), len(lesson.steps)
        card, column = _frame(self)
        title = QLabel(f"{lesson.number}  {lesson.title}", card)
        title.setFont(font(11, bold=True))
        title.setWordWrap(True)
        title.setToolTip(lesson.aim)
        bar = QProgressBar(card)
        bar.setRange(0, count)
        bar.setValue(len(progress.done))
        bar.setTextVisible(False)
        bar.setFixedHeight(8)
        bar.setToolTip(f"{len(progress.done)} of {count} steps done")
        bar.setAccessibleName(bar.toolTip())
        button = self.buttons[lesson.name] = QPushButton(_verb(progress, count), card)
        button.setToolTip(f"Play lesson {lesson.number}: {lesson.aim}")
        button.setAccessibleName(f"{button.text()} lesson {lesson.number}: {lesson.title}")
        button.clicked.connect(partial(self._play, lesson))
        count_line = help_line(f"✓ all {count} steps" if len(progress.done) == count else bar.toolTip())
        count_line.setToolTip("A step ticks itself when it is done")
        row = QHBoxLayout()
        column.addWidget(title)
        column.addWidget(help_line(lesson.aim), 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(bar)
        column.addLayout(row)
        row.addWidget(count_line, 1)
        row.addWidget(button)
        return card

    def _broken(self, broken: Broken) -> QFrame:
        card, column = _frame(self)
        title = QLabel(f"⚠ {broken.name}", card)
        title.setFont(font(11, bold=True))
        column.addWidget(title)
        line = help_line("\n".join(broken.problems[:3]))
        line.setToolTip("\n".join(broken.problems))
        column.addWidget(line, 1, Qt.AlignmentFlag.AlignTop)
        return card

    def _play(self, lesson: Lesson, *_: object) -> None:
        self.accept()
        self._player.enter(lesson)


def _verb(progress: Progress, count: int) -> str:
    if progress.begins(count) > 1:
        return "Continue"
    return "Read again" if progress.done and progress.at != 1 else "Continue" if progress.at else "Start"


def _frame(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setObjectName("card")
    card.setFixedWidth(CARD)
    card.setMinimumHeight(150)
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 10, 12, 10)
    return card, column
