"""Order in a drawing: a network computes from its inputs onwards, level by level, so nothing may feed itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.document import Pair


def find_loop(pairs: Iterable[Pair]) -> list[str]:
    """Return the ids of one loop in the order of its connections, or an empty list where there is none.

    Nodes that nothing unfinished feeds are taken away again and again; every node that is left stands on a loop
    or behind one, so walking backwards from any of them must come round.
    """
    missing: dict[str, int] = {}
    targets: dict[str, list[str]] = {}
    for source, target in pairs:
        missing[target] = missing.get(target, 0) + 1
        targets.setdefault(source, []).append(target)
    free = [node for node in targets if node not in missing]
    while free:
        for target in targets.pop(free.pop(), ()):
            missing[target] -= 1
            if not missing[target]:
                del missing[target]
                free.append(target)
    return _walk_back(missing, targets)


def _walk_back(tangled: dict[str, int], targets: dict[str, list[str]]) -> list[str]:
    """Return a loop among ``tangled`` nodes, each of which another one feeds; ``targets`` maps source to targets."""
    if not tangled:
        return []
    feeding = {target: source for source in targets if source in tangled for target in targets[source]}
    path: dict[str, None] = {}
    node = next(iter(tangled))
    while node not in path:
        path[node] = None
        node = feeding[node]
    walked = [*path]
    return walked[walked.index(node) :][::-1]


def levels(least: Mapping[str, int], pairs: Iterable[Pair]) -> dict[str, int]:
    """Return each node's level: ``least`` of it, or one more than the highest level that feeds it if that is more.

    Nodes are taken when all that feed them have been (Kahn 1962); those in or behind a loop are left out.
    """
    level, missing = dict(least), dict.fromkeys(least, 0)
    following: dict[str, list[str]] = {node: [] for node in least}
    for source, target in pairs:
        missing[target] += 1
        following[source].append(target)
    ready = [node for node, count in missing.items() if not count]
    for node in ready:
        for target in following[node]:
            level[target] = max(level[target], level[node] + 1)
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    done = set(ready)
    return {node: level[node] for node in least if node in done}
