"""The question of a step: a field for a number, or options to choose from; and what is said of the answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.lessons.attempt import Attempt
from gui.theme import Theme, font

FIELD = 92
_MARKS = {True: "✓ ", False: "✗ ", None: ""}


class Question(QWidget):
    """``answered(typed, chosen)``: one of them is empty. What was judged right can no longer be changed."""

    answered = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.word, self.field = QLabel(self), QLineEdit(self)
        self.check = QPushButton("Check", self)
        self.verdict = QLabel(self)
        self.options: list[QPushButton] = []
        self.word.setWordWrap(True)
        self.word.setBuddy(self.field)
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

    def _option(self, place: int, text: str) -> QPushButton:
        letter = chr(ord("A") + place)
        option = QPushButton(self)
        option.setCheckable(True)
        option.setStyleSheet("text-align: left; padding: 4px 9px")
        label = QLabel(f"{letter}  {text}", option)
        label.setWordWrap(True)
        inside = QVBoxLayout(option)
        inside.setContentsMargins(9, 5, 9, 5)
        inside.addWidget(label)
        label.setBuddy(option)
        option.setAccessibleName(f"{letter}: {text}")
        option.setToolTip(f"Answer {letter}: {text}")
        option.clicked.connect(partial(self._chosen, letter))
        self._column.insertWidget(2 + place, option)
        option.setMinimumHeight(30)
        option.show()
        return option

    def judge(self, attempt: Attempt) -> None:
        """Say what there is to say of the answer."""
        colors, right = self._theme.colors, attempt.right
        self.verdict.setText(f"{_MARKS[right]}{attempt.verdict}")
        self.verdict.setVisible(right is not None)
        self.verdict.setStyleSheet(f"color: {colors.accent if right else colors.danger}")
        self.field.setReadOnly(right is True)
        self.check.setEnabled(right is not True)
        self.field.setProperty("wrong", right is False)
        self.field.style().polish(self.field)
        for place, option in enumerate(self.options):
            option.setChecked(attempt.chosen == chr(ord("A") + place))
            option.setEnabled(right is not True or option.isChecked())

    @Slot()
    def _typed(self) -> None:
        if self.field.text().strip() and not self.field.isReadOnly():
            self.answered.emit(self.field.text().strip(), "")

    def _chosen(self, letter: str, *_: object) -> None:
        self.answered.emit("", letter)
