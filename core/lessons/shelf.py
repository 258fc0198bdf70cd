"""The lessons there are: every sound file of a folder, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.errors import FileRefused, SquiggleError
from core.lessons.lesson import Lesson
from core.lessons.reader import SUFFIX, read_lesson

LESSONS = Path(__file__).resolve().parents[2] / "resources" / "lessons"


@dataclass(frozen=True, slots=True)
class Broken:
    """A lesson file that is not sound: its name, and every problem as a sentence with its line."""

    name: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The lessons of a folder by their numbers, and those that are broken."""

    lessons: tuple[Lesson, ...] = ()
    broken: tuple[Broken, ...] = ()

    def find(self, name: str) -> Lesson | None:
        """Return the lesson of that name."""
        return next((lesson for lesson in self.lessons if lesson.name == name), None)


def read_shelf(folder: Path = LESSONS) -> Shelf:
    """Return all lessons of a folder."""
    lessons, broken = [], []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            lessons.append(read_lesson(path))
        except SquiggleError as refused:
            problems = refused.problems if isinstance(refused, FileRefused) else (str(refused),)
            broken.append(Broken(path.name.removesuffix(SUFFIX), problems))
    lessons.sort(key=lambda lesson: (lesson.number or 1_000, lesson.name))
    return Shelf(tuple(lessons), tuple(broken))
