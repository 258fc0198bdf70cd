"""The buttons that make neurons of a layer, and a layer of neurons: shown where they can do so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from core.edits.images import ReadAsImage
from core.edits.layers import MergeNodes, SplitLayer
from core.images.pictures import picture_shape
from gui.state.workspace import Workspace
from gui.theme import icon


def split_button(workspace: Workspace, node: str, parent: QWidget) -> list[QPushButton]:
    """Return the button that splits a layer; none where there is nothing to split."""
    found = workspace.document.nodes[node]
    if found.units == 1 or found.classes or found.grid is not None:
        return []

    def split() -> None:
        if workspace.do(SplitLayer(node)):
            workspace.selection.choose([*workspace.document.nodes][-found.units :])

    tip = "Draw each unit of the layer on its own, with the same numbers"
    return [_button(workspace, "Split into neurons", tip, "split", split, parent)]


def image_button(workspace: Workspace, node: str, parent: QWidget) -> list[QPushButton]:
    """Return the button that makes an image of an input layer; none where its columns make no picture."""
    found = workspace.document.nodes[node]
    shape = picture_shape(workspace.document, found) if found.kind == "input" else None
    if shape is None:
        return []

    def read() -> None:
        workspace.do(ReadAsImage(node))

    tip = f"Its columns are {shape[0]} × {shape[1]} pixels: as an image, convolutions can look at them"
    return [_button(workspace, "Read as image", tip, "image", read, parent)]


def are_alike(workspace: Workspace) -> bool:
    """Whether several nodes are chosen, all of one kind and activation. The edit says what else is asked."""
    nodes = [workspace.document.nodes[node] for node in workspace.selection.nodes]
    return len(nodes) > 1 and len({(node.kind, node.activation) for node in nodes}) == 1 and not (
        nodes[0].classes or nodes[0].grid)


def merge_button(workspace: Workspace, parent: QWidget) -> list[QPushButton]:
    """Return the button that merges the chosen neurons; none where they are not alike."""
    chosen = workspace.selection.nodes
    if not are_alike(workspace):
        return []

    def merge() -> None:
        if workspace.do(MergeNodes(chosen)):
            workspace.selection.choose([*workspace.document.nodes][-1:])

    tip = "Draw the selected neurons as one layer, with the same numbers"
    return [_button(workspace, "Merge into layer", tip, "merge", merge, parent)]


def _button(
    workspace: Workspace, words: str, tip: str, image: str, act: Callable[[], None], parent: QWidget
) -> QPushButton:
    button = QPushButton(words, parent)
    button.setIcon(icon(image, workspace.theme.colors.text))
    button.setToolTip(tip)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _=False: act())
    return button
