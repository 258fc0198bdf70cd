"""A small table over the canvas for the numbers of a layer or of a filter: edit each, freeze each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QTableView, QToolButton, QVBoxLayout, QWidget

from core.document import Document, Ref
from core.edits.values import SetTrainable, SetValue
from core.errors import ValueRefused
from core.naming import number_name
from core.quantity import format_number, parse_number
from gui.canvas.plane_choice import PlaneChoice
from gui.controls.labels import parameter_place, shape_text, subscripted
from gui.controls.tool_button import tool_button
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import font, icon

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NO_INDEX = QModelIndex()


CELL = 94
"""Room for MOST_LETTERS and a padlock."""
MOST_LETTERS = 8


def _short(value: float) -> str:
    """Return a number with as many digits as a cell has room for: one cut short would read as another."""
    texts = (format_number(value, digits) for digits in (4, 3, 2))
    return next((text for text in texts if len(text) <= MOST_LETTERS), format_number(value, 1))


class MatrixModel(QAbstractTableModel):
    """A parameter's live numbers: a row a target unit, a column a source unit; a bias has one column.

    Of filters it is one plane: the cells of filter ``plane[0]`` over channel ``plane[1]``, counted from 0.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.ref: Ref | None = None
        self.plane: tuple[int, ...] = ()
        self._shape: tuple[int, ...] = (0, 0)

    def show(self, ref: Ref | None, plane: tuple[int, ...] = ()) -> None:
        """Show another parameter, or another plane of filters."""
        self.beginResetModel()
        self.ref = ref
        self._shape = self._workspace.document.parameter(ref).value.shape if ref else (0, 0)
        self.plane = tuple(min(at, size - 1) for at, size in zip(plane, self.planes, strict=True)) if plane else (
            tuple(0 for _ in self.planes))  # fmt: skip
        self.endResetModel()

    @property
    def planes(self) -> tuple[int, ...]:
        """How many planes there are, (filters, channels); () of a matrix or vector."""
        return self._shape[:-2]

    def follow(self, document: Document) -> bool:
        """Read all numbers anew; False if the parameter is gone."""
        ref = self.ref
        alive = ref is not None and document.has(ref)
        shape = document.parameter(ref).value.shape if ref is not None and alive else (0, 0)
        if shape != self._shape:
            self.show(ref if alive else None, self.plane if len(shape) == len(self._shape) else ())
        elif alive:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        return alive

    def place(self, index: Index) -> tuple[int, ...]:
        """Return the number's index in the parameter's array."""
        return (*self.plane, *(index.row(), index.column())[: len(self._shape)])

    def frozen(self, index: Index) -> bool:
        """Whether the number at ``index`` is frozen."""
        return self.ref is not None and not self._workspace.document.parameter(self.ref).trainable[self.place(index)]

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of target units, or of rows of a filter."""
        return 0 if parent.isValid() else self._shape[len(self.plane)]

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of source units, or of columns of a filter."""
        return 0 if parent.isValid() else self._shape[-1] if len(self._shape) > 1 else 1

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the number as text, or how it looks."""
        if self.ref is None or not index.isValid():
            return None
        colors = self._workspace.theme.colors
        if role in {Role.DisplayRole, Role.EditRole}:
            value = float(self._workspace.training.frame.parameter(self.ref)[self.place(index)])
            return _short(value) if role == Role.DisplayRole else format_number(value, 6)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ToolTipRole:
            return self._tip(index)
        if self.frozen(index):
            return {
                Role.ForegroundRole: QColor(colors.frozen), Role.DecorationRole: icon("lock", colors.frozen)
            }.get(Role(role))  # fmt: skip
        return None

    def _tip(self, index: Index) -> str:
        """Name a number and what it joins; say whether it is frozen."""
        if self.ref is None:
            return ""
        name = subscripted(number_name(self._workspace.document.parameter(self.ref).name, self.place(index)))
        frozen = "\nFrozen: training leaves it as it is" if self.frozen(index) else ""
        return f"{name} = {self.data(index, Role.EditRole)}\nDouble-click or type to edit, L freezes{frozen}"

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: ARG002  Qt's
        """Set a number as typed; a wrong one is refused by a sentence."""
        if self.ref is None or str(value) == self.data(index, Role.EditRole):
            return False
        try:
            number = parse_number(str(value))
        except ValueRefused as refused:
            self._workspace.notices.refuse(str(refused))
            return False
        name = number_name(self._workspace.document.parameter(self.ref).name, self.place(index))
        return self._workspace.do(SetValue(self.ref, number, self.place(index), name))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every number can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Name the units: sources across, targets down."""
        if self.ref is None or role not in {Role.DisplayRole, Role.ToolTipRole}:
            return None
        source, target = self.ref
        across = orientation == Qt.Orientation.Horizontal
        if role == Role.DisplayRole:
            return "bias" if across and not source else str(section + 1)
        if self.plane:
            return f"{'column' if across else 'row'} {section + 1} of the filter"
        node = self._workspace.document.nodes[source if across and source else target]
        if node.filters is not None:
            return f"filter {section + 1} of {node.label}"
        return f"unit {section + 1} of {node.label}"


