"""A line that says where a table to come does not fit the drawing, and offers the nodes it lacks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from core.datasets.roles import assign, misfit, surplus
from core.edits.roles import MOST_SINGLE
from gui.state.workspace import Workspace

MOST_NAMED = 3
"""Up to so many columns are called by name where nodes are offered for them; the line shall not become long."""
_KINDS = ("inputs", "targets")


class FitLine(QWidget):
    """Follows the document, since nodes may come while the window is open."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._inputs: tuple[str, ...] = ()
        self._targets: tuple[str, ...] = ()
        self._classes: Mapping[str, int] = {}
        self._sentence = QLabel(self)
        self._sentence.setObjectName("help")
        self._sentence.setWordWrap(True)
        self.add = QCheckBox(self)
        self.add.setToolTip("Draws a node for each column that has none, joined as the others of its kind are")
        self.add.setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._sentence)
        layout.addWidget(self.add)
        workspace.bridge.changed.connect(self._follow)

    @property
    def adds_nodes(self) -> bool:
        """Whether the nodes that lack are wanted."""
        return self.add.isChecked() and not self.add.isHidden()

    @property
    def fits(self) -> bool:
        """Whether every column has a unit that reads it and every unit a column, once the wanted nodes are added."""
        lacks = self._lacking() and not self.adds_nodes
        return not lacks and all(self.adds_nodes if spare else not said for said, spare in self._misfits())

    def _misfits(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return for inputs and targets what does not fit, and the columns without a node."""
        document, text = self._workspace.document, self._classes
        wanted = zip(_KINDS, (self._inputs, self._targets), strict=True)
        return [(misfit(document, kind, names, text), surplus(document, kind, names, text)) for kind, names in wanted]

    def _lacking(self) -> dict[str, int]:
        """Return for each softmax or argmax (by name) that is fed by too few, how many outputs its classes lack."""
        document = self._workspace.document
        dealt = assign(document, "targets", self._targets, self._classes)
        fed = {node: len(document.incoming(node)) for node, names in dealt.items() if names[0] in self._classes}
        return {document.nodes[node].label: self._classes[dealt[node][0]] - count for node, count in fed.items()
                if 0 < count < self._classes[dealt[node][0]]}  # fmt: skip

    @property
    def sentence(self) -> str:
        """What is said now."""
        return self._sentence.text()

    def show_roles(
        self, inputs: tuple[str, ...], targets: tuple[str, ...], classes: Mapping[str, int] | None = None
    ) -> None:
        """Say how a table with these input and target columns fits; ``classes`` counts those of columns of names."""
        self._inputs, self._targets, self._classes = inputs, targets, classes or {}
        self._say()

    @Slot()
    def _follow(self, *_: object) -> None:
        self._say()

    def _say(self) -> None:
        found = self._misfits()
        said, lacking = [sentence for sentence, _ in found if sentence], self._lacking()
        said += [f"The table has {count} class{'es' * (count != 1)} more than {node} has." for node, count
                 in lacking.items()]  # fmt: skip
        said += [f"Every row of {name} is of one class, and a SoftMax needs two at least." for name in self._targets
                 if self._classes.get(name) == 1]
        self._sentence.setText(" ".join(said) or "The columns fit the inputs and outputs of the network.")
        offers = [_offer(kind, spare, self._classes) for kind, (_, spare) in zip(_KINDS, found, strict=True) if spare]
        offers += [f"an output for the class that {node} lacks" if count == 1 else
                   f"{count} outputs for the classes that {node} lacks" for node, count in lacking.items()]  # fmt: skip
        self.add.setText(f"Add {' and '.join(offers)}".replace("&", "&&"))
        self.add.setVisible(bool(offers))


def _offer(kind: str, names: tuple[str, ...], classes: Mapping[str, int]) -> str:
    """Say which nodes would be added for columns that have none."""
    named = [f"a SoftMax of {classes[name]} output{'s' * (classes[name] != 1)} for {name}" for name in names
             if name in classes]  # fmt: skip
    plain = tuple(name for name in names if name not in classes)
    word = {"inputs": "input", "targets": "output"}[kind]
    if len(plain) > MOST_SINGLE:
        named.insert(0, f"an {word} layer of {len(plain)} units")
    elif plain:
        several = f"an {word}" if len(plain) == 1 else f"{len(plain)} {word}s"
        named.insert(0, f"{several} for {', '.join(plain)}" if len(plain) <= MOST_NAMED else several)
    return " and ".join(named)
