"""New, open, save, recent files and examples: which file the window shows, and never losing what is in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core import storage
from core.document import Document, Ref
from core.errors import SquiggleError
from gui.aside import Aside, bring_back, put_aside, saved
from gui.state.workspace import Workspace
from gui.theme import RESOURCES

EXAMPLES = RESOURCES / "examples"
FIRST_EXAMPLE = "part2-backpropagation.squiggle"


class Files(QObject):
    """The file of one window. ``changed`` when the path, the title or the modified mark may differ."""

    changed = Signal()
    opened = Signal()
    set_aside = Signal()
    """A lesson begins: what is open is put aside, and still on show for the last time."""
    brought_back = Signal()
    """A lesson ended, and what was open before is on show again."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self.path: Path | None = None
        self.lesson = ""
        """What the lesson is called that plays; the document is its own then, and what was open is put aside."""
        self.aside: Aside | None = None
        workspace.bridge.changed.connect(self.changed)

    @property
    def name(self) -> str:
        """What the window is called: the file's name, or the network's title where there is no file yet."""
        return self.lesson or (self.path.name if self.path else self._workspace.document.title)

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
        """Show ``document`` as what ``path`` holds; its history begins here. A lesson that plays ends."""
        self.path, self.aside, self.lesson = path, None, ""
        self._show(document, label)

    def _show(self, document: Document, label: str) -> None:
        self._workspace.selection.clear()
        self._workspace.training.pause()
        self._workspace.session.replace(document, label)
        self._workspace.training.forget_past()
        self._workspace.selection.choose_row(0)
        self._workspace.selection.choose(parameter=_only_unknown(document))
        self.changed.emit()
        self.opened.emit()

    # -- lessons -------------------------------------------------------------------------------------------

    def show_lesson(self, document: Document, title: str) -> None:
        """Show ``document`` as that of the lesson called ``title``; what is open is put aside with its history."""
        if self.aside is None:
            self.aside = put_aside(self._workspace, self.path)
            self.set_aside.emit()
        self.path, self.lesson = None, title
        self._show(document, "Begin")

    def end_lesson(self) -> None:
        """Bring back what was open, exactly as it was."""
        aside = self.aside
        if aside is not None:
            self.path, self.aside, self.lesson = aside.path, None, ""
            bring_back(self._workspace, aside)
            self.changed.emit()
            self.brought_back.emit()

    @property
    def own_document(self) -> Document:
        """The user's own document, also while a lesson plays in its place."""
        return self._workspace.document if self.aside is None else self.aside.document

    def keep_copy(self) -> bool:
        """Ask for a file and save the lesson's network to it; the lesson goes on."""
        path = _ask_where(self._workspace, self._window, None, "Keep a copy of the lesson's network")
        if path is None:
            return False
        self._workspace.session.settle_now()
        try:
            storage.save(path, self._workspace.document)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem", "Save elsewhere…", self.keep_copy)
            return False
        self._workspace.settings.add_recent(path)
        self._workspace.notices.post(f"A copy is kept as {path.name}; the lesson goes on.", "done")
        return True

    # -- saving --------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save to the file of the window, asking for one if there is none. In a lesson, keep a copy of its network."""
        return self.save_as() if self.path is None else self._write(self.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        if self.aside is not None:
            return self.keep_copy()
        path = _ask_where(self._workspace, self._window, self.path, "Save the network")
        return path is not None and self._write(path)

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
        _say_what_is_left_out(self._workspace)
        return True

    def may_leave(self) -> bool:
        """Ask about unsaved changes of the user's own; True if what is open may be closed. A lesson goes on till then.
        """
        if not self.unsaved:
            return True
        path, title = (self.aside.path, self.aside.document.title) if self.aside else (self.path, self.name)
        whose = "your own network " if self.aside else ""
        answer = self._workspace.ask.choose(
            self._window, "Unsaved changes", f"Save the changes to {whose}“{path.name if path else title}” first?",
            ("Save", "Discard", "Cancel"))  # fmt: skip
        if answer == "Save":
            if self.aside is None:
                return self.save()
            self.aside, done = _save_aside(self._workspace, self._window, self.aside)
            return done
        return answer == "Discard"

    @property
    def unsaved(self) -> bool:
        """Whether there are changes of the user's own that are in no file; running training counts."""
        if self.aside is not None:
            return self.aside.past.modified
        return self._workspace.session.modified or self._workspace.training.running


def _ask_where(
    workspace: Workspace, window: QWidget, path: Path | None, question: str, called: str = ""
) -> Path | None:
    """Ask for a file to write, suggesting ``path`` or one called as the network is, the one on show or ``called``."""
    title = called or workspace.document.title
    safe = "".join(letter for letter in title if letter.isalnum() or letter in " -_").strip() or "network"
    found = workspace.ask.save_path(window, question, str(path or Path(f"{safe}{storage.SUFFIX}")))
    return found if found is None or found.suffix else found.with_suffix(storage.SUFFIX)


def _save_aside(workspace: Workspace, window: QWidget, aside: Aside) -> tuple[Aside, bool]:
    """Save what is put aside to its file, asking for one if there is none; return it and whether it was saved."""
    path = aside.path or _ask_where(workspace, window, None, "Save the network", aside.document.title)
    if path is None:
        return aside, False
    try:
        kept = saved(aside, path)
    except SquiggleError as refused:
        workspace.notices.post(str(refused), "problem")
        return aside, False
    workspace.settings.add_recent(path)
    return kept, True


def _say_what_is_left_out(workspace: Workspace) -> None:
    """Say which steps are not in the file, where an earlier one was on show and so was saved."""
    frame = workspace.training.frame
    if frame.step < frame.end:
        workspace.notices.post(
            f"Saved as it was at step {frame.step:,}; the run goes on to step {frame.end:,}, which is not in the "
            "file.", "done")


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
