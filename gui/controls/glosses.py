"""What a word of the window means, from the glossary: the tip of headings and captions that have no better one."""

from __future__ import annotations

from functools import lru_cache

from core.errors import SquiggleError
from core.lessons.glossary import Glossary, read_glossary


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Return the words of the field; none where the file cannot be read."""
    try:
        return read_glossary()
    except SquiggleError:
        return Glossary()


def meaning(words: str) -> str:
    """Return "loss: how far …" for a word of the glossary in any form, or for the first in ``words``; "" for none."""
    known = glossary()
    places = known.places(words)
    entry = known.find(words) or (places[0][2] if places else None)
    return f"{entry.term}: {entry.meaning}" if entry is not None else ""
