"""Room for the past: all runs together, kept ones and those that branches came from, take a bounded part of memory.

    make_room([run, *others], busy=run)
"""

from __future__ import annotations

from collections.abc import Iterable

from core.training.run import Run

MOST_BYTES = 200_000_000
"""For the records of all runs; of more, the run that takes most drops every second of its records, again and again."""


def make_room(runs: Iterable[Run], busy: Run | None = None, most: int = MOST_BYTES) -> None:
    """Drop records of ``runs`` and of those they branched off until all take ``most`` bytes at most.

    Steps that lose their record are made again when they are asked for, exactly. First and newest record of a run
    always stay. ``busy`` is the one that a thread may be training: it is left alone.
    """
    family = _family(runs)
    sizes = {run: run.history.size for run in family}
    dropped, idle = False, {run for run in family if run is not busy}
    while idle and sum(sizes.values()) > most:
        largest = max(idle, key=sizes.__getitem__)
        if not largest.history.thin():
            idle.remove(largest)
            continue
        sizes[largest], dropped = largest.history.size, True
    if dropped:
        for run in sorted(family, key=lambda run: len(run.line)):  # who came before is looked at first
            run.look_back()


def _family(runs: Iterable[Run]) -> list[Run]:
    """Return the runs and all that they go back to, each once."""
    found: dict[Run, None] = {}
    for start in runs:
        run: Run | None = start
        while run is not None and run not in found:
            found[run] = None
            run = run.parent
    return list(found)
