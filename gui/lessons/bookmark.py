"""A step as it was left for another, with its network, history and run, and all that was done in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.document import Document
from core.lessons.attempt import Attempt
from core.lessons.lesson import Lesson, Step
from core.lessons.set_up import Scene
from gui.aside import Aside


@dataclass(frozen=True, slots=True)
class Scenery:
    """What ``stage`` knows of a lesson, with the network on show."""

    aside: Aside
    title: str
    steps: tuple[Step, ...]
    scenes: tuple[Scene | None, ...]
    entries: Mapping[int, Document]
    opened: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where the learner was."""

    lesson: Lesson
    attempt: Attempt
    scenery: Scenery
