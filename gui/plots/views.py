"""The views of the plots. With this module comes pyqtgraph, which takes half a second: not before the window shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from gui.plots.activations_view import ActivationsView
from gui.plots.contours_view import ContoursView
from gui.plots.derivatives_view import DerivativesView
from gui.plots.fit_view import FitView
from gui.plots.loss_view import LossView
from gui.plots.plot_panel import PlotPanel
from gui.plots.slope_view import SlopeView
from gui.state.workspace import Workspace

PLOT_VIEWS: Mapping[str, Callable[[Workspace, QWidget | None], PlotPanel]] = {
    "fit": FitView,
    "loss": LossView,
    "derivatives": DerivativesView,
    "activations": ActivationsView,
    "slope": SlopeView,
    "contours": ContoursView,
}
