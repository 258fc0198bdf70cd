"""Whether a step is done: a table of checks over the network as it stands and what the learner did.

To let lessons ask for another thing is to add a row to ``CHECKS``. The last rows compare any number that
``core.lessons.sources`` can compute: "loss below 0.1", "b3 near 2.61 within 0.01".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.document import Document
from core.errors import SquiggleError, ValueRefused
from core.lessons.bench import Bench, node_of, place_of
from core.lessons.names import STOPS, judged
from core.lessons.phrases import Phrases, Said
from core.lessons.sources import compute, read
from core.quantity import parse_number
from core.scores import score

_THOUSANDS = re.compile(r"[-−+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Situation:
    """The window at one moment. ``bench`` is None where the drawing computes nothing.

    ``step`` is the step on show and ``began`` that at which the lesson's step began; ``stopped`` why training ended
    last since then ("diverged", "min_step_size" …). ``looked`` is the number looked at ("b3", "w2[3,1]"), ``nodes`` the
    labels of the nodes that are selected, ``row`` is counted from 1, ``views`` are the docks in sight, ``did`` the
    actions since the step began by name ("undo", "compare"). ``typed`` is the answer that was entered, ``chosen`` the
    letter of the option, ``opened`` says that the answer was opened, ``tried`` what the picture tried in place of the
    row is ("" for none), ``facts`` what parts of the window tell about themselves.
    """

    document: Document
    bench: Bench | None = None
    step: int = 0
    began: int = 0
    running: bool = False
    stopped: str = ""
    looked: str = ""
    nodes: frozenset[str] = frozenset()
    row: int = 1
    views: frozenset[str] = frozenset()
    did: frozenset[str] = frozenset()
    typed: str = ""
    chosen: str = ""
    opened: bool = False
    tried: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A check that may be named; ``help`` says when it holds."""

    holds: Callable[[Situation, Said], bool]
    help: str


def _connected(now: Situation, said: Said) -> bool:
    source, target = (node_of(now.document, label) for label in said.words)
    return (source, target) in now.document.connections


def _has_node(now: Situation, said: Said) -> bool:
    return any(node.label == said.words[0] for node in now.document.nodes.values())


def _count(now: Situation, said: Said) -> bool:
    return sum(node.kind == said.words[1] for node in now.document.nodes.values()) >= said.count()


def _activation(now: Situation, said: Said) -> bool:
    return now.document.nodes[node_of(now.document, said.words[0])].activation == said.words[1]


def _learns(now: Situation, said: Said) -> bool:
    ref, index = place_of(now.document, said.words[0])
    mask = now.document.parameter(ref).trainable
    return bool(mask[index] if index else mask.all())


def _alone(now: Situation, said: Said) -> bool:
    free = sum(int(found.trainable.sum()) for found in now.document.parameters().values())
    return free == 1 and _learns(now, said)


def readings(typed: str) -> tuple[float, ...]:
    """Return what an answer may mean: "10,000" is 10, or 10 thousand. ValueRefused if it is no number."""
    found = parse_number(typed)
    return (found, parse_number(typed.replace(",", ""))) if _THOUSANDS.fullmatch(typed.strip()) else (found,)


def _answered(now: Situation, said: Said) -> bool:
    try:
        return any(abs(one - said.number(0)) <= said.number(1) * (1 + 1e-9) for one in readings(now.typed))
    except ValueRefused:
        return False


def _near(now: Situation, said: Said) -> bool:
    return abs(_value(now, said) - said.number(1)) <= said.number(2)


def _value(now: Situation, said: Said) -> float:
    if now.bench is None:
        raise ValueRefused("the network computes nothing yet")
    return compute(said.words[0], now.bench)


def _called_wrongly(now: Situation, _said: Said) -> bool:
    bench = now.bench
    found = score(bench.document, bench.network, bench.theta, bench.rows) if bench else {}
    return any(not results.right[now.row - 1] for results in found.values())


