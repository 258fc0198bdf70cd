"""Files that must be refused, as bytes: each about as large as is read, most with their fault at the very end."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping

from tests.helpers.network_text import EXAMPLE


def network(nodes: list[str], connections: list[str], tail: str = "") -> bytes:
    """Return a network file of nodes and connections that are written already."""
    head = '{"format": "squiggle-network", "version": 1, '
    return f'{head}"nodes": [{", ".join(nodes)}], "connections": [{", ".join(connections)}]{tail}}}'.encode()


def neuron(identity: str, kind: str = "hidden", bias: str = "0.5") -> str:
    """Return a node as text."""
    if kind == "input":
        return f'{{"id": "{identity}", "kind": "input"}}'
    start = f'{{"id": "{identity}", "kind": "{kind}", "activation": "relu", "bias": '
    return f'{start}{{"name": "b{identity}", "value": {bias}}}}}'


def wire(source: str, target: str, name: object, value: str = "0.1") -> str:
    """Return a connection as text."""
    return f'{{"from":"{source}","to":"{target}","weight":{{"name":"w{name}","value":{value}}}}}'


def tangle(last: str, tail: str = "", count: int = 350_000) -> bytes:
    """Return 1,000 neurons with ``count`` connections, and a ``last`` one."""
    rng = random.Random(1)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < count:
        source = rng.randrange(999)
        pairs[source, rng.randrange(source + 1, 1000)] = None
    wires = [wire(f"h{a}", f"h{b}", at) for at, (a, b) in enumerate(pairs)]
    nodes = [neuron("x", "input"), *(neuron(f"h{at}") for at in range(1000)), neuron("y", "output")]
    return network(nodes, [*wires, last], tail)


def wide(side: int, count: int) -> bytes:
    """Return ``side`` inputs and outputs with ``count`` connections."""
    rng = random.Random(1)
    pairs = rng.sample(range(side * side), count)
    nodes = [neuron(f"x{at}", "input") for at in range(side)] + [neuron(f"y{at}", "output") for at in range(side)]
    return network(nodes, [wire(f"x{code // side}", f"y{code % side}", code) for code in pairs])


def ring(count: int) -> bytes:
    """Return neurons in one ring."""
    nodes = [neuron("x", "input"), neuron("y", "output"), *(neuron(f"h{at}") for at in range(count))]
    return network(nodes, [wire(f"h{at}", f"h{(at + 1) % count}", at) for at in range(count)])


def layer(rows: int, columns: int, last: str) -> bytes:
    """Return one weight of many numbers, of which the ``last`` is another."""
    line = f"[{','.join(['0.25'] * columns)}]"
    end = f"[{','.join(['0.25'] * (columns - 1))},{last}]"
    source = f'{{"id": "x", "kind": "input", "units": {columns}}}'
    bias = json.dumps({"name": "b", "value": [0] * rows})
    target = f'{{"id": "y", "kind": "output", "units": {rows}, "activation": "relu", "bias": {bias}}}'
    return network([source, target], [wire("x", "y", "", f"[{','.join([line] * (rows - 1) + [end])}]")])


def rows(count: int, last: str, first: str = "[0,1]") -> bytes:
    """Return the example with ``count`` rows and a ``last`` one."""
    tree = json.loads(EXAMPLE)
    tree["data"]["rows"] = "HERE"
    return json.dumps(tree).encode().replace(b'"HERE"', f"[{f'{first},' * count}{last}]".encode())


def extra(text: str) -> bytes:
    """Return the example with something carried along."""
    return EXAMPLE.replace(b'"seed"', f'"extra": {{"a": [{text}]}}, "seed"'.encode())


NETWORKS: Mapping[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "binary": lambda: b"\x7fELF\0" * 6_000_000,
    "NUL byte last": lambda: rows(1_600_000, "[0,1]") + b"\0",
    "UTF-16": lambda: EXAMPLE.decode().encode("utf-16") * 10_000,
    "no UTF-8, last byte": lambda: rows(1_600_000, "[0,1]") + b"\xff",
    "deep lists": lambda: b"[" * 32_000_000,
    "deep objects": lambda: b'{"a":' * 5_000_000,
    "truncated": lambda: tangle(wire("x", "y", "q"))[:-3_000_000],
    "text after the end": lambda: tangle(wire("x", "y", "q")) + b"?",
    "other version": lambda: tangle(wire("x", "y", "q")).replace(b'"version": 1', b'"version": 2'),
    "unknown key last": lambda: tangle('{"from":"x","to":"y","weight":{"name":"q","value":1,"vlue":1}}'),
    "key twice, last": lambda: tangle('{"from":"x","to":"y","weight":{"name":"q","value":1,"value":1}}'),
    "dangling last": lambda: tangle(wire("h0", "nowhere", "q")),
    "dangling, all": lambda: network([neuron("x", "input")], [wire("a", "b", at) for at in range(350_000)]),
    "name twice, last": lambda: tangle(wire("x", "y", "5")),
    "connection twice, last": lambda: tangle(wire("x", "y", "p") + "," + wire("x", "y", "q")),
    "NaN last": lambda: tangle(wire("x", "y", "q", "NaN")),
    "1e999 last": lambda: tangle(wire("x", "y", "q", "1e999")),
    "loop by the last": lambda: tangle(wire("h999", "h0", "q")),
    "ring of 19,000": lambda: ring(19_000),
    "seed wrong": lambda: tangle(wire("x", "y", "q"), ', "training": {"seed": -1}'),
    "wide, 10,000 × 10,000": lambda: wide(9999, 390_000),
    "wide, 5,000 × 5,000": lambda: wide(5000, 390_000),
    "wide, few connections": lambda: wide(9999, 20_000),
    "20,000 kinds wrong": lambda: network(['{"id": "q", "kind": "hiddn"}'] * 20_000, []),
    "2,000,000 nodes": lambda: network(["1"] * 2_000_000, []),
    "matrix, text last": lambda: layer(1000, 4900, '"a"'),
    "matrix, too long a row": lambda: layer(1000, 4900, "0.25,0.25"),
    "matrix, tall, null last": lambda: layer(19_000, 250, "null"),
    "rows, null last": lambda: rows(1_660_000, "[null,1]"),
    "rows, text last": lambda: rows(1_660_000, '["abc",1]'),
    "rows, text everywhere": lambda: rows(1_660_000, '["b",1]', '["a",1]'),
    "rows, ragged last": lambda: rows(1_660_000, "[1]"),
    "rows, all ragged": lambda: rows(1_660_000, "[1]", "[0]"),
    "rows, 5,000 digits last": lambda: rows(1_660_000, f"[{'1' * 5000},1]"),
    "extra, 1e999 in the last list": lambda: extra("[1]," * 2_400_000 + "[1e999]"),
    "extra, 1e999 in the last object": lambda: extra('{"a":1},' * 1_000_000 + '{"b":1e999}'),
    "extra, too deep last": lambda: extra("[1]," * 2_400_000 + "[" * 70 + "]" * 70),
    "extra, keys twice": lambda: extra('{"a":1,"a":2},' * 1_000_000 + "1"),
    "title of 31 MB": lambda: EXAMPLE.replace(b"Drug dosage", b"D" * 31_000_000),
    "number of 31 MB": lambda: EXAMPLE.replace(b"-1.43", b"1" * 31_000_000),
    "blanks": lambda: b" " * (32 * 2**20),
    "quotes": lambda: b'"' * 32_000_000,
}

_SOUND = "1,2\n" * 2_400_000
TABLES: Mapping[str, Callable[[], bytes]] = {
    name: lambda text=text: text().encode()
    for name, text in {
        "empty": lambda: "",
        "fault first": lambda: "a,b\n1,2\nx,2\n" + _SOUND,
        "fault last": lambda: f"a,b\n{_SOUND}x,2\n",
        "fault last, long numbers": lambda: "a,b\n" + "0.1234567890123,-5.678e-3\n" * 1_200_000 + "x,2\n",
        "fault last, numbers as .5": lambda: "a,b\n" + ".5,+2\n" * 2_400_000 + "x,2\n",
        "fault last, decimal comma": lambda: "a;b\n" + "1,5;2\n" * 2_400_000 + "x;2\n",
        "fault last, blank lines": lambda: "a,b\n" + "1,2\n\n" * 2_400_000 + "x,2\n",
        "fault last, text beside": lambda: "a,b,c\n" + "1,2,word\n" * 1_600_000 + "x,2,word\n",
        "fault last, holes beside": lambda: "a,b,c\n" + "1,2,\n" * 1_600_000 + "x,2,\n",
        "a fault every 1,000 lines": lambda: "a,b\n" + ("1,2\n" * 999 + "x,2\n") * 2400,
        "all text": lambda: "a,b\n" + "x,2\n" * 2_400_000,
        "all at fault after 100": lambda: "a,b\n" + "1,2\n" * 100 + "x,\n" * 2_400_000,
        "ragged last": lambda: f"a,b\n{_SOUND}1\n",
        "all ragged": lambda: "a,b\n1,2\n" + "1\n" * 4_900_000,
        "8,000,000 ragged lines": lambda: "a,b\n1,2\n" + "1\n" * 8_000_000,
        "quoted, fault last": lambda: "a,b\n" + '"1","2"\n' * 2_400_000 + '"x","2"\n',
        "quoted text beside, fault last": lambda: "a,b,c\n" + '1,2,"New York"\n' * 1_600_000 + "x,2,y\n",
        "text after each quote": lambda: "a,b\n" + '"1"x,"2"\n' * 2_400_000,
        "quote open from the first line": lambda: f'a,b\n"{_SOUND}',
        "quote open in the last line": lambda: f'a,b\n{_SOUND}"1,2\n',
        "one endless line": lambda: "1," * 16_000_000 + "x",
        "one line of 4,900,000 cells": lambda: "1," * 4_900_000 + "x",
        "one cell of 31 MB": lambda: "a" * 31_000_000,
        "50,000 columns, fault last": lambda: ("1," * 49_999 + "1\n") * 99 + "2," * 49_999 + "x",
        "equal names": lambda: "a," * 49_999 + "a\n" + "1\n",
        "too many cells": lambda: "a,b,c\n" + "1,2,3\n" * 1_700_000,
        "too many cells, quoted": lambda: "a,b,c\n" + '"1","2","3"\n' * 1_700_000,
        "31,000,000 blank lines": lambda: "\n" * 31_000_000,
    }.items()
} | {
    "UTF-16, fault last": lambda: f"a,b\n{_SOUND}x,2\n".encode("utf-16"),
    "no UTF-8, last byte": lambda: f"a,b\n{_SOUND}".encode() + b"\xff",
    "NUL byte last": lambda: f"a,b\n{_SOUND}".encode() + b"\0",
    "binary": lambda: b"\x7fELF\0" * 6_000_000,
}
