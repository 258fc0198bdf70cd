"""The session's one callback as a Qt signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.change import Change
from core.document import Document
from core.session import Session


class Bridge(QObject):
    """Emits ``changed(document, change)`` after every change of the session's document."""

    changed = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        session.subscribe(self._announce)

    def _announce(self, document: Document, change: Change) -> None:
        self.changed.emit(document, change)
