"""The keys of an object in a network file, as rows: what each may hold, and the sentence where it does not.

A check takes a value and its place (``nodes[2].bias.value``) and gives the value back, or ``BAD`` after it
has written a sentence into ``Findings``. So one reading finds every problem of a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from core.catalog import Setting
from core.errors import FileRefused, ValueRefused
from core.files.json_text import MAX_DEPTH
from core.files.places import find_infinite, join

BAD: Final[Any] = type("Bad", (), {"__repr__": lambda _: "BAD"})()
"""Stands for a value that a check has refused."""
REQUIRED: Final[Any] = type("Required", (), {})()
MOST_PROBLEMS = 100
LONGEST_TEXT = 200


class Findings:
    """The problems of one file, in order; reading stops when there are too many to be worth listing."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def add(self, sentence: str) -> Any:
        """Note a problem and return BAD, for a check to return."""
        self.sentences.append(sentence)
        if len(self.sentences) >= MOST_PROBLEMS:
            raise FileRefused(*self.sentences, "There may be more problems; mend these first.")
        return BAD

    def settle(self) -> None:
        """Raise FileRefused with every problem, if there is any."""
        if self.sentences:
            raise FileRefused(*self.sentences)


Check: TypeAlias = Callable[[Any, str, Findings], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an object: its check, and what stands for it where it is missing."""

    check: Check
    default: Any = REQUIRED
    example: str = "…"


def read(value: Any, place: str, keys: Mapping[str, Key], found: Findings, what: str) -> dict[str, Any]:
    """Return the checked value of every key in ``keys``: defaults where missing, BAD where wrong.

    ``what`` names the object in sentences ("a hidden node").
    """
    if not isinstance(value, dict):
        found.add(f"{place or 'The file'} is {shown(value)} where {what} belongs; write an object in braces.")
        return dict.fromkeys(keys, BAD)
    for key in (one for one in value if one not in keys):
        found.add(_unknown(join(place, key), key, keys, what))
    return {name: _read_key(value, place, name, key, found) for name, key in keys.items()}


def _read_key(value: Mapping[str, Any], place: str, name: str, key: Key, found: Findings) -> Any:
    if name in value:
        return key.check(value[name], join(place, name), found)
    if key.default is REQUIRED:
        return found.add(f'{place or "The file"} has no "{name}"; add "{name}": {key.example}.')
    return key.default


def _unknown(place: str, key: str, keys: Collection[str], what: str) -> str:
    near = near_words(key, keys)
    advice = f'write "{near[0]}"' if near else "remove it"
    carried = ', or put it under "extra"' if "extra" in keys else ""
    return f"{place} is not a key of {what}; {advice}{carried}."


def near_words(word: Any, known: Collection[str]) -> list[str]:
    """Return the one of ``known`` that is most like ``word``, in a list; an empty one where none is."""
    return get_close_matches(word, known, 1) if isinstance(word, str) and len(word) <= LONGEST_TEXT else []


def shown(value: Any) -> str:
    """Say in a few words what ``value`` is."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'the text "{value[:40]}{"…" if len(value) > 40 else ""}"'
    if isinstance(value, int | float):
        return f"{value:.10g}" if abs(value) < 10**300 else "too large a number"
    return "an object" if isinstance(value, dict) else f"a list of {len(value)}"


def anything(value: Any, place: str, found: Findings) -> Any:  # noqa: ARG001 - a check like the others
    """Let every value pass: it is checked later, when more is known."""
    return value


def is_number(value: Any) -> bool:
    """Whether ``value`` is a number of JSON; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any, place: str, found: Findings) -> Any:
    """Check for a finite number and return it as a float."""
    if not is_number(value):
        return found.add(f"{place} is {shown(value)} where a number belongs; write a finite number such as 0.5.")
    if not abs(value) <= sys.float_info.max:
        return found.add(f"{place} is too large a number to compute with; write a finite number such as 0.5.")
    return float(value)


def whole(value: Any, place: str, found: Findings) -> Any:
    """Check for a whole number and return it as an int."""
    if not is_number(value) or not abs(value) <= sys.float_info.max or value != int(value):
        return found.add(f"{place} is {shown(value)} where a whole number belongs; write one such as 1.")
    return int(value)


def flag(value: Any, place: str, found: Findings) -> Any:
    """Check for true or false."""
    if isinstance(value, bool):
        return value
    return found.add(f"{place} is {shown(value)}; write true or false.")


def text(value: Any, place: str, found: Findings) -> Any:
    """Check for a text of moderate length; it may be empty."""
    if not isinstance(value, str):
        return found.add(f"{place} is {shown(value)} where a text belongs; write it in double quotes.")
    if len(value) > LONGEST_TEXT:
        return found.add(f"{place} is longer than {LONGEST_TEXT} characters; shorten it.")
    return value


def name(value: Any, place: str, found: Findings) -> Any:
    """Check for a text that is not empty."""
    checked = text(value, place, found)
    if checked == "":
        return found.add(f"{place} is empty; write a name in it.")
    return checked


def items(value: Any, place: str, found: Findings) -> list[Any]:
    """Return ``value`` if it is a list, otherwise an empty one after noting the problem."""
    if isinstance(value, list):
        return value
    found.add(f"{place} is {shown(value)} where a list belongs; write it in square brackets.")
    return []


def optional(check: Check) -> Check:
    """Return a check that lets null pass as None."""
    return lambda value, place, found: None if value is None else check(value, place, found)


def one_of(names: Collection[str]) -> Check:
    """Return a check for one of some words."""

    def check(value: Any, place: str, found: Findings) -> Any:
        if isinstance(value, str) and value in names:
            return value
        near = near_words(value, names)
        advice = f'write "{near[0]}"' if near else f"choose one of {', '.join(names)}"
        return found.add(f"{place} is {shown(value)}, which is not known here; {advice}.")

    return check


def within(setting: Setting) -> Check:
    """Return a check for a number in the range of a catalog row."""

    def check(value: Any, place: str, found: Findings) -> Any:
        kind = whole if setting.whole else number
        checked = kind(value, place, found)
        if checked is BAD:
            return BAD
        try:
            setting.check(checked)
        except ValueRefused:
            return found.add(f"{place} is {shown(value)}; it must be {setting.span()}.")
        return checked

    return check


def pair(value: Any, place: str, found: Findings) -> Any:
    """Check for a list of two finite numbers and return a tuple."""
    if not isinstance(value, list) or len(value) != 2:
        return found.add(f"{place} is {shown(value)} where two numbers belong; write them as [0, 1].")
    checked = [number(part, f"{place}[{at}]", found) for at, part in enumerate(value)]
    return BAD if BAD in checked else tuple(checked)


def extra(value: Any, place: str, found: Findings) -> Any:
    """Check what is carried along untouched: an object of moderate depth, whose numbers are finite."""
    if not isinstance(value, dict):
        return found.add(f'{place} is {shown(value)} where an object belongs; write "extra": {{…}}.')
    try:
        infinite = find_infinite(value, MAX_DEPTH, place)
    except ValueError:
        return found.add(f"{place} is nested deeper than {MAX_DEPTH} levels; flatten it.")
    return value if infinite is None else found.add(f"{infinite} is not finite; write a finite number.")
