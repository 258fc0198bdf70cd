"""Loops in a drawing: a network computes from its inputs onwards, so no node may feed itself in the end."""

from __future__ import annotations

from collections.abc import Iterable

from core.document import Pair


def find_loop(pairs: Iterable[Pair]) -> list[str]:
    """Return the ids of one loop in the order of its connections, or an empty list where there is none.

    Nodes that nothing unfinished feeds are taken away again and again; every node that is left stands on a loop
    or behind one, so walking backwards from any of them must come round.
    """
    sources: dict[str, set[str]] = {}
    targets: dict[str, list[str]] = {}
    for source, target in pairs:
        sources.setdefault(target, set()).add(source)
        sources.setdefault(source, set())
        targets.setdefault(source, []).append(target)
    free = [node for node, feeding in sources.items() if not feeding]
    while free:
        done = free.pop()
        del sources[done]
        for target in targets.get(done, ()):
            sources[target].discard(done)
            if not sources[target]:
                free.append(target)
    return _walk_back(sources)


def _walk_back(sources: dict[str, set[str]]) -> list[str]:
    if not sources:
        return []
    path: dict[str, None] = {}
    node = next(iter(sources))
    while node not in path:
        path[node] = None
        node = min(sources[node])
    walked = [*path]
    return walked[walked.index(node) :][::-1]