class MatrixEditor(QFrame):
    """Floats over the canvas; Esc or a click on the canvas closes it."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._canvas = workspace, parent
        self._model = MatrixModel(workspace, self)
        self.setObjectName("matrix")
        self._title = QLabel(self)
        self._title.setFont(font(9.75, bold=True))
        self.table = QTableView(self)
        self.table.setModel(self._model)
        self.table.setCornerButtonEnabled(False)
        self.table.setAccessibleName("Numbers of the layer")
        self.table.setToolTip("Double-click or type to edit; L freezes the chosen numbers")
        self.table.horizontalHeader().setDefaultSectionSize(CELL)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.lock = self._button("Freeze or unfreeze the chosen numbers (L)", self.toggle_frozen)
        self.closer = self._button("Close (Esc)", self.hide)
        self.table.installEventFilter(self)
        self.planes = PlaneChoice(self)
        self.planes.chosen.connect(self._turn)
        self._place_parts()
        workspace.training.frame_changed.connect(self._refresh)
        workspace.theme.changed.connect(self.dress)
        self.dress()
        self.hide()

    def _button(self, tip: str, handler: Any) -> QToolButton:
        button = tool_button(self, tip, handler, size=16)
        button.setAutoRaise(True)
        return button

    def _place_parts(self) -> None:
        column, top = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(10, 8, 10, 10)
        column.addLayout(top)
        top.addWidget(self._title, 1)
        top.addWidget(self.lock)
        top.addWidget(self.closer)
        column.addWidget(self.planes)
        column.addWidget(self.table)

    def dress(self) -> None:
        """Use the theme's colours."""
        colors = self._workspace.theme.colors
        self.lock.setIcon(icon("lock", colors.text))
        self.closer.setIcon(icon("x", colors.text))
        self.setStyleSheet(
            f"#matrix {{ background: {colors.window}; border: 1px solid {colors.border}; border-radius: 10px; }}"
        )

    def open(self, ref: Ref, at: QPoint) -> None:
        """Show the numbers of ``ref`` near ``at``, inside the canvas."""
        document = self._workspace.document
        name = subscripted(document.parameter(ref).name)
        self._title.setText(f"{name}: {shape_text(document, ref)}, {parameter_place(document, ref)}")
        index = self._workspace.reasoning.index_of(ref)
        self._model.show(ref, index[:-2])
        self.planes.offer(self._model.planes, self._model.plane)
        room = self._canvas.rect()
        wide = min(room.width() - 16, max(260, CELL * self._model.columnCount() + 70))
        tall = min(room.height() - 16, 26 * self._model.rowCount() + (100 if not self._model.plane else 140))
        left = min(max(8, at.x()), max(8, room.width() - wide - 8))
        top = min(max(8, at.y() + 6), max(8, room.height() - tall - 8))
        self.setGeometry(left, top, wide, tall)
        self.show()
        self.raise_()
        row, column = (*index[len(self._model.plane) :], 0, 0)[:2]
        self.table.setCurrentIndex(self._model.index(row, column))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _turn(self, plane: tuple[int, ...]) -> None:
        if self._model.ref is not None:
            self._model.show(self._model.ref, plane)

    def toggle_frozen(self) -> None:
        """Freeze the chosen numbers; where all of them are frozen, unfreeze them."""
        ref, chosen = self._model.ref, self.table.selectedIndexes()
        if ref is None or not chosen:
            return
        free = all(self._model.frozen(index) for index in chosen)
        places = tuple(self._model.place(index) for index in chosen)
        self._workspace.do(SetTrainable((ref,), free, places))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """L freezes here; the table would begin to type with it, and the window freeze what is chosen."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_L:
            if event.type() == QEvent.Type.KeyPress:
                self.toggle_frozen()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    @Slot(object)
    def _refresh(self, frame: Frame) -> None:
        if not self.isVisible():
            return
        if not self._model.follow(frame.document):
            self.hide()
        self.planes.offer(self._model.planes, self._model.plane)
