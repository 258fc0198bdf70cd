"""Every number of a lesson computed anew: what ``main.py check`` and the tests ask of a lesson file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.errors import FileRefused, SquiggleError, ValueRefused
from core.lessons.bench import Bench
from core.lessons.lesson import Lesson, Marked, Step
from core.lessons.rehearsal import Rehearsal
from core.lessons.set_up import Scene, scene_after
from core.lessons.sources import agrees, compute
from core.lessons.texts import unmarked
from core.quantity import format_number

MOST_WORDS = 60
_DIGITS = 8


def scenes(lesson: Lesson) -> tuple[Scene | None, ...]:
    """Return the network that each step begins with; None where there is none yet. FileRefused names the line."""
    found: list[Scene | None] = []
    scene = None
    for step in lesson.steps:
        try:
            scene = scene_after(scene, step.set_up, folder_of(lesson))
        except SquiggleError as refused:
            line = step.set_up[0].line if step.set_up else step.line
            raise FileRefused(_sentence(lesson, line, str(refused))) from None
        found.append(scene)
    return tuple(found)


def folder_of(lesson: Lesson) -> Path | None:
    """Return where the lesson's networks are looked for first."""
    return None if lesson.path is None else lesson.path.parent


def problems(lesson: Lesson) -> tuple[str, ...]:
    """Return what is wrong with numbers, lengths, and what steps point at and ask for; each with file and line."""
    try:
        begun = scenes(lesson)
    except FileRefused as refused:
        return refused.problems
    found, rehearsal, benches = list[str](), Rehearsal(), _Benches()
    for step, scene in zip(lesson.steps, begun, strict=True):
        said = (*_loose(step), *_wrong(step, scene, benches), *rehearsal.faults(step, scene, benches.known(scene)))
        found += [_sentence(lesson, line, sentence) for line, sentence in said]
    return tuple(dict.fromkeys(found))


def _sentence(lesson: Lesson, line: int, said: str) -> str:
    name = lesson.path.name if lesson.path else lesson.name
    return f"{name}, line {line}: {said.rstrip('.')}."


def _loose(step: Step) -> Iterator[tuple[int, str]]:
    """Yield what is said without a source, and too many words."""
    for text in (*step.texts, step.ask, *step.choices, step.hint, step.answer, *step.slips):
        for number in unmarked(text):
            yield step.line, f"the number {number} does not say where it comes from; write {{{number} = …}}"
    if step.words > MOST_WORDS:
        yield step.line, f"the step has {step.words} words to read; {MOST_WORDS} are enough"


def _wrong(step: Step, scene: Scene | None, benches: _Benches) -> Iterator[tuple[int, str]]:
    """Yield the numbers that are not what the network gives."""
    sourced = [number for number in step.numbers if number.source]
    for number in sourced:
        try:
            value = compute(number.source, benches.of(scene))
        except SquiggleError as refused:
            yield number.line, str(refused)
            continue
        if not agrees(number.shown, value):
            yield number.line, _differs(number, value)


class _Benches:
    """The bench of each scene, trained once."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Scene, Bench]] = {}

    def of(self, scene: Scene | None) -> Bench:
        """Return what the numbers of a scene are computed on; a SquiggleError where it computes nothing."""
        if scene is None:
            raise ValueRefused("a number needs a network; set one up with open NETWORK")
        if id(scene) not in self._found:
            self._found[id(scene)] = (scene, scene.bench())
        return self._found[id(scene)][1]

    def known(self, scene: Scene | None) -> Bench | None:
        """Return the same; None where there is none."""
        try:
            return self.of(scene)
        except SquiggleError:
            return None


def _differs(number: Marked, value: float) -> str:
    return f"{number.source} is {format_number(value, _DIGITS)}, not {number.shown}"
