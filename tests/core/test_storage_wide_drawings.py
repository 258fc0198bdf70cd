"""Drawings too wide to compute: refused to the commands before they are built, opened in the window."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core import storage
from core.errors import FileRefused
from tests.helpers.network_text import EXAMPLE

BACK = {"from": "effect", "to": "top", "weight": {"name": "w9", "value": 1, "trainable": True}}


def test_what_is_wrong_with_nodes_and_connections_is_told_together_also_to_the_commands() -> None:
    tree = json.loads(EXAMPLE)
    tree["nodes"][0]["colour"] = "red"
    tree["connections"].append(BACK)
    for computable in (False, True):
        with pytest.raises(FileRefused) as caught:
            storage.parse(json.dumps(tree).encode(), computable=computable)
        assert len(caught.value.problems) >= 1
        assert caught.value.problems[0].startswith("nodes[0].colour")
    with pytest.raises(FileRefused) as caught:
        storage.parse(json.dumps({**json.loads(EXAMPLE), "connections": tree["connections"]}).encode(), computable=True)
    assert any("make a loop" in sentence for sentence in caught.value.problems)


@pytest.mark.parametrize("layer", [0, 1])
def test_a_drawing_too_wide_to_compute_is_refused_whether_all_is_plain_or_not(layer: int) -> None:
    # 4,500 inputs and outputs side by side: 4,500 × 4,501 places; with a layer among them a weight is a list
    nodes: list[dict[str, Any]] = [{"id": f"x{at}", "kind": "input"} for at in range(4500)]
    nodes += [{"id": f"y{at}", "kind": "output", "activation": "tanh", "bias": {"name": f"b{at}", "value": 0}}
              for at in range(4500)]  # fmt: skip
    wires: list[dict[str, Any]] = [
        {"from": f"x{at}", "to": f"y{at}", "weight": {"name": f"w{at}", "value": 1}} for at in range(4500)]
    if layer:
        nodes.append({"id": "two", "kind": "input", "units": 2})
        wires.append({"from": "two", "to": "y0", "weight": {"name": "w", "value": [[1, 2]]}})
    tree = {"format": "squiggle-network", "version": 1, "nodes": nodes, "connections": wires}
    with pytest.raises(FileRefused, match="too wide to compute"):
        storage.parse(json.dumps(tree).encode(), computable=True)
    assert len(storage.parse(json.dumps(tree).encode()).connections) == 4500 + layer
