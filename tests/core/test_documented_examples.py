"""The examples in docstrings run as they stand, on part 2 as it comes with the program."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from core import storage
from core.training.trainer import Trainer

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "core").rglob("*.py") if ">>>" in path.read_text(encoding="utf-8"))  # fmt: skip


def test_the_mathematics_is_documented_by_examples() -> None:
    assert {"core.chain_rule.explain", "core.chain_rule.gradcheck", "core.chain_rule.update_rule",
            "core.exercise.sheet", "core.profile"} <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name: str, examples: Path) -> None:
    document = storage.load(examples / "part2-backpropagation.squiggle")
    trainer = Trainer(document)
    known = {"document": document, "network": trainer.network, "rows": trainer.rows, "snapshot": trainer.snapshot(),
             "theta": trainer.snapshot().theta, "folder": examples}
    result = doctest.testmod(importlib.import_module(name), extraglobs=known, report=True)
    assert result.attempted > 0
    assert result.failed == 0
