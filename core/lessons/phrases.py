"""Phrases with slots: the one way in which set-ups, spotlights, checks and sources of numbers are said.

A phrase is words with slots in capitals, "connected NODE -> NODE". A table of phrases reads what a person wrote:

    >>> from core.lessons.phrases import Phrases
    >>> found = Phrases(["connected NODE -> NODE", "row COUNT"]).read("connected dosage -> hidden 2")
    >>> found.phrase, found.words
    ('connected NODE -> NODE', ('dosage', 'hidden 2'))

Slots: NODE a node by its label, UNIT such a node or one unit of it ("hidden 1[2]", counted from 1), NAME a parameter
or a number of one (b3, w2[3,1]), VALUE a number, COUNT a whole number from 1, VIEW the name of a dock, WORD a single
word, REST whatever follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from core.errors import ValueRefused
from core.quantity import parse_number

_SLOTS = {
    "NODE": r"(.+?)", "UNIT": r"(.+?)",
    "NAME": r"([^\W\d]\w*(?:\[[0-9, ]+\])?)", "VALUE": r"([-−]?[0-9.][0-9.,/eE−-]*)",
    "COUNT": r"([0-9][0-9,]*)", "VIEW": r"([a-z_]+)", "WORD": r"(\w+)", "REST": r"(.+)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What was written: which ``phrase`` of its table it is, and the ``words`` in its slots."""

    phrase: str
    words: tuple[str, ...]
    line: int = 0

    def number(self, place: int) -> float:
        """Return the word at ``place`` as a number; its commas part thousands, as in all texts of lessons."""
        return parse_number(self.words[place].replace(",", ""))

    def count(self, place: int = 0) -> int:
        """Return the word at ``place`` as a whole number."""
        return int(self.words[place].replace(",", ""))


class Phrases:
    """A table of phrases; the first that fits is what is meant."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._patterns = {phrase: _pattern(phrase) for phrase in phrases}

    def read(self, text: str, line: int = 0) -> Said:
        """Return which phrase ``text`` is; ValueRefused names the nearest ones if it is none."""
        found = self.find(text, line)
        if found is None:
            text = text.strip()
            near = get_close_matches(text, self._patterns, 2, 0.3) or list(self._patterns)[:3]
            raise ValueRefused(f"“{text}” is not understood; write something like {' or '.join(map(_quoted, near))}")
        return found

    def find(self, text: str, line: int = 0) -> Said | None:
        """Return which phrase ``text`` is; None if it is none; ValueRefused where its number is none."""
        said = " ".join(text.split())
        for phrase, pattern in self._patterns.items():
            match = pattern.fullmatch(said)
            if match:
                for (slot, _), word in zip(slots_of(phrase), match.groups(), strict=True):
                    if slot == "VALUE":
                        parse_number(word)
                return Said(phrase, match.groups(), line)
        return None


def slots_of(phrase: str) -> tuple[tuple[str, str], ...]:
    """Return (slot, the word before it) of each slot of a phrase, in the order of ``Said.words``."""
    words = phrase.split()
    return tuple((word, before) for before, word in zip(["", *words], words, strict=False) if word in _SLOTS)


def _quoted(phrase: str) -> str:
    return f"“{phrase}”"


def _pattern(phrase: str) -> re.Pattern[str]:
    words = (_SLOTS.get(word, re.escape(word)) for word in phrase.split())
    return re.compile(" ".join(words))
