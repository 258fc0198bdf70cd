"""A column of texts that scrolls: it brings what has just appeared into sight, and says where there is more below."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.controls.more_below import MoreBelow
from gui.theme import Theme

FADE = 30
"""Pixels over which the text fades where there is more of it."""


class Column(QScrollArea):
    """Widgets one below the other, as wide as there is room."""

    def __init__(self, theme: Theme, widgets: tuple[QWidget, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted: QWidget | None = None
        """What appeared last, until somebody scrolls by hand."""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget(self)
        self.setWidget(self._inside)
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 2, 6, 4)
        self._layout.setSpacing(7)
        for widget in widgets:
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self._fade = Fade(theme, self)
        self.below = MoreBelow(self, "Scroll on to what stands below")
        self.more = self.below.button
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the column itself scrolls by keys
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(self._let_go)
        bar.valueChanged.connect(self._tell_of_more)
        bar.rangeChanged.connect(self._fit)

    def begin(self) -> None:
        """Show the upper end."""
        self._let_go()
        self.verticalScrollBar().setValue(0)

    def bring(self, widget: QWidget) -> None:
        """Bring a widget that has just appeared into sight, as soon as it has its place and its lines are broken."""
        self._wanted = widget
        QTimer.singleShot(0, self, self._fit)

    @Slot()
    def _let_go(self, *_: object) -> None:
        self._wanted = None

    @Slot()
    def _fit(self, *_: object) -> None:
        """Scroll no further than is needed; what is higher than the room there is shows its upper end."""
        widget, bar = self._wanted, self.verticalScrollBar()
        self._layout.activate()
        if widget is not None and not widget.isHidden():
            top = widget.mapTo(self._inside, widget.rect().topLeft()).y()
            below = self._inside.height() - top - widget.height()
            needed = top + widget.height() + (FADE if below > FADE else below) - self.viewport().height()
            bar.setValue(max(min(bar.value(), top), min(needed, top)))
        self._tell_of_more()

    @Slot()
    def _tell_of_more(self, *_: object) -> None:
        """Show at the lower edge that there is more below, as long as there is."""
        room = self.viewport().geometry()
        self._fade.setGeometry(room.x(), room.bottom() + 1 - FADE, room.width(), FADE)
        self._fade.raise_()
        self._fade.setVisible(self.below.look())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep in sight what appeared last."""
        super().resizeEvent(event)
        self._fit()


class Fade(QWidget):
    """The lower edge of a text that goes on below; the mouse goes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, thicker towards the edge."""
        painter, ground = QPainter(self), QColor(self._theme.colors.window)
        slope = QLinearGradient(0, 0, 0, self.height())
        slope.setColorAt(0.8, ground)
        ground.setAlpha(0)
        slope.setColorAt(0, ground)
        painter.fillRect(self.rect(), slope)
        painter.end()
