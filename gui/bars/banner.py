"""The sentence along the top of the canvas: why training stopped, what went wrong, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.controls.tool_button import tool_button
from gui.state.notices import Notice
from gui.state.workspace import Workspace
from gui.theme import icon

ICONS = {"info": "info", "done": "check", "problem": "triangle-alert"}
DONE_MS = 9_000
WIDEST = 800


class Banner(QFrame):
    """Lies over ``over``; stays until closed, replaced, or (for good news) some seconds have passed.

    ``covers(pixels)`` tells how much of the top it covers, 0 when it is gone.
    """

    covers = Signal(int)

    def __init__(self, workspace: Workspace, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("banner")
        self._theme = workspace.theme
        self._session = workspace.session
        self._notice: Notice | None = None
        self._posted_at = -1
        self._mark, self._text = QLabel(self), QLabel(self)
        self._text.setWordWrap(True)
        self._text.setToolTip("A message: what just happened, or why something could not be")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offer = QPushButton(self)
        self._offer.clicked.connect(self._take_offer)
        self._close = tool_button(self, "Close this message", self.hide, size=16)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.addWidget(self._mark)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._offer)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        workspace.notices.posted.connect(self.show_notice)
        workspace.bridge.changed.connect(self._let_go)
        workspace.theme.changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown; empty if there is none."""
        return self._text.text() if self.isVisible() else ""

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the last one."""
        if not notice.text:
            self.hide()
            return
        self._notice, self._posted_at = notice, self._session.revision
        self._text.setText(notice.text)
        self._offer.setText(notice.offer)
        self._offer.setVisible(bool(notice.offer))
        self.setProperty("level", notice.level)
        self._dress()
        self._place()
        self.show()
        self.raise_()
        self._timer.stop()
        if notice.level != "problem" and not notice.offer:
            self._timer.start(DONE_MS)

    @Slot()
    def _let_go(self, *_: object) -> None:
        """A sentence about the document as it was says nothing about the one that is."""
        holds = self._notice.holds if self._notice is not None else None
        if self._session.revision > self._posted_at and not (self.isVisible() and holds is not None and holds()):
            self.hide()

    @Slot()
    def _take_offer(self) -> None:
        self.hide()
        if self._notice and self._notice.action:
            self._notice.action()

    @Slot()
    def _dress(self) -> None:
        colors = self._theme.colors
        level = self._notice.level if self._notice else "info"
        color = colors.danger if level == "problem" else colors.accent
        self._mark.setPixmap(icon(ICONS[level], color).pixmap(18, 18))
        self._close.setIcon(icon("x", colors.muted))
        self.style().polish(self)

    def _place(self) -> None:
        width = min(self._over.width() - 40, WIDEST)
        self.setFixedSize(width, self._layout.totalHeightForWidth(width))
        self.move((self._over.width() - width) // 2, 12)
        if self.isVisible():
            self.covers.emit(self.geometry().bottom() + 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the canvas changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Say what is covered now."""
        super().showEvent(event)
        self.covers.emit(self.geometry().bottom() + 1)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that nothing is covered."""
        super().hideEvent(event)
        self.covers.emit(0)
