"""New, open, save, recent files and examples: which file the window shows, and never losing what is in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from core import storage
from core.document import Document, Ref
from core.errors import SquiggleError
from gui.theme import RESOURCES
from gui.workspace import Workspace

EXAMPLES = RESOURCES / "examples"
FIRST_EXAMPLE = "part2-backpropagation.squiggle"


class Files(QObject):
    """The file of one window. ``changed`` when the path, the title or the modified mark may differ."""

    changed = Signal()
    opened = Signal()

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self.path: Path | None = None
        workspace.bridge.changed.connect(self._touched)

    @Slot(object, object)
    def _touched(self, *_: object) -> None:
        self.changed.emit()

    @property
    def name(self) -> str:
        """What the window is called: the file's name, or the network's title where there is no file yet."""
        return self.path.name if self.path else self._workspace.document.title

    def new(self) -> None:
        """Begin an empty network, asking about unsaved changes first."""
        if self.may_leave():
            self.show_document(Document(), None, "New")

    def open(self) -> None:
        """Ask for a file and open it."""
        folder = str(self.path.parent) if self.path else ""
        if self.may_leave():
            path = self._workspace.ask.open_path(self._window, "Open a network", folder=folder)
            if path is not None:
                self.load(path)

    def open_path(self, path: Path) -> bool:
        """Open ``path``, asking about unsaved changes first."""
        return self.may_leave() and self.load(path)

    def load(self, path: Path) -> bool:
        """Read ``path`` and show it; if it cannot be read, what is open stays and the reason is told."""
        try:
            document = storage.load(path)
        except SquiggleError as refused:
            self._workspace.notices.post(f"{path.name} was not opened. {refused}", "problem")
            return False
        self.show_read(path, document)
        return True

    def show_read(self, path: Path, document: Document) -> None:
        """Show ``document``, which has been read from ``path``."""
        self.show_document(document, path)
        self._workspace.settings.add_recent(path)

    def open_example(self, name: str) -> bool:
        """Show an example; saving it asks for a file of the user's own."""
        if not self.may_leave():
            return False
        try:
            document = storage.load(EXAMPLES / name)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
            return False
        self.show_document(document, None)
        return True

    def take_recovered(self, path: Path) -> bool:
        """Show a copy of unsaved work; it belongs to no file until it is saved."""
        try:
            document = storage.load(path)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
            return False
        self.show_document(document, None, "Recover")
        self._workspace.session.mark_unsaved()
        self.changed.emit()
        return True

    def show_document(self, document: Document, path: Path | None, label: str = "Open") -> None:
        """Show ``document`` as what ``path`` holds; its history begins here."""
        self.path = path
        self._workspace.selection.clear()
        self._workspace.training.pause()
        self._workspace.session.replace(document, label)
        self._workspace.training.forget_past()
        self._workspace.selection.choose_row(0)
        self._workspace.selection.choose(parameter=_only_unknown(document))
        self.changed.emit()
        self.opened.emit()

    def save(self) -> bool:
        """Save to the file of the window, asking for one if there is none."""
        return self.save_as() if self.path is None else self._write(self.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        title = self._workspace.document.title
        safe = "".join(letter for letter in title if letter.isalnum() or letter in " -_").strip() or "network"
        suggestion = self.path or Path(f"{safe}{storage.SUFFIX}")
        path = self._workspace.ask.save_path(self._window, "Save the network", str(suggestion))
        if path is None:
            return False
        return self._write(path if path.suffix else path.with_suffix(storage.SUFFIX))

    def _write(self, path: Path) -> bool:
        session = self._workspace.session
        session.settle_now()
        try:
            storage.save(path, session.document)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem", "Save elsewhere…", self.save_as)
            return False
        self.path = path
        session.mark_saved()
        self._workspace.settings.add_recent(path)
        self.changed.emit()
        self._say_what_is_left_out()
        return True

    def _say_what_is_left_out(self) -> None:
        """Say which steps are not in the file, where an earlier one was on show and so was saved."""
        frame = self._workspace.training.frame
        if frame.step < frame.end:
            self._workspace.notices.post(
                f"Saved as it was at step {frame.step:,}; the run goes on to step {frame.end:,}, which is not in the "
                "file.", "done")

    def may_leave(self) -> bool:
        """Ask about unsaved changes; True if what is open may be closed."""
        if not self.unsaved:
            return True
        answer = self._workspace.ask.choose(
            self._window, "Unsaved changes", f"Save the changes to “{self.name}” first?", ("Save", "Discard", "Cancel")
        )
        return self.save() if answer == "Save" else answer == "Discard"

    @property
    def unsaved(self) -> bool:
        """Whether there are changes that are in no file; running training counts."""
        return self._workspace.session.modified or self._workspace.training.running


def _only_unknown(document: Document) -> Ref | None:
    """Return the one number that can learn, where there is just one: it is what the network is about."""
    learning = [(ref, found) for ref, found in document.parameters().items() if found.trainable.any()]
    return learning[0][0] if len(learning) == 1 and learning[0][1].value.size == 1 else None


def examples() -> list[tuple[str, str]]:
    """Return (title, file name) of every shipped example, in the order of the series."""
    found = []
    for path in sorted(EXAMPLES.glob(f"*{storage.SUFFIX}"), key=_series_order):
        try:
            found.append((storage.load(path).title, path.name))
        except SquiggleError:
            continue
    return found


def _series_order(path: Path) -> tuple[bool, str]:
    """Part 2 comes before its details, part 8 before the filter that learns; what is of no part comes last."""
    name = path.name.replace("details", "part2-z").replace("letters-train", "part8-z")
    return (not name.startswith("part"), name)
