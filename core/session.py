"""The one owner of the document: history, saved mark, revision, and the one door through which it changes.

The history holds documents, not inverses: undo puts the old value back, and no undo code is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from core.change import Change, diff
from core.document import Document


class Edit(Protocol):
    """A change a user can make, as a value.

    ``merge_key`` names the gesture the edit belongs to: two edits in a row with the same key are one step
    of the history. It carries a gesture number, so that two gestures never merge; None never merges.
    """

    @property
    def label(self) -> str:
        """What the history and the Undo command call it."""

    @property
    def merge_key(self) -> Hashable | None:
        """The gesture it belongs to."""

    def apply(self, document: Document) -> Document:
        """Return the changed document; EditRefused leaves everything as it was."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the history: the document after the edit called ``label``."""

    label: str
    document: Document
    merge_key: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """All that a session knows of a document that was put aside: its history, where it stands there, its saved mark."""

    entries: tuple[Entry, ...]
    index: int
    saved: Document | None

    @property
    def document(self) -> Document:
        """The document as it stood."""
        return self.entries[self.index].document

    @property
    def modified(self) -> bool:
        """Whether it differs from the one last opened or saved."""
        return self.document is not self.saved


Listener = Callable[[Document, Change], None]
MOST_ENTRIES = 1_000


class Session:
    """Holds the document of one window, its past and its future.

    ``settle`` is asked before every change for an edit that must come first (training under way adopts its
    live parameters), so that no edit is ever applied to a document that lags behind what the user sees.
    """

    def __init__(self, document: Document | None = None) -> None:
        self.revision = 0
        self.opened = 0
        """Counts the documents that came in place of others: files opened, new ones, those brought back."""
        self.settle: Callable[[], Edit | None] = lambda: None
        self._listeners: list[Listener] = []
        self._entries = [Entry("New", document or Document())]
        self._index = 0
        self._saved: Document | None = self._entries[0].document

    @property
    def document(self) -> Document:
        """The document as it stands."""
        return self._entries[self._index].document

    @property
    def modified(self) -> bool:
        """Whether the document differs from the one last opened or saved."""
        return self.document is not self._saved

    @property
    def labels(self) -> list[str]:
        """The label of every step, past and future, oldest first."""
        return [entry.label for entry in self._entries]

    @property
    def index(self) -> int:
        """Where in ``labels`` the document stands."""
        return self._index

    @property
    def undo_label(self) -> str | None:
        """What Undo would take back; None if there is nothing."""
        return self._entries[self._index].label if self._index else None

    @property
    def redo_label(self) -> str | None:
        """What Redo would do again; None if there is nothing."""
        return self._entries[self._index + 1].label if self._index + 1 < len(self._entries) else None

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener(document, change)`` after every change."""
        self._listeners.append(listener)

    def do(self, edit: Edit) -> None:
        """Apply ``edit`` and record it; EditRefused records nothing. An edit that changes nothing is no step."""
        self.settle_now()
        self._record(edit)

    def undo(self) -> None:
        """Go back one step, if there is one."""
        self.settle_now()
        self.jump(self._index - 1)

    def redo(self) -> None:
        """Go forward one step, if there is one."""
        self.settle_now()
        self.jump(self._index + 1)

    def jump(self, index: int) -> None:
        """Go to a step of the history by its place in ``labels``; out of range does nothing."""
        if 0 <= index < len(self._entries) and index != self._index:
            old, self._index = self.document, index
            self._announce(old)

    def replace(self, document: Document, label: str = "Open") -> None:
        """Start over with another document: a file was opened, or a new one begun."""
        old = self.document
        self._entries, self._index = [Entry(label, document)], 0
        self._saved = document
        self.opened += 1
        self._announce(old)

    def put_aside(self) -> Past:
        """Return all there is to know of the document, for ``bring_back`` after another one was shown."""
        self.settle_now()
        return Past(tuple(self._entries), self._index, self._saved)

    def bring_back(self, past: Past) -> None:
        """Show a document that was put aside, with its history, its unsaved changes and its future."""
        old = self.document
        self._entries, self._index, self._saved = list(past.entries), past.index, past.saved
        self.opened += 1
        self._announce(old)

    def mark_saved(self) -> None:
        """Remember the document as it stands as the one on disk."""
        self._saved = self.document

    def mark_unsaved(self) -> None:
        """Forget what is on disk: the document is not in any file (an example, a recovered copy)."""
        self._saved = None

    def settle_now(self) -> bool:
        """Bring the document up to date with what the user sees (before it is saved, say); say if it changed by that.
        """
        pending, before = self.settle(), self.document
        if pending is not None:
            self._record(pending)
        return self.document is not before

    def _record(self, edit: Edit) -> None:
        old = self.document
        new = edit.apply(old)
        if new is old or new == old:
            return
        last = self._entries[self._index]
        merges = edit.merge_key is not None and edit.merge_key == last.merge_key and old is not self._saved
        keep = self._index if merges else self._index + 1
        self._entries[keep:] = [Entry(edit.label, new, edit.merge_key)]
        excess = max(0, len(self._entries) - MOST_ENTRIES)
        del self._entries[:excess]
        self._index = len(self._entries) - 1
        self._announce(old)

    def _announce(self, old: Document) -> None:
        self.revision += 1
        change = diff(old, self.document)
        for listener in list(self._listeners):
            listener(self.document, change)
