"""The question of a step: a field for a number, or options to choose from; and what is said of the answer."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.lessons.attempt import Attempt
from gui.controls.lines import Line
from gui.theme import Theme, font, styled

FIELD, EDGE = 92, 9
_MARKS = {True: "✓ ", False: "✗ ", None: ""}


class Option(QPushButton):
    """An answer to choose, as high as its words take at its width."""

    def __init__(self, letter: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(f"{letter}: {text}")
        self.setToolTip(f"Answer {letter}: {text}")
        self._words = QLabel(f'<span style="font-weight: 600">{letter}</span>&nbsp; {escape(text)}', self)
        self._words.setWordWrap(True)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Narrow words are high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the words are, with margins."""
        return self._words.heightForWidth(width - 2 * EDGE) + 2 * EDGE - 4

    def sizeHint(self) -> QSize:
        """Ask for the height at the width there is."""
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the words fill it."""
        super().resizeEvent(event)
        self._words.setGeometry(self.rect().adjusted(EDGE, 2, -EDGE, -2))


class Question(QWidget):
    """``answered(typed, chosen)``: one of them is empty. What was judged right can no longer be changed."""

    answered = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.word, self.field = QLabel(self), Line(self)
        self.check = QPushButton("Check", self)
        self.verdict = QLabel(self)
        self.options: list[Option] = []
        self.word.setWordWrap(True)
        self.word.setBuddy(self.field)
        self.word.setToolTip("What is asked for; type it into the field")
        self.field.setFixedWidth(FIELD)
        self.field.setMaxLength(60)
        self.check.setToolTip("Check the number that is typed (Enter)")
        self.verdict.setWordWrap(True)
        self.verdict.setFont(font(9.5, bold=True))
        self.verdict.setAccessibleName("Verdict")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        row = QHBoxLayout()
        self._column.addWidget(self.word)
        self._column.addLayout(row)
        row.addWidget(self.field)
        row.addWidget(self.check)
        row.addStretch(1)
        self._column.addWidget(self.verdict)
        self.field.returnPressed.connect(self._typed)
        self.check.clicked.connect(self._typed)

    def ask(self, attempt: Attempt) -> None:
        """Ask what the step asks; hide where it asks nothing."""
        step = attempt.step
        asks, prompt = bool(step.ask.pieces), step.ask.plain
        self.setVisible(asks or bool(step.choices))
        for widget in (self.word, self.field, self.check):
            widget.setVisible(asks)
        self.word.setText(prompt)
        self.field.setText(attempt.typed)
        self.field.setAccessibleName(prompt)
        self.field.setToolTip(f"{prompt}: type a number and press Enter; 1/2 and 0.5 both do")
        self._offer([text.plain for text in step.choices])
        self.judge(attempt)

    def _offer(self, texts: list[str]) -> None:
        for option in self.options:
            option.hide()
            option.deleteLater()
        self.options = [self._option(place, text) for place, text in enumerate(texts)]

    def _option(self, place: int, text: str) -> Option:
        letter = chr(ord("A") + place)
        option = Option(letter, text, self)
        option.clicked.connect(partial(self._chosen, letter))
        self._column.insertWidget(2 + place, option)
        option.show()
        return option

    def judge(self, attempt: Attempt) -> None:
        """Say what there is to say of the answer."""
        colors, right = self._theme.colors, attempt.right
        self.verdict.setText(f"{_MARKS[right]}{attempt.verdict}")
        self.verdict.setVisible(right is not None)
        self.verdict.setStyleSheet(styled(f"color: {colors.accent if right else colors.danger}"))
        self.field.setReadOnly(right is True)
        self.check.setEnabled(right is not True)
        self.field.setProperty("wrong", right is False)
        self.field.style().polish(self.field)
        for place, option in enumerate(self.options):
            option.setChecked(right is not False and attempt.chosen == chr(ord("A") + place))
            option.setEnabled(right is not True or option.isChecked())

    @Slot()
    def _typed(self) -> None:
        if self.field.text().strip() and not self.field.isReadOnly():
            self.answered.emit(self.field.text().strip(), "")

    def _chosen(self, letter: str, *_: object) -> None:
        self.answered.emit("", letter)
