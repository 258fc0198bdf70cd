"""A scene of slow motion as light on the canvas: what happens now stands out, what is to come is dim."""

from __future__ import annotations

from core.chain_rule.motion import Scene
from core.chain_rule.values import Explanation, Factor
from core.document import Document, Ref, bias_of
from gui.canvas.trail import Key, Light, Spot, Tag, factor_tag, row_place


def light_of_scene(scene: Scene, document: Document, found: Explanation, row: int) -> Light:
    """Return what is lit: forward the node under way, backward the factors told so far."""
    told = _told(scene, found)
    places = {*scene.places, *(factor.place for _, factor in told)}
    nodes = frozenset(target for source, target in places if not source)
    pairs = frozenset(place for place in places if place[0])
    ends = {node for pair in pairs for node in pair} if told else set()
    plain = {bias_of(node) for node in scene.known}
    plain |= {pair for pair in document.connections if pair[1] in scene.known and not told}
    tags = {**_factor_tags(told, row_place(found, row)), **_working(scene)}
    newest = frozenset(scene.places) if scene.kind == "factor" else frozenset()
    unknown = frozenset(document.nodes) - scene.known
    lit = nodes | (ends & scene.known)
    return Light(frozenset(lit), pairs, tuple(tags.values()), newest, {}, unknown, frozenset(plain if not told else ()))


def _told(scene: Scene, found: Explanation) -> list[tuple[Spot, Factor]]:
    """Return the factors told by now."""
    listed = []
    for path, number in scene.factors:
        factors = found.short if path is None else found.paths[path].factors
        listed.append((Spot(path, number), factors[number]))
    return listed


def _factor_tags(told: list[tuple[Spot, Factor]], place: int) -> dict[Key, Tag]:
    tags = (factor_tag(factor, place) for _, factor in told)
    return {tag.key: tag for tag in tags}


def _working(scene: Scene) -> dict[Key, Tag]:
    """Return the sum in short, beside the node or the number that it is about."""
    if not scene.working or not scene.places:
        return {}
    kind = "parameter" if scene.kind in ("product", "derivative", "update", "done") else "working"
    place: Ref = scene.places[0]
    tag = Tag(kind, place, (), (scene.working.replace("{}", "{ }"),))
    return {tag.key: tag}
