"""Your turn: the numbers of the card as blanks, a judge for what is typed, and a log of what was right."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from core.chain_rule.values import Explanation
from core.exercise.blanks import Blank, Verdict, judge
from core.exercise.sheet import Exercise, exercise
from core.quantity import format_number
from gui.controls.fields import heading, help_line
from gui.controls.labels import symbol_text
from gui.inspectors.answer_line import AnswerLine
from gui.inspectors.chain_terms import inks_of, ratio_words
from gui.state.workspace import Workspace
from gui.theme import styled

_INTRO = "Work these numbers out by hand; two decimals will do. Enter checks a number, Tab goes on."
_RUNNING = "Pause the training to work the numbers of a step out."
_MOST_GIVEN = 4
_DIGITS = 4


class TurnPanel(QWidget):
    """Asks for the numbers of the step that is shown; another step or parameter asks anew. The log stays."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.given: Exercise | None = None
        self._about: object = None
        self.lines: dict[str, AnswerLine] = {}
        self._headings: list[str] = []
        self._said_of = ""
        self.intro, self.message = help_line(_INTRO), QLabel(self)
        self.sheet = QFrame(self)
        self.check = self._button("Check", "Check all that is typed: the first wrong number is named", self.check_all)
        self.show_answer = self._button("Show answer", "Show the first number that is not right yet", self.give_away)
        self.log_title, self.log = heading(""), QListWidget(self)
        self._arrange()

    def _button(self, text: str, tip: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        self.sheet.setObjectName("card")
        self._column = QVBoxLayout(self.sheet)
        self._column.setContentsMargins(12, 8, 8, 9)
        self._column.setSpacing(4)
        self.message.setWordWrap(True)
        self.message.setAccessibleName("Verdict")
        self.log.setAccessibleName("What was answered right")
        self.log.setToolTip("What you answered right, the newest first; kept until the window is closed")
        self.log.setFixedHeight(84)
        layout, buttons = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.intro)
        layout.addLayout(buttons)
        buttons.addWidget(self.check)
        buttons.addWidget(self.show_answer)
        buttons.addStretch(1)
        layout.addWidget(self.sheet)
        layout.addWidget(self.log_title)
        layout.addWidget(self.log)
        self._show_log()

    # -- asking --------------------------------------------------------------------------------------------

    def show_for(self, found: Explanation) -> None:
        """Ask for the numbers of ``found``; what was typed stays while the numbers asked for are the same."""
        frame = self._workspace.turns.frame
        if frame.network is None or frame.rows is None or frame.snapshot is None:
            return
        self.intro.setText(_RUNNING if frame.running else _INTRO)
        self.setEnabled(not frame.running)
        if frame.running:
            return
        given = exercise(frame.document, frame.network, frame.snapshot, frame.rows, found.ref, found.index)
        about = (found.ref, found.index, frame.step, tuple((one.key, one.title, one.answer) for one in given.blanks))
        self.given = given
        if about != self._about:
            self._about = about
            self._ask(given)

    def _ask(self, given: Exercise) -> None:
        wanted = [blank.key for blank in given.blanks]
        if wanted != list(self.lines) or not self._headings_fit(given):
            self._build(given)
        inks = inks_of(self._workspace.turns.frame.document, self._workspace.theme.colors)
        for blank in given.blanks:
            place = blank.key.split(".")
            factor = given.factors[int(place[1])] if place[0] == "factor" else None
            word = ratio_words(factor) if factor is not None else ""
            self.lines[blank.key].ask(blank, word, inks.of(factor) if factor is not None else "")
        self._say(given.note)

    def _headings_fit(self, given: Exercise) -> bool:
        return [text for text, _ in _groups(given)] == self._headings

    def _build(self, given: Exercise) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.message:
                widget.hide()
                widget.deleteLater()
        self.lines = {}
        self._headings = [text for text, _ in _groups(given)]
        for text, blanks in _groups(given):
            label = help_line(text)
            label.setStyleSheet(styled("font-weight: 600"))
            self._column.addWidget(label)
            for blank in blanks:
                line = AnswerLine(self._workspace.theme, self.sheet)
                line.entered.connect(self.check_one)
                line.retyped.connect(self._take_back)
                self._column.addWidget(line)
                self.lines[blank.key] = line
        self._column.addWidget(self.message)

    # -- judging -------------------------------------------------------------------------------------------

    @Slot(str)
    def check_one(self, key: str) -> None:
        """Judge one number; if it is right, go on to the next that is not."""
        if self.given is None or key not in self.lines:
            return
        line, blank = self.lines[key], self.given.blank(key)
        if line.state in ("right", "shown"):
            self._go_on(key)
            return
        verdict = judge(blank, line.field.text())
        self._mark(blank, verdict)
        self._say(_sentence(blank, verdict), key, wrong=not verdict.right)
        if verdict.right:
            self._go_on(key)

    @Slot(str)
    def _take_back(self, key: str) -> None:
        """What was said about a number does not hold for another."""
        if key == self._said_of:
            self._say("")

    def _go_on(self, key: str) -> None:
        keys = list(self.lines)
        following = [one for one in keys[keys.index(key) + 1 :] if self.lines[one].state not in ("right", "shown")]
        if following:
            self.lines[following[0]].field.setFocus()

    @Slot()
    def check_all(self) -> None:
        """Judge all that is typed and name the first wrong number; the others are marked right."""
        if self.given is None:
            return
        typed = [one for one in self.given.blanks if self.lines[one.key].field.text().strip()
                 and self.lines[one.key].state != "shown"]
        for blank in typed:
            verdict = judge(blank, self.lines[blank.key].field.text())
            self._mark(blank, verdict)
            if not verdict.right:
                self._say(_sentence(blank, verdict), blank.key, wrong=True)
                self.lines[blank.key].field.setFocus()
                return
        left = sum(line.state not in ("right", "shown") for line in self.lines.values())
        done = f"All {len(typed)} numbers are right." if not left else f"What is typed is right; {left} to go."
        self._say(done if typed else "Type a number first.", wrong=not typed)

    @Slot()
    def give_away(self) -> None:
        """Show the first number that was judged wrong, or else the first that is not right yet. It is not logged."""
        open_ones = [key for key, line in self.lines.items() if line.state not in ("right", "shown")]
        if self.given is None or not open_ones:
            return
        wrong = [key for key in open_ones if self.lines[key].state == "wrong"]
        blank = self.given.blank((wrong or open_ones)[0])
        self.lines[blank.key].give_away(blank.answer)
        self._say(f"{_title(blank)} is {format_number(blank.answer, _DIGITS)}: {blank.hint}.", blank.key)

    def _mark(self, blank: Blank, verdict: Verdict) -> None:
        line = self.lines[blank.key]
        fresh = verdict.right and line.state != "right"
        line.judged(verdict)
        if fresh and self.given is not None:
            step = self._workspace.turns.frame.step
            answer = format_number(blank.answer, _DIGITS)
            self.log.insertItem(0, f"{symbol_text(self.given.found.symbol)}, step {step:,}: {_title(blank)} {answer}")
            self._show_log()

    def _show_log(self) -> None:
        self.log_title.setText(f"RIGHT SO FAR: {self.log.count():,}")
        for widget in (self.log_title, self.log):
            widget.setVisible(self.log.count() > 0)

    def _say(self, sentence: str, key: str = "", *, wrong: bool = False) -> None:
        """Say something about a number, right below it; or about all, above them."""
        self._said_of = key
        self._column.removeWidget(self.message)
        self._column.insertWidget(self._column.indexOf(self.lines[key]) + 1 if key else 0, self.message)
        colors = self._workspace.theme.colors
        self.message.setStyleSheet(styled(f"color: {colors.danger if wrong else colors.accent}"))
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))


