"""The window in which a set of rows is generated: kinds, how many rows, noise, seed, and a preview."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.catalog import NODE_KINDS, SEED, Setting
from core.datasets.generated import COUNT, NOISE, SETS, GeneratedSet, generate
from core.datasets.suggestion import class_counts
from core.document import Column, Document
from core.edits.roles import LoadTable
from core.targets import compared
from gui.controls.fields import NumberField, help_line
from gui.data.fit_line import FitLine
from gui.data.scatter import Scatter
from gui.state.workspace import Workspace


class GenerateDialog(QDialog):
    """Stays open beside the window; each use of its rows is one step that can be undone."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Generate rows")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._numbers = {COUNT.name: 0.0, NOISE.name: 0.0, SEED.name: 1.0}
        self.kinds = QListWidget(self)
        self.kinds.addItems([row.title for row in SETS.values()])
        self.kinds.setAccessibleName("Kind of set")
        self.kinds.setToolTip("What the rows look like")
        self.kinds.setFixedWidth(110)
        self.preview = Scatter(workspace, self)
        self._formula = help_line("")
        self._formula.setToolTip("How the values are made, before the noise")
        self.fields = {setting.name: self._field(setting) for setting in (COUNT, NOISE, SEED)}
        self.names = QCheckBox("Name the classes", self)
        self.names.setToolTip("The target is a column of class names, for a SoftMax, instead of the numbers 0 and 1")
        self.names.setChecked(_wants_names(workspace.document))
        self.names.toggled.connect(self._show)
        self.fit = FitLine(workspace, self)
        self.use = QPushButton("Use these rows", self)
        self.use.setObjectName("primary")
        self.use.setToolTip("Replace the table by these rows, as one step that can be undone")
        self.use.setDefault(True)
        self.use.clicked.connect(self.apply)
        self._lay_out()
        self.kinds.currentRowChanged.connect(self._choose)
        self.kinds.setCurrentRow(0)

    def _field(self, setting: Setting) -> NumberField:
        field = NumberField(setting, None, self)
        field.setFixedWidth(90)
        field.committed.connect(lambda value: self._set(setting.name, value))
        return field

    def _lay_out(self) -> None:
        layout, top, bottom = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        layout.addLayout(top, 1)
        layout.addLayout(bottom)
        right, form = QVBoxLayout(), QFormLayout()
        top.addWidget(self.kinds)
        top.addLayout(right, 1)
        top.addLayout(form)
        for setting in (COUNT, NOISE, SEED):
            form.addRow(setting.title, self.fields[setting.name])
        another = self.another = QPushButton("Another seed", self)
        another.setToolTip("Draw the noise anew")
        another.setAutoDefault(False)
        another.clicked.connect(lambda: self._set(SEED.name, self._numbers[SEED.name] + 1))
        form.addRow("", another)
        form.addRow(self.names)
        right.addWidget(self.preview, 1)
        right.addWidget(self._formula)
        close = QPushButton("Close", self)
        close.setToolTip("Close this window; the table stays as it is")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        bottom.addWidget(self.fit, 1)
        bottom.addWidget(close)
        bottom.addWidget(self.use)

    @property
    def kind(self) -> GeneratedSet:
        """The kind of set that is chosen."""
        return list(SETS.values())[max(0, self.kinds.currentRow())]

    @Slot(int)
    def _choose(self, _: int) -> None:
        """Begin with numbers that suit the kind."""
        self._numbers.update({COUNT.name: self.kind.rows, NOISE.name: self.kind.noise})
        self._show()

    def _set(self, name: str, value: float) -> None:
        self._numbers[name] = value
        self._show()

    @Slot()
    def _show(self, *_: object) -> None:
        for name, field in self.fields.items():
            field.show_value(self._numbers[name])
        self.names.setEnabled(bool(self.kind.classes) and not self.kind.only_names)
        columns = self._columns()
        self.preview.show_columns(columns)
        named = () if columns[-1].numeric or self.kind.only_names else self.kind.classes
        self._formula.setText("; ".join((self.kind.formula, *(f"{at} is “{name}”" for at, name in enumerate(named)))))
        self.fit.show_roles(self.kind.inputs, (columns[-1].name,), class_counts(columns))

    def _columns(self) -> tuple[Column, ...]:
        numbers, names = self._numbers, self.names.isChecked()
        count, seed = int(numbers[COUNT.name]), int(numbers[SEED.name])
        return generate(self.kind.name, count, numbers[NOISE.name], seed, names=names)

    @Slot()
    def apply(self) -> None:
        """Replace the table by the rows in the preview, or say why they cannot serve the network."""
        for field in self.fields.values():
            field.commit()
        if not self.fit.fits:
            self._refuse()
            return
        columns = self._columns()
        target, label = (columns[-1].name,), f"Generate {self.kind.title}"
        self._workspace.do(LoadTable(columns, self.kind.inputs, target, self.fit.adds_nodes, label))

    def _refuse(self) -> None:
        """Say what does not fit, and how to mend it."""
        inputs = "one input" if len(self.kind.inputs) == 1 else f"{len(self.kind.inputs)} inputs"
        output = "one output" if self._columns()[-1].numeric else "one SoftMax"
        way = f"draw {inputs} and {output}" if self.fit.add.isHidden() else f"tick “{self.fit.add.text()}”"
        self._workspace.notices.refuse(
            f"{self.kind.title} was not used. {self.fit.sentence} To use it, {way}, or choose a set that fits.",
            self.use.mapToGlobal(self.use.rect().topLeft()),
        )


def _wants_names(document: Document) -> bool:
    """Whether names of classes serve the drawing: it ends in a SoftMax, or has no end yet."""
    return all(NODE_KINDS[node.kind].classes for node in compared(document))
