"""Setting an image, convolution or pool: one edit, and a notice where numbers that were learned are gone with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint

from core.document import Document, filters_of
from core.edits.sizes import SetGrid
from gui.state.workspace import Workspace


def set_grid(workspace: Workspace, node: str, given: dict[str, Any], at: QPoint, gesture: int | None = None) -> bool:
    """Do the edit and say what it did to numbers; refused at ``at`` (screen pixels), it returns False."""
    before = workspace.document
    filters = before.nodes[node].filters is not None
    edit = SetGrid(node, gesture=gesture, what="filter size" if filters and [*given] == ["size"] else "", **given)
    if not workspace.do(edit, at):
        return False
    after = workspace.document
    words = lost_words(before, after, node)
    if words:
        workspace.notices.post(words, "info", "Undo", partial(_take_back, workspace, after))
    return True


def lost_words(before: Document, after: Document, node: str) -> str:
    """Say what became of the filter of ``node``, and which weights are new; "" where all numbers are as they were."""
    label, parts = after.nodes[node].label, list[str]()
    old, new = before.parameters(), after.parameters()
    changed = [ref for ref in new if ref in old and old[ref].value.shape != new[ref].value.shape]
    filters = filters_of(node)
    if filters in changed and old[filters].value.shape[2:] != new[filters].value.shape[2:]:
        sizes = [found[filters].value.shape[-1] for found in (old, new)]
        grown = sizes[1] > sizes[0]
        kept = "0 stands around its old numbers" if grown else "of its old numbers the middle is left"
        parts.append(f"The filter of {label} is {sizes[1]} × {sizes[1]} now: {kept}.")
    readers = {after.nodes[target].label for source, target in changed
               if source not in ("", target) and _sides(before, source) != _sides(after, source)}  # fmt: skip
    if readers:
        parts.append(f"The weights of {', '.join(sorted(readers))} were drawn anew, as other cells feed them.")
    return " ".join(parts)


def _sides(document: Document, node: str) -> tuple[int, ...] | None:
    grid = document.nodes[node].grid
    return None if grid is None else grid.shape[:2]


def _take_back(workspace: Workspace, after: Document) -> None:
    """Undo it, unless something else was done since."""
    if workspace.document is after:
        workspace.session.undo()
    else:
        workspace.notices.refuse("Something else was done since; take it back step by step with Undo.")
