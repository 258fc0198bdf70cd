"""Tells when a node that came brought a data column of zeros with it: predictions change, and one should know why."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from core.change import Change
from core.document import Document
from gui.state.bridge import Bridge
from gui.state.notices import Notices


class NewColumns(QObject):
    """Watches the data for columns that come together with nodes while there are rows."""

    def __init__(self, document: Document, bridge: Bridge, notices: Notices) -> None:
        super().__init__()
        self._names, self._notices = document.data.names, notices
        bridge.changed.connect(self._follow)

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        before, self._names = self._names, document.data.names
        fresh = [
            found.name for found in document.data.columns
            if found.name not in before and found.numeric and not found.values.any()
        ]  # fmt: skip
        kept = bool(before) and {*before} <= {*self._names}  # a table that came anew holds what it holds
        if fresh and kept and change.added and not change.removed and document.data.count:
            words = f"column {fresh[0]} holds" if len(fresh) == 1 else f"columns {', '.join(fresh[:4])} hold"
            self._notices.post(f"The new {words} 0 in every row: type the values in the Data view.")
