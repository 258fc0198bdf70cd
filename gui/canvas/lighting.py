"""Which part of the drawing is lit, and what the pointer on it means: from reasoning, made when asked for.

Nothing is computed while nothing is looked at, and nothing twice for the same explanation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF

from core.chain_rule.values import Explanation, Factor
from core.document import Document, Ref
from gui.canvas.drawing import MIDDLE, Drawing, Hit
from gui.canvas.tags import Placed, place_tags, shows_itself, tag_at
from gui.canvas.trail import Key, Light, Spot, Tag, blanked, light_of
from gui.state.reasoning import NOTHING_POINTED, Pointed, Reasoning
from gui.state.selection import Selection
from gui.state.settings import Settings

SETTING = "chain_on_canvas"
NOWHERE: Mapping[Key, Placed] = {}


class Lighting:
    """What the painters ask: ``light``, and ``placed`` for the tags in it. ``on`` is the user's switch."""

    def __init__(self, reasoning: Reasoning, selection: Selection, settings: Settings) -> None:
        self._reasoning, self._selection, self._settings = reasoning, selection, settings
        self.on = settings.flag(SETTING, default=True)
        self.seen = QRectF()
        """What Fit shows: tags stay within."""
        self.scene: Light | None = None
        """What slow motion shows now, in place of what is looked at."""
        self._made: tuple[object, ...] = ()
        self._light: Light | None = None
        self._seated: tuple[object, ...] = ()
        self._placed: Mapping[Key, Placed] = NOWHERE

    def switch(self) -> None:
        """Show paths, or stop doing so; remembered."""
        self.on = not self.on
        self._settings.remember(SETTING, self.on)

    @property
    def row(self) -> int:
        """The data row whose values are shown: the one pointed at in a table, else the one chosen."""
        pointed = self._reasoning.pointed.row
        return self._selection.row if pointed is None else pointed

    def index_of(self, ref: Ref) -> tuple[int, ...]:
        """Return which number of a parameter of several is looked at; () where another parameter is, or none."""
        return self._reasoning.index_of(ref)

    @property
    def pointed_spot(self) -> Spot | None:
        """The factor that is pointed at, as a spot."""
        pointed = self._reasoning.pointed
        return None if pointed.factor is None else Spot(pointed.path, pointed.factor)

    def light(self, document: Document) -> Light | None:
        """Return what is lit; None where nothing is, and all is painted as always."""
        if self.scene is not None:
            return self.scene
        return self._light_of(document) if self.on else None

    def asks(self, document: Document, node: str) -> bool:
        """Whether what a node gives out is to be worked out, with its path lit or not."""
        if node in self._reasoning.asked:
            return True
        secret = self._reasoning.values_secret and self.scene is None  # slow motion tells all
        light = self._light_of(document) if secret else None
        return light is not None and node in light.asked

    @property
    def _secrecy(self) -> tuple[bool, bool]:
        return self._reasoning.secret, self._reasoning.values_secret

    def _light_of(self, document: Document) -> Light | None:
        """Return the light of what is looked at."""
        found = self._reasoning.explanation
        if found is None or found.rows.size == 0:
            return None
        key = (found, self._reasoning.path, self.row, self._reasoning.pointed, *self._secrecy)
        if not self._made or self._made[0] is not found or self._made[1:] != key[1:]:
            light = light_of(document, found, self._reasoning.path, self.row)
            light = blanked(document, light, values=self._reasoning.values_secret) if self._reasoning.secret else light
            self._made, self._light = key, replace(light, strong=self._strong(found))
        return self._light

    def placed(self, drawing: Drawing) -> Mapping[Key, Placed]:
        """Return where the tags stand that the drawing does not show by itself."""
        light = self.light(drawing.document)
        if light is None:
            return NOWHERE
        wanted = [tag for tag in light.tags if not shows_itself(tag, drawing)]
        shape = (self.seen, *((tag.key, tag.forms) for tag in wanted))
        if not self._seated or self._seated[0] is not drawing or self._seated[1] != shape:
            self._seated, self._placed = (drawing, shape), place_tags(wanted, drawing, self.seen)
        return self._placed

    # -- pointing ------------------------------------------------------------------------------------------

    def _strong(self, found: Explanation) -> frozenset[Ref]:
        factor = factor_at(found, self._reasoning.pointed)
        return frozenset() if factor is None else frozenset({factor.place})

    def tag_at(self, drawing: Drawing, point: QPointF, zoom: float) -> Tag | None:
        """Return the tag under a point of the scene."""
        if zoom < MIDDLE:
            return None
        light, key = self.light(drawing.document), tag_at(self.placed(drawing), point)
        return next((tag for tag in light.tags if tag.key == key), None) if light is not None and key else None

    def point(self, tag: Tag | None, hit: Hit, document: Document) -> None:
        """Tell the others which factor is under the pointer: by its tag, its pill, its node or its connection."""
        if self.scene is not None:
            return
        light = self.light(document)
        spot = None if light is None else self._spot(light, tag, hit)
        self._reasoning.point(NOTHING_POINTED if spot is None else Pointed(spot.path, spot.factor))

    @staticmethod
    def _spot(light: Light, tag: Tag | None, hit: Hit) -> Spot | None:
        if tag is not None:
            return tag.spots[0] if tag.spots else None
        place = hit.pair or hit.ref or (("", hit.node) if hit.node else None)
        return light.spots.get(place) if place is not None else None

    def choose_path(self, tag: Tag) -> None:
        """Show only the path that a tag belongs to, or all of them again."""
        paths = {spot.path for spot in tag.spots}
        if self.scene is None and len(paths) == 1 and None not in paths:
            path = paths.pop()
            self._reasoning.choose_path(None if self._reasoning.path == path else path)


def factor_at(found: Explanation, pointed: Pointed) -> Factor | None:
    """Return the factor that is pointed at."""
    if pointed.factor is None:
        return None
    path = pointed.path
    factors = found.short if path is None or path >= len(found.paths) else found.paths[path].factors
    return factors[pointed.factor] if pointed.factor < len(factors) else None
