"""Why pooling tolerated a shift or did not: where the strongest cell of each region was, and where it went.

Everything is read off the map before and after the shift, of the channel that is looked at; nothing is presumed but
that a map moves as far as its image does where all windows before it go on one cell at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.images.grids import Window
from core.quantity import format_number
from core.shifts import Shift

STAYED, WITHIN, LEFT, OFF, FADED, OTHER = "stayed", "within", "left", "off", "faded", "other"
"""Fates of a region: its largest number is the same; its strongest cell moved within it, into another region, off the
map, or is another number at its new place; or the largest number is another one for other reasons."""
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one region of a pool, (row, column) from 0: its largest number, and where that stood.

    ``came`` is where the strongest cell stands now, and ``into`` the region it stands in; None where it is gone.
    """

    region: tuple[int, int]
    kind: str
    was: float
    now: float
    stood: tuple[int, int]
    came: tuple[int, int] | None = None
    into: tuple[int, int] | None = None


def fates(pool: Window, before: Floats, after: Floats, moves: Shift | None) -> tuple[Fate, ...]:
    """Return the fate of each region in reading order.

    ``before`` and ``after`` are the map that is pooled, (height, width). ``moves`` is how far the map moves, (to the
    right, down); None where that cannot be told.
    """
    rows, columns = pool.out[1:]
    return tuple(_fate(pool, (row, column), before, after, moves) for row in range(rows) for column in range(columns))


def _fate(pool: Window, region: tuple[int, int], before: Floats, after: Floats, moves: Shift | None) -> Fate:
    stood, was = _strongest(pool, region, before)
    at, now = _strongest(pool, region, after)
    came = None if moves is None else (stood[0] + moves[1], stood[1] + moves[0])
    alive = came is not None and _has(after, came) and float(after[came]) == was
    into = _region_of(pool, came) if came is not None and alive else None
    if now == was:
        kind = WITHIN if alive and came != stood and into == region and at == came else STAYED
    elif alive:
        kind = LEFT if into != region else OTHER
    else:
        kind = OTHER if came is None or now > was else FADED if _has(after, came) else OFF
    return Fate(region, kind, was, now, stood, came if alive else None, into)


def _strongest(pool: Window, region: tuple[int, int], cells: Floats) -> tuple[tuple[int, int], float]:
    """Return where the first largest number of a region stands, and the number."""
    top, left = (place * pool.stride - pool.padding for place in region)
    rows = slice(max(0, top), min(top + pool.size, cells.shape[0]))
    columns = slice(max(0, left), min(left + pool.size, cells.shape[1]))
    part = cells[rows, columns]
    row, column = divmod(int(part.argmax()), part.shape[1])
    return (rows.start + row, columns.start + column), float(part[row, column])


def _has(cells: Floats, at: tuple[int, int]) -> bool:
    return all(0 <= place < size for place, size in zip(at, cells.shape, strict=True))


def _region_of(pool: Window, at: tuple[int, int]) -> tuple[int, int] | None:
    """Return the first region that a cell belongs to; None for one that is left over."""
    found = [max(0, -(-(place + pool.padding - pool.size + 1) // pool.stride)) for place in at]
    inside = all(
        place < size and place * pool.stride - pool.padding <= cell
        for place, size, cell in zip(found, pool.out[1:], at, strict=True)
    )
    return (found[0], found[1]) if inside else None


def reasons(pool: Window, found: Sequence[Fate]) -> list[str]:
    """Return sentences: regions whose number is another one first, then those that tolerated the move."""
    told = [one for one in found if one.kind in (LEFT, OFF, FADED, OTHER)]
    kept = [one for one in found if one.kind == WITHIN]
    size = f"{pool.size} × {pool.size}"
    lines = [_told(one) for one in told[:MOST_TOLD]]
    if len(told) > MOST_TOLD:
        lines.append(f"So it is with {len(told) - MOST_TOLD} more.")
    lines += [_kept(one, size) for one in kept[:MOST_TOLD]]
    if len(kept) > MOST_TOLD:
        lines.append(f"So it is with {len(kept) - MOST_TOLD} more.")
    quiet = [one for one in found if one.kind == STAYED]
    parts = ([one for one in quiet if one.was], _SAME), ([one for one in quiet if not one.was], _EMPTY)
    return lines + [f"{_several(len(part), len(found))}: {why}" for part, why in parts if part]


_SAME = ("the largest number is the same as before. Where a stroke slides along itself, a cell of the same region "
         "holds the same number after the move.")  # fmt: skip
_EMPTY = "0 is the largest number before and after; nothing strong came in."


def _several(count: int, of: int) -> str:
    return f"All {of} regions" if count == of else f"{count} other region{'s' * (count != 1)}"


def _at(cell: tuple[int, int]) -> str:
    return f"[{cell[0] + 1}, {cell[1] + 1}]"


def _told(one: Fate) -> str:
    change = f"pooled {_at(one.region)} goes from {format_number(one.was, 3)} to {format_number(one.now, 3)}"
    if one.kind == LEFT and one.came is not None:
        where = f"into region {_at(one.into)}" if one.into is not None else "to where no region reaches"
        return (f"The strongest cell of region {_at(one.region)} moved from {_at(one.stood)} to {_at(one.came)}, "
                f"{where}: {change}.")  # fmt: skip
    if one.kind == OFF:
        return f"The strongest cell of region {_at(one.region)}, at {_at(one.stood)}, moved off the map: {change}."
    if one.kind == FADED:
        return (f"The strongest cell of region {_at(one.region)}, at {_at(one.stood)}, is another number where it "
                f"moved to, as the rim of the image cuts what it sees: {change}.")  # fmt: skip
    return (
        f"A stronger cell came into region {_at(one.region)}: {change}."
        if one.now > one.was
        else (f"Another number is the largest of region {_at(one.region)} now: {change}.")
    )


def _kept(one: Fate, size: str) -> str:
    assert one.came is not None
    way = f"from {_at(one.stood)} to {_at(one.came)}"
    return (f"The strongest cell of region {_at(one.region)} moved {way}, within the same {size} region: "
            f"its maximum stays {format_number(one.was, 3)}.")  # fmt: skip


def moves_with(windows: Sequence[Window], shift: Shift) -> Shift | None:
    """Return how far a map behind ``windows`` moves with its image; None where a window goes on by more than a cell."""
    return shift if all(window.stride == 1 for window in windows) else None


def same_answer(outputs: Floats, wanted: int) -> np.ndarray:
    """Return for each shift whether output ``wanted`` is the largest of all: (shifts,), booleans.

    ``outputs`` is (shifts, outputs).
    """
    same: np.ndarray = outputs.argmax(axis=1) == wanted
    return same
