"""Views of classes: probabilities of the chosen row, and how well all rows are told apart.

They lean on the plots' parts, which import pyqtgraph: import this after the window shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from gui.classes.class_panel import ClassPanel
from gui.classes.cross_entropy_view import CrossEntropyView
from gui.classes.probabilities_view import ProbabilitiesView
from gui.classes.results_view import ResultsView
from gui.classes.trust_view import TrustView
from gui.plots.plot_panel import PlotPanel
from gui.state.workspace import Workspace

CLASS_VIEWS: Mapping[str, Callable[[Workspace, QWidget | None], ClassPanel]] = {
    "probabilities": ProbabilitiesView,
    "results": ResultsView,
    "trust": TrustView,
}
CLASS_PLOTS: Mapping[str, Callable[[Workspace, QWidget | None], PlotPanel]] = {"cross_entropy": CrossEntropyView}
