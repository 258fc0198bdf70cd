"""What words of the field mean, beside the word that is pointed at, with a link to the step that teaches each.

Qt's own tips vanish when the pointer leaves the word, so that a link in one could never be reached. This one is part of
the window: it stays while the pointer is on the word, on the tip, or on its way between them, and goes with Esc, a
click anywhere, and whatever scrolls. Meanwhile no other tip comes: it would lie over what is being read.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QToolTip, QVBoxLayout, QWidget

from core.lessons.glossary import Entry
from gui.controls.glosses import glossary
from gui.controls.tool_button import tool_button
from gui.theme import Theme, font, styled

WIDE, MOST = 300, 4
"""Pixels of width, and how many words a tip explains."""
LOOK_MS, GRACE = 100, 5
"""How often the tip looks where the pointer is, and how many looks it may be elsewhere, on its way to the tip."""
RIM = 6
"""Pixels of height for the border, and for letters that reach below their line."""
AROUND = 8
"""Pixels around word and tip that count as theirs."""
_LINK = ("QToolButton { color: INK; text-decoration: underline; padding: 1px 0; margin: 0 }"
         "QToolButton { border: 1px solid transparent }"
         "QToolButton:focus { border: 1px solid INK; border-radius: 4px }")  # fmt: skip
_HINT = "Shift+F1 explains the words of any tip"


class Glosses(QObject):
    """One for a window and its dialogs. ``step_wanted`` tells a lesson by name and a step that is to be played.

    ``word_wanted`` asks for the whole glossary at a word.
    """

    step_wanted = Signal(str, int)
    word_wanted = Signal(str)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.tip: GlossTip | None = None

    def show(
        self, entries: tuple[Entry, ...], anchor: QWidget, area: QRect, *, held: bool = False, lead: str = ""
    ) -> None:
        """Explain what stands in ``area`` of ``anchor``; ``held``: until the keyboard goes elsewhere.

        ``lead`` is a sentence that comes before what the words mean.
        """
        self.hide()
        QToolTip.hideText()
        self.tip = GlossTip(self, entries, anchor, area, held=held, lead=lead)

    @Slot()
    def hide(self) -> None:
        """Take the tip away."""
        if self.tip is not None:
            self.tip.end()
            self.tip = None

    def follow(self, entry: Entry) -> None:
        """Play the step that teaches a word; where none does, open the glossary at it."""
        self.hide()
        if entry.lesson:
            self.step_wanted.emit(entry.lesson, entry.step)
        else:
            self.word_wanted.emit(entry.term)

    @property
    def colors(self) -> tuple[str, str, str, str]:
        """Ground, rim, words and link."""
        colors = self._theme.colors
        return colors.surface, colors.border, colors.muted, colors.accent

    def explain_here(self, window: QWidget) -> None:
        """Explain the words of the tip that shows, or of what is under the pointer or has the keyboard."""
        anchor, at = _pointed(window)
        found = () if self.tip is not None else _entries(_words_of(anchor, at))
        if self.tip is not None:  # it was there, or stands in for the tip that was asked for
            self.tip.take_keyboard()
        elif found:
            self.show(found, anchor, QRect(at - QPoint(AROUND, AROUND), at + QPoint(AROUND, AROUND)), held=True)
            self.explain_here(window)
        else:
            self.word_wanted.emit("")


class GlossTip(QFrame):
    """The tip itself. Tab goes through its links, Enter follows one, Esc closes."""

    def __init__(
        self, glosses: Glosses, entries: tuple[Entry, ...], anchor: QWidget, area: QRect, *, held: bool, lead: str
    ) -> None:
        window = anchor.window()
        super().__init__(window)
        self._glosses, self._entries, self._anchor, self._held = glosses, entries, anchor, held
        self._area = QRect(anchor.mapTo(window, area.topLeft()), area.size())
        self.looks = 0
        """How often it has looked where the pointer is."""
        self._away, self._before = 0, QApplication.focusWidget()
        self._fill(lead)
        self._place(window)
        self._stands = self._stand
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._app = QApplication.instance()
        if self._app is not None:
            self._app.installEventFilter(self)  # for as long as it shows, which is not long

    def _fill(self, lead: str) -> None:
        """Put the words in, each with its link."""
        (ground, rim, muted, accent), entries = self._glosses.colors, self._entries
        self.setObjectName("gloss")
        self.setStyleSheet(f"#gloss {{ background: {ground}; border: 1px solid {rim}; border-radius: 7px }}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("; ".join((*filter(None, [lead]), *(f"{one.term}: {one.meaning}" for one in entries))))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(3)
        if lead:
            layout.addWidget(self._words(escape(lead)))
        for entry in entries:
            layout.addWidget(self._sentence(entry))
            layout.addWidget(self._link(entry, accent), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._small(_HINT, muted))

    @property
    def _stand(self) -> QPoint:
        """Where what it explains stands: words that were scrolled leave their tip behind."""
        return self._anchor.mapTo(self.window(), QPoint())

    def _sentence(self, entry: Entry) -> QLabel:
        said = f'<span style="font-weight: 600">{escape(entry.term)}</span>: {escape(entry.meaning)}'
        return self._words(said)

    def _words(self, said: str) -> QLabel:
        label = QLabel(said, self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        return label

    def _small(self, words: str, ink: str) -> QLabel:
        label = QLabel(words, self)
        label.setFont(font(8))
        label.setStyleSheet(styled(f"color: {ink}"))
        return label

    def _link(self, entry: Entry, ink: str) -> QWidget:
        words = link_words(entry) or "In the glossary"
        tip = f"Play the step that teaches “{entry.term}”" if entry.lesson else f"Show “{entry.term}” in the glossary"
        button = tool_button(self, tip, partial(self._glosses.follow, entry), text=words, name=f"{entry.term}: {words}",
                             points=9, style=_LINK.replace("INK", ink))  # fmt: skip
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setProperty("link", True)
        return button

    def _place(self, window: QWidget) -> None:
        """Stand below the word, or above it where there is no room, inside the window."""
        wide = min(WIDE, window.width() - 8)
        self.setFixedWidth(wide)
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()  # with its letters it gets its height
        layout = self.layout()
        assert layout is not None  # it was given one
        high = layout.heightForWidth(wide) + RIM
        self.setFixedHeight(high)
        under = self._area.bottom() + 3
        top = under if under + high <= window.height() else max(0, self._area.top() - 3 - high)
        self.move(max(4, min(self._area.left(), window.width() - wide - 4)), top)
        self.show()
        self.raise_()

    def take_keyboard(self) -> None:
        """Give the first link the keyboard."""
        self.links[0].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def links(self) -> list[QWidget]:
        """The links, one for each word."""
        return [child for child in self.findChildren(QWidget) if child.property("link")]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The words that are explained."""
        return self._entries

    @Slot()
    def _look(self) -> None:
        """Go where nobody looks any more."""
        self.raise_()
        self.looks += 1
        self._away = 0 if self._wanted() else self._away + 1
        if self._away >= GRACE:
            self._glosses.hide()

    def _wanted(self) -> bool:
        if not self._anchor.isVisible() or self._stand != self._stands:
            return False
        focus, at = QApplication.focusWidget(), self.window().mapFromGlobal(QCursor.pos())
        inside = focus is not None and (focus is self or self.isAncestorOf(focus))
        near = any(place.adjusted(-AROUND, -AROUND, AROUND, AROUND).contains(at)
                   for place in (self.geometry(), self._area))  # fmt: skip
        return inside or near or (self._held and focus is self._anchor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows the link that has the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            place = self.links.index(focus) if focus in self.links else 0
            self._glosses.follow(self._entries[place])
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go when somebody clicks, scrolls or presses Esc, anywhere; let no other tip come."""
        if not isinstance(watched, QWidget):
            return False  # windows hear of it too, before their widgets
        kind, inside = event.type(), watched is self or self.isAncestorOf(watched)
        if kind is QEvent.Type.ToolTip:
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if kind is QEvent.Type.ShortcutOverride:
                event.accept()  # or a command of the same key would be given
            elif kind is QEvent.Type.KeyPress:
                self._glosses.hide()
            return True
        if kind is QEvent.Type.Wheel or (kind is QEvent.Type.MouseButtonPress and watched not in self.links):
            self._glosses.hide()
            return inside
        return False

    def end(self) -> None:
        """Go, and give the keyboard back to who had it."""
        if self._app is not None:
            self._app.removeEventFilter(self)
        self._timer.stop()
        focus = QApplication.focusWidget()
        if self._before is not None and focus is not None and (focus is self or self.isAncestorOf(focus)):
            self._before.setFocus()
        self.hide()
        self.deleteLater()


class TermLabel(QLabel):
    """A heading or caption; where it has a word of the glossary, resting on it explains the word."""

    def event(self, event: QEvent) -> bool:
        """Explain the word in place of a tip; where nobody can, Qt shows the tip."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            glosses, found = glosses_of(self), _entries(self.text())
            if glosses is not None and found:
                said = self.toolTip().startswith(f"{found[0].term}: ")
                glosses.show(found[:1], self, self.rect(), lead="" if said else self.toolTip())
                return True
        return super().event(event)


def link_words(entry: Entry) -> str:
    """Return "Lesson 2, step 4", what the link to the step that teaches a word says; "" where none does."""
    number = re.match(r"[0-9]+", entry.lesson)
    return f"Lesson {number[0]}, step {entry.step}" if number else ""


def glosses_of(widget: QWidget) -> Glosses | None:
    """Return what explains words in the window that ``widget`` belongs to."""
    window: QWidget | None = widget.window()
    while window is not None:
        found = window.findChild(Glosses, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if isinstance(found, Glosses):
            return found
        above = window.parentWidget()
        window = above.window() if above is not None else None
    return None


def _pointed(window: QWidget) -> tuple[QWidget, QPoint]:
    """Return the widget under the pointer and the place in it; where that is elsewhere, who has the keyboard."""
    over = QApplication.widgetAt(QCursor.pos())
    focus = QApplication.focusWidget() or window
    if over is None or (over.window() is not window and not QToolTip.isVisible()):
        return focus, focus.rect().center()
    if over.window() is window:
        return over, over.mapFromGlobal(QCursor.pos())
    return window, window.mapFromGlobal(QCursor.pos())  # over the tip itself


def _words_of(widget: QWidget, at: QPoint) -> str:
    """Return what the tip at a place says, with the words that stand there."""
    if not QToolTip.isVisible():
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    shown = QToolTip.text() if QToolTip.isVisible() else widget.toolTip()
    QToolTip.hideText()
    own = widget.text() if isinstance(widget, QLabel) else ""
    return f"{_plain(own)}\n{_plain(shown)}"


def _plain(words: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", words))


def _entries(words: str) -> tuple[Entry, ...]:
    """Return what the words of the field in ``words`` mean, each once, as they come."""
    return tuple({entry.term: entry for _, _, entry in glossary().places(words)}.values())[:MOST]
