"""Sets a step up: its network in place of what is on show, and the window pointed at what the step is about."""

from __future__ import annotations

from core.change import diff
from core.document import Document
from core.errors import SquiggleError
from core.lessons.attempt import Attempt
from core.lessons.lesson import Lesson, Step
from core.lessons.proof import scenes
from core.lessons.set_up import MAKING, Scene
from gui.aside import bring_back, put_aside
from gui.docks.main_window import MainWindow
from gui.files import Files
from gui.lessons.bookmark import Scenery
from gui.lessons.pointer import Pointer
from gui.state.workspace import Workspace


class Stage:
    """Puts networks on show by way of ``files``, and points by way of ``pointer``."""

    def __init__(self, workspace: Workspace, window: MainWindow, files: Files) -> None:
        self._workspace, self._files = workspace, files
        self._entries: dict[int, Document] = {}
        """The network with which each step that was seen began: by going back it is there again."""
        self._scenes: tuple[Scene | None, ...] = ()
        self._steps: tuple[Step, ...] = ()
        self._title = ""
        self._pointer = Pointer(workspace, window)
        self.release = self._pointer.release

    def open(self, lesson: Lesson) -> None:
        """Begin another lesson. A SquiggleError says which network of it cannot be opened."""
        self._scenes, self._entries, self._steps = scenes(lesson), {}, lesson.steps
        self._pointer.opened = frozenset()
        self._title = f"Lesson {lesson.number}: {lesson.title}" if lesson.number else lesson.title
        self._name()

    def _name(self) -> None:
        if self._files.aside is not None:
            self._files.lesson = self._title
            self._files.changed.emit()

    def put_aside(self) -> Scenery:
        """Return the network on show and all that is known of the lesson, for ``brings_back``."""
        aside = put_aside(self._workspace, None)
        return Scenery(aside, self._title, self._steps, self._scenes, self._entries, self._pointer.opened)

    def brings_back(self, scenery: Scenery, attempt: Attempt) -> None:
        """Set up a step as it was left."""
        self._title, self._steps, self._scenes = scenery.title, scenery.steps, scenery.scenes
        self._entries, self._pointer.opened = dict(scenery.entries), scenery.opened
        bring_back(self._workspace, scenery.aside)
        self._name()
        self.release(attempt.step if attempt.done else None)
        if not attempt.done:
            self._pointer.keep_secret(attempt.step)

    def goes_on(self, step: Step) -> None:
        """Set up the step that follows the one on show."""
        known = self._entries.get(step.number)
        unchanged = self._entries.get(step.number - 1) is self._workspace.document
        if known is not None and unchanged:
            self._show(known)  # the steps were gone back over, and nothing was done since
        elif any(said.phrase in MAKING for said in step.set_up):
            self._make(step)
        self._point(step)

    def comes_back(self, step: Step) -> None:
        """Set up a step that was seen before, as it began, or one that is jumped to."""
        known = self._entries.get(step.number)
        if known is None:
            self._make(step)
            self._pointer.show_views_of(self._steps[:step.number - 1])
        elif known is not self._workspace.document:
            self._show(known)
        self._point(step)

    def starts_over(self, step: Step) -> None:
        """Set up a step as if it had never been seen."""
        known = self._entries.get(step.number)
        if known is None or any(said.phrase in MAKING for said in step.set_up):
            self._make(step, anew=True)
        else:
            self._show(known)
        self._point(step)

    def _point(self, step: Step) -> None:
        self._pointer.point(step)
        self._entries[step.number] = self._workspace.document

    def _make(self, step: Step, *, anew: bool = False) -> None:
        scene = self._scenes[step.number - 1] or Scene()
        if self._files.aside is None or anew or not self._stands_at(scene):
            self._show(scene.document, scene.steps)

    def _stands_at(self, scene: Scene) -> bool:
        """Whether the network on show is the scene's already, so that its history and its run may stay."""
        try:
            wanted = scene.bench().document
        except SquiggleError:
            wanted = scene.document
        change = diff(self._workspace.document, wanted)
        return not (change.structural or change.values or change.data or change.training or change.changed)

    def _show(self, document: Document, steps: int = 0) -> None:
        self._files.show_lesson(document, self._title)
        self._workspace.training.advance(steps)
