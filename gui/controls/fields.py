"""Small controls the toolbar and the forms are made of: a number field, a captioned field, a popover button."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.catalog import Setting
from core.errors import SquiggleError, ValueRefused
from core.quantity import format_number, parse_number
from gui.controls.gloss_tip import TermLabel
from gui.controls.glosses import meaning
from gui.controls.lines import Line
from gui.controls.refusal_tip import RefusalTip

PADDING = 34
"""Room in a popover button beside its text, for margins and the arrow."""


class NumberField(Line):
    """A field for one number in the range of a catalog row; ``empty`` is the word for no number at all.

    Enter, Tab or clicking away commits; Esc puts the old text back; a wrong entry stays, marked, with the
    sentence that says what would be right.
    """

    committed = Signal(object)
    """The number (float), or None where ``empty`` was left."""

    def __init__(
        self, setting: Setting, empty: str | None = None, parent: QWidget | None = None, digits: int = 12
    ) -> None:
        super().__init__(parent)
        self._digits = digits
        self._setting, self._empty, self._shown = setting, empty, ""
        self._tip: RefusalTip | None = None
        self.setToolTip(f"{setting.title}: {setting.help}")
        self.setAccessibleName(setting.title)
        if empty:
            self.setPlaceholderText(empty)
        self.returnPressed.connect(self.commit)

    def show_value(self, value: float | None) -> None:
        """Show ``value`` unless the user is typing something else."""
        self._shown = self._text(value)
        if not (self.hasFocus() and self.isModified()):
            self.restore()

    def _text(self, value: float | None) -> str:
        return "" if value is None else format_number(value, self._digits)

    def restore(self) -> None:
        """Put back what is true."""
        self.setText(self._shown)
        self.setCursorPosition(0)
        self._mark(wrong=False)

    @Slot()
    def commit(self) -> None:
        """Announce what was typed; a wrong entry is marked and explained, and nothing is announced."""
        if not self.isModified() or self.text().strip() == self._shown:
            self.restore()
            return
        try:
            value = self._read()
        except SquiggleError as wrong:
            self._mark(wrong=True)
            self._explain(str(wrong))
            return
        self.setModified(False)
        self._shown = self._text(value)
        self.restore()
        self.committed.emit(value)

    def _explain(self, sentence: str) -> None:
        if self._tip is None:
            self._tip = RefusalTip()
        self._tip.say(sentence, self.mapToGlobal(QPoint(0, self.height() - 6)))

    def _read(self) -> float | None:
        typed = self.text().strip()
        if self._empty is not None and typed.lower() in ("", self._empty.lower()):
            return None
        if not typed:
            raise ValueRefused(f"{self._setting.title} is empty; type {self._setting.span()}.")
        return self._setting.check(parse_number(typed))

    def _mark(self, *, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().polish(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Clicking away commits; what cannot be read gives way to what is true."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.commit()
            if self.property("wrong"):
                self.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc forgets what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.restore()
            return
        super().keyPressEvent(event)


def captioned(caption: str, field: QWidget) -> QWidget:
    """Return ``field`` with a small caption above it."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    label = TermLabel(caption)
    label.setObjectName("caption")
    label.setToolTip(meaning(caption) or field.toolTip())
    label.setBuddy(field)
    layout.addWidget(label)
    layout.addWidget(field)
    return box


class Popover(QFrame):
    """A small panel under a button, closed by clicking elsewhere or Esc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popover")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(6)

    def open_under(self, anchor: QWidget) -> None:
        """Show the panel below ``anchor``, inside the window where it has room for it, else inside the screen."""
        self.adjustSize()
        self.place(anchor)
        self.show()

    def place(self, anchor: QWidget) -> None:
        """Stand below ``anchor``, or as far up as it takes to be seen whole."""
        spot = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        screen = anchor.screen().availableGeometry()
        room = anchor.window().geometry() & screen
        if room.width() < self.width() or room.height() < self.height():
            room = screen
        right, bottom = room.right() - self.width(), room.bottom() - self.height()
        self.move(max(room.left(), min(spot.x(), right)), max(room.top(), min(spot.y(), bottom)))


class PopoverButton(QPushButton):
    """A button that says how something is set and opens the panel where it is changed."""

    def __init__(
        self, tip: str, build: Callable[[Popover, Callable[[], None]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("popover")
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self._build = build
        self._tip, self._full, self._brief = tip, "", ""
        self._reserved: tuple[str, ...] = ()
        self._panel: Popover | None = None
        self.clicked.connect(self.open_panel)

    def say(self, text: str, short: str = "") -> None:
        """Show ``text``, elided to the width there is, or what is said ``short`` of it."""
        self._full, self._brief = text, short or text
        self.updateGeometry()
        self._elide()

    def explain(self, tip: str) -> None:
        """Say something else to the pointer and to screen readers."""
        self._tip = tip
        self.setAccessibleName(tip)
        self._elide()

    def reserve(self, texts: Iterable[str]) -> None:
        """Take the room of the widest of ``texts`` whatever is said: nothing beside it moves when the words change."""
        self._reserved = tuple(texts)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.updateGeometry()

    @property
    def words(self) -> str:
        """The whole text, however much of it there is room for."""
        return self._full

    @property
    def panel(self) -> Popover | None:
        """The panel, once it was opened."""
        return self._panel

    @Slot()
    def open_panel(self) -> None:
        """Open the panel with the settings as they are now."""
        if self._panel is not None:
            self._panel.deleteLater()
        self._panel = Popover(self)
        self._build(self._panel, self._refill)
        self._panel.open_under(self)

    def _refill(self) -> None:
        """Draw the open panel anew: a choice brought other fields with it."""
        panel = self._panel
        if panel is None:
            return
        while (item := panel.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._build(panel, self._refill)
        for place in range(panel.body.count()):
            item = panel.body.itemAt(place)
            widget = item.widget() if item else None
            if widget is not None:
                widget.show()  # what is not shown yet would get no room
        panel.body.activate()
        panel.resize(panel.width(), max(panel.sizeHint().height(), panel.heightForWidth(panel.width())))
        panel.place(self)

    def _elide(self) -> None:
        room = max(20, self.width() - PADDING)
        self.setText(self.fontMetrics().elidedText(self._brief, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(self._tip if self.text() == self._full else f"{self._tip}\nNow: {self._full}")

    def sizeHint(self) -> QSize:
        """Ask for the room the whole text takes, or the widest it is to have room for."""
        widest = max(map(self.fontMetrics().horizontalAdvance, self._reserved or (self._brief,)))
        return QSize(widest + PADDING + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Shrink down to a few letters."""
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a small arrow at the right: this opens something."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().placeholderText().color(), 1.4))
        x, y = self.width() - 14.0, self.height() / 2 - 1.5
        painter.drawPolyline([QPointF(x - 3.5, y), QPointF(x, y + 3.5), QPointF(x + 3.5, y)])
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Fit the text to a new width."""
        done = super().event(event)
        if event.type() is QEvent.Type.Resize:
            self._elide()
        return done


def heading(text: str) -> QLabel:
    """Return a small grey heading in capitals."""
    label = TermLabel(text.upper())
    label.setObjectName("heading")
    label.setToolTip(meaning(text))
    return label


def help_line(text: str) -> QLabel:
    """Return a line of explanation."""
    label = QLabel(text)
    label.setObjectName("help")
    label.setWordWrap(True)
    return label


def scrolled(widget: QWidget) -> QScrollArea:
    """Return ``widget`` in an area that scrolls up and down where there is too little room."""
    area = QScrollArea(widget.parentWidget())
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
