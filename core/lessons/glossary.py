"""The words of the field, a sentence each, with the step that teaches them.

``resources/lessons/glossary.md`` has a line for each term::

    **derivative** (derivatives, slope): How much the loss changes … [2-backpropagation, step 4]

Other forms of the word stand in brackets; the link at the end may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from core.disk import read_bytes
from core.errors import FileRefused
from core.lessons.shelf import LESSONS

FILE = LESSONS / "glossary.md"
_MOST_BYTES = 200_000
_LINE = re.compile(r"\*\*(.+?)\*\*(?:\s*\((.+?)\))?:\s*(.+?)(?:\s*\[([\w-]+), step ([0-9]+)\])?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with its other forms, what it means, and where it is taught ("" and 0 where nowhere)."""

    term: str
    forms: tuple[str, ...]
    meaning: str
    lesson: str = ""
    step: int = 0


class Glossary:
    """Entries in the order of the alphabet, and where their words stand in a text."""

    def __init__(self, entries: tuple[Entry, ...] = ()) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.term.casefold()))
        self._by_form = {form.casefold(): entry for entry in entries for form in (entry.term, *entry.forms)}
        longest_first = sorted(self._by_form, key=lambda form: -len(form))
        self._words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    def find(self, word: str) -> Entry | None:
        """Return the entry of a word in any of its forms."""
        return self._by_form.get(" ".join(word.split()).casefold())

    def places(self, text: str) -> list[tuple[int, int, Entry]]:
        """Return (start, end, entry) of every term in ``text``."""
        if not self._by_form:
            return []
        return [
            (found.start(), found.end(), self._by_form[found[0].casefold()]) for found in self._words.finditer(text)
        ]


def read_glossary(path: Path = FILE) -> Glossary:
    """Return the glossary in a file; FileRefused holds every line that is no entry."""
    entries, problems = [], []
    text = read_bytes(path, _MOST_BYTES, "a glossary is a page or two of text").decode("utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line.strip())
        if found is not None:
            forms = tuple(form.strip() for form in (found[2] or "").split(",") if form.strip())
            entries.append(Entry(found[1], forms, found[3], found[4] or "", int(found[5] or 0)))
        elif line.strip() and not line.startswith("#"):
            problems.append(f"{path.name}, line {number}: write **term** (other forms): a sentence. [lesson, step 1].")
    if problems:
        raise FileRefused(*problems)
    return Glossary(tuple(entries))
