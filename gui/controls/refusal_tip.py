"""The sentence by the pointer that says why something was not done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

REFUSAL_MS = 6_000
WIDEST = 380
_ENDS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.Wheel})


class RefusalTip(QLabel):
    """Stays for some seconds, or until the next key or click, or until a window is closed.

    Qt's own tooltips vanish as soon as the focus moves or a mouse button is let go, which is just what
    happens when an entry is refused: nobody would see why.
    """

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("refusal")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)

    def say(self, text: str, at: QPoint) -> None:
        """Show ``text`` just below ``at`` (screen pixels), inside the screen."""
        self.ensurePolished()
        self.setText(text)
        self.setAccessibleName(text)
        self.setFixedWidth(min(WIDEST, self.fontMetrics().horizontalAdvance(text) + 26))
        self.adjustSize()
        self.move(self._inside(at + QPoint(8, 12)))
        self.show()
        self._timer.start(REFUSAL_MS)
        # The key or click that was refused is still on its way through the window.
        QTimer.singleShot(0, self._watch)

    def _inside(self, spot: QPoint) -> QPoint:
        screen = QGuiApplication.screenAt(spot) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        return QPoint(
            max(area.left(), min(spot.x(), area.right() - self.width())),
            max(area.top(), min(spot.y(), area.bottom() - self.height())),
        )

    @Slot()
    def _watch(self) -> None:
        app = QApplication.instance()
        if app is not None and self.isVisible():
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go at the next key or click; let everything pass."""
        if event.type() in _ENDS or (event.type() is QEvent.Type.Close and _is_window(watched)):
            self._timer.stop()
            self.hide()
            app = QApplication.instance()
            if app is not None:
                app.removeEventFilter(self)
        return False


def _is_window(watched: QObject) -> bool:
    """Whether it is a window or a dialog; popovers and editors close where an entry is refused."""
    return isinstance(watched, QWidget) and watched.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog)
