"""JSON text to plain values, with a sentence for every way in which text can be wrong.

The standard decoder is used for its line and column, and because it can be told of keys that stand twice;
msgspec's (which skips over values ten times faster) goes first, so that a long broken text is refused at once.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any, NoReturn

import msgspec

from core.catalog import MAX_UNITS, MAX_WEIGHTS
from core.errors import FileRefused
from core.files.places import find, join

MAX_BYTES = 32 * 2**20
"""Largest file that is read."""
MAX_OBJECTS = 2 * (MAX_UNITS + MAX_WEIGHTS) + 1000
MAX_VALUES = 5_000_000
MAX_DEPTH = 64
MOST_DOUBLED = 100
"""Keys standing twice that are worth listing."""
LONG = 2**20
"""Bytes from which a text is decoded in parts."""

_MARKS = {b"\xef\xbb\xbf": "a byte order mark", b"\xff\xfe": "a UTF-16 mark", b"\xfe\xff": "a UTF-16 mark"}
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_WHOLE_CHARACTERS = re.compile(
    rb"(?:[^\\]++|\\u[dD][89abAB]..\\u[dD][c-fC-F]|\\u[dD][0-7]|\\u[^dD]|\\[^u])*+", re.DOTALL)
"""Text up to the first escape that writes half a surrogate pair."""
_FAR_NUMBER = re.compile(rb"[0-9]{4000,}")


class _Doubled(FileRefused):
    """Keys stand twice."""


def decode(data: bytes) -> Any:
    """Return the values that the JSON text ``data`` holds; FileRefused names the line and column of a fault."""
    _check_bytes(data)
    if _SURROGATE.search(data):  # msgspec takes half a surrogate pair for the end of the text
        _check_surrogates(data)
    _check_syntax(data)
    return (_split(data) if len(data) > LONG else None) or _load(data)


def decode_item(data: Any, place: str) -> Any:
    """Return the values of a part that ``decode`` left as text; ``place`` is where it stands in the file."""
    return _load(bytes(data), place)


def _split(data: bytes) -> dict[str, Any] | None:
    """Return the values of a long text with each of its connections as text; None where that is not safe.

    Most of a long file is connections, which a typed decoder reads several times faster one by one.
    """
    try:
        parts = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        drawn = parts.pop("connections")
        connections = msgspec.json.decode(drawn, type=list[msgspec.Raw])
        tree = {key: _load(bytes(part), key) for key, part in parts.items()}
    except _Doubled:
        raise
    except (msgspec.DecodeError, KeyError, FileRefused):
        return None
    keys = [b'"%b"' % key.encode() for key in (*tree, "connections")]
    rest = _without(data, bytes(drawn))
    if any(rest.count(key) != 1 for key in keys):  # perhaps it stands twice
        return None
    return {**tree, "connections": connections}


def _without(data: bytes, part: bytes) -> bytes:
    """Return ``data`` without one ``part`` of it, or whole where the part is not found at once."""
    start = data.find(part[:100])
    end = start + len(part)
    return data[:start] + data[end:] if data[start:end] == part else data


def place_at(data: bytes, offset: int) -> str:
    """Return ``line 3, column 14`` of the byte at ``offset``; columns count characters."""
    start = data.rfind(b"\n", 0, offset) + 1
    line = data.count(b"\n", 0, offset) + 1
    return f"line {line}, column {len(data[start:offset].decode('utf-8', 'replace')) + 1}"


def _check_bytes(data: bytes) -> None:
    """Refuse what cannot be a network file before anything is decoded."""
    if len(data) > MAX_BYTES:
        raise FileRefused(f"The file is larger than {MAX_BYTES // 2**20} MB; keep long tables in a CSV file beside it.")
    if not data.strip():
        raise FileRefused("The file is empty; open a network file or save the network again.")
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise FileRefused(f"The file begins with {name} (line 1, column 1); save it as plain UTF-8.")
    if (at := data.find(b"\0")) >= 0:
        raise FileRefused(f"The file is binary, not text ({place_at(data, at)}); open a network file.")
    if data.count(b"{") > MAX_OBJECTS or data.count(b",") > MAX_VALUES:
        raise FileRefused(
            f"The file holds more than {MAX_WEIGHTS:,} connections or {MAX_VALUES:,} values; draw layers instead of"
            " single neurons, or keep the rows in a CSV file beside it."
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRefused(f"The file is not UTF-8 text ({place_at(data, error.start)}); save it as UTF-8.") from None


def _check_syntax(data: bytes) -> None:
    """Let msgspec skip over the text, which finds most broken texts within 0.1 s whatever their size."""
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except RecursionError:
        _refuse_depth()
    except msgspec.DecodeError as error:
        _refuse_syntax(data, str(error))


_SYNTAX = {
    "truncated": "The JSON text ends too early",
    "trailing characters": "There is more text after the end of the network",
    "trailing comma": "A comma stands before a closing bracket",
    "expected ','": "A comma or a closing bracket is missing",
    "expected ':'": "A colon is missing after a key",
    "object keys": "A key must be a text in double quotes",
    "invalid number": "A number is written wrongly",
    "escape": "A text holds a wrong backslash escape",
}
"""What a decoder says, and what that means in words."""


def _refuse_syntax(data: bytes, message: str) -> NoReturn:
    """Turn a decoder's message, which ends in ``(byte N)`` or says that the text stops, into a sentence."""
    found = re.search(r"\(byte (\d+)\)", message)
    at = min(int(found[1]), len(data)) if found else len(data.rstrip())
    at -= "trailing characters" in message  # which msgspec counts from the byte after
    if word := re.match(rb"-?(NaN|Infinity|inf|nan)", data[max(at - 1, 0) :].lstrip(b"[:, ")[:9]):
        raise FileRefused(
            f"{word[0].decode()} is no number of JSON ({place_at(data, at)}); write a finite number such as 0.5."
        )
    meaning = next((text for part, text in _SYNTAX.items() if part in message), "This is not JSON")
    raise FileRefused(f"{meaning} ({place_at(data, at)}); mend the text there.")