CHECKS: Mapping[str, Check] = {
    "connected NODE -> NODE": Check(_connected, "there is a connection between them"),
    "not connected NODE -> NODE": Check(lambda now, said: not _connected(now, said), "there is none"),
    "node NODE": Check(_has_node, "there is a node of that name"),
    "no node NODE": Check(lambda now, said: not _has_node(now, said), "there is none"),
    "nodes COUNT WORD": Check(_count, "there are so many nodes of a kind, or more: nodes 2 hidden"),
    "activation of NODE is WORD": Check(_activation, "by its name in files: softplus, relu, identity …"),
    "NAME learns": Check(_learns, "it may change while training"),
    "NAME frozen": Check(lambda now, said: not _learns(now, said), "it may not"),
    "only NAME learns": Check(_alone, "it may change, and nothing else"),
    "loss is WORD": Check(lambda now, said: now.document.training.loss == said.words[0], "ssr or cross_entropy"),
    "optimizer is WORD": Check(lambda now, said: now.document.training.optimizer == said.words[0],
                               "gradient_descent, momentum, rmsprop or adam"),
    "training runs": Check(lambda now, _said: now.running, "somebody pressed Run"),
    "at rest": Check(lambda now, _said: not now.running, "nothing is being trained"),
    "steps at least COUNT": Check(lambda now, said: now.step >= said.count(), "updates since the start values"),
    "step COUNT on show": Check(lambda now, said: now.step == said.count(), "that very step, by Step or the slider"),
    "made COUNT steps": Check(lambda now, said: now.step - now.began >= said.count(), "since this step began"),
    "stopped WORD": Check(lambda now, said: now.stopped == said.words[0],
                          f"training ended so: {', '.join(STOPS)}"),
    "looked at NAME": Check(lambda now, said: now.looked == said.words[0], "it is the number looked at"),
    "selected NODE": Check(lambda now, said: said.words[0] in now.nodes, "the node is selected"),
    "row COUNT": Check(lambda now, said: now.row == said.count(), "it is the row on show"),
    "row is wrong": Check(_called_wrongly, "another class than its own is predicted for the row on show"),
    "view VIEW shown": Check(lambda now, said: said.words[0] in now.views, "that dock is in sight"),
    "did WORD": Check(lambda now, said: said.words[0] in now.did,
                      "that command was given since the step began: undo, reset, new_start, slow_motion, compare …"),
    "trying a picture": Check(lambda now, _said: bool(now.tried), "a picture stands in for the row"),
    "trying REST": Check(lambda now, said: said.words[0] in now.tried, "such a picture, by the words beside it"),
    "noted WORD REST": Check(lambda now, said: now.facts.get(said.words[0]) == said.words[1],
                             "a part of the window tells so: slide begun, shift_test open, starts trained, "
                             "duel played, surface turned, picture X (the class that is predicted for the tried one)"),
    "answered VALUE within VALUE": Check(_answered, "the number typed into the field of ask:"),
    "chose WORD": Check(lambda now, said: now.chosen == said.words[0], "the letter of a choice:, A first"),
    "answer opened": Check(lambda now, _said: now.opened, "Show the answer was pressed"),
    "REST below VALUE": Check(lambda now, said: _value(now, said) < said.number(1), "any number: loss below 0.1"),
    "REST above VALUE": Check(lambda now, said: _value(now, said) > said.number(1), "any number"),
    "REST near VALUE within VALUE": Check(_near, "any number: b3 near 2.61 within 0.01"),
}  # fmt: skip
_PHRASES = Phrases(CHECKS)
COMPARED = ("REST below VALUE", "REST above VALUE", "REST near VALUE within VALUE")
"""Checks that compare a number, which is the first of their words."""



def read_check(text: str, line: int) -> tuple[Said, ...]:
    """Return the checks of a line, "all of A; B" being two; ValueRefused if one is not understood."""
    parts = text.removeprefix("all of ").split(";") if text.startswith("all of ") else [text]
    found = tuple(judged(_PHRASES.read(part, line)) for part in parts)
    for one in found:
        if one.phrase in COMPARED:
            read(one.words[0])
    return found


def holds(checks: tuple[Said, ...], now: Situation) -> bool:
    """Whether all ``checks`` of a line hold at once; one that cannot be told yet does not."""
    return all(_one_holds(said, now) for said in checks)


def _one_holds(said: Said, now: Situation) -> bool:
    try:
        return bool(CHECKS[said.phrase].holds(now, said))
    except (SquiggleError, KeyError, IndexError):
        return False
