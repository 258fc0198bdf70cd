"""How columns share the room there is: names are whole, and the table scrolls if need be; then what is under them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

NARROWEST, WIDEST, LONGEST = 64, 124, 280
"""Pixels: of any column; of one that needs no more, where there is room to spare; of one with a long name."""


def shared_widths(room: int, names: Sequence[int], headers: Sequence[int]) -> list[int]:
    """Return the width of each column, in pixels, so that together they take ``room`` as far as they can.

    ``names`` holds what each name needs, ``headers`` what the name and the words under it need. Between all
    names whole, all headers whole and all at their widest, widths grow evenly.
    """
    least = [min(max(NARROWEST, name), LONGEST) for name in names]
    full = [min(max(few, header), LONGEST) for few, header in zip(least, headers, strict=True)]
    stages = [least, full, [max(WIDEST, width) for width in full]]
    for low, high in pairwise(stages):
        if sum(low) <= room < sum(high):
            part = (room - sum(low)) / (sum(high) - sum(low))
            return [int(few + part * (many - few)) for few, many in zip(low, high, strict=True)]
    return stages[-1] if room >= sum(stages[-1]) else least