def _refuse_depth() -> NoReturn:
    raise FileRefused(f"The file nests brackets deeper than {MAX_DEPTH} levels; a network needs six.")


def _refuse_constant(word: str) -> NoReturn:
    raise FileRefused(f"{word} is no number of JSON; write a finite number such as 0.5.")


def _load(data: bytes, place: str = "") -> Any:
    doubled: dict[int, tuple[str, Any]] = {}  # the object is kept, so that no other takes its id

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs) and len(doubled) <= MOST_DOUBLED:
            keys = [key for key, _ in pairs]
            doubled[id(found)] = (next(key for key in keys if keys.count(key) > 1), found)
        return found

    try:
        tree = json.loads(data, object_pairs_hook=keep, parse_constant=_refuse_constant)
    except RecursionError:
        _refuse_depth()
    except json.JSONDecodeError as error:
        raise FileRefused(
            f"This is not JSON (line {error.lineno}, column {error.colno}); mend the text there."
        ) from None
    except ValueError:  # more digits than Python turns into a whole number
        long = _FAR_NUMBER.search(data)
        where = place or place_at(data, long.start() if long else 0)
        raise FileRefused(f"A number has thousands of digits ({where}); write a finite number.") from None
    if doubled:
        _refuse_doubled(tree, place, doubled)
    return tree


def _refuse_doubled(tree: Any, place: str, doubled: dict[int, tuple[str, Any]]) -> NoReturn:
    """Name the places of keys that stand twice; an inner twin may be gone with the value it stood in."""
    twins = ((where, doubled[id(value)][0]) for where, value in find(tree, lambda value: id(value) in doubled, place))
    found = [f"{join(where, key)} stands twice; remove one of the two."
             for where, key in islice(twins, min(len(doubled), MOST_DOUBLED))]
    if len(doubled) > MOST_DOUBLED:
        found.append("More keys stand twice; mend these first.")
    raise _Doubled(*found or [f'The key "{next(iter(doubled.values()))[0]}" stands twice; remove one of the two.'])


def _check_surrogates(data: bytes) -> None:
    """Refuse half a surrogate pair: text that could be read but never be written again."""
    sound = _WHOLE_CHARACTERS.match(data)
    end = sound.end() if sound else 0
    if _SURROGATE.match(data, end):
        raise FileRefused(
            f"A text holds half a character, such as \\ud800 ({place_at(data, end)}); write the whole one.")
