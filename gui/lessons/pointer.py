"""Points the window at what a step is about: number, node, row, views; and keeps numbers secret for as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from core.errors import SquiggleError
from core.lessons.bench import node_of, place_of
from core.lessons.lesson import Step
from core.lessons.phrases import Said
from gui.bars.speed_slider import SpeedSlider
from gui.docks.main_window import MainWindow
from gui.grids.slide import Slide
from gui.lessons.spots import view_of
from gui.state.reasoning import AHEAD, LATER
from gui.state.workspace import Workspace

KEEPER, KEPT, VIEW = "lesson", "keep numbers hidden", "view VIEW"
HIDING = ("hide numbers", KEPT, "hide output of NODE")


class Pointer:
    """Does what the set-ups of steps say of the window, by way of selection, reasoning and docks."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        self._workspace, self._window = workspace, window
        self._keeper = KEEPER
        self.opened: frozenset[str] = frozenset()
        """Views that were closed before a step opened them."""

    def point(self, step: Step) -> None:
        """Point at what a step is about."""
        self.release()
        self._keeper = _keeper(step)
        self._close_views(step)
        for slide in self._window.findChildren(Slide):
            if slide.on:
                slide.end()  # its frames and its sum belong to the step that asked for it
        for said in step.set_up:
            if said.phrase in _POINTING:
                try:
                    _POINTING[said.phrase](self, said)
                except (SquiggleError, KeyError):
                    continue  # the learner's drawing may have another name there, and the step says what to look at

    def release(self, step: Step | None = None) -> None:
        """Keep numbers secret no longer, but those that ``step``, which is done, keeps for a later one."""
        kept = step is not None and any(said.phrase == KEPT for said in step.set_up)
        self._workspace.reasoning.keep_secret(secret=kept, by=LATER)
        self._workspace.reasoning.ask_for(frozenset())
        for keeper in (KEEPER, AHEAD):
            self._workspace.reasoning.keep_secret(secret=False, by=keeper)

    def keep_secret(self, step: Step) -> None:
        """Keep the numbers secret that a step hides while it is not done."""
        self._keeper = _keeper(step)
        for said in step.set_up:
            if said.phrase in HIDING:
                _POINTING[said.phrase](self, said)

    def show_views_of(self, steps: Iterable[Step]) -> None:
        """Bring forward what these steps, gone through one after the other, would have brought forward."""
        for name in (said.words[0] for step in steps for said in step.set_up if said.phrase == VIEW):
            if not self._window.dock(name).isHidden():
                self._window.show_view(name)

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
            self.opened |= {name}
        self._window.show_view(name)

    def _close_views(self, step: Step) -> None:
        """Close what an earlier step opened and this one does not speak of: its own views need the room."""
        spoken = {view_of(one) for one in step.spotlight}
        spoken |= {said.words[0] for said in step.set_up if said.phrase == VIEW}
        for name in self.opened - spoken:
            self._window.dock(name).hide()
        self.opened &= spoken

    def _look_at_nothing(self, _said: Said) -> None:
        self._workspace.selection.clear()

    def _no_sheet(self, _said: Said) -> None:
        from gui.convolution.side import Side  # it brings the library of the plots, which comes after the window

        for side in self._window.findChildren(Side):
            side.open(None)

    def _slowly(self, _said: Said) -> None:
        for slider in self._window.findChildren(SpeedSlider):
            slider.slow_down()

    def _fast(self, _said: Said) -> None:
        for slider in self._window.findChildren(SpeedSlider):
            slider.setValue(slider.maximum())

    def _hide_output(self, said: Said) -> None:
        reasoning = self._workspace.reasoning
        nodes = self._workspace.document.nodes.values()
        reasoning.ask_for(reasoning.asked | {node.id for node in nodes if node.label == said.words[0]})

    def _hide_numbers(self, _said: Said) -> None:
        self._workspace.reasoning.keep_secret(secret=True, by=self._keeper)


def _keeper(step: Step) -> str:
    """Return for whom numbers are kept secret: what is not asked for in this step is asked for in one ahead."""
    return KEEPER if step.ask.pieces or step.choices else AHEAD


_POINTING: Mapping[str, Callable[[Pointer, Said], None]] = {
    "look at nothing": Pointer._look_at_nothing,  # noqa: SLF001  # the table of this module
    "look at NAME": Pointer._look_at,  # noqa: SLF001
    "select NODE": Pointer._select,  # noqa: SLF001
    "row COUNT": Pointer._row,  # noqa: SLF001
    "view VIEW": Pointer._view,  # noqa: SLF001
    "no sheet": Pointer._no_sheet,  # noqa: SLF001
    "slowly": Pointer._slowly,  # noqa: SLF001
    "fast": Pointer._fast,  # noqa: SLF001
    "hide output of NODE": Pointer._hide_output,  # noqa: SLF001
    "hide numbers": Pointer._hide_numbers,  # noqa: SLF001
    "keep numbers hidden": Pointer._hide_numbers,  # noqa: SLF001
}
