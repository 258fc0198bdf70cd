"""Order in a drawing: a network computes from its inputs onwards, level by level, so nothing may feed itself.

Nodes are counted here, since a drawing may have half a million connections.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from core.document import Pair

Numbers = NDArray[np.intp]
"""Nodes by number, or a number for each node."""


def find_loop(pairs: Iterable[Pair]) -> list[str]:
    """Return the ids of one loop in the order of its connections, or an empty list where there is none."""
    pairs = [*pairs]
    nodes = [*dict.fromkeys(node for pair in pairs for node in pair)]
    return [nodes[at] for at in loop_among(len(nodes), *_counted(nodes, pairs))]


def levels(least: Mapping[str, int], pairs: Collection[Pair]) -> dict[str, int]:
    """Return each node's level: ``least`` of it, or one more than the highest level that feeds it if that is more.

    Those in or behind a loop are left out.
    """
    found = depths(np.array([*least.values()], dtype=np.intp), *_counted(least, pairs))
    return {node: depth for node, depth in zip(least, found.tolist(), strict=True) if depth >= 0}


def _counted(nodes: Iterable[str], pairs: Collection[Pair]) -> tuple[Numbers, Numbers]:
    """Return the numbers of the sources and of the targets."""
    number = {node: at for at, node in enumerate(nodes)}
    sources = np.array([number[source] for source, _ in pairs], dtype=np.intp)
    return sources, np.array([number[target] for _, target in pairs], dtype=np.intp)


def depths(least: Numbers, sources: Numbers, targets: Numbers) -> Numbers:
    """Return the level of each node as ``levels`` does, -1 for those in or behind a loop.

    Nodes are taken when all that feed them have been (Kahn 1962).
    """
    missing = np.bincount(targets, minlength=len(least)).tolist()
    by_source = np.argsort(sources, kind="stable")
    following = targets[by_source].tolist()
    starts = np.searchsorted(sources[by_source], np.arange(len(least) + 1)).tolist()
    level = least.tolist()
    ready = [node for node, count in enumerate(missing) if not count]
    for node in ready:
        above = level[node] + 1
        for target in following[starts[node] : starts[node + 1]]:
            if level[target] < above:
                level[target] = above
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return np.where(np.array(missing, dtype=np.intp) > 0, -1, np.array(level, dtype=np.intp))


def loop_among(count: int, sources: Numbers, targets: Numbers) -> list[int]:
    """Return one loop among ``count`` nodes, in the order of its connections, or an empty list.

    Every node that can never be taken stands on a loop or behind one and is fed by another such node, so walking
    backwards from any of them must come round.
    """
    tangled = depths(np.zeros(count, dtype=np.intp), sources, targets) < 0
    if not tangled.any():
        return []
    within = tangled[sources] & tangled[targets]
    feeding = np.zeros(count, dtype=np.intp)
    feeding[targets[within]] = sources[within]
    fed_by = feeding.tolist()
    path: dict[int, None] = {}
    node = int(np.flatnonzero(tangled)[0])
    while node not in path:
        path[node] = None
        node = fed_by[node]
    walked = [*path]
    return walked[walked.index(node) :][::-1]
