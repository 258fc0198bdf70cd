"""The small button over the canvas that says how many hints there are, and opens them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Slot
from PySide6.QtWidgets import QPushButton

from core.diagnosis import Finding
from gui.canvas.view import CanvasView
from gui.diagnosis_panel import DiagnosisPanel
from gui.theme import icon
from gui.workspace import Workspace

GAP = 12


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
        self._open(self._workspace.diagnosis.examine(), self._corner())

    @Slot(object)
    def open_for(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings by the pointer."""
        self._open(findings, self.cursor().pos() + QPoint(10, 10))

    def _open(self, findings: tuple[Finding, ...], spot: QPoint) -> None:
        if self.panel is not None:
            self.panel.deleteLater()
        self.panel = DiagnosisPanel(self._workspace, self.window(), findings)
        self.panel.open_at(spot)

    def _corner(self) -> QPoint:
        """Return where the panel opens: just above the chip's place, on the screen."""
        return self._canvas.mapToGlobal(QPoint(GAP, max(GAP, self._canvas.height() // 4)))

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