def _title(blank: Blank) -> str:
    return blank.title if blank.row is None else f"{blank.title} (row {blank.row + 1:,})"


def _sentence(blank: Blank, verdict: Verdict) -> str:
    return verdict.sentence if verdict.right else f"✗ {_title(blank)}. {verdict.sentence}"


def _groups(given: Exercise) -> Iterator[tuple[str, list[Blank]]]:
    """Give the blanks of each row with what is given there, then those over all rows."""
    found = given.found
    rows = list(dict.fromkeys(blank.row for blank in given.blanks))
    for row in rows:
        blanks = [blank for blank in given.blanks if blank.row == row]
        if row is not None:
            place = int((found.rows == row).argmax())
            shown = (*found.inputs[:_MOST_GIVEN], *((f"{name} observed", values) for name, values in found.observed))
            listed = ", ".join(f"{symbol_text(name)} {format_number(float(values[place]), _DIGITS)}"
                               for name, values in shown)
            yield f"Row {row + 1:,}: {listed}", blanks
            continue
        asked = len(rows) - 1
        left, adds = found.rows.size - asked, format_number(given.rest, _DIGITS)
        rest = f" (the other {left:,} rows together add {adds})" if left > 1 else f" (the other row adds {adds})"
        yield f"All rows{rest if found.rows.size > asked else ''}", blanks
