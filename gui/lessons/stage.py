"""Sets a step up: its network in place of what is on show, and the window pointed at what the step is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.change import diff
from core.document import Document
from core.errors import SquiggleError
from core.lessons.bench import node_of, place_of
from core.lessons.lesson import Lesson, Step
from core.lessons.phrases import Said
from core.lessons.proof import scenes
from core.lessons.set_up import MAKING, Scene
from gui.bars.speed_slider import SpeedSlider
from gui.convolution.side import Side
from gui.docks.main_window import MainWindow
from gui.files import Files
from gui.lessons.spots import view_of
from gui.state.reasoning import AHEAD, LATER
from gui.state.workspace import Workspace

KEEPER, KEPT = "lesson", "keep numbers hidden"


class Stage:
    """Puts networks on show by way of ``files``, and points by way of selection, reasoning and docks."""

    def __init__(self, workspace: Workspace, window: MainWindow, files: Files) -> None:
        self._workspace, self._window, self._files = workspace, window, files
        self._entries: dict[int, Document] = {}
        """The network with which each step that was seen began: by going back it is there again."""
        self._scenes: tuple[Scene | None, ...] = ()
        self._title = ""
        self._keeper = KEEPER
        self._opened: set[str] = set()
        """Views that were closed before a step opened them."""

    def open(self, lesson: Lesson) -> None:
        """Begin another lesson. A SquiggleError says which network of it cannot be opened."""
        self._scenes, self._entries = scenes(lesson), {}
        self._opened = set()
        self._title = f"Lesson {lesson.number}: {lesson.title}" if lesson.number else lesson.title
        if self._files.aside is not None:
            self._files.lesson = self._title
            self._files.changed.emit()

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

    def release(self, step: Step | None = None) -> None:
        """Keep numbers secret no longer, but those that ``step``, which is done, keeps for a later one."""
        kept = step is not None and any(said.phrase == KEPT for said in step.set_up)
        self._workspace.reasoning.keep_secret(secret=kept, by=LATER)
        for keeper in (KEEPER, AHEAD):
            self._workspace.reasoning.keep_secret(secret=False, by=keeper)

    def _point(self, step: Step) -> None:
        self.release()
        self._keeper = KEEPER if step.ask.pieces or step.choices else AHEAD
        self._close_views(step)
        for said in step.set_up:
            if said.phrase in _POINTING:
                try:
                    _POINTING[said.phrase](self, said)
                except (SquiggleError, KeyError):
                    continue  # the learner's drawing may have another name there, and the step says what to look at
        self._entries[step.number] = self._workspace.document

    # -- pointing ------------------------------------------------------------------------------------------

    def _look_at(self, said: Said) -> None:
        ref, index = place_of(self._workspace.document, said.words[0])
        self._workspace.reasoning.look_at(index, ref)

    def _select(self, said: Said) -> None:
        self._workspace.selection.choose(nodes=[node_of(self._workspace.document, said.words[0])])

    def _row(self, said: Said) -> None:
        self._workspace.tried.back()
        self._workspace.selection.choose_row(said.count() - 1)

    def _view(self, said: Said) -> None:
        name = said.words[0]
        if self._window.dock(name).isHidden():
            self._opened.add(name)
        self._window.show_view(name)

    def _close_views(self, step: Step) -> None:
        """Close what an earlier step opened and this one does not speak of: its own views need the room."""
        spoken = {view_of(one) for one in step.spotlight}
        spoken |= {said.words[0] for said in step.set_up if said.phrase == "view VIEW"}
        for name in self._opened - spoken:
            self._window.dock(name).hide()
        self._opened &= spoken

    def _look_at_nothing(self, _said: Said) -> None:
        self._workspace.selection.clear()

    def _no_sheet(self, _said: Said) -> None:
        for side in self._window.findChildren(Side):
            side.open(None)

    def _slowly(self, _said: Said) -> None:
        for slider in self._window.findChildren(SpeedSlider):
            slider.slow_down()

    def _fast(self, _said: Said) -> None:
        for slider in self._window.findChildren(SpeedSlider):
            slider.setValue(slider.maximum())

    def _hide_numbers(self, _said: Said) -> None:
        self._workspace.reasoning.keep_secret(secret=True, by=self._keeper)


_POINTING: Mapping[str, Callable[[Stage, Said], None]] = {
    "look at nothing": Stage._look_at_nothing,  # noqa: SLF001  # the table of this module
    "look at NAME": Stage._look_at,  # noqa: SLF001
    "select NODE": Stage._select,  # noqa: SLF001
    "row COUNT": Stage._row,  # noqa: SLF001
    "view VIEW": Stage._view,  # noqa: SLF001
    "no sheet": Stage._no_sheet,  # noqa: SLF001
    "slowly": Stage._slowly,  # noqa: SLF001
    "fast": Stage._fast,  # noqa: SLF001
    "hide numbers": Stage._hide_numbers,  # noqa: SLF001
    "keep numbers hidden": Stage._hide_numbers,  # noqa: SLF001
}
