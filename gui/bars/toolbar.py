"""The row under the menus: run and step, how the network learns, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QWidget,
)

from core import catalog
from core.document import Document
from core.quantity import format_number
from gui.actions import Actions
from gui.bars.speed_slider import SpeedSlider
from gui.controls.fields import NumberField, Popover, PopoverButton, captioned
from gui.inspectors import training_forms as forms
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import icon

NARROWEST = 900
"""The width below which the bar does not go."""
MOST_COUNTED = 9_999_999
LESSER: tuple[tuple[str, str], ...] = (
    ("word", "slow_motion"), ("word", "new_start"), ("word", "reset"), ("word", "step"), ("rate", ""),
    ("field", "Starting values"), ("field", "Stop when"), ("field", "Batch"), ("field", "Loss"), ("field", "Optimizer"),
)  # fmt: skip
"""What gives way where there is little room, in this order: words of buttons, a counter, fields (to a panel)."""
PANELS = {
    "Optimizer": ("Optimizer: how a derivative becomes a step", forms.optimizer_panel),
    "Batch": ("Batch: how many rows one step looks at", forms.batch_panel),
    "Loss": ("Loss: what training makes small", forms.loss_panel),
    "Starting values": ("Starting values: where New start draws from", forms.start_panel),
    "Stop when": ("Stop when: the rules that end training", forms.stop_panel),
}
"""What each field says to the pointer, and the panel it opens."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "Optimizer": tuple(row.title for row in catalog.OPTIMIZERS.values()),
    "Batch": ("all 1,797", "32 shuffled"),
    "Loss": tuple(f"mean {row.title}" for row in catalog.LOSSES.values()),
    "Starting values": tuple(row.title for row in catalog.INITIAL_VALUES.values()),
    "Stop when": ("only when paused", "no gain in 1,000", "step size < 0.001", "1,000,000 steps"),
}
"""What each field always has room for: a bar whose fields follow their words would move under the mouse."""
MORE, MORE_WIDTH = "More settings, for which the bar has no room", 44
RUN_WIDTH = 84
"""Room for Run and for Pause, so that nothing moves when one becomes the other."""


def _room(counter: QLabel, widest: str) -> int:
    """Return the width at which no digit of ``widest`` is cut."""
    return counter.fontMetrics().horizontalAdvance(widest) * 11 // 10 + 22


def _wide(label: QLabel) -> Callable[[str], int]:
    """Return how wide a text is in ``label``."""
    label.ensurePolished()
    return label.fontMetrics().horizontalAdvance


def _count(number: float) -> str:
    """Return a count, in millions where all digits would not fit."""
    return f"{number:,.0f}" if number < MOST_COUNTED else f"{number / 1e6:,.2f} M"


