"""The training of many starts as the window sees it: begun and stopped here, polled by a timer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.document import Document
from core.errors import SquiggleError
from core.training.starts import Starts, altered
from gui.faults import cause
from gui.state.workspace import Workspace

POLL_MS = 80


class StartsDrive(QObject):
    """Keeps the newest ``starts``.

    ``changed`` when one came to its end, or they are no longer the document's; ``went_on`` when the one under way has
    made some steps.
    """

    changed = Signal()
    went_on = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.starts: Starts | None = None
        self.earlier = ""
        """What of the document has changed since, as ``altered`` says; "" where nothing has."""
        self._told = 0
        self._followed: Document | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        workspace.bridge.changed.connect(self.follow)
        workspace.training.shut.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether starts are being trained."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Train the document from new starts, or say why it cannot be trained."""
        self.stop()
        self._workspace.training.pause()
        self._workspace.session.settle_now()
        try:
            starts = self._made(self._workspace.document)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
            return
        self.starts, self.earlier, self._told, self._followed = starts, "", 0, starts.document
        starts.start()
        self._timer.start()
        self._workspace.facts.note("starts", "begun")
        self.changed.emit()

    def _made(self, document: Document) -> Starts:
        """Return new starts, on what the document is compiled to already where that is known."""
        frame = self._workspace.training.frame
        known = (frame.network, frame.rows) if frame.document is document else (None, None)
        return Starts(document, first=self._first(), network=known[0], rows=known[1])

    def _first(self) -> int | None:
        """Return the first seed: after those that were trained already, where it is the same network."""
        old, seed = self.starts, self._workspace.document.training.seed
        if old is None or self.earlier or not old.standing.found:
            return None
        after = old.first + len(old.standing.found)
        return after if old.first - 1 <= seed < after else None

    @Slot()
    def stop(self) -> None:
        """End what is under way; the starts that are trained to their end stay."""
        if self.running and self.starts is not None:
            self._timer.stop()
            self.starts.stop()
            self._tell_failure(self.starts)
            self.changed.emit()

    def _tell_failure(self, starts: Starts) -> None:
        if starts.failure:
            reason = cause(starts.failure)
            self._workspace.notices.post(f"The starts broke off by an error inside Squiggle ({reason}).", "problem")

    @Slot()
    def _poll(self) -> None:
        if self.starts is not None and self.starts.over:
            self.stop()
            self._workspace.facts.note("starts", "trained")
        elif self.starts is not None and len(self.starts.standing.found) != self._told:
            self._told = len(self.starts.standing.found)
            self.changed.emit()
        else:
            self.went_on.emit()

    @Slot()
    def follow(self) -> None:
        """Know whether the starts are still those of the document; of another file they are none.

        A view that draws asks for this first: it may hear of a new document before this does.
        """
        document = self._workspace.document
        if self.starts is None or document is self._followed:
            return
        before, self._followed = self.earlier, document
        self.earlier = altered(self.starts.document, document)
        another = len(self._workspace.session.labels) == 1 and document is not self.starts.document
        if self.earlier or another:
            self.stop()
            self._workspace.facts.note("starts", "none")
        if another:
            self.starts, self.earlier = None, ""
        if another or self.earlier != before:
            self.changed.emit()
