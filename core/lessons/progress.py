"""How far a learner has come in a lesson, as a value that can be kept as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """``at`` is the step on show, from 1, or 0 before the first and after the last; ``done`` the steps that are ticked.

    >>> Progress.from_text(Progress(3, frozenset({1, 2})).text)
    Progress(at=3, done=frozenset({1, 2}))
    """

    at: int = 0
    done: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """How it is kept: "3: 1 2"."""
        return f"{self.at}: {' '.join(map(str, sorted(self.done)))}"

    @staticmethod
    def from_text(text: str, steps: int = 1_000) -> Progress:
        """Return what was kept, of a lesson of so many steps; nothing where the text is something else."""
        match = re.fullmatch(r"([0-9]{1,4}):((?: [0-9]{1,4})*) ?", text)
        if match is None:
            return Progress()
        done = frozenset(int(part) for part in match[2].split())
        return Progress(min(int(match[1]), steps), frozenset(one for one in done if 1 <= one <= steps))

    def words(self, steps: int) -> str:
        """Say how many of so many steps are done, and how many of those before this one were skipped.

        >>> Progress(3, frozenset({1})).words(5)
        '1 of 5 steps done, 1 skipped'
        """
        skipped = len(set(range(1, self.at)) - self.done)
        return f"{len(self.done)} of {steps} steps done" + (f", {skipped} skipped" if skipped else "")

    def begins(self, steps: int) -> int:
        """Return the step of so many to begin with: where it was left; the first where it was gone through to the end.

        >>> Progress(3, frozenset({1, 2})).begins(5), Progress(5, frozenset({1, 5})).begins(5)
        (3, 1)
        """
        return 1 if not self.at or (self.at == steps and steps in self.done) else self.at

    def ticked(self, step: int) -> Progress:
        """Return it with a step done."""
        return replace(self, done=self.done | {step})

    def moved(self, step: int) -> Progress:
        """Return it with another step on show."""
        return replace(self, at=step)
