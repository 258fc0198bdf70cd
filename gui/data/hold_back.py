"""A line that offers to hold back test rows of a table of classes that comes in."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox, QWidget

from core.document import Column, TestSplit
from core.edits.split import offered
from gui.state.workspace import Workspace

TIP = (
    "Drawn by chance, the same share of each class, and never trained on: they show how the network does on rows it "
    "never saw. Test in the Data view changes it"
)


class HoldBack(QCheckBox):
    """Hidden where there is nothing to offer: few rows, no classes, or a share that is held back already."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._split: TestSplit | None = None
        self.setChecked(True)
        self.setToolTip(TIP)

    @property
    def split(self) -> TestSplit | None:
        """What shall be held back; None if nothing."""
        return self._split if self.isChecked() else None

    def show_table(self, columns: Iterable[Column], targets: Iterable[str]) -> None:
        """Offer what suits these columns."""
        columns, test = tuple(columns), self._workspace.document.data.test
        found = None if test is not None and test.fraction is not None else offered(columns, tuple(targets))
        self._split = found[0] if found else None
        self.setVisible(found is not None)
        if found:
            rows = len(columns[0].values)
            self.setText(f"Hold back {found[1]:,} of the {rows:,} rows for testing, the same share of each class")
