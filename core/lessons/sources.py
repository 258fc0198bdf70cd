"""Where a number comes from, read and computed: terms, changes to their network, sums. Nothing is evaluated.

    >>> from core.lessons.bench import bench_of
    >>> from core.lessons.sources import compute
    >>> round(compute("derivative b3", bench_of(document)), 2)
    -15.66
    >>> round(compute("0 - 0.1 × derivative b3", bench_of(document)), 2)
    1.57

A term (``core.lessons.terms``) may be followed by changes, which are made from right to left: ``after 7 steps``,
``after training``, ``with b3 1``, ``at rate 0.5``. Terms and plain numbers are joined by + − × ÷ and ^ with spaces
around them, brackets, and exp(…), ln(…), sqrt(…).
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.errors import ValueRefused
from core.lessons.bench import Bench
from core.lessons.names import judged
from core.lessons.phrases import Phrases, Said
from core.lessons.terms import PHRASES, TERMS
from core.quantity import parse_number

Number = Callable[[Bench], float]


def _with(bench: Bench, said: Said) -> Bench:
    return bench.moved(said.words[1], said.number(2))


def _at_rate(bench: Bench, said: Said) -> Bench:
    training = replace(bench.document.training, learning_rate=said.number(1))
    return replace(bench, document=bench.document.evolve(training=training))


CHANGES: Mapping[str, Callable[[Bench, Said], Bench]] = {
    "REST after COUNT steps": lambda bench, said: bench.trained(said.count(1)),
    "REST after COUNT step": lambda bench, said: bench.trained(said.count(1)),
    "REST after training": lambda bench, _said: bench.trained(None),
    "REST with NAME VALUE": _with,
    "REST at rate VALUE": _at_rate,
}
"""Changes that may follow a term: phrase → what makes the other bench."""
_CHANGES = Phrases(CHANGES)
_LEVELS: tuple[Mapping[str, Callable[[float, float], float]], ...] = (
    {"+": operator.add, "-": operator.sub, "−": operator.sub},
    {"×": operator.mul, "*": operator.mul, "÷": operator.truediv, "/": operator.truediv},
    {"^": operator.pow},
)
_FUNCTIONS: Mapping[str, Callable[[float], float]] = {"exp": math.exp, "ln": math.log, "sqrt": math.sqrt, "": float}
_OPERATOR = re.compile(r"\s([-+−×*÷/^])\s|([()])")
_CALL = re.compile(r"(exp|ln|sqrt)?\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Term:
    """A term and the changes to its network, the last one first."""

    said: Said
    changes: tuple[Said, ...]

    def __call__(self, bench: Bench) -> float:
        for change in self.changes:
            bench = CHANGES[change.phrase](bench, change)
        return TERMS[self.said.phrase].compute(bench, self.said)


def read(source: str) -> Number:
    """Return what computes ``source`` from a bench; ValueRefused if it is not understood."""
    return _level(source.strip(), 0)


def compute(source: str, bench: Bench) -> float:
    """Return the number that ``source`` says; ValueRefused if the network has no such thing."""
    number = read(source)
    try:
        return number(bench)
    except (ArithmeticError, ValueError) as wrong:
        raise ValueRefused(f"“{source}” cannot be computed: {wrong}") from None


def _level(text: str, level: int) -> Number:
    """Read sums, then products, then powers, then what they are made of."""
    if level == len(_LEVELS):
        return _atom(text)
    parts = _split(text, _LEVELS[level])
    number = _level(parts[0][1], level + 1)
    for sign, part in parts[1:]:
        number = _join(_LEVELS[level][sign], number, _level(part, level + 1))
    return number


def _join(sign: Callable[[float, float], float], left: Number, right: Number) -> Number:
    return lambda bench: sign(left(bench), right(bench))


def _split(text: str, signs: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return (sign before it, part) of the parts between ``signs`` that stand in no bracket."""
    parts, depth, begin, before = [], 0, 0, ""
    for found in _OPERATOR.finditer(text):
        depth += {"(": 1, ")": -1}.get(found[2], 0)
        if depth == 0 and found[1] in signs:
            parts.append((before, text[begin : found.start()]))
            before, begin = found[1], found.end()
    return [*parts, (before, text[begin:])]


def _atom(text: str) -> Number:
    text = text.strip()
    call = _CALL.fullmatch(text)
    if call is not None:
        function, inner = _FUNCTIONS[call[1] or ""], _level(call[2], 0)
        return lambda bench: function(inner(bench))
    if re.fullmatch(r"[-−]?[0-9.]+", text):
        value = parse_number(text)
        return lambda _bench: value
    return _term(text)


def _term(text: str) -> Number:
    changes: list[Said] = []
    while (change := _CHANGES.find(text)) is not None:
        changes.append(judged(change))
        text = change.words[0]
    return _Term(PHRASES.read(text), tuple(changes))


def agrees(shown: str, value: float) -> bool:
    """Whether ``value`` reads as ``shown`` at the digits that are written: half a unit of the last one is allowed."""
    percent = shown.endswith("%")
    text = shown.rstrip("% ").replace(",", "").replace("−", "-")
    mantissa, _, power = text.partition("e")
    unit = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return abs(value * (100 if percent else 1) - float(text)) <= unit * 0.5 * (1 + 1e-9)
