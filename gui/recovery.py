"""A copy of unsaved work, so that a crash or a power cut loses little."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import QDateTime, QLockFile, QObject, QStandardPaths, QTimer, Slot

from core import storage
from core.document import Document
from core.errors import SquiggleError
from gui.files import Files
from gui.state.workspace import Workspace

KEEP_MS = 20_000


def folder() -> Path:
    """Where copies are kept."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "unsaved"


def _described(path: Path) -> str:
    """Return the title of a copy and when it was kept: "Drug dosage, 22 Nov 17:45"."""
    kept = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime)).toString("d MMM hh:mm")
    try:
        return f"{storage.load(path).title}, {kept}"
    except SquiggleError:
        return kept


class Recovery(QObject):
    """Keeps the copy of one window, every 20 seconds while there is something to lose.

    Each window holds a lock beside its copy; a copy whose lock can be taken belongs to a window that ended
    without closing, and the next start offers it.
    """

    def __init__(self, workspace: Workspace, files: Files) -> None:
        super().__init__(files)
        self._workspace, self._files = workspace, files
        self._path = folder() / f"{uuid.uuid4().hex}{storage.SUFFIX}"
        self._lock = QLockFile(f"{self._path}.lock")
        self._kept: Document | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Write the copy if there is something to lose; remove it if there no longer is."""
        if not self._files.unsaved:
            self.forget()
            return
        # Looking at an earlier step is no work that could be lost; a lesson's network belongs to nobody.
        if self._files.aside is None and self._workspace.training.running:
            self._workspace.session.settle_now()
        document = self._files.own_document
        if document is self._kept:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.tryLock(0)
            storage.save(self._path, document)
        except (OSError, SquiggleError):
            return  # a copy that cannot be kept must not stop the work; saving itself tells
        self._kept = document

    def forget(self) -> None:
        """Remove the copy: nothing unsaved is left."""
        self._kept = None
        self._path.unlink(missing_ok=True)
        self._lock.unlock()

    def offer(self) -> bool:
        """Offer the copies of windows that ended without closing, newest first; True if one was taken."""
        found = sorted(folder().glob(f"*{storage.SUFFIX}"), key=lambda path: -path.stat().st_mtime)
        return any(self._offer(path) for path in found if path != self._path)

    def _offer(self, path: Path) -> bool:
        lock = QLockFile(f"{path}.lock")
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False  # its window is still open
        answer = self._workspace.ask.choose(
            None,
            "Unsaved work was found",
            f"Squiggle ended without closing. Open the network that was not saved ({_described(path)})?",
            ("Open it", "Throw it away", "Later"),
        )
        taken = answer == "Open it" and self._files.take_recovered(path)
        if taken or answer == "Throw it away":
            path.unlink(missing_ok=True)
        lock.unlock()
        return taken
