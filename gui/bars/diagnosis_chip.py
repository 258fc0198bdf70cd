"""The small button over the canvas that says how many hints there are, and opens them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Slot
from PySide6.QtWidgets import QPushButton

from core.diagnosis import Finding
from gui.canvas.tags import solid
from gui.canvas.view import CanvasView
from gui.diagnosis_panel import DiagnosisPanel
from gui.state.workspace import Workspace
from gui.theme import icon

GAP = 12
STEP = 16
"""Pixels between the places that are tried for the panel."""


class DiagnosisChip(QPushButton):
    """Lies in the lower left corner of the canvas while there is something to say; looks only while that is seen."""

    def __init__(self, workspace: Workspace, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self.setObjectName("hints")
        self._workspace, self._canvas = workspace, canvas
        self.panel: DiagnosisPanel | None = None
        """The panel opened last."""
        self.setToolTip("Why doesn't it learn? What was found, with proof and what can be done")
        self.clicked.connect(self.open_all)
        canvas.installEventFilter(self)
        canvas.camera.moved.connect(self._place)
        workspace.turns.join(self._look)
        workspace.diagnosis.changed.connect(self._follow)
        workspace.diagnosis.asked.connect(self.open_for)
        workspace.theme.changed.connect(self._follow)
        self._follow()

    def open_all(self) -> None:
        """Show everything that is found now, also where hints are off."""
        self._open(self._workspace.diagnosis.examine())

    @Slot(object)
    def open_for(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings by the pointer."""
        self._open(findings, self.cursor().pos() + QPoint(10, 10))

    def _open(self, findings: tuple[Finding, ...], spot: QPoint | None = None) -> None:
        if self.panel is not None:
            self.panel.deleteLater()
        self.panel = DiagnosisPanel(self._workspace, self.window(), findings)
        self.panel.mended.connect(self._canvas.setFocus)
        self.panel.adjustSize()
        self.panel.open_at(self._free_place(self.panel.size()) if spot is None else spot)

    def _free_place(self, size: QSize) -> QPoint:
        """Return where a panel covers nothing that is drawn, or else the least, the nearest to the chip; on the screen.
        """
        view, drawing = self._canvas, self._canvas.canvas.stage.drawing
        drawn = [view.mapFromScene(area).boundingRect() for area in solid(drawing)]
        home = QPoint(GAP, self.y() - GAP - size.height())
        right, low = max(GAP, view.width() - GAP - size.width()), max(GAP, home.y())
        places = [QPoint(x, y) for x in {*range(GAP, right, STEP), right} for y in {*range(GAP, low, STEP), low}]

        def cost(place: QPoint) -> tuple[int, int, int, int]:
            covered = (QRect(place, size) & area for area in drawn)
            over = sum(area.width() * area.height() for area in covered if not area.isEmpty())
            return over, (place - home).manhattanLength(), place.x(), place.y()

        return view.mapToGlobal(min(places, key=cost))

    def _look(self) -> None:
        if self._canvas.isVisible():
            self._workspace.diagnosis.look()
            self._place()

    @Slot()
    def _follow(self) -> None:
        """Say how many there are; nothing where there is none."""
        found, colors = self._workspace.diagnosis.findings, self._workspace.theme.colors
        serious = any(finding.serious for finding in found)
        self.setText(f"{len(found)} hint{'s' * (len(found) != 1)}")
        self.setAccessibleName(f"{self.text()}: why doesn't it learn?")
        self.setIcon(icon("triangle-alert" if serious else "info", colors.danger if serious else colors.accent))
        if not found and self.window().focusWidget() is self:
            self._canvas.setFocus()  # or any other button would have the keys
        self.setVisible(bool(found))
        self._place()

    @Slot()
    def _place(self) -> None:
        self.adjustSize()
        self.move(GAP, self._canvas.height() - self._canvas.camera.bottom - self.height() - GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the canvas changes its size; catch up when it is shown."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        elif event.type() is QEvent.Type.Show:
            self._look()
        return super().eventFilter(watched, event)

