"""The chain rule of the parameter looked at, at the numbers shown: made once a frame for all who show it.

The card lists its factors, the canvas lights its paths, the plots mark what is pointed at. Nobody keeps a copy.
While numbers run by faster than they can be read, one that took long to make is kept for a while; who shows other
numbers beside it takes them from ``Reasoning.frame``, so that all of them belong to one step. At rest, and where each
step can be read, it is always of the newest frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot

from core.chain_rule.explain import explain
from core.chain_rule.values import Explanation, Factor
from core.document import Ref, bias_of, filters_of
from gui.state.frame import Frame
from gui.state.selection import Selection
from gui.state.training import Training
from gui.state.turns import Turns

KEPT = 10.0
"""How long an explanation is kept while numbers run by, in times of what it took to make it."""
HIDDEN = "The numbers are hidden while you work them out."
"""What views say in place of the numbers while they are ``secret``."""
FOR_LATER = "The numbers are hidden: a later step asks for them."
"""The same while nobody asks for them yet."""
CARD = "card"
"""Who keeps numbers secret: the card of the number looked at, and only while there is one."""
AHEAD, LATER = "ahead", "later"
"""Who keeps secret what a later step of a lesson asks for; by ``LATER`` residuals no longer."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the pointer is on: a factor of a path (``path`` None: of the short form), a row of the data, or neither.

    ``row`` is the number of the data row, counted from 0, as in ``Explanation.rows`` and ``Selection.row``.
    """

    path: int | None = None
    factor: int | None = None
    row: int | None = None


NOTHING_POINTED = Pointed()


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """An explanation, what it is of, and until when it may stand for that of a later step."""

    frame: Frame
    ref: Ref
    index: tuple[int, ...]
    found: Explanation
    until: float

    def is_of(self, frame: Frame, ref: Ref, index: tuple[int, ...], *, flowing: bool) -> bool:
        """Whether it is what there is to say; while numbers flow by, that of a step just before will do."""
        if (self.ref, self.index) != (ref, index):
            return False
        early = flowing and self.frame.document is frame.document and monotonic() < self.until
        return self.frame is frame or early


class Reasoning(QObject):
    """Tells by ``pointed_changed`` what is pointed at, by ``target_changed`` that another number is looked at.

    ``secret_changed`` tells that somebody works the numbers out, or no longer does.
    """

    pointed_changed = Signal()
    target_changed = Signal()
    secret_changed = Signal()

    def __init__(self, selection: Selection, turns: Turns, training: Training) -> None:
        super().__init__()
        self._selection, self._turns, self._training = selection, turns, training
        self.pointed = NOTHING_POINTED
        self.path: int | None = None
        """The path that is chosen among several; None: all of them together."""
        self.last: tuple[Ref, tuple[int, ...]] | None = None
        """The number that a plot goes on showing when none is looked at."""
        self._secret: frozenset[str] = frozenset()
        self.asked: frozenset[str] = frozenset()
        """Nodes whose output somebody works out: the drawing writes a "?" for it."""
        self._ref: Ref | None = None
        self._index: tuple[int, ...] = ()
        self._made: _Made | None = None
        selection.changed.connect(self._follow)

    @property
    def ref(self) -> Ref | None:
        """The parameter looked at: the one chosen, the weight of the one connection, what the one node has itself.

        That is the bias, or the filters of a convolution.
        """
        chosen = self._selection
        if chosen.node is not None:
            return self._of_node(chosen.node)
        if len(chosen.pairs) == 1 and not chosen.nodes:
            return self._alive(next(iter(chosen.pairs)))
        return None if chosen.nodes or chosen.pairs or chosen.parameter is None else self._alive(chosen.parameter)

    @property
    def index(self) -> tuple[int, ...]:
        """Which number of the parameter: () where it has one, else (target unit, source unit) or (unit,).

        Of filters it is (filter, channel, row, column).
        """
        ref, document = self.ref, self._turns.of_data.document
        if ref is None or ref != self._ref:
            return self._first(ref)
        shape = document.parameter(ref).value.shape
        fits = len(self._index) == len(shape) and all(
            place < size for place, size in zip(self._index, shape, strict=True))
        return self._index if fits else self._first(ref)

    def index_of(self, ref: Ref) -> tuple[int, ...]:
        """Return which number of ``ref`` is looked at, as ``index``; () where another parameter is, or none."""
        return self.index if self.ref == ref else ()

    def look_at(self, index: tuple[int, ...], ref: Ref | None = None) -> None:
        """Look at one number of the parameter chosen, or of ``ref``, which is chosen then."""
        self._ref, self._index = ref or self.ref, index
        if ref is not None and ref != self.ref:
            self._selection.look_at(ref)  # tells by itself
            return
        self.path, self.pointed = None, NOTHING_POINTED
        self.target_changed.emit()

    def choose_path(self, path: int | None) -> None:
        """Show one of several paths, or all."""
        if path != self.path:
            self.path, self.pointed = path, NOTHING_POINTED
            self.pointed_changed.emit()

    def point(self, pointed: Pointed = NOTHING_POINTED) -> None:
        """Say what the pointer is on; without argument, that it is on nothing."""
        if pointed != self.pointed:
            self.pointed = pointed
            self.pointed_changed.emit()

    @property
    def secret(self) -> bool:
        """Whether somebody works the numbers out: then they are nowhere to be read, a "?" stands for each."""
        return bool(self._secret - {CARD}) or self.values_secret

    @property
    def values_secret(self) -> bool:
        """Whether what nodes give out is among them: the card's exercise asks for it, lessons reckon with it."""
        return CARD in self._secret and self.ref is not None

    @property
    def hidden(self) -> str:
        """What views say in place of the numbers while they are ``secret``."""
        return HIDDEN if self._secret - {AHEAD, LATER} else FOR_LATER

    @property
    def residuals_secret(self) -> bool:
        """Whether residuals are among them: not where only what comes later is kept."""
        return bool(self._secret - {CARD, LATER}) or self.values_secret

    def keep_secret(self, *, secret: bool, by: str = CARD) -> None:
        """Let the numbers of what is looked at be shown nowhere, or again; who else keeps them secret still does."""
        before, self._secret = self._secret, self._secret | {by} if secret else self._secret - {by}
        if before != self._secret:
            self.secret_changed.emit()

    def ask_for(self, nodes: frozenset[str]) -> None:
        """Let what these nodes give out be worked out, and what all others give out be shown."""
        if nodes != self.asked:
            self.asked = nodes
            self.secret_changed.emit()

    @property
    def explanation(self) -> Explanation | None:
        """The chain rule at the numbers that views show; None where nothing is looked at or nothing computes."""
        frame, ref = self._turns.of_data, self.ref
        if ref is None or frame.network is None or frame.rows is None or frame.snapshot is None:
            return None
        if ref not in frame.network.slots:
            return None
        index, flowing = self.index, (frame.running and not self._training.slow) or self._training.timeline.flowing
        if self._made is None or not self._made.is_of(frame, ref, index, flowing=flowing):
            begun = monotonic()
            found = explain(
                frame.document, frame.network, frame.snapshot.theta, frame.rows, ref, index, step=frame.step)
            ended = monotonic()
            self._made = _Made(frame, ref, index, found, ended + KEPT * (ended - begun))
        return self._made.found

    @property
    def frame(self) -> Frame:
        """The frame that the explanation is of: the newest, or one just before where that is kept for a while."""
        return self._turns.of_data if self.explanation is None or self._made is None else self._made.frame

    @property
    def factor(self) -> Factor | None:
        """The factor pointed at, of the explanation as it is now."""
        found, pointed = self.explanation, self.pointed
        if found is None or pointed.factor is None:
            return None
        if pointed.path is not None and pointed.path >= len(found.paths):
            return None
        factors = found.short if pointed.path is None else found.paths[pointed.path].factors
        return factors[pointed.factor] if pointed.factor < len(factors) else None

    def _of_node(self, node: str) -> Ref | None:
        own = (filters_of(node), bias_of(node))
        ref = self._selection.parameter
        wanted = (ref, *own) if ref in own and ref is not None else own
        return next((found for found in wanted if self._alive(found)), None)

    def _alive(self, ref: Ref) -> Ref | None:
        """Return ``ref`` where the drawing has it: what was chosen may just have been deleted."""
        return ref if self._turns.of_data.document.has(ref) else None

    def _first(self, ref: Ref | None) -> tuple[int, ...]:
        if ref is None:
            return ()
        shape = self._turns.of_data.document.parameter(ref).value.shape
        return () if all(size == 1 for size in shape) else tuple(0 for _ in shape)

    @Slot()
    def _follow(self) -> None:
        self.path, self.pointed = None, NOTHING_POINTED
        self.target_changed.emit()
