"""The training settings as a network file writes them; ranges and names are the rows of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.catalog import (
    BATCH_SIZE,
    INITIAL_VALUES,
    LEARNING_RATE,
    LOSSES,
    NO_IMPROVEMENT,
    OPTIMIZERS,
    REDUCTIONS,
    SEED,
    STOP_RULES,
    Choice,
)
from core.document import Stop, TrainingSpec
from core.files import fields
from core.files.fields import BAD, Findings, Key

_KEYS = {
    "loss": Key(fields.one_of(LOSSES), "ssr"),
    "reduction": Key(fields.one_of(REDUCTIONS), "sum"),
    "optimizer": Key(fields.anything, {"name": "gradient_descent"}),
    "batch_size": Key(fields.optional(fields.within(BATCH_SIZE)), None),
    "shuffle": Key(fields.flag, False),
    "seed": Key(fields.within(SEED), 1),
    "initial_values": Key(fields.one_of(INITIAL_VALUES), "standard_normal"),
    "stop": Key(fields.anything, {}),
    "steps": Key(fields.within(STOP_RULES["max_steps"]), 0),
    "extra": Key(fields.extra, {}),
}
_STOP_KEYS = {
    **{name: Key(fields.optional(fields.within(rule)), None) for name, rule in STOP_RULES.items()},
    "no_improvement": Key(fields.optional(fields.anything), None),
}
_IMPROVEMENT_KEYS = {
    name: Key(fields.within(rule), example=f"{rule.default:g}") for name, rule in NO_IMPROVEMENT.items()
}

_NAME_KEY = {"name": Key(fields.one_of(OPTIMIZERS), example='"gradient_descent"')}


def read_training(value: Any, found: Findings) -> tuple[TrainingSpec, int]:
    """Return the settings and the steps done so far; what is wrong is noted and stands at its default."""
    values = fields.read(value, "training", _KEYS, found, "the training settings")
    optimizer = _read_optimizer(values.pop("optimizer"), found)
    stop = _read_stop(values.pop("stop"), found)
    steps = values.pop("steps")
    if found.sentences:
        return TrainingSpec(), 0
    return TrainingSpec(**values, **optimizer, stop=stop), steps


def _optimizer_keys(row: Choice) -> dict[str, Key]:
    settings = {setting.name: Key(fields.within(setting), None) for setting in row.settings}
    rate = Key(fields.within(LEARNING_RATE), LEARNING_RATE.default)
    return {"name": Key(fields.one_of(OPTIMIZERS)), "learning_rate": rate, **settings}


def _read_optimizer(value: Any, found: Findings) -> Mapping[str, Any]:
    place = "training.optimizer"
    if value is BAD:
        return {}
    if not isinstance(value, dict) or "name" not in value:
        fields.read(value, place, _NAME_KEY, found, "the optimizer")
        return {}
    name = fields.one_of(OPTIMIZERS)(value["name"], f"{place}.name", found)
    if name is BAD:
        return {}
    row = OPTIMIZERS[name]
    values = fields.read(value, place, _optimizer_keys(row), found, f"the optimizer {name}")
    values.pop("name")
    rate = values.pop("learning_rate")
    return {"optimizer": name, "learning_rate": rate, "settings": _unlike_default(row, values)}


def _unlike_default(row: Choice, values: Mapping[str, Any]) -> dict[str, float]:
    """Return the settings that are written and differ from the catalog's default."""
    defaults = {setting.name: setting.default for setting in row.settings}
    return {name: one for name, one in values.items() if one is not None and one != defaults.get(name)}


def _read_stop(value: Any, found: Findings) -> Stop:
    if value is BAD:
        return Stop()
    values = fields.read(value, "training.stop", _STOP_KEYS, found, "the stop rules")
    rule = values.pop("no_improvement")
    patience = None
    if rule is not None and rule is not BAD:
        read = fields.read(rule, "training.stop.no_improvement", _IMPROVEMENT_KEYS, found, "the rule no_improvement")
        patience = (read["steps"], read["by"])
    return Stop(**values, no_improvement=patience)
