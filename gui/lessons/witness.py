"""What is so in the window: document, numbers on show, what is looked at, which views are in sight."""

from __future__ import annotations

from core.lessons.attempt import Attempt
from core.lessons.bench import Bench
from core.lessons.checks import Situation
from core.naming import number_name
from gui.docks.main_window import MainWindow
from gui.state.workspace import Workspace


class Witness:
    """Tells what a check may ask for. It changes nothing."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        self._workspace, self._window = workspace, window

    def situation(self, attempt: Attempt) -> Situation:
        """Return what is so now, with what was typed and done in ``attempt``."""
        shared, frame = self._workspace, self._workspace.training.frame
        snapshot, document = frame.snapshot, frame.document
        labels = {document.nodes[node].label for node in shared.selection.nodes if node in document.nodes}
        stop = None if snapshot is None or frame.running else snapshot.stop
        picture = shared.tried.picture
        return Situation(
            document, self._bench(), frame.step, attempt.began, frame.running, stop.name if stop else "",
            self._looked(), frozenset(labels), shared.selection.row + 1, self._views(), frozenset(attempt.did),
            attempt.typed, attempt.chosen, attempt.opened, picture.words if picture else "",
            {**shared.facts.known, **self._called()})

    def _bench(self) -> Bench | None:
        frame = self._workspace.training.frame
        if frame.network is None or frame.rows is None or frame.snapshot is None:
            return None
        return Bench(frame.document, frame.network, frame.rows, frame.snapshot.theta, frame.step)

    def _called(self) -> dict[str, str]:
        """Return the class that is predicted for the picture that is tried, as what is so of it."""
        frame = self._workspace.turns.frame
        if frame.tried is None or frame.network is None:
            return {}
        for node in frame.document.nodes.values():
            if node.classes:
                shares = frame.tried.a[frame.network.units[node.id], 0]
                return {"picture": node.classes[int(shares.argmax())]}
        return {}

    def _looked(self) -> str:
        reasoning, document = self._workspace.reasoning, self._workspace.document
        ref = reasoning.ref
        if ref is None or not document.has(ref):
            return ""
        found = document.parameter(ref)
        return number_name(found.name, reasoning.index if found.value.size > 1 else ())

    def _views(self) -> frozenset[str]:
        docks = {name: self._window.dock(name) for name in self._window.views}
        return frozenset(name for name, dock in docks.items() if not dock.visibleRegion().isEmpty())
