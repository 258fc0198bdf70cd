"""The page of the step that is on: title, text, question, hint, answer, and where to go from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.lessons.attempt import Attempt
from gui.controls.glosses import glossary
from gui.controls.tool_button import tool_button
from gui.lessons.column import Column
from gui.lessons.player import Lessons
from gui.lessons.question import Question
from gui.lessons.step_dots import StepDots
from gui.lessons.text_view import TextView
from gui.state.workspace import Workspace
from gui.theme import font, styled

SLIM = 236
"""Pixels of width below which the buttons have little room around their words."""
BOXED = 7
"""Pixels around a text that stands on a ground of its own."""


class StepPage(QWidget):
    """Shows what ``player`` plays; its buttons are verbs of the player's. ``copy_wanted``: keep the network on show."""

    copy_wanted = Signal()

    def __init__(self, workspace: Workspace, player: Lessons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._player = workspace, player
        theme = workspace.theme
        self.lesson_name, self.title, self.state = (QLabel(self) for _ in range(3))
        self.dots = StepDots(theme, self)
        self.text, self.hint, self.answer = (TextView(theme, self, margin) for margin in (0, BOXED, BOXED))
        self.question = Question(theme, self)
        self._shown: dict[QWidget, str] | None = None
        """What is said of the answer, hint and answer, as they show; None where the step has just begun."""
        self.show_hint = self._button("Hint", "Show a hint", player.give_hint)
        self.show_answer = self._button("Answer", "Show the answer of this step", player.open_answer)
        self.back = self._button("Back", "Go to the step before, as it began", player.go_back)
        self.next = self._button("Next", "Go to the next step", player.go_on)
        self.small = [
            self._tool("Step anew", "Begin this step anew, with its network as it was", player.start_over),
            self._tool("Restart", "Begin the lesson anew", player.restart),
            self._tool("Copy", "Keep a copy of the network on show in a file of yours", self.copy_wanted.emit),
            self._tool("Leave", "Leave the lesson: your own network comes back as it was", player.leave),
        ]
        self._arrange()
        player.stepped.connect(self.show_step)
        player.looked.connect(self.show_state)
        theme.changed.connect(self._dress)
        self.dots.picked.connect(player.go_to)
        self.question.answered.connect(lambda typed, chosen: player.answer(typed=typed, chosen=chosen))
        self._dress()

    def _button(self, text: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.clicked.connect(lambda *_: act())
        return button

    def _tool(self, text: str, tip: str, act: Callable[[], object]) -> QToolButton:
        return tool_button(self, tip, act, text=text, points=8, name=f"{text}: {tip}", style="padding: 2px 3px")

    def _arrange(self) -> None:
        self.title.setFont(font(12, bold=True))
        self.lesson_name.setObjectName("help")
        for label in (self.title, self.lesson_name):
            label.setWordWrap(True)
        self.state.setFont(font(9, bold=True))
        self.state.setAccessibleName("Whether the step is done")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 8)
        layout.setSpacing(5)
        _add_row(layout, *self.small, None)
        _add_row(layout, self.dots, self.state)
        texts = (self.lesson_name, self.title, self.text, self.question, self.hint, self.answer)
        self.page = Column(self._workspace.theme, texts, self)
        layout.addWidget(self.page, 1)
        _add_row(layout, self.back, self.show_hint, self.show_answer, None, self.next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of the buttons whole where the page is slim."""
        super().resizeEvent(event)
        style = styled("padding: 3px 1px") if event.size().width() < SLIM else ""
        for button in (self.back, self.show_hint, self.show_answer, self.next):
            if button.styleSheet() != style:
                button.setStyleSheet(style)

    @Slot()
    def show_step(self) -> None:
        """Show another step."""
        lesson, attempt = self._player.lesson, self._player.attempt
        if lesson is None or attempt is None:
            return
        step = attempt.step
        name = f"Lesson {lesson.number} · {lesson.title}" if lesson.number else lesson.title
        self.lesson_name.setText(f"{name} · {step.number} of {len(lesson.steps)}")
        self.lesson_name.setToolTip(lesson.aim)
        self.title.setText(step.title)
        self.text.show_texts(step.texts, glossary())
        self.hint.show_texts((step.hint,), glossary())
        self.answer.show_texts((step.answer,), glossary())
        self.question.ask(attempt)
        self.back.setEnabled(step.number > 1)
        self.page.begin()
        self._shown = None
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        """Show how far the step has come: hint, verdict, answer, tick, and what Next is now."""
        lesson, attempt = self._player.lesson, self._player.attempt
        if lesson is None or attempt is None:
            return
        step, progress, over = attempt.step, self._player.progress(lesson), attempt.done
        self.dots.show_progress(lesson, progress)
        self.dots.setToolTip(f"Step {step.number} of {len(lesson.steps)}. {progress.words(len(lesson.steps))}.")
        opened = self._open(attempt)
        self.show_hint.setVisible(bool(step.hint.pieces) and not over)
        self.show_hint.setEnabled(not attempt.hinted)  # it keeps its place: a hint may come by itself, under the mouse
        self.show_answer.setVisible(bool(step.answer.pieces) and not opened)
        self._say_state(attempt, ticked=step.number in progress.done)
        last = step.number == len(lesson.steps)
        ready = over or attempt.already or not step.checks or step.number in progress.done
        self.next.setText("Finish" if last else "Next" if ready else "Skip")
        tip = "Go to the next step" if ready else "Go on without doing this step"
        self.next.setToolTip("End the lesson: your own network comes back as it was" if last else tip)
        self.next.setObjectName("primary" if ready else "")
        self.next.style().polish(self.next)

    def _open(self, attempt: Attempt) -> bool:
        """Show verdict, hint and answer, and bring what has just appeared into sight; True where the answer shows."""
        self.question.judge(attempt)
        opened = bool(attempt.step.answer.pieces) and (attempt.opened or attempt.done)
        shown: dict[QWidget, str] = {
            self.question.verdict: attempt.typed + attempt.chosen,
            self.hint: "shown" if attempt.hinted and not attempt.done else "",
            self.answer: "shown" if opened else ""}  # fmt: skip
        for text in (self.hint, self.answer):
            text.setVisible(bool(shown[text]))
        if self._shown is not None:
            news = [widget for widget, said in shown.items() if said and said != self._shown[widget]]
            if news:
                self.page.bring(news[-1])
        self._shown = shown
        return opened

    def _say_state(self, attempt: Attempt, *, ticked: bool) -> None:
        colors = self._workspace.theme.colors
        text, ink = "", colors.muted
        if attempt.done or ticked:
            text, ink = "✓ Done", colors.accent
        elif attempt.already:
            text = "✓ So already"
        elif attempt.step.checks:
            text = f"{len(attempt.held)} of {len(attempt.step.checks)} done" if attempt.held else "Not done yet"
        self.state.setText(text)
        self.state.setStyleSheet(styled(f"color: {ink}"))

    @Slot()
    def _dress(self) -> None:
        colors = self._workspace.theme.colors
        for view, ink in ((self.hint, colors.row), (self.answer, colors.accent_soft)):
            view.setStyleSheet(styled(f"background: {ink}; border-radius: 6px"))
        self.show_step()


def _add_row(column: QVBoxLayout, *widgets: QWidget | None) -> None:
    """Add widgets side by side; words take what room there is, and None is room that grows."""
    row = QHBoxLayout()
    column.addLayout(row)
    row.setSpacing(4)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 1 if isinstance(widget, StepDots) else 0)
