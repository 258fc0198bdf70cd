"""A formula in lines: pieces flow and break between factors; a factor can be pointed at by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.inspectors.chain_terms import Term
from gui.inspectors.factor_tip import FactorTip
from gui.inspectors.formula_lines import PLAIN, Placed, flow
from gui.state.reasoning import NOTHING_POINTED, Pointed
from gui.theme import Theme, font

TIP = "The chain rule: point at a factor to see its place in the network; arrow keys go through them"


class FormulaView(QWidget):
    """Shows terms. ``pointed`` says what the pointer, or with the focus the arrow keys, are on.

    It has no ``event`` of its own: Qt calls that of a widget that Python's collector is about to delete, and crashes.
    """

    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.terms: tuple[Term, ...] = ()
        self._placed: tuple[Placed, ...] = ()
        self._flows: dict[tuple[int, float], tuple[tuple[Placed, ...], float]] = {}
        self._ratio = 1.0
        self.marked = NOTHING_POINTED
        self.tip = FactorTip(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(TIP)

    def show_terms(self, terms: tuple[Term, ...]) -> None:
        """Show another formula."""
        if terms != self.terms:
            self.terms = terms
            self._flows.clear()
            self.setAccessibleName("Chain rule: " + " ".join(term.piece.plain for term in terms))
            self._arrange()
            self.updateGeometry()
            self.update()

    def mark(self, pointed: Pointed) -> None:
        """Mark the factor that is pointed at, here or elsewhere."""
        if pointed != self.marked:
            self.marked = pointed
            self.update()

    def place_of(self, pointed: Pointed) -> QRectF:
        """Return where a factor stands; an empty rectangle if it is not shown."""
        return next((one.area for one in self._placed if one.term.pointed == pointed), QRectF())

    # -- room ----------------------------------------------------------------------------------------------

    def _flow(self, width: int) -> tuple[tuple[Placed, ...], float]:
        key = (width, self.devicePixelRatioF())
        if key not in self._flows:
            self._flows[key] = flow(self.terms, max(60.0, width - 2.0), key[1])
        return self._flows[key]

    def _arrange(self) -> None:
        self._ratio = self.devicePixelRatioF()
        self._placed = self._flow(self.width())[0]

    def hasHeightForWidth(self) -> bool:
        """Narrow formulas are high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the lines are together."""
        return round(self._flow(width)[1])

    def sizeHint(self) -> QSize:
        """Ask for the height at the width there is."""
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Ask for little width: lines break."""
        return QSize(60, 20)

    # -- events --------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pieces on their lines, and mark the factor pointed at."""
        if self._ratio != self.devicePixelRatioF():
            self._arrange()  # the window came to another screen
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for one in self._placed:
            if self._is_marked(one.term):
                painter.setBrush(QColor(self._theme.colors.accent_soft))
                painter.setPen(QPen(QColor(one.term.ink), 1))
                painter.drawRoundedRect(one.area, 4, 4)
            if one.drawn is not None:
                painter.drawPixmap(QPointF(one.spot.x(), one.spot.y() - one.drawn.ascent), one.drawn.picture)
            else:
                painter.setFont(font(PLAIN))
                painter.setPen(QColor(one.term.ink))
                painter.drawText(one.spot, one.term.piece.plain)
        painter.end()

    def _is_marked(self, term: Term) -> bool:
        mine, marked = term.pointed, self.marked
        if mine is None or mine.path != marked.path:
            return False
        return marked.factor is not None and mine.factor == marked.factor

    def _at(self, spot: QPointF) -> Placed | None:
        found = (one for one in self._placed if one.term.pointed is not None and one.area.contains(spot))
        return next(found, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which factor the pointer is on."""
        over = self._at(event.position())
        self.tip.follow(over)
        self.setToolTip(TIP if over is None else "")  # or it would stand over the factor
        self.pointed.emit(over.term.pointed if over is not None else NOTHING_POINTED)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that it is on none."""
        self.tip.follow(None)
        self.pointed.emit(NOTHING_POINTED)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go through the factors; Esc lets go."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.marked != NOTHING_POINTED:
            self.pointed.emit(NOTHING_POINTED)
        elif way is None:
            super().keyPressEvent(event)
        else:
            self._go(way)

    def _go(self, way: int) -> None:
        stops = [one.term for one in self._placed if one.term.pointed is not None]
        here = next((place for place, term in enumerate(stops) if self._is_marked(term)), None)
        if stops:
            following = (0 if way > 0 else len(stops) - 1) if here is None else (here + way) % len(stops)
            self.pointed.emit(stops[following].pointed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Point at the first factor when the Tab key comes here."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._go(1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go."""
        super().focusOutEvent(event)
        self.pointed.emit(NOTHING_POINTED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lines to a new width."""
        super().resizeEvent(event)
        self._arrange()
