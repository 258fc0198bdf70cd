"""What each row is called in a frame, computed once a frame however many cells ask."""

from __future__ import annotations

from core.scores import Results, results
from gui.state.frame import Frame


class Scored:
    """Remembers the results of the last frame asked for."""

    def __init__(self) -> None:
        self._about: tuple[object, str] = (None, "")
        self._found: Results | None = None

    def of(self, frame: Frame, node: str) -> Results | None:
        """Return what ``node`` calls the rows of ``frame``; None where it computes nothing or has no column."""
        if frame.values is None or frame.network is None or frame.rows is None or node not in frame.rows.classes:
            return None
        if self._about[0] is not frame.values or self._about[1] != node:
            self._found = results(frame.document, frame.network, frame.rows, frame.values, node)
            self._about = frame.values, node
        return self._found
