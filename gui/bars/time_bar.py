"""The slider over every step of the run: drag it to go back in time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QWidget,
)

from gui.controls.tool_button import tool_button
from gui.state.workspace import Workspace
from gui.theme import font, icon, styled

PAGES = 20
"""Page Up and Page Down go over the run in so many leaps."""
ROOM_FOR_HINT = 560
QUIET = "Run, then drag here to go back in time"
DRAG = "drag to go back in time"
BRANCH = "Run goes on from here"
REPLAY, PAUSE = "Replay the run from here", "Pause the replay"
BUSY = "nearest kept step; making step {:,} …"


class StepSlider(QSlider):
    """``picked(step)`` tells where the user put the handle; what the program sets is not told."""

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(80)
        self.setFixedHeight(24)

    def _at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self)  # fmt: skip
        room = max(1, self.width() - handle.width())
        share = min(1.0, max(0.0, (x - handle.width() / 2) / room))
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The handle comes to where it is pressed, and then follows."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._pick(self._at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag."""
        if self.isSliderDown():
            self._pick(self._at(event.position().x()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; what is shown stays."""
        self.setSliderDown(False)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One step a notch."""
        notches = event.angleDelta().y() or event.angleDelta().x()
        if notches:
            self._pick(self.value() + (1 if notches > 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go one step, Page Up and Page Down a part of the run, Home and End to its ends."""
        key, page = Qt.Key(event.key()), max(1, (self.maximum() - self.minimum()) // PAGES)
        forward, back = (Qt.Key.Key_Right, Qt.Key.Key_Up), (Qt.Key.Key_Left, Qt.Key.Key_Down)
        way = {**dict.fromkeys(forward, 1), **dict.fromkeys(back, -1), Qt.Key.Key_PageUp: page,
               Qt.Key.Key_PageDown: -page}  # fmt: skip
        ends = {Qt.Key.Key_Home: self.minimum(), Qt.Key.Key_End: self.maximum()}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or key not in {*way, *ends}:
            event.ignore()
            return
        self._pick(ends[key] if key in ends else self.value() + way[key])

    def _pick(self, step: int) -> None:
        step = min(max(step, self.minimum()), self.maximum())
        if step != self.value():
            self.setValue(step)
            self.picked.emit(step)


class TimeBar(QWidget):
    """To the start, replay, the slider, which step it is, and what can be done."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._timeline = workspace, workspace.training.timeline
        self.slider = StepSlider(self)
        self.slider.setAccessibleName("Step of the run")
        self.slider.setToolTip("Every step of this run: drag to see the network as it was then (Alt+Left, Alt+Right)")
        self.label, self.hint = QLabel(self), QLabel(self)
        self.label.setFont(font(9.5))
        self.label.setToolTip("The step that canvas, plots and cards show, of how many the run has made")
        self.hint.setFont(font(9))
        self.hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.start = self._button("To the start of the run (Alt+Home)", self._timeline.to_start)
        self.play = self._button(REPLAY, self._timeline.toggle)
        for widget in (self.start, self.play):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addWidget(self.label)
        row.addWidget(self.hint)
        self.slider.picked.connect(self._pick)
        self.slider.sliderPressed.connect(partial(self._timeline.hold, True))
        self.slider.sliderReleased.connect(partial(self._timeline.hold, False))
        self._timeline.changed.connect(self._follow)
        workspace.turns.join(self._follow)
        workspace.theme.changed.connect(self._dress)
        self._dress()

    def _button(self, tip: str, act: Callable[[], None]) -> QToolButton:
        return tool_button(self, tip, act, size=15)

    @Slot(int)
    def _pick(self, step: int) -> None:
        self._timeline.pause()
        self._timeline.show(step)

    @Slot()
    def _follow(self) -> None:
        """Show where the run stands and which step of it is seen."""
        frame, timeline = self._workspace.training.frame, self._timeline
        several = frame.end > frame.first
        self.slider.setRange(frame.first, max(frame.end, frame.first + 1))
        self.slider.setValue(timeline.step)
        self._say(frame.step, frame.end, several=several)
        for widget in (self.slider, self.start, self.play):
            widget.setEnabled(several)
        words = PAUSE if timeline.playing else REPLAY
        if self.play.toolTip() != words:
            self.play.setToolTip(words)
            self.play.setAccessibleName(words)
        self.play.setIcon(icon("pause" if timeline.playing else "play", self._color(self.play)))

    def _say(self, step: int, end: int, *, several: bool) -> None:
        running, wanted = self._workspace.training.running, self._timeline.wanted
        whole = f"step {end:,} of {end:,}" if several and not running else f"step {end:,}"
        self.label.setText(f"step {step:,}" if running or not several else f"step {step:,} of {end:,}")
        self.label.setMinimumWidth(max(self.label.fontMetrics().horizontalAdvance(whole) + 2, 0 if several else 50))
        hint = DRAG if step >= end else BRANCH
        self.hint.setText(QUIET if not several else BUSY.format(wanted) if wanted is not None else hint)
        self.hint.setMinimumWidth(self.hint.fontMetrics().horizontalAdvance(DRAG) if several else 0)

    def _color(self, widget: QWidget) -> str:
        colors = self._workspace.theme.colors
        return colors.text if widget.isEnabled() else colors.frozen

    @Slot()
    def _dress(self) -> None:
        colors = self._workspace.theme.colors
        self.hint.setStyleSheet(styled(f"color: {colors.muted}"))
        self.start.setIcon(icon("skip-back", colors.muted))
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hint out where there is little room."""
        super().resizeEvent(event)
        self.hint.setVisible(self.width() >= ROOM_FOR_HINT)
