"""What parts of the window tell of themselves: that the shift test is open, that the starts are trained.

Whoever has such a fact notes it (``workspace.facts.note("duel", "played")``); the checks of lessons ask for it by
``noted duel played``. It holds until another is noted of the same thing, or another file is opened.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class Facts(QObject):
    """``known``: of what → what is so. ``changed`` tells that something was noted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, str] = {}

    def note(self, what: str, so: str) -> None:
        """Note that this is so now."""
        if self.known.get(what) != so:
            self.known[what] = so
            self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Another file is opened: what was so of the one before is no more."""
        self.known.clear()
