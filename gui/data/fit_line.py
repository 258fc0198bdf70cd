"""A line that says where a table to come does not fit the drawing, and offers the nodes it lacks."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from core.change import Change
from core.datasets.roles import misfit, surplus
from core.document import Document
from core.edits.roles import MOST_SINGLE
from gui.workspace import Workspace


class FitLine(QWidget):
    """Follows the document, since nodes may come while the window is open."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._inputs: tuple[str, ...] = ()
        self._targets: tuple[str, ...] = ()
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
        return all(self.adds_nodes if spare else not said for said, spare in self._misfits())

    def _misfits(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return for inputs and targets what does not fit, and the columns without a node."""
        document, wanted = self._workspace.document, (("inputs", self._inputs), ("targets", self._targets))
        return [(misfit(document, kind, names), surplus(document, kind, names)) for kind, names in wanted]

    @property
    def sentence(self) -> str:
        """What is said now."""
        return self._sentence.text()

    def show_roles(self, inputs: tuple[str, ...], targets: tuple[str, ...]) -> None:
        """Say how a table with these input and target columns fits."""
        self._inputs, self._targets = inputs, targets
        self._say(self._workspace.document)

    @Slot(object, object)
    def _follow(self, document: Document, _: Change) -> None:
        self._say(document)

    def _say(self, document: Document) -> None:
        wanted = (("inputs", self._inputs), ("targets", self._targets))
        said = [sentence for kind, names in wanted if (sentence := misfit(document, kind, names))]
        self._sentence.setText(" ".join(said) or "The columns fit the inputs and outputs of the network.")
        offers = [_offer(kind, spare) for kind, names in wanted if (spare := surplus(document, kind, names))]
        self.add.setText(f"Add {' and '.join(offers)}".replace("&", "&&"))
        self.add.setVisible(bool(offers))


def _offer(kind: str, names: tuple[str, ...]) -> str:
    """Say which nodes would be added for columns that have none."""
    word = {"inputs": "input", "targets": "output"}[kind]
    if len(names) > MOST_SINGLE:
        return f"an {word} layer of {len(names)} units"
    return f"{f'an {word}' if len(names) == 1 else f'{len(names)} {word}s'} for {', '.join(names)}"
