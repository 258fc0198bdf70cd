"""Texts of lessons: marked numbers, formulas and strong words in a paragraph, and digits that are not marked.

``{20.4 = loss}`` is shown as 20.4 and says where it comes from; ``{0.1 given}`` is a setting of the step's own.
``$\\frac{1}{2}$`` is a formula in LaTeX, ``**word**`` is strong, ``\\weight`` is said of a patient, not of a network:
the glossary does not explain it. Names with digits are no numbers: b₃, w3[1,2], hidden 1, row 2.
"""

from __future__ import annotations

import re

from core.errors import ValueRefused
from core.lessons.lesson import Marked, Piece, Text

_MARKED = r"\{(?P<shown>[^{}=]+?)\s*(?:=\s*(?P<source>[^{}]+?)|(?P<given>\bgiven))\s*\}"
_MARK = re.compile(_MARKED)
_PIECE = re.compile(rf"\$(?P<formula>[^$]+)\$|\*\*(?P<strong>[^*]+)\*\*|\\(?P<word>[^\W\d_]+)|{_MARKED}")
_CLOSED = {"$": "$x_1$ for a formula", "**": "**word** for a strong one"}
"""Marks that come in pairs."""
_SHOWN = re.compile(r"[+−-]?[0-9][0-9.,]*(?:e[-−]?[0-9]+)?\s?%?")
_NUMBERED = (
    "hidden", "input", "output", "row", "rows", "step", "lesson", "part", "unit", "filter", "layer", "class", "column",
    "dose", "map", "node", "bias", "weight",
)  # fmt: skip
_NAMED = re.compile(rf"\b(?:{'|'.join(_NUMBERED)})\s[0-9]+|[^\W\d_]\w*(?:\[[0-9,]+\])?", re.IGNORECASE)


def read_text(text: str, line: int) -> Text:
    """Return a paragraph; ValueRefused where a brace is not a marked number."""
    pieces, numbers, at = [], [], 0
    for found in _PIECE.finditer(text):
        pieces += _plain(text[at : found.start()])
        at = found.end()
        kind = next(key for key in ("formula", "strong", "word", "shown") if found[key] is not None)
        if kind == "shown":
            numbers.append(_marked(found, line))
        pieces.append(Piece("number" if kind == "shown" else kind, found[kind].strip()))
    pieces += _plain(text[at:])
    return Text(tuple(pieces), tuple(numbers))


def without_marks(text: str, line: int) -> tuple[str, tuple[Marked, ...]]:
    """Return ``text`` with each marked number as it is shown, and the numbers."""
    numbers = tuple(_marked(found, line) for found in _MARK.finditer(text))
    plain = _MARK.sub(lambda found: found["shown"].strip(), text)
    _plain(plain)
    return plain, numbers


def unmarked(text: Text) -> tuple[str, ...]:
    """Return the numbers in the plain and strong words of ``text`` that are not marked."""
    words = " ".join(piece.text if piece.kind in ("plain", "strong", "word") else "·" for piece in text.pieces)
    return tuple(re.findall(r"[0-9]+(?:[.,][0-9]+)*", _NAMED.sub("", words)))


def _plain(text: str) -> list[Piece]:
    brace = re.search(r"\{[^{}]*\}?|\}", text)
    if brace is not None:
        raise ValueRefused(
            f"“{brace[0]}” is not a marked number; write {{20.4 = loss}} for one that is computed, or {{0.1 given}}"
        )
    for mark, example in _CLOSED.items():
        if mark in text:
            near = text[text.index(mark) :][:24].strip()
            raise ValueRefused(f"“{near}” has a {mark} that is not closed; write {example}")
    return [Piece("plain", text)] if text else []


def _marked(found: re.Match[str], line: int) -> Marked:
    shown = found["shown"].strip()
    if not _SHOWN.fullmatch(shown):
        raise ValueRefused(f"“{shown}” is not a number; write {{20.4 = loss}}, the number first")
    return Marked(shown, (found["source"] or "").strip(), line)
