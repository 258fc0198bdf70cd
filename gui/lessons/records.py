"""How far this user has come in each lesson, kept in the settings from one start to the next."""

from __future__ import annotations

from core.lessons.lesson import Lesson
from core.lessons.progress import Progress
from gui.state.settings import Settings


class Records:
    """Reads and writes progress."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of(self, lesson: Lesson) -> Progress:
        """Return how far this user has come."""
        return Progress.from_text(self._settings.text(f"lessons/{lesson.name}"), len(lesson.steps))

    def keep(self, lesson: Lesson, progress: Progress) -> None:
        """Keep how far the user has come."""
        self._settings.remember(f"lessons/{lesson.name}", progress.text)
