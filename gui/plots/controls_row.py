"""Controls side by side, each whole or gone: what finds no room stands in a menu instead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QMenu, QSizePolicy, QWidget

from gui.controls.tool_button import spoken, tool_button

GAP = 3
"""Pixels between two controls."""
_SEEN = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class _Place(QWidget):
    """Holds one control. The view shows and hides the control, the row shows and hides its place."""

    def __init__(self, control: QWidget, row: ControlsRow) -> None:
        super().__init__(row)
        self.control, self._row = control, row
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(control)
        control.installEventFilter(self)

    @property
    def wide(self) -> int:
        """How many pixels the control takes when it is whole; 0 while the view hides it."""
        if self.control.isHidden():
            return 0
        self.control.ensurePolished()
        return self.sizeHint().width()

    def event(self, event: QEvent) -> bool:
        """Pass on that the control asks for another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._row.ask()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass on that the view shows or hides the control."""
        if event.type() in _SEEN:
            self._row.ask()
        return super().eventFilter(watched, event)


class ControlsRow(QWidget):
    """Asks for the room of all its controls; in less, those that fit are seen whole, from the first to the last.

    The others are offered by ``fill``, in a menu that another button opens or, with ``own_menu``, ``more`` at the end.
    """

    def __init__(self, parent: QWidget, *, own_menu: bool = False) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._own_menu = own_menu
        self._asked = QSize()
        tip = "More: the controls of this view that have no room here"
        self.more = tool_button(self, tip, self._open)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def addWidget(self, control: QWidget) -> None:
        """Add a control at the right."""
        hidden = control.isHidden() and control.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        self._places.append(_Place(control, self))
        control.setVisible(not hidden)  # one that was never shown is said to be hidden, too
        self.ask()

    @property
    def away(self) -> list[QWidget]:
        """The controls that are in use and have no room."""
        return [place.control for place in self._places if place.isHidden() and not place.control.isHidden()]

    def ask(self) -> None:
        """Ask the title row for what the controls need now, and use what there is."""
        if self.sizeHint() != self._asked:
            self._asked = self.sizeHint()
            self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Ask for room for all."""
        widths = [place.wide + GAP for place in self._places if place.wide]
        return QSize(max(0, sum(widths) - GAP), max([0, *(place.sizeHint().height() for place in self._places)]))

    def minimumSizeHint(self) -> QSize:
        """Ask for height only: there is the menu."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what is seen."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width()
        crowded = self.sizeHint().width() > room
        if crowded and self._own_menu:
            room -= self.more.sizeHint().width() + GAP
        left = 0
        for place in self._places:
            wide = place.wide
            seen = wide > 0 and (left + wide <= room or not _offered(place.control))
            place.setVisible(seen)
            if seen:
                high = place.sizeHint().height()
                place.setGeometry(QRect(left, (self.height() - high) // 2, wide, high))
                left += wide + GAP
        self.more.setVisible(crowded and self._own_menu)
        self.more.setGeometry(QRect(QPoint(left, 0), QSize(self.more.sizeHint().width(), self.height())))

    def fill(self, menu: QMenu) -> None:
        """Offer in ``menu`` what has no room in the row."""
        for control in self.away:
            _offer(menu, control)
        if self.away:
            menu.addSeparator()

    @Slot()
    def _open(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill(menu)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


def _buttons(control: QWidget) -> list[QAbstractButton]:
    return [button for button in control.findChildren(QAbstractButton) if not button.isHidden()]


def _offered(control: QWidget) -> bool:
    """Whether a menu can do what ``control`` does; a field to type in cannot leave."""
    return isinstance(control, QComboBox | QAbstractButton) or bool(_buttons(control))


def _offer(menu: QMenu, control: QWidget) -> None:
    if isinstance(control, QAbstractButton):
        _add(menu, spoken(control.toolTip()), control.click, control.toolTip(), control)
    elif isinstance(control, QComboBox):
        chosen = menu.addMenu(control.toolTip().partition(";")[0])
        for index in range(control.count()):
            entry = _add(chosen, control.itemText(index), partial(_choose, control, index), control.toolTip())
            entry.setCheckable(True)
            entry.setChecked(index == control.currentIndex())
    else:
        several = menu.addMenu(control.accessibleName())
        for button in _buttons(control):
            _add(several, button.toolTip().partition(": ")[0], button.click, button.toolTip(), button)


def _choose(control: QComboBox, index: int) -> None:
    control.setCurrentIndex(index)
    control.activated.emit(index)


def _add(menu: QMenu, title: str, act: Callable[[], object], tip: str, like: QAbstractButton | None = None) -> QAction:
    action = QAction(title, menu)
    action.setToolTip(tip)
    action.setStatusTip(tip)
    if like is not None:
        action.setCheckable(like.isCheckable())
        action.setChecked(like.isChecked())
        action.setEnabled(like.isEnabled())
    action.triggered.connect(lambda _=False: act())
    menu.addAction(action)
    return action
