"""A line to type in, exactly where the number or name stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import SquiggleError
from gui.theme import Colors

Accept = Callable[[str], object]
"""Takes the typed text; raises SquiggleError where it is wrong."""
LEAST_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Entry:
    """What is typed: what stands there now, who takes it, and where Tab (+1) and Shift+Tab (−1) lead.

    ``place`` says where in the canvas it stands; None once it is gone. ``newest`` gives what stands there later on, for
    what training changes.
    """

    title: str
    text: str
    accept: Accept
    place: Callable[[], QRect | None]
    follow: Callable[[int], object] | None = None
    newest: Callable[[], str] | None = None
    emptied: str = ""
    """What to say when Delete empties the line: somebody may have meant what the number belongs to."""

    @property
    def now(self) -> str:
        """What stands there now."""
        return self.text if self.newest is None else self.newest()


class LineEditor(QLineEdit):
    """Enter, Tab and clicking away commit, Esc cancels; a wrong entry stays open with the sentence by it."""

    def __init__(self, parent: QWidget, complain: Callable[[str, QPoint], object]) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._complain = complain
        self._entry: Entry | None = None
        self._shown = ""
        """What was last shown of what is to be replaced."""
        self._whole = False
        """While the button of a double click is down: all stays selected, however the hand trembles."""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setToolTip("Enter keeps it, Esc leaves it as it was, Tab goes to the next")
        self.hide()

    def dress(self, colors: Colors) -> None:
        """Use the theme's colours."""
        self.setStyleSheet(
            f"QLineEdit {{ background: {colors.window}; color: {colors.text}; border: 2px solid {colors.accent};"
            f" border-radius: 8px; padding: 1px 6px; selection-background-color: {colors.accent}; }}"
            f"QLineEdit[wrong=true] {{ border-color: {colors.danger}; }}"
        )

    def open(self, entry: Entry) -> None:
        """Begin to type."""
        self.setAccessibleName(entry.title)
        self.setText(entry.text)
        self._shown = entry.text
        self._mark(wrong=False)
        self._entry = entry
        self.follow_place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def follow_place(self) -> None:
        """Stay where the number is while the canvas is moved or zoomed."""
        place = self._entry.place() if self._entry is not None else None
        if place is None:
            self.close_line()
        else:
            wide = max(LEAST_WIDTH, place.width())
            tall = max(28, place.height())
            self._follow_number()
            self.setGeometry(place.center().x() - wide // 2, place.center().y() - tall // 2, wide, tall)

    def _follow_number(self) -> None:
        """Show the number as it is now, until somebody types."""
        entry = self._entry
        now = self.text() if entry is None or self.isModified() or self.text() != self._shown else entry.now
        if now != self.text():
            whole, cursor = self.selectedText() == self.text(), self.cursorPosition()
            self.setText(now)
            self._shown = now
            self.setCursorPosition(cursor)
            if whole:
                self.selectAll()

    def _is_typed(self, entry: Entry) -> bool:
        """Whether there is something else than what stands there."""
        typed = self.text().strip()
        return (self.isModified() or typed != self._shown) and typed != entry.now

    def commit(self) -> bool:
        """Keep what was typed; False where it is wrong and the line stays open."""
        entry = self._entry
        if entry is None:
            return True
        if self._is_typed(entry):
            try:
                entry.accept(self.text())
            except SquiggleError as refused:
                self._mark(wrong=True)
                self._complain(str(refused), self.mapToGlobal(QPoint(0, self.height() + 4)))
                return False
        self.close_line()
        return True

    def close_line(self) -> None:
        """Leave things as they were."""
        had_focus = self.hasFocus()
        self._entry = None
        self.hide()
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, *, wrong: bool) -> None:
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc leaves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_line()
        else:
            super().keyPressEvent(event)
            if event.key() == Qt.Key.Key_Delete and not self.text() and self._entry and self._entry.emptied:
                self._complain(self._entry.emptied, self.mapToGlobal(QPoint(0, self.height() + 4)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select all, as a single click on the canvas does: a word would end at the decimal point."""
        self._whole = True
        self.selectAll()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select by dragging, except while the button of a double click is down."""
        if not self._whole:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The button is up."""
        self._whole = False
        super().mouseReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001  Qt's own signature
        """Tab keeps and goes on to the next number."""
        follow = self._entry.follow if self._entry else None
        if self.commit() and follow is not None:
            follow(1 if next else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Clicking away keeps what was typed."""
        super().focusOutEvent(event)
        passing = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
        if event.reason() not in passing:
            self.commit()
