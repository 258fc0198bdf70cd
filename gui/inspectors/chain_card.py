"""The chain-rule card: where the derivative comes from, as a formula, in words, and row by row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.chain_rule.values import Explanation
from core.quantity import format_number
from gui.controls.fields import heading, help_line
from gui.controls.tool_button import tool_button
from gui.inspectors.back_steps import BackSteps
from gui.inspectors.chain_columns import columns_of
from gui.inspectors.chain_table import PAGE, ChainTable
from gui.inspectors.chain_terms import address_pointed, inks_of, terms_of, words_of
from gui.inspectors.check_line import CheckLine
from gui.inspectors.formula_view import FormulaView
from gui.inspectors.live_label import LiveLabel
from gui.inspectors.pager import Pager
from gui.inspectors.path_chips import PathChips
from gui.inspectors.turn_panel import TurnPanel
from gui.inspectors.use_list import UseList
from gui.state.reasoning import NOTHING_POINTED
from gui.state.workspace import Workspace
from gui.theme import font

DIGITS = 6
TURN_TIP = "Blank the numbers and work them out yourself: slips are named, and right answers kept"


class ChainCard(QWidget):
    """Shows the explanation of the parameter looked at; made once a window, so that its settings stay."""

    turn_changed = Signal(bool)
    """Whether the numbers are blank, to be worked out."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.formula = FormulaView(workspace.theme, self)
        self.words = LinkLine(self)
        self.count = help_line("")
        self.count.setToolTip("A path is one way from the loss back to the number, over connections")
        self.paths = PathChips(workspace.reasoning, self)
        self.steps, self.uses = BackSteps(workspace, self), UseList(workspace, self)
        self.table = ChainTable(workspace, self)
        self.pager = Pager(workspace.theme, self)
        self.sum_word, self.sum = LiveLabel(self, words=True), LiveLabel(self)
        self.check = CheckLine(workspace, self)
        self.reason = help_line("")
        self.turn = tool_button(self, TURN_TIP, text="Your turn", name="Your turn", points=8.5, size=16, checkable=True)
        self.exercise = TurnPanel(workspace, self)
        self._opened = workspace.session.opened
        self._arrange()
        self._listen()

    def _arrange(self) -> None:
        layout, self.head = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self.head)
        self.head.addWidget(heading("Chain rule"), 1)
        self.head.addWidget(self.turn)
        card = QFrame(self)
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(10, 9, 10, 9)
        inner.setSpacing(7)
        inside: tuple[QWidget, ...] = (self.formula, self.words, self.paths, self.count)
        for widget in inside:
            inner.addWidget(widget)
        self.rows = self._rows()
        self.body = QWidget(self)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        below: tuple[QWidget, ...] = (card, self.uses, self.steps, self.exercise, self.rows, self.check)
        for widget in below:
            column.addWidget(widget)
        layout.addWidget(self.reason)
        layout.addWidget(self.body)

    def _rows(self) -> QWidget:
        """Return the table with its pages and its sum."""
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        parts: tuple[QWidget, ...] = (self.table, self.pager, self._sum_line())
        for widget in parts:
            column.addWidget(widget)
        return made

    def _sum_line(self) -> QWidget:
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(4, 0, 5, 2)
        line.setToolTip("The products of all rows added up: the derivative that the update uses")
        layout.addWidget(self.sum_word, 1)
        layout.addWidget(self.sum)
        return line

    def _listen(self) -> None:
        shared = self._workspace
        self.formula.pointed.connect(shared.reasoning.point)
        self.words.linkHovered.connect(self._hover_words)
        self.pager.turned.connect(self._turn_page)
        self.uses.chosen.connect(self.steps.begin_at)
        self.turn.toggled.connect(self._take_turns)
        shared.reasoning.target_changed.connect(self.refresh)
        shared.reasoning.pointed_changed.connect(self._follow_pointer)
        shared.reasoning.secret_changed.connect(self.refresh)
        shared.selection.row_changed.connect(self._follow_row)
        shared.theme.changed.connect(self.refresh)
        shared.bridge.changed.connect(self._end_turn)

    @Slot()
    def _end_turn(self, *_: object) -> None:
        """End the exercise where another document came: nobody asked to work that one out."""
        if self._opened != self._workspace.session.opened:
            self._opened = self._workspace.session.opened
            self.turn.setChecked(False)

    # -- showing -------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Show the explanation of the newest frame; where there is none, why."""
        if not self.isVisible():
            return
        found = self._workspace.reasoning.explanation
        self.body.setVisible(found is not None)
        self.reason.setVisible(found is None)
        if found is None:
            self.reason.setText(self._workspace.turns.frame.reason or "There is nothing to compute a derivative from.")
            return
        self._show_rule(found)
        mine = self.turn.isChecked()
        numbers = not mine and not self._workspace.reasoning.secret
        if not (mine or numbers):
            self.reason.setText(self._workspace.reasoning.hidden)
            self.reason.show()
        for widget, shown in ((self.exercise, mine), (self.rows, numbers), (self.check, numbers)):
            widget.setVisible(shown)
        self.steps.setVisible(numbers and not found.paths)
        self.uses.setVisible(numbers and bool(found.uses))
        if mine:
            self.exercise.show_for(found)
        elif numbers:
            self._show_numbers(found)

    def _show_rule(self, found: Explanation) -> None:
        """Show the formula, and the same in words."""
        reasoning, document = self._workspace.reasoning, self._workspace.turns.frame.document
        path, inks = reasoning.path, inks_of(document, self._workspace.theme.colors)
        self.formula.show_terms(terms_of(found, path, inks))
        self.formula.mark(reasoning.pointed)
        _say(self.words, words_of(found, path, inks, secret=reasoning.secret))
        self.paths.offer(len(found.paths))
        self.count.setVisible(not found.paths)
        _say(self.count, _too_many(found))

    def _show_numbers(self, found: Explanation) -> None:
        """Show each row's factors, their sum, and the check."""
        path, document = self._workspace.reasoning.path, self._workspace.turns.frame.document
        self._show_places(found)
        inks = inks_of(document, self._workspace.theme.colors)
        self.table.show_columns(columns_of(found, path, inks), found.rows)
        self._mark()
        self._say_page()
        self._say_sum(found, path)
        self.check.ask()

    def _show_places(self, found: Explanation) -> None:
        """Show what stands for paths that are too many: places and units, for the chosen row."""
        if found.uses:
            self.uses.show_for(found)
        if not found.paths:
            self.steps.show_for(found)

    def _say_sum(self, found: Explanation, path: int | None) -> None:
        share = path is not None and len(found.paths) > 1 and path < len(found.paths)
        total = float(found.paths[path].products.sum()) if share and path is not None else found.derivative
        count = found.rows.size
        rows = f"Σ over {count:,} rows" if count != 1 else "Σ, one row"
        self.sum_word.setText(f"{rows}, path {path + 1} alone" if share and path is not None else rows)
        self.sum.setText(format_number(total, DIGITS))

    def _say_page(self) -> None:
        page, first = self.table.page, self.table.page.page * PAGE
        self.pager.show_page(page.page, page.pages, first + 1, first + page.rowCount(), page.rows.size)

    def _mark(self) -> None:
        self.table.mark(self._workspace.reasoning.pointed, self._workspace.selection.row)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        self._workspace.reasoning.keep_secret(secret=self.turn.isChecked())
        self.refresh()
        self._follow_row()

    def hideEvent(self, event: QHideEvent) -> None:
        """Without the card nobody works anything out, nor points at a factor of it."""
        super().hideEvent(event)
        if self.formula.tip.waits:
            self.formula.tip.follow(None)
            self._workspace.reasoning.point()
        self._workspace.reasoning.keep_secret(secret=False)

    # -- following -----------------------------------------------------------------------------------------

    @Slot()
    def _follow_pointer(self) -> None:
        if self.isVisible():
            self.refresh()

    @Slot()
    def _follow_row(self, *_: object) -> None:
        if self.isVisible():
            self.table.bring(self._workspace.selection.row)
            found = self._workspace.reasoning.explanation
            if found is not None and not self.turn.isChecked():
                self._show_places(found)
            self._mark()
            self._say_page()

    @Slot(int)
    def _turn_page(self, page: int) -> None:
        self.table.page.turn_to(page)
        self._say_page()

    @Slot(bool)
    def _take_turns(self, mine: bool) -> None:  # noqa: FBT001  # Qt's signature
        self.turn_changed.emit(mine)
        self._workspace.reasoning.keep_secret(secret=mine and self.isVisible())
        self.refresh()

    @Slot(str)
    def _hover_words(self, address: str) -> None:
        self._workspace.reasoning.point(address_pointed(address) or NOTHING_POINTED)


class LinkLine(QLabel):
    """Words with links; when the pointer leaves them in haste, it is on none either."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setFont(font(9))
        self.setToolTip("The same product in words")

    def leaveEvent(self, event: QEvent) -> None:
        """Say that it is on none."""
        super().leaveEvent(event)
        self.linkHovered.emit("")


def _too_many(found: Explanation) -> str:
    """Say why paths are not listed, and what is instead."""
    if not found.count:
        return "No path leads from this number to the loss, so the loss does not depend on it: its derivative is 0."
    if found.uses:
        return (f"From its {found.places:,} places {found.count:,} paths lead to the loss: too many to list. "
                "So place by place, and from there node by node.")  # fmt: skip
    return (f"There are {found.count:,} paths from the loss to this number: too many to list. "
            "So node by node: what each unit it feeds passes back, added up.")  # fmt: skip


def _say(label: QLabel, text: str) -> None:
    """Set a text only where it is another: setting it lays the window out again."""
    if label.text() != text:
        label.setText(text)
