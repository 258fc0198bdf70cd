"""The bar of slow motion: back, play, forward, what happens now in a sentence, speed, close."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.bars.canvas_strip import CanvasStrip
from gui.controls.drop_list import DropList
from gui.controls.tool_button import tool_button
from gui.state.motion import SPEEDS, Motion
from gui.state.workspace import Workspace
from gui.theme import icon

PHASES = {
    "start": "Forward", "sum": "Forward", "bend": "Forward", "loss": "Loss", "total": "Loss", "factor": "Backward",
    "product": "Backward", "derivative": "Backward", "update": "Update", "done": "Done",
}  # fmt: skip
PHASE_WIDTH = 70
SENTENCE_HEIGHT = 38
"""Room for two lines, so that the bar keeps its height."""


class MotionBar(QWidget):
    """Takes the strip while slow motion is on."""

    def __init__(self, workspace: Workspace, motion: Motion, strip: CanvasStrip) -> None:
        super().__init__(strip)
        self._theme, self._motion, self._strip = workspace.theme, motion, strip
        self._icons: list[tuple[QToolButton, str]] = []
        self.back_button = self._button("step-back", "The scene before (←)", motion.back)
        self.play_button = self._button("play", "Play, or stop playing (Space)", motion.toggle)
        self.next_button = self._button("step-forward", "The next scene; the last one makes the step (→)", motion.next)
        self.close_button = self._button("x", "End slow motion without a step (Esc)", motion.close)
        self.phase, self.sentence = QLabel(self), QLabel(self)
        self.phase.setObjectName("heading")
        self.phase.setFixedWidth(PHASE_WIDTH)
        self.phase.setToolTip("A step goes forward to the loss, backward to the derivative, then updates the number")
        self.sentence.setWordWrap(True)
        self.sentence.setFixedHeight(SENTENCE_HEIGHT)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._make_speed()
        self._lay_out()
        strip.add(self, guest=True)
        motion.changed.connect(self._show)
        workspace.theme.changed.connect(self._dress)
        self._dress()

    def _button(self, name: str, tip: str, do: Callable[[], None]) -> QToolButton:
        button = tool_button(self, tip, do, size=16)
        button.setObjectName("action")
        self._icons.append((button, name))
        return button

    def _make_speed(self) -> None:
        self.speed = DropList(self)
        self.speed.addItems([f"{speed:g}×" for speed in SPEEDS])
        self.speed.setCurrentIndex(SPEEDS.index(self._motion.speed))
        self.speed.setToolTip("How fast scenes follow each other while playing")
        self.speed.setAccessibleName("Speed of slow motion")
        self.speed.currentIndexChanged.connect(lambda place: self._motion.set_speed(SPEEDS[place]))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for button in (self.back_button, self.play_button, self.next_button):
            layout.addWidget(button)
        layout.addSpacing(6)
        layout.addWidget(self.phase)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.speed)
        layout.addWidget(self.close_button)

    @Slot()
    def _show(self) -> None:
        """Say the scene; take the strip, or give it back."""
        motion, scene = self._motion, self._motion.scene
        if scene is None:
            if not self.isHidden():
                self._give_back()
            return
        if self.isHidden():
            self._strip.lend(self)
        count = len(motion.scenes) - motion.done
        self.phase.setText(PHASES[scene.kind] + ("" if motion.done else f"\n{motion.place + 1} of {count}"))
        self.sentence.setText(scene.sentence)
        self.sentence.setToolTip(scene.sentence)
        self.back_button.setEnabled(motion.place > 0 and not motion.done)
        self._dress()

    def _give_back(self) -> None:
        """Give the strip back, and the keys to the canvas if they were here: Qt would hand them to any other button."""
        focused, canvas = self.window().focusWidget(), self._strip.parentWidget()
        mine = focused is not None and (focused is self or self.isAncestorOf(focused))
        self._strip.lend(None)
        if mine and canvas is not None:
            canvas.setFocus()

    @Slot()
    def _dress(self) -> None:
        for button, name in self._icons:
            shown = "pause" if button is self.play_button and self._motion.playing else name
            button.setIcon(icon(shown, self._theme.colors.text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Space and Esc do the same as on the canvas."""
        do = self._motion.keys.get(event.key())
        if do is None:
            super().keyPressEvent(event)
        else:
            do()
