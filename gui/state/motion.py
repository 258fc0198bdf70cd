"""Step in slow motion: which scene is shown, forth and back, by hand or by itself; the last one makes the step.

The scenes are ``core.chain_rule.motion``'s. Canvas and bar show ``scene``; nothing else is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from core.chain_rule.motion import Scene, scenes
from core.chain_rule.values import Explanation
from core.change import Change
from core.document import Document, Ref, wired
from core.quantity import format_number
from core.training.snapshot import Snapshot
from gui.controls.labels import symbol_text
from gui.state.frame import Frame
from gui.state.reasoning import NOTHING_POINTED, Pointed
from gui.state.workspace import Workspace

SCENE_MS = 2_400
"""How long a scene stays at speed 1."""
SPEEDS = (0.5, 1.0, 2.0, 4.0)
NO_PARAMETER = "Slow motion follows a weight or a bias: connect two nodes first."
NO_ROWS = "Slow motion needs data: fill in the table first."


class Motion(QObject):
    """Tells by ``changed`` that another scene is shown, or none any more."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.scenes: tuple[Scene, ...] = ()
        self.place = 0
        self.found: Explanation | None = None
        """The explanation that the scenes tell."""
        self._snapshot: Snapshot | None = None
        """Where the step that is told begins."""
        self._stepping = False
        self.speed = 1.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.next)
        self.keys: Mapping[int, Callable[[], object]] = {
            Qt.Key.Key_Right: self.next, Qt.Key.Key_Left: self.back, Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_Escape: self.close,
        }  # fmt: skip
        workspace.bridge.changed.connect(self._follow)
        workspace.training.running_changed.connect(self._give_way)
        workspace.training.frame_changed.connect(self._watch)
        workspace.selection.row_changed.connect(self._tell_anew)
        workspace.reasoning.target_changed.connect(self._tell_anew)
        workspace.tried.changed.connect(self._leave_data)

    @property
    def scene(self) -> Scene | None:
        """What is shown now; None while there is no slow motion."""
        return self.scenes[self.place] if self.scenes else None

    @property
    def playing(self) -> bool:
        """Whether scenes follow each other by themselves."""
        return self._timer.isActive()

    @property
    def done(self) -> bool:
        """Whether the step has been made."""
        return bool(self.scenes) and self.scenes[self.place].kind == "done"

    # -- what the user can do ------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin with the parameter looked at, or the first that learns."""
        self._workspace.training.pause()
        reason = hindrance(self._workspace)
        if reason:
            self._workspace.notices.refuse(reason)
            return
        if self._workspace.reasoning.ref is None:
            self._look_at_first()
        self.place, self.scenes = 0, ()
        self._tell()

    def next(self) -> None:
        """Show the next scene; after the last, make the step, and after that begin the next step."""
        if self.done:
            self.start()
        elif self.place + 1 < len(self.scenes):
            self.place += 1
            self._show()
        elif self.scenes:
            self._step()

    def back(self) -> None:
        """Show the scene before; what has been stepped is not taken back here."""
        if self.place > 0 and not self.done:
            self.place -= 1
            self._show()

    def toggle(self) -> None:
        """Let scenes follow each other, or stop that."""
        if self.playing:
            self._timer.stop()
        elif self.scenes:
            self._timer.start(round(SCENE_MS / self.speed))
        self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Show each scene for so much less time."""
        self.speed = speed
        if self.playing:
            self._timer.start(round(SCENE_MS / speed))

    def close(self) -> None:
        """End without a step."""
        self._timer.stop()
        if self.scenes:
            self.scenes, self.found, self.place = (), None, 0
            self._show()

    # -- telling -------------------------------------------------------------------------------------------

    def _look_at_first(self) -> None:
        ref = first_to_learn(self._workspace.document)
        if ref is not None:
            self._workspace.selection.choose([] if wired(ref) else [ref[1]], [ref] if wired(ref) else [], ref)

    def _tell(self) -> None:
        """Make the scenes of what is looked at, and stay where the story was: of rows of data, which is what learns."""
        self._workspace.tried.back()
        frame, found = self._workspace.turns.frame, self._workspace.reasoning.explanation
        if found is None or found.rows.size == 0 or frame.network is None or frame.rows is None:
            self.close()
            return
        assert frame.snapshot is not None  # there is no explanation without
        row = self._workspace.selection.row
        if row not in found.rows:
            self._workspace.selection.choose_row(int(found.rows[0]))
            row = int(found.rows[0])
        self.found, self._snapshot = found, frame.snapshot
        self.scenes = scenes(frame.document, frame.network, frame.snapshot, frame.rows, found, row, symbol_text)
        self.place = min(self.place, len(self.scenes) - 1)
        self._show()

    def _show(self) -> None:
        """Tell of another scene; card and plots mark the factor that it is about."""
        scene = self.scene
        told = scene is not None and scene.kind == "factor"
        self._workspace.reasoning.point(Pointed(*scene.factors[-1]) if scene is not None and told else NOTHING_POINTED)
        self.changed.emit()

    def _step(self) -> None:
        """Make the step that the scenes have told, and say what came of it."""
        before, found = self._workspace.training.frame, self.found
        if found is None:
            return
        self._stepping = True
        try:
            self._workspace.training.step()
        finally:
            self._stepping = False
        self._timer.stop()
        after = self._workspace.training.frame
        self._snapshot = after.snapshot
        self.scenes = (*self.scenes, outcome(found, before, after))
        self.place = len(self.scenes) - 1
        self._show()

    # -- giving way ----------------------------------------------------------------------------------------

    @Slot()
    def _leave_data(self) -> None:
        """Give way to a picture that is tried in place of the row."""
        if self._workspace.tried.picture is not None:
            self.close()

    @Slot(object, object)
    def _follow(self, _document: Document, change: Change) -> None:
        """Anything but another place or title makes the story untrue."""
        if change != Change(moved=change.moved, title=change.title) and not self._stepping:
            self.close()

    @Slot(bool)
    def _give_way(self, running: bool) -> None:  # noqa: FBT001  Qt's signal
        if running:
            self.close()

    @Slot(object)
    def _watch(self, frame: Frame) -> None:
        """Another step of the run, or a number tried out, is not what is told."""
        if self.scenes and not self._stepping and not _same(frame.snapshot, self._snapshot):
            self.close()

    @Slot()
    def _tell_anew(self, *_: object) -> None:
        """Follow another row or parameter; without one the story ends."""
        if not self.scenes or self._stepping:
            return
        if self._workspace.reasoning.ref is None or self.done:
            self.close()
        else:
            self._tell()


def hindrance(workspace: Workspace) -> str:
    """Return why there is nothing to show; empty where there is."""
    frame = workspace.turns.frame
    if frame.network is None or frame.snapshot is None:
        return frame.reason or NO_ROWS
    if frame.rows is None or frame.rows.train.size == 0:
        return NO_ROWS
    return "" if first_to_learn(workspace.document) else NO_PARAMETER


def first_to_learn(document: Document) -> Ref | None:
    """Return the first parameter that learns, or the first of all."""
    parameters = document.parameters()
    learning = (ref for ref, found in parameters.items() if found.trainable.any())
    return next(learning, next(iter(parameters), None))


def outcome(found: Explanation, before: Frame, after: Frame) -> Scene:
    """Return what there is to say after the step."""
    count = int(after.network.trainable.sum()) if after.network is not None else 0
    moved = "the one number that learns has moved" if count == 1 else f"all {count:,} that learn have moved"
    loss = f"{found.loss} {_text(before.loss)} → {_text(after.loss)}"
    said = f"Step {after.step:,} is made: {moved}. {loss}."
    if after.step == before.step:
        said = "No step was made: a stop rule holds, or the numbers would be too large to compute with."
    return Scene("done", (found.ref,), said, (), loss, frozenset(after.document.nodes))


def _same(one: Snapshot | None, other: Snapshot | None) -> bool:
    """Whether two snapshots are of the same step with the same numbers."""
    if one is other or one is None or other is None:
        return one is other
    return one.step == other.step and np.array_equal(one.theta, other.theta, equal_nan=True)


def _text(loss: float | None) -> str:
    return "–" if loss is None else format_number(loss)
