"""Why doesn't it learn? What keeps a network from learning, with proof and, where there is one, a remedy.

    from core.diagnosis import case_of, diagnose
    for finding in diagnose(case_of(document)):
        print(finding.title, finding.proof, finding.offer)

Nothing here is a guess: each sentence gives numbers of the network as it stands, which anyone can compute again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from core.datasets.rows import prepare
from core.diagnosis import drawing, steps, units
from core.diagnosis.finding import Case, Finding
from core.document import Document, Ref
from core.engine.compiler import compile_network
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

__all__ = ["DETECTORS", "Case", "Detector", "Finding", "Signs", "case_of", "diagnose", "signs"]
MOST_FINDINGS = 12


@dataclass(frozen=True, slots=True)
class Detector:
    """What is looked for. ``hides`` names the findings that would only be its consequences."""

    find: Callable[[Case], Iterator[Finding]]
    hides: frozenset[str] = frozenset()


_STUCK = frozenset({"plateau", "flat", "step_too_small", "stops_at_once"})
_LARGE = frozenset({"swings", "step_too_large", "a_guess"})
DETECTORS = (
    Detector(steps.not_a_number, _STUCK | _LARGE | {"dead", "saturated", "twins", "bump"}),
    Detector(drawing.all_frozen, _STUCK | _LARGE | {"dead", "saturated", "twins"}),
    Detector(steps.thrown_off, _STUCK | _LARGE | {"dead", "saturated", "bump"}),
    Detector(steps.swings, _STUCK | _LARGE | {"dead", "saturated", "bump"}),
    Detector(steps.a_guess, _STUCK | {"step_too_large", "bump"}),
    Detector(steps.step_too_large, _STUCK | {"bump"}),
    Detector(drawing.cut_off),
    Detector(units.dead, _STUCK),
    Detector(units.saturated, _STUCK),
    Detector(units.twins, _STUCK),
    Detector(steps.flat, frozenset({"step_too_small", "stops_at_once"})),
    Detector(steps.step_too_small, frozenset({"stops_at_once"})),
    Detector(steps.stops_at_once),
    Detector(drawing.no_variation),
    Detector(drawing.bump),
)
"""The worst first."""


def diagnose(case: Case) -> tuple[Finding, ...]:
    """Return what is found, the worst first, at most MOST_FINDINGS; empty where nothing keeps it from learning."""
    found: list[Finding] = []
    hidden: set[str] = set()
    with np.errstate(all="ignore"):  # numbers that break are what is looked for
        for detector in DETECTORS:
            fresh = [finding for finding in detector.find(case) if finding.name not in hidden]
            found += fresh
            hidden |= detector.hides if fresh else frozenset()
    return tuple(found[:MOST_FINDINGS])


def case_of(document: Document, trainer: Trainer | None = None) -> Case:
    """Return the case of a document as it stands, or of its ``trainer`` where that got to.

    NetworkRefused where the document does not compute.
    """
    if trainer is not None:
        network, rows, snapshot = trainer.network, trainer.rows, trainer.snapshot()
        values = network.forward(snapshot.theta, rows.inputs)
        return Case(document, network, rows, snapshot, values, trainer.history.view())
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    loss, gradient = network.gradient(theta, rows)
    standing = Snapshot(0, document.steps, loss, network.test_loss(theta, rows), theta, gradient, None)
    return Case(document, network, rows, standing, network.forward(theta, rows.inputs))


@dataclass(frozen=True, slots=True)
class Signs:
    """What shows that a network learns: the loss at first and now, and the steepest derivative and whose it is."""

    first: float
    now: float
    steepest: float
    ref: Ref
    name: str


def signs(case: Case) -> Signs | None:
    """Return the three numbers that show how learning goes; None where nothing may learn."""
    if not case.network.trainable.any():
        return None
    place = int(np.argmax(case.slopes))
    ref, index = case.locate(place)
    return Signs(case.first_loss, case.snapshot.loss, float(case.snapshot.gradient[place]), ref, case.name(ref, index))
