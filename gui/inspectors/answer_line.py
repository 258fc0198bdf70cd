"""One number to work out: what it is, a field for it, and a mark when it was judged."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.exercise.blanks import Blank, Verdict
from core.quantity import format_number
from gui.controls.lines import Line
from gui.theme import Theme, font, styled

FIELD = 84
_MARKS = {"": "", "right": "✓", "wrong": "✗", "shown": "="}
_TIPS = {"": "", "right": "Right", "wrong": "Not right yet", "shown": "The answer was shown"}
_DIGITS = 5


class AnswerLine(QWidget):
    """``state`` is "", "right", "wrong" or "shown". Enter asks for a verdict, typing takes it back."""

    entered = Signal(str)
    """The key of its blank."""
    retyped = Signal(str)
    """The same, when a number that was judged is another now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.key, self.state = "", ""
        self.word, self.field, self.mark = QLabel(self), Line(self), QLabel(self)
        self.word.setObjectName("help")
        self.word.setWordWrap(True)
        self.word.setBuddy(self.field)
        self.field.setFixedWidth(FIELD)
        self.field.setMaxLength(100)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setStyleSheet(styled("padding: 1px 6px; min-height: 17px"))
        self.mark.setFixedWidth(13)
        self.mark.setFont(font(9.75, bold=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.word, 1)
        layout.addWidget(self.field)
        layout.addWidget(self.mark)
        self.field.returnPressed.connect(lambda: self.entered.emit(self.key))
        self.field.textEdited.connect(self._typed)

    def ask(self, blank: Blank, word: str = "", ink: str = "") -> None:
        """Ask for another number, by a ``word`` in a colour where there is a shorter one than its title."""
        self.key = blank.key
        self.word.setText(word or blank.title)
        self.word.setStyleSheet(styled(f"color: {ink}" if ink else ""))
        self.word.setToolTip(f"{blank.title}\nHow: {blank.hint}")
        self.field.setToolTip(f"{blank.title}: type it with two decimals, or as a fraction; Enter checks it")
        self.field.setAccessibleName(blank.title if blank.row is None else f"{blank.title}, row {blank.row + 1}")
        self.field.clear()
        self.show_state("")

    def judged(self, verdict: Verdict) -> None:
        """Mark what was typed as right or wrong."""
        self.show_state("right" if verdict.right else "wrong")

    def give_away(self, answer: float) -> None:
        """Show the answer."""
        self.field.setText(format_number(answer, _DIGITS))
        self.show_state("shown")

    def show_state(self, state: str) -> None:
        """Show a mark, and a red field where the number is wrong."""
        self.state = state
        colors = self._theme.colors
        self.mark.setText(_MARKS[state])
        self.mark.setToolTip(_TIPS[state])
        ink = {"right": colors.accent, "wrong": colors.danger}.get(state, colors.muted)
        self.mark.setStyleSheet(styled(f"color: {ink}"))
        self.field.setAccessibleDescription(_TIPS[state])
        self.field.setReadOnly(state in ("right", "shown"))
        self.field.setProperty("wrong", state == "wrong")
        self.field.style().polish(self.field)

    @Slot()
    def _typed(self, *_: object) -> None:
        if self.state:
            self.show_state("")
            self.retyped.emit(self.key)
