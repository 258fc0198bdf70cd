"""Small marks where something keeps the network from learning."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.diagnosis import Finding
from core.document import Ref, wired
from gui.canvas import geometry, look
from gui.canvas.drawing import FAR, Hit
from gui.canvas.stage import Stage
from gui.controls.labels import written
from gui.faults import guarded
from gui.state.diagnosis import Diagnosis

REACH = 11.0
"""The radius of a mark."""
ASIDE = 6.0
"""How far outside the corner of a pill its middle is, so that the number's name can be read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the findings of one node or parameter stand."""

    center: QPointF
    hit: Hit
    findings: tuple[Finding, ...]

    @property
    def serious(self) -> bool:
        """Whether one of them calls for something."""
        return any(finding.serious for finding in self.findings)


class WarningLayer(QGraphicsItem):
    """Paints the marks over nodes and numbers, and says which one is under a point."""

    def __init__(self, stage: Stage, diagnosis: Diagnosis) -> None:
        super().__init__()
        self._stage, self._diagnosis = stage, diagnosis
        self._area = QRectF()

    def set_area(self, area: QRectF) -> None:
        """Follow the size of the scene."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """Return the whole scene."""
        return self._area

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint a triangle at each place with a finding; an i where it only explains."""
        if painter.worldTransform().m11() < FAR:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._stage.colors
        for mark in self.marks():
            ink = colors.danger if mark.serious else colors.accent
            lit = self._stage.hover.part == "warning" and self._stage.hover == mark.hit
            painter.setPen(look.pen(ink, 2.0 if lit else 1.2))
            painter.setBrush(look.color(colors.danger_soft if mark.serious else colors.accent_soft))
            painter.drawEllipse(mark.center, REACH, REACH)
            look.paint_icon(painter, "triangle-alert" if mark.serious else "info", ink, mark.center, 14)

    def marks(self) -> list[Mark]:
        """Return the marks of the findings that have a place in the drawing."""
        found: dict[Hit, list[Finding]] = {}
        for finding in self._diagnosis.findings:
            for hit in self._places(finding):
                found.setdefault(hit, []).append(finding)
        return [Mark(self._center(hit), hit, tuple(group)) for hit, group in found.items()]

    def hit(self, point: QPointF, zoom: float) -> Hit | None:
        """Return the mark under ``point``; None if there is none."""
        if zoom < FAR:
            return None
        near = (mark for mark in self.marks() if (mark.center - point).manhattanLength() <= 1.4 * REACH)
        mark = next(near, None)
        return mark.hit if mark is not None else None

    def findings_at(self, hit: Hit) -> tuple[Finding, ...]:
        """Return the findings of a mark."""
        return next((mark.findings for mark in self.marks() if mark.hit == hit), ())

    def words(self, hit: Hit) -> str:
        """Return what the tooltip of a mark says; empty where ``hit`` is none."""
        if hit.part != "warning":
            return ""
        document = self._stage.document
        said = [written(document, f"{finding.title}\n{finding.proof}") for finding in self.findings_at(hit)]
        return "\n\n".join([*said, "Click for what can be done"])

    def _places(self, finding: Finding) -> list[Hit]:
        centers, document = self._stage.drawing.centers, self._stage.document
        if finding.ref is not None:
            ref = finding.ref
            known = ref in document.connections if wired(ref) else ref[1] in centers
            return [Hit("warning", pair=ref, ref=ref) if wired(ref) else Hit("warning", node=ref[1], ref=ref)] * known
        return [Hit("warning", node=node) for node in finding.nodes if node in centers]

    def _center(self, hit: Hit) -> QPointF:
        drawing = self._stage.drawing
        if hit.ref is None and hit.node is not None:
            return geometry.square(drawing.centers[hit.node]).topLeft() + QPointF(3, 3)
        ref: Ref = hit.ref or ("", "")
        pill = drawing.pills.get(ref)
        if pill is not None:
            return QPointF(pill.left() - ASIDE, pill.top() - ASIDE)
        return geometry.wire_point(drawing.wire(ref), 0.5) if wired(ref) else geometry.bias_pill(
            drawing.centers[ref[1]], 0).center()
