"""Long files take a short cut; it must read, and refuse, just as the long way does."""

from __future__ import annotations

import json
from functools import cache

import pytest

from core import storage
from core.document import Document
from core.errors import FileRefused
from core.files import json_text


@cache
def long_text() -> str:
    """A drawing of 8 inputs, each joined to 9 hidden nodes; long enough where the limit is set low."""
    number = {"value": 0.25, "trainable": True}
    nodes = [{"id": f"x{at}", "kind": "input"} for at in range(8)] + [
        {"id": f"h{at}", "kind": "hidden", "activation": "tanh", "bias": {"name": f"b{at}", **number}}
        for at in range(9)
    ]
    joined = [
        {"from": f"x{a}", "to": f"h{b}", "weight": {"name": f"w{a}.{b}", **number}} for a in range(8) for b in range(9)
    ]
    tree = {"format": "squiggle-network", "version": 1, "title": "t", "nodes": nodes, "connections": joined}
    return json.dumps(tree)


def both_ways(text: str, monkeypatch: pytest.MonkeyPatch) -> list[Document | tuple[str, ...]]:
    found: list[Document | tuple[str, ...]] = []
    for limit in (10, len(text) + 1):
        monkeypatch.setattr(json_text, "LONG", limit)
        try:
            found.append(storage.parse(text.encode()))
        except FileRefused as refused:
            found.append(refused.problems)
    return found


OLD = '{"from": "x7", "to": "h8", "weight": {"name": "w7.8", "value": 0.25, "trainable": true}}'


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        OLD.replace("0.25", "1"),
        OLD.replace("0.25", "-0.0"),
        OLD.replace(', "trainable": true', ""),
        OLD.replace("true", "false"),
        OLD.replace("true", 'true, "start": 0.5'),
        OLD.replace("true}", 'true}, "extra": {"a": [1, {"b": null}]}'),
        OLD.replace("w7.8", "a:b"),
        OLD.replace("w7.8", 'a \\" b'),
    ],
)
def test_what_is_sound_is_read_alike(new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = both_ways(long_text().replace(OLD, new), monkeypatch)
    assert isinstance(short, Document)
    assert short == long
    last = short.parameter(("x7", "h8"))
    assert last.value.shape == last.trainable.shape == (1, 1)
    assert not last.value.flags.writeable
    assert storage.parse(storage.format_document(short)) == short


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("0.25", "null"),
        OLD.replace("0.25", "true"),
        OLD.replace("0.25", "1e999"),
        OLD.replace("0.25", "1" * 5000),
        OLD.replace("0.25", '"1"'),
        OLD.replace("0.25", "[[1]]"),
        OLD.replace("w7.8", "w0.0"),
        OLD.replace("w7.8", "b7"),
        OLD.replace("w7.8", ""),
        OLD.replace("w7.8", "x" * 300),
        OLD.replace("h8", "h7"),
        OLD.replace("h8", "nobody"),
        OLD.replace("h8", "x7"),
        OLD.replace("h8", "x1"),
        OLD.replace('"from": "x7"', '"from": "x7", "from": "x7"'),
        OLD.replace('"value": 0.25', '"value": 0.25, "value": 0.25'),
        OLD.replace('"value": 0.25', '"value": 0.25, "valeu": 0.25'),
        OLD.replace('"value": 0.25, ', ""),
        OLD.replace("true", "1"),
        OLD.replace("true", 'true, "start": 1e999'),
        "7",
        "[]",
        f'{OLD}], "connections": [{OLD}',
        f'{OLD}], "seed": [1',
        f'{OLD}], "title": "again", "extra": [1',
    ],
)
def test_what_is_wrong_is_refused_alike(new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = both_ways(long_text().replace(OLD, new), monkeypatch)
    assert isinstance(short, tuple)
    if "1" * 5000 not in new:  # named by its place in one way, by its line in the other
        assert short == long
