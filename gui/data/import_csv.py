"""The window between a CSV file and the table: how it is read, what each column is for, and its faults by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.datasets.csv_import import begin, reread
from core.datasets.csv_table import Problem
from core.datasets.roles import WORDS
from core.edits.roles import LoadTable
from core.errors import SquiggleError
from gui.controls.drop_list import DropList
from gui.controls.fields import captioned, heading
from gui.data.called_box import CalledBox
from gui.data.fit_line import FitLine
from gui.data.hold_back import HoldBack
from gui.data.preview_model import PreviewModel
from gui.state.workspace import Workspace

DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar |"}
DECIMALS = {".": "Point: 0.5", ",": "Comma: 0,5"}
MOST_LISTED = 200
MOST_FITTED = 400
NARROWEST, WIDEST, BESIDE_NAME = 84, 220, 24
"""Pixels of a column, and beside its name."""
CLASSES = "classes"
USES = {"inputs": "input", "targets": "target", CLASSES: "target: numbers are names of classes", "": "ignored"}


class ImportDialog(QDialog):
    """Open it with ``open()``; accepted, it has loaded the table as one step that can be undone."""

    def __init__(self, workspace: Workspace, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._name = workspace, name
        self.plan = begin(text, workspace.document)
        self._table = self.plan.preview
        self.delimiter = self._combo(DELIMITERS, "Between cells", "What stands between two cells of a line")
        self.decimal = self._combo(DECIMALS, "Decimals", "The sign before the decimals of a number")
        tip = "Without names the columns are called column 1, column 2 …"
        self.header = self._box("The first line names the columns", tip, self._reread)
        self.model = PreviewModel(workspace, self)
        self.table = self._preview()
        self.faults = QListWidget(self)
        self.faults.setMaximumHeight(96)
        self.faults.setAccessibleName("What is wrong, by line")
        tip = "Every other row is imported; without this nothing is, while there are faults"
        self.leave_out = self._box("", tip, self._set_leave_out)
        tip = "Names of rows, for example: no node reads them, but they stay beside the numbers"
        self.keep = self._box("Keep ignored columns in the table", tip)
        self.keep.setChecked(True)
        self.called = CalledBox(self)
        self.called.clicked.connect(self._call)
        self.fit = FitLine(workspace, self)
        self.hold_back = HoldBack(workspace, self)
        self.confirm = self._confirm_button()
        self._lay_out()
        self._show()
        self.resize(760, 560)

    def _box(self, words: str, tip: str, act: Callable[[], object] | None = None) -> QCheckBox:
        box = QCheckBox(words, self)
        box.setToolTip(tip)
        if act is not None:
            box.clicked.connect(act)
        return box

    def _confirm_button(self) -> QPushButton:
        button = QPushButton("Import", self)
        button.setObjectName("primary")
        button.setDefault(True)
        button.setToolTip("Replace the table by these rows, as one step that can be undone")
        button.clicked.connect(self.accept)
        return button

    def _combo(self, choices: dict[str, str], name: str, tip: str) -> QComboBox:
        combo = DropList(self)
        combo.addItems(list(choices.values()))
        combo.setAccessibleName(name)
        combo.setToolTip(tip)
        combo.activated.connect(self._reread)
        return combo

    def _preview(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setCornerButtonEnabled(False)
        table.setAccessibleName("First rows")
        table.setToolTip("Click the word under a column's name to say what the column is for")
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.verticalHeader().setDefaultSectionSize(22)
        heads = table.horizontalHeader()
        heads.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.clicked.connect(self._ask_use)
        table.activated.connect(self._ask_use)
        return table

    def _lay_out(self) -> None:
        layout, settings, buttons, choices = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        layout.addLayout(settings)
        settings.addWidget(captioned("Between cells", self.delimiter))
        settings.addWidget(captioned("Decimals", self.decimal))
        settings.addWidget(self.header, 0, Qt.AlignmentFlag.AlignBottom)
        settings.addStretch(1)
        self._count = QLabel(self)
        self._count.setObjectName("help")
        settings.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        self._fault_heading = heading("Faults")
        cancel = QPushButton("Cancel", self)
        cancel.setAutoDefault(False)
        cancel.setToolTip("Close; the table stays as it is")
        cancel.clicked.connect(self.reject)
        layout.addWidget(self.table, 1)
        for widget in (self._fault_heading, self.faults, self.leave_out, self.keep):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        buttons.addLayout(choices, 1)
        choices.addWidget(self.called)
        choices.addWidget(self.fit)
        choices.addWidget(self.hold_back)
        for button in (cancel, self.confirm):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    def _fit_heads(self) -> None:
        """Give each column the room that its name needs, within bounds; of very many only the first."""
        room = self.table.horizontalHeader().fontMetrics().horizontalAdvance
        for place, column in enumerate(self._table.columns[:MOST_FITTED]):
            self.table.setColumnWidth(place, min(WIDEST, max(NARROWEST, room(column.name) + BESIDE_NAME)))

    @Slot()
    def _reread(self) -> None:
        """Read the text again as the three settings say."""
        try:
            self.plan = reread(
                self.plan,
                self._workspace.document,
                delimiter=list(DELIMITERS)[self.delimiter.currentIndex()],
                decimal=list(DECIMALS)[self.decimal.currentIndex()],
                header=self.header.isChecked(),
            )
        except SquiggleError as refused:
            self._workspace.notices.refuse(str(refused))
        self._show()

    @Slot()
    def _set_leave_out(self) -> None:
        self.plan = replace(self.plan, leave_out=self.leave_out.isChecked())
        self._show()

    @Slot()
    def _call(self) -> None:
        self.set_use(self.called.names, CLASSES if self.called.isChecked() else "targets")

    def set_use(self, columns: tuple[str, ...], use: str) -> None:
        """Say what columns are for: "inputs", "targets", "classes" (targets that are names) or "" (ignored)."""
        kind = "targets" if use == CLASSES else use
        called = self.plan.called | {*columns} if use == CLASSES else self.plan.called - {*columns}
        self.plan = replace(self.plan, uses={**self.plan.uses, **dict.fromkeys(columns, kind)}, called=called)
        self._show()

    @Slot(QModelIndex)
    def _ask_use(self, index: QModelIndex) -> None:
        """Open the menu of uses for the column clicked and those selected with it."""
        if index.row() != 0:
            return
        places = {one.column() for one in self.table.selectionModel().selectedIndexes()} | {index.column()}
        names = tuple(self.plan.preview.columns[place].name for place in sorted(places))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        numeric = any(column.numeric for column in self.plan.preview.columns if column.name in names)
        for use, word in (USES if numeric else WORDS).items():
            menu.addAction(word.capitalize()).triggered.connect(partial(self._used, names, use))
        corner = self.table.visualRect(index).bottomLeft()
        menu.popup(self.table.viewport().mapToGlobal(QPoint(corner.x(), corner.y())))

    def _used(self, names: tuple[str, ...], use: str, *_: object) -> None:
        self.set_use(names, use)

    def _show(self) -> None:
        """Show the plan: settings, first rows, faults, and whether it can be imported."""
        plan = self.plan
        table = self._table = plan.table()
        self.delimiter.setCurrentIndex(list(DELIMITERS).index(plan.preview.delimiter))
        self.decimal.setCurrentIndex(list(DECIMALS).index(plan.preview.decimal))
        self.header.setChecked(plan.preview.header)
        self.model.show_table(table, plan.uses, plan.called)
        self._fit_heads()
        obstacles, faults = plan.obstacles(table), plan.faults()
        rows = len(table.columns[0].values) if table.columns else 0
        self._count.setText(f"{rows:,} rows, {len(table.columns):,} columns")
        self._list(obstacles or faults)
        lines = len({fault.line for fault in faults})
        self.leave_out.setText(f"Leave out {'the line' if lines == 1 else f'the {lines:,} lines'} with faults")
        self.leave_out.setVisible(lines > 0)
        self.keep.setVisible(bool(plan.named("")))
        self.called.show_columns(plan.nameable(table), plan.called)
        self.fit.show_roles(plan.named("inputs"), plan.named("targets"), plan.class_counts(table))
        self.hold_back.show_table(plan.columns(table) if not obstacles else (), plan.named("targets"))
        self.confirm.setEnabled(not obstacles)

    def _list(self, found: list[Problem]) -> None:
        self.faults.clear()
        self.faults.addItems([f"Line {line}: {sentence}" for line, sentence, _ in found[:MOST_LISTED]])
        if len(found) > MOST_LISTED:
            self.faults.addItem(f"… and {len(found) - MOST_LISTED:,} more")
        for widget in (self.faults, self._fault_heading):
            widget.setVisible(bool(found))

    def accept(self) -> None:
        """Load the table; a refusal is shown, and the window stays."""
        plan = self.plan
        edit = LoadTable(
            plan.columns(self._table, keep_ignored=self.keep.isChecked()),
            plan.named("inputs"),
            plan.named("targets"),
            self.fit.adds_nodes,
            f"Import {self._name}",
            self.hold_back.split,
        )
        if self._workspace.do(edit):
            super().accept()
