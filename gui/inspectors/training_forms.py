"""The panels under the toolbar's buttons, drawn from catalog rows, and the words that sum up each setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QRadioButton, QWidget

from core import catalog, rules
from core.catalog import Choice, Setting
from core.document import Stop, TrainingSpec
from core.edits.classes import UseCrossEntropy
from core.edits.settings import SetTraining
from core.quantity import format_number
from gui.controls.fields import NumberField, Popover, heading, help_line
from gui.state.workspace import Workspace

Refill = Callable[[], None]


def change(workspace: Workspace, what: str, **values: Any) -> bool:
    """Set training settings by name as one edit."""
    return workspace.do(SetTraining(replace(workspace.document.training, **values), what))


def _choices(panel: Popover, rows: Iterable[Choice], current: str, choose: Callable[[str], object]) -> None:
    group = QWidget(panel)
    layout = QFormLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    for row in rows:
        button = QRadioButton(row.title, group)
        button.setChecked(row.name == current)
        button.setToolTip(row.help)
        button.clicked.connect(partial(_chosen, choose, row.name))
        layout.addRow(button)
        layout.addRow(_indented(row.help))
    panel.body.addWidget(group)


def _chosen(choose: Callable[[str], object], name: str, *_: object) -> None:
    choose(name)


def _indented(text: str) -> QLabel:
    label = help_line(text)
    label.setContentsMargins(24, 0, 0, 4)
    label.setMinimumWidth(300)
    return label


def _number_row(
    panel: Popover, setting: Setting, value: float | None, commit: Callable[[Any], object], empty: str | None = None
) -> NumberField:
    row = QWidget(panel)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    label = QLabel(setting.title)
    field = NumberField(setting, empty, row)
    field.setFixedWidth(110)
    field.show_value(value)
    field.committed.connect(commit)
    label.setBuddy(field)
    label.setToolTip(field.toolTip())
    layout.addWidget(label, 1)
    layout.addWidget(field)
    panel.body.addWidget(row)
    return field


def optimizer_words(training: TrainingSpec) -> str:
    """Name the optimizer."""
    return catalog.OPTIMIZERS[training.optimizer].title


def optimizer_panel(workspace: Workspace, panel: Popover, refill: Refill) -> None:
    """Choose the optimizer and its own numbers."""
    training = workspace.document.training

    def choose(name: str) -> None:
        change(workspace, "optimizer", optimizer=name, settings={})
        refill()

    def set_number(name: str, value: float) -> None:
        change(workspace, name, settings={**workspace.document.training.settings, name: value})

    panel.body.addWidget(heading("Optimizer"))
    _choices(panel, catalog.OPTIMIZERS.values(), training.optimizer, choose)
    for setting in catalog.OPTIMIZERS[training.optimizer].settings:
        value = training.settings.get(setting.name, setting.default)
        _number_row(panel, setting, value, partial(set_number, setting.name))


def batch_words(training: TrainingSpec, rows: int) -> str:
    """Say how many of the training ``rows`` a step looks at."""
    if training.batch_size is None:
        return f"all {rows}" if rows else "all"
    return f"{training.batch_size}{' shuffled' if training.shuffle else ''}"


def batch_panel(workspace: Workspace, panel: Popover, _refill: Refill) -> None:
    """Choose how many rows a step looks at, and in which order."""
    training = workspace.document.training
    panel.body.addWidget(heading("Batch"))
    panel.body.addWidget(help_line("One step looks at this many rows. All rows give the true derivative."))

    def commit(value: float | None) -> None:
        change(workspace, "batch size", batch_size=None if value is None else int(value))

    _number_row(panel, catalog.BATCH_SIZE, training.batch_size, commit, "all")
    shuffle = QCheckBox("Shuffle the rows each epoch", panel)
    shuffle.setToolTip("Takes the rows in another order each time round; the seed decides which.")
    shuffle.setChecked(training.shuffle)
    shuffle.clicked.connect(lambda checked: change(workspace, "shuffle", shuffle=checked))
    panel.body.addWidget(shuffle)


def loss_words(training: TrainingSpec) -> str:
    """Name the loss as the views do: SSR, mean SSR."""
    title = catalog.LOSSES[training.loss].title
    return title if training.reduction == "sum" else f"mean {title}"


def loss_panel(workspace: Workspace, panel: Popover, refill: Refill) -> None:
    """Choose the loss and whether it is added up or averaged over the rows."""
    training = workspace.document.training

    def choose(what: str, name: str) -> None:
        if name == "cross_entropy" != training.loss:
            workspace.do(UseCrossEntropy())  # as where it is offered: of many rows their mean
        else:
            change(workspace, what, **{what: name})
        refill()

    panel.body.addWidget(heading("Loss"))
    _choices(panel, rules.losses(workspace.document), training.loss, partial(choose, "loss"))
    panel.body.addWidget(heading("Over the rows"))
    _choices(panel, catalog.REDUCTIONS.values(), training.reduction, partial(choose, "reduction"))


def start_words(training: TrainingSpec) -> str:
    """Name where start values come from."""
    return catalog.INITIAL_VALUES[training.initial_values].title


def start_panel(workspace: Workspace, panel: Popover, refill: Refill) -> None:
    """Choose where New start draws its values from."""
    training = workspace.document.training

    def choose(name: str) -> None:
        change(workspace, "starting values", initial_values=name)
        refill()

    panel.body.addWidget(heading("Starting values"))
    panel.body.addWidget(help_line("New start draws the weights anew; biases start at 0; frozen numbers stay."))
    _choices(panel, catalog.INITIAL_VALUES.values(), training.initial_values, choose)
    _number_row(panel, catalog.SEED, training.seed, lambda value: change(workspace, "seed", seed=int(value)))


def stop_words(stop: Stop) -> str:
    """Sum up the stop rules in a phrase."""
    return " or ".join(_rules(stop)) or "only when paused"


def stop_short(stop: Stop) -> str:
    """Say a lone rule, or how many there are."""
    rules = _rules(stop)
    return f"{len(rules)} rules" if len(rules) > 1 else stop_words(stop)


def _rules(stop: Stop) -> list[str]:
    parts = []
    if stop.min_step_size is not None:
        parts.append(f"step size < {format_number(stop.min_step_size)}")
    if stop.loss_below is not None:
        parts.append(f"loss < {format_number(stop.loss_below)}")
    if stop.no_improvement is not None:
        parts.append(f"no gain in {stop.no_improvement[0]:,}")
    if stop.max_steps is not None:
        parts.append(f"{stop.max_steps:,} steps")
    return parts


def stop_panel(workspace: Workspace, panel: Popover, refill: Refill) -> None:
    """Choose when training ends: any rule may be left empty."""
    stop = workspace.document.training.stop
    panel.body.addWidget(heading("Stop when"))
    panel.body.addWidget(help_line("Training ends at the first rule that holds. An empty field is no rule."))
    for setting in catalog.STOP_RULES.values():
        value = getattr(stop, setting.name)
        _number_row(panel, setting, value, partial(_set_rule, workspace, setting), "never")
    steps, by = stop.no_improvement or (None, None)
    limits = catalog.NO_IMPROVEMENT
    _number_row(panel, limits["steps"], steps, partial(_set_patience, workspace, refill), "never")
    if by is not None:
        _number_row(panel, limits["by"], by, partial(_set_gain, workspace))


def _set_rule(workspace: Workspace, setting: Setting, value: float | None) -> None:
    number: Any = int(value) if setting.whole and value is not None else value
    stop = replace(workspace.document.training.stop, **{setting.name: number})
    change(workspace, "stop rule", stop=stop)


def _set_patience(workspace: Workspace, refill: Refill, steps: float | None) -> None:
    stop = workspace.document.training.stop
    by = stop.no_improvement[1] if stop.no_improvement else catalog.NO_IMPROVEMENT["by"].default
    rule = None if steps is None else (int(steps), float(by or 0))
    change(workspace, "stop rule", stop=replace(stop, no_improvement=rule))
    refill()


def _set_gain(workspace: Workspace, by: float) -> None:
    stop = workspace.document.training.stop
    if stop.no_improvement:
        change(workspace, "stop rule", stop=replace(stop, no_improvement=(stop.no_improvement[0], by)))
