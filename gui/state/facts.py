"""What parts of the window tell of themselves: that the shift test is open, that the surface was turned.

Whoever has such a fact notes it (``workspace.facts.note("shift_test", "open")``); the checks of lessons ask for it by
``noted shift_test open``. What is so holds until another is noted of the same thing: whoever notes that something is
open notes that it is closed. What was done (``tell``) holds until a step of a lesson begins, or another file is opened.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class Facts(QObject):
    """``known``: of what → what is so. ``changed`` tells that something was noted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, str] = {}
        self._done: set[str] = set()

    def note(self, what: str, so: str) -> None:
        """Note that this is so now."""
        if self.known.get(what) != so:
            self.known[what] = so
            self.changed.emit()

    def tell(self, what: str, done: str) -> None:
        """Note that this was done."""
        self._done.add(what)
        self.note(what, done)

    @Slot()
    def forget(self) -> None:
        """A step of a lesson begins, or another file is opened: what was done before is done no more."""
        for what in self._done:
            self.known.pop(what, None)
        self._done.clear()
