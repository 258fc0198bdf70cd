"""Freeze and unfreeze parameters."""

from __future__ import annotations

from core.document import Ref, bias_of, filters_of
from core.edits.values import FreezeOthers, SetTrainable
from core.naming import number_name
from gui.state.workspace import Workspace


class Padlocks:
    """Opens and closes the padlocks of what is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def freeze(self) -> None:
        """Keep the chosen parameters as they are while training."""
        self._set(trainable=False)

    def unfreeze(self) -> None:
        """Let the chosen parameters learn."""
        self._set(trainable=True)

    def freeze_others(self, ref: Ref | None = None) -> None:
        """Let one parameter alone learn: the one at ``ref``, else the number that is looked at."""
        reasoning = self._workspace.reasoning
        index = reasoning.index if ref is None else ()
        ref = reasoning.ref if ref is None else ref
        if ref is None:
            self._workspace.notices.refuse("Select one weight or bias first: it alone will learn.")
            return
        name = number_name(self._workspace.document.parameter(ref).name, index)
        self._workspace.do(FreezeOthers(ref, index, name))

    def free_all(self) -> None:
        """Let every parameter learn."""
        self._workspace.do(SetTrainable(tuple(self._workspace.document.parameters()), trainable=True))

    def toggle(self, ref: Ref) -> None:
        """Open or close one padlock."""
        trainable = self._workspace.document.parameter(ref).trainable
        self._workspace.do(SetTrainable((ref,), trainable=not trainable.any()))

    def chosen(self) -> tuple[Ref, ...]:
        """Return the parameter looked at, else the weights of chosen connections, filters and biases of nodes."""
        selection = self._workspace.selection
        if selection.parameter is not None and len(selection.nodes) + len(selection.pairs) == 1:
            return (selection.parameter,)
        document = self._workspace.document
        own = [ref for node in selection.nodes for ref in (filters_of(node), bias_of(node)) if document.has(ref)]
        weights = [pair for pair in selection.pairs if document.has(pair)]
        return (*weights, *own)

    def _set(self, *, trainable: bool) -> None:
        refs = self.chosen()
        if refs:
            self._workspace.do(SetTrainable(refs, trainable))
        else:
            self._workspace.notices.refuse("Select connections, or nodes with a bias, first.")