class Toolbar(QFrame):
    """Buttons are the actions' own; fields show the document and change it by edits."""

    def __init__(self, workspace: Workspace, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self._workspace, self._actions = workspace, actions
        self._buttons: list[QPushButton] = []
        layout = self._row = QHBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(7)
        for name in ("undo", "redo"):
            layout.addWidget(self._tool(name), 0, Qt.AlignmentFlag.AlignBottom)
        layout.addSpacing(6)
        for name in ("run", "step", "slow_motion", "reset", "new_start"):
            layout.addWidget(self._button(name), 0, Qt.AlignmentFlag.AlignBottom)
        layout.addSpacing(6)
        self._add_fields(layout)
        layout.addStretch(1)
        self._add_counters(layout)
        workspace.bridge.changed.connect(self._show_document)
        workspace.training.frame_changed.connect(self._show_frame)
        workspace.training.running_changed.connect(self._show_running)
        workspace.theme.changed.connect(self._dress)
        self._show_document(workspace.document)
        self._show_frame(workspace.training.frame)
        self._fit()
        self._dress()

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("action")
        button.setDefaultAction(self._actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return button

    def _button(self, name: str) -> QPushButton:
        """Return a push button that mirrors an action."""
        action = self._actions[name]
        button = QPushButton(self)
        button.setObjectName("primary" if name == "run" else "")
        button.setProperty("action", name)
        button.setIconSize(QSize(15, 15))
        if name == "run":
            button.setFixedWidth(RUN_WIDTH)
        button.clicked.connect(action.trigger)
        action.changed.connect(partial(self._mirror, button, action))
        self._buttons.append(button)
        return button

    def _mirror(self, button: QPushButton, action: QAction) -> None:
        button.setText("" if action.objectName() in self._wordless else action.iconText())
        button.setIcon(self._run_icon() if button.objectName() == "primary" else action.icon())
        name = "" if button.text() else f"{action.iconText()}: "  # a picture alone is called by its name
        button.setToolTip(f"{name}{action.toolTip()}")
        button.setAccessibleName(action.iconText())
        button.setEnabled(action.isEnabled())

    def _run_icon(self) -> QIcon:
        name = "pause" if self._workspace.training.running else "play"
        return icon(name, self._workspace.theme.colors.on_accent)

    def _add_fields(self, layout: QHBoxLayout) -> None:
        self.learning_rate = NumberField(catalog.LEARNING_RATE, None, self)
        self.learning_rate.setFixedWidth(70)
        self.learning_rate.committed.connect(self._set_rate)
        self.optimizer, self.batch, self.loss, self.start, self.stop = (
            PopoverButton(tip, partial(build, self._workspace), self) for tip, build in PANELS.values())
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Optimizer", self.optimizer), ("Learning rate", self.learning_rate), ("Batch", self.batch),
            ("Loss", self.loss), ("Starting values", self.start), ("Stop when", self.stop),
        )  # fmt: skip
        self._boxes = {caption: captioned(caption, field) for caption, field in fields}
        for caption, field in fields:
            if isinstance(field, PopoverButton):
                field.reserve(WORDS[caption])
            layout.addWidget(self._boxes[caption], 0, Qt.AlignmentFlag.AlignBottom)
        self.more = PopoverButton(MORE, self._build_more, self)
        self.more.say("…")
        self.more.setFixedWidth(MORE_WIDTH)
        self._more_box = captioned("More", self.more)
        layout.addWidget(self._more_box, 0, Qt.AlignmentFlag.AlignBottom)

    def _build_more(self, panel: Popover, refill: Callable[[], None]) -> None:
        """Fill the panel with the settings that have no field of their own now."""
        for caption in self._away:
            PANELS[caption][1](self._workspace, panel, refill)

    def _add_counters(self, layout: QHBoxLayout) -> None:
        self.speed = SpeedSlider(self._workspace, self)
        self.speed.valueChanged.connect(self._name_speed)
        self._speed_box = captioned("Speed", self.speed)
        self._speed_caption = self._speed_box.findChildren(QLabel)[0]
        self._speed_caption.setMinimumWidth(max(map(_wide(self._speed_caption), ("Speed: 1,000/s", "999,999/s"))))
        self.step_counter, self.loss_counter, self.rate_counter = (QLabel("0", self) for _ in range(3))
        layout.addWidget(self._speed_box, 0, Qt.AlignmentFlag.AlignBottom)
        tips = ("Updates of the parameters since the start values", "The loss over all training rows, at this step",
                "Updates made per second")  # fmt: skip
        counters = zip(("Step", "Loss", "Steps/s"), (self.step_counter, self.loss_counter, self.rate_counter),
                       ("9,999,999", "−8.888e−88", "999,999"), tips, strict=True)  # fmt: skip
        for caption, counter, widest, tip in counters:
            counter.setObjectName("counter")
            counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            counter.setFixedWidth(_room(counter, widest))  # a number that changes its length must not move the fields
            counter.setToolTip(tip)
            box = captioned(caption, counter)
            if counter is self.loss_counter:
                self._loss_caption = box.findChildren(QLabel)[0]
                self._loss_caption.setMinimumWidth(max(map(_wide(self._loss_caption), WORDS["Loss"])))
            if counter is self.rate_counter:
                self._rate_box = box
            layout.addWidget(box, 0, Qt.AlignmentFlag.AlignBottom)
        self._name_speed()

    @Slot()
    def _name_speed(self) -> None:
        """Say the speed over the slider: the one measured where there is no room for a counter of its own."""
        wanted, frame = self.speed.speed, self._workspace.training.frame
        if self._rate_box.isHidden() and frame.running and frame.rate:
            self._speed_caption.setText(f"{_count(frame.rate)}/s")
        else:
            self._speed_caption.setText("Speed: full" if wanted is None else f"Speed: {wanted:,.0f}/s")

    @Slot(object)
    def _set_rate(self, value: float) -> None:
        forms.change(self._workspace, "learning rate", learning_rate=value)

    @Slot(object, object)
    def _show_document(self, document: Document, _change: object = None) -> None:
        training = document.training
        self.learning_rate.show_value(training.learning_rate)
        self.optimizer.say(forms.optimizer_words(training))
        rows = self._workspace.training.frame.rows
        self.batch.say(forms.batch_words(training, rows.train.size if rows else document.data.count))
        self.loss.say(forms.loss_words(training))
        self.start.say(forms.start_words(training))
        self.stop.say(forms.stop_words(training.stop), forms.stop_short(training.stop))
        self._loss_caption.setText(forms.loss_words(training))

    @Slot(object)
    def _show_frame(self, frame: Frame) -> None:
        self.step_counter.setText(_count(frame.step))
        loss = frame.loss
        self.loss_counter.setText("–" if loss is None or math.isnan(loss) else format_number(loss))
        self._name_speed()
        self.rate_counter.setText(_count(frame.rate) if frame.running and frame.rate else "–")

    @Slot(bool)
    def _show_running(self, _running: bool) -> None:  # noqa: FBT001
        self._dress()

    @Slot()
    def _dress(self) -> None:
        name = "pause" if self._workspace.training.running else "play"
        self._actions["run"].setIcon(icon(name, self._workspace.theme.colors.text))
        for button in self._buttons:
            self._mirror(button, self._actions[button.property("action")])

    def minimumSizeHint(self) -> QSize:
        """Never keep the window wide: words give way first, then fields."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let as little give way as needed for every word to be whole."""
        count = next((count for count in range(len(LESSER)) if self._fits(LESSER[:count])), len(LESSER))
        given = LESSER[:count]
        for one in reversed(given):  # what is wide may have made room for something small
            fewer = tuple(other for other in given if other != one)
            if self._fits(fewer):
                given = fewer
        self._leave_out(given)
        self._name_speed()

    def _fits(self, given: Sequence[tuple[str, str]]) -> bool:
        """Leave out what is ``given`` and tell whether nothing is cut."""
        self._leave_out(given)
        self._row.invalidate()
        return self._row.sizeHint().width() <= self.width()

    def _leave_out(self, given: Sequence[tuple[str, str]]) -> None:
        self._wordless = {name for kind, name in given if kind == "word"}
        self._away = [name for kind, name in given if kind == "field"]
        self._rate_box.setHidden(("rate", "") in given)
        self._more_box.setVisible(bool(self._away))
        self.more.explain(f"{MORE}: {', '.join(reversed(self._away))}")
        for caption, box in self._boxes.items():
            box.setHidden(caption in self._away)
        for button in self._buttons:
            self._mirror(button, self._actions[button.property("action")])
