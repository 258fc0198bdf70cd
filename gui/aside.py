"""The learner's own document, put aside while a lesson plays in its place, and brought back exactly as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from core import storage
from core.document import Document, Pair, Ref
from core.session import Past
from gui.state.runs import ShelvedRuns
from gui.state.tried_picture import Picture
from gui.state.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Aside:
    """Its history and unsaved changes, its file, its runs, and what was looked at."""

    past: Past
    path: Path | None
    runs: ShelvedRuns
    nodes: frozenset[str]
    pairs: frozenset[Pair]
    parameter: Ref | None
    row: int
    tried: Picture | None
    drawn: Picture | None
    index: tuple[int, ...]
    last: tuple[Ref, tuple[int, ...]] | None
    """The number that Slope shows though none is chosen."""
    marked: frozenset[int]
    step: int
    """The step of its run that was looked at."""

    @property
    def document(self) -> Document:
        """The document as it stood."""
        return self.past.document


def put_aside(workspace: Workspace, path: Path | None) -> Aside:
    """Return all there is to know of the document on show. What trains is paused first, as for any edit."""
    workspace.training.pause()
    chosen, tried, index = workspace.selection, workspace.tried, workspace.reasoning.index
    step = workspace.training.frame.step
    workspace.training.timeline.leave()
    past = workspace.session.put_aside()
    return Aside(
        past, path, workspace.training.course.shelved(), chosen.nodes, chosen.pairs, chosen.parameter, chosen.row,
        tried.picture, tried.yours, index, workspace.reasoning.last, chosen.marked, step)


def saved(aside: Aside, path: Path) -> Aside:
    """Write what was put aside to ``path``, and return it with nothing unsaved; SquiggleError if it is not written."""
    storage.save(path, aside.document)
    return replace(aside, path=path, past=replace(aside.past, saved=aside.document))


def bring_back(workspace: Workspace, aside: Aside) -> None:
    """Show it again: the very same document with its history, at its place in its run."""
    workspace.training.pause()
    workspace.selection.clear()
    workspace.reasoning.last = aside.last
    workspace.training.course.bring_back(aside.runs)
    workspace.session.bring_back(aside.past)
    workspace.selection.choose_row(aside.row)
    workspace.selection.choose(aside.nodes, aside.pairs, aside.parameter)
    workspace.selection.mark_rows(aside.marked)
    if aside.index != workspace.reasoning.index:
        workspace.reasoning.look_at(aside.index)
    if aside.step != workspace.training.frame.step:
        workspace.training.timeline.show(aside.step)
    workspace.tried.yours = aside.drawn
    workspace.tried.show(aside.tried)
