"""Who plays a lesson: owns which lesson and step is on, what the learner did in it, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from core.errors import SquiggleError
from core.lessons.attempt import Attempt
from core.lessons.lesson import Lesson, Step
from core.lessons.progress import Progress
from core.lessons.shelf import Shelf, read_shelf
from gui.docks.main_window import MainWindow
from gui.files import Files
from gui.lessons.bookmark import Bookmark
from gui.lessons.records import Records
from gui.lessons.spots import view_of
from gui.lessons.stage import Stage
from gui.lessons.watch import Watch
from gui.lessons.witness import Witness
from gui.state.workspace import Workspace


class Lessons(QObject):
    """``stepped`` tells that another step, or none, is on; ``looked`` that something about the step is different."""

    stepped = Signal()
    looked = Signal()
    replacing = Signal()
    """Another lesson is about to take the place of the one that plays."""
    finished = Signal(object)
    """The lesson that was gone through to its end."""

    def __init__(self, workspace: Workspace, window: MainWindow, files: Files, actions: Iterable[QAction]) -> None:
        super().__init__(window)
        self._workspace, self._files = workspace, files
        self._stage, self._witness = Stage(workspace, window, files), Witness(workspace, window)
        self.records = Records(workspace.settings)
        self.progress = self.records.of
        self.lesson: Lesson | None = None
        self.attempt: Attempt | None = None
        self._watch = Watch(workspace, window, actions)
        self._watch.due.connect(self._look)
        self._watch.waited.connect(self.give_hint)
        files.opened.connect(self._notice_end)
        files.brought_back.connect(self._notice_end)

    # -- what there is -------------------------------------------------------------------------------------

    @cached_property
    def shelf(self) -> Shelf:
        """The lessons that come along, read when they are first asked for."""
        return read_shelf()

    @property
    def step(self) -> Step | None:
        """The step that is on."""
        return self.attempt.step if self.attempt else None

    @property
    def done(self) -> bool:
        """Whether the step that is on is ticked, from now or from before."""
        return self.attempt is not None and self.lesson is not None and (
            self.attempt.step.number in self.progress(self.lesson).done)

    def held(self) -> frozenset[str]:
        """The views that the step points at while it is not done: they stay in front."""
        if self.attempt is None or self.attempt.done:
            return frozenset()
        return frozenset(filter(None, map(view_of, self.attempt.step.spotlight)))

    # -- what the learner can do ---------------------------------------------------------------------------

    def enter(self, lesson: Lesson, number: int = 0) -> None:
        """Play a lesson at a step, or from where this user left it; the user's own document is put aside."""
        try:
            self._stage.open(lesson)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
            return
        if self.lesson is not None:
            self.replacing.emit()
        self.lesson = lesson
        number = number or self.progress(lesson).begins(len(lesson.steps))
        self._stage.comes_back(lesson.steps[number - 1])
        self._begin(number)

    def mark(self) -> Bookmark | None:
        """Return the step that is on with all that was done in it, for ``return_to`` once another was seen."""
        if self.lesson is None or self.attempt is None:
            return None
        return Bookmark(self.lesson, self.attempt, self._stage.put_aside())

    def return_to(self, mark: Bookmark) -> None:
        """Play a step on as it was left; as it began, where the lesson was left meanwhile."""
        step = mark.attempt.step
        if self._files.aside is None:
            self.enter(mark.lesson, step.number)
            return
        self.lesson, self.attempt = mark.lesson, mark.attempt
        self._stage.brings_back(mark.scenery, mark.attempt)
        self._watch.go_on(mark.attempt.did, step.words, over=mark.attempt.done)
        self.records.keep(mark.lesson, self.progress(mark.lesson).moved(step.number))
        self.stepped.emit()

    def leave(self) -> None:
        """End the lesson and bring the user's own document back."""
        if self.lesson is not None:
            self._files.end_lesson()

    def go_on(self) -> None:
        """Go to the next step, done or skipped; after the last, the lesson ends."""
        if self.lesson is None or self.attempt is None:
            return
        number = self.attempt.step.number
        if not self.attempt.step.checks or self.attempt.already:
            self.records.keep(self.lesson, self.progress(self.lesson).ticked(number))
        if number == len(self.lesson.steps):
            over = self.lesson
            self.records.keep(over, self.progress(over).moved(0))
            self.leave()
            self.finished.emit(over)
            return
        self._stage.goes_on(self.lesson.steps[number])
        self._begin(number + 1)

    def go_to(self, number: int) -> None:
        """Go to any step of the lesson, as it began."""
        if self.lesson is not None and 1 <= number <= len(self.lesson.steps):
            self._stage.comes_back(self.lesson.steps[number - 1])
            self._begin(number)

    def go_back(self) -> None:
        """Go to the step before, as it began."""
        if self.attempt is not None:
            self.go_to(self.attempt.step.number - 1)

    def start_over(self) -> None:
        """Begin the step anew, with its network as it was."""
        if self.attempt is not None:
            self._stage.starts_over(self.attempt.step)
            self._begin(self.attempt.step.number)

    def restart(self) -> None:
        """Begin the lesson anew; its ticks are taken back."""
        if self.lesson is not None:
            self.records.keep(self.lesson, Progress())
            self._stage.open(self.lesson)
            self._stage.starts_over(self.lesson.steps[0])
            self._begin(1)

    def answer(self, *, typed: str = "", chosen: str = "") -> None:
        """Take an answer; the look at it is taken at once."""
        if self.attempt is not None:
            self.attempt.typed, self.attempt.chosen = typed, chosen
            self._look()
            self.looked.emit()

    def open_answer(self) -> None:
        """Open the answer."""
        if self.attempt is not None:
            self.attempt.opened = True
            self._look()
            self.looked.emit()

    @Slot()
    def give_hint(self) -> None:
        """Show the hint, unless the step is done."""
        if self.attempt is not None and self.attempt.step.hint.pieces and not self.attempt.hinted:
            self.attempt.hinted = True
            self.looked.emit()

    # -- watching ------------------------------------------------------------------------------------------

    def _begin(self, number: int) -> None:
        lesson = self.lesson
        assert lesson is not None  # only who plays one begins a step
        step = lesson.steps[number - 1]
        self._watch.begin(step.words)
        self._workspace.notices.post("")  # what was said in the step before is over
        self._workspace.facts.forget()
        self.attempt = Attempt(step, self._workspace.training.frame.step, did=self._watch.did)
        self.records.keep(lesson, self.progress(lesson).moved(number))
        self.attempt.look(self._witness.situation(self.attempt))
        self.stepped.emit()

    @Slot()
    def _look(self) -> None:
        attempt, lesson = self.attempt, self.lesson
        was_done = attempt is None or attempt.done
        if attempt is None or lesson is None or was_done or not attempt.look(self._witness.situation(attempt)):
            return
        self._watch.hope()
        if attempt.done:
            self._watch.rest()
            self.records.keep(lesson, self.progress(lesson).ticked(attempt.step.number))
            self._stage.release(attempt.step)
        self.looked.emit()

    @Slot()
    def _notice_end(self) -> None:
        """What is on show is no lesson's any more: it was left, or a file was opened in its place."""
        if self.lesson is not None and self._files.aside is None:
            self.lesson = self.attempt = None
            self._watch.rest()
            self._stage.release()
            self.stepped.emit()
