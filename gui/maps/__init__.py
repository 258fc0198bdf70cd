"""Views over two inputs: where the network says what, flat and in space.

They lean on the plots' parts, which import pyqtgraph: import this after the window shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from gui.classes.class_panel import ClassPanel
from gui.maps.map_view import MapView
from gui.maps.surface_view import SurfaceView
from gui.plots.plot_panel import PlotPanel
from gui.state.workspace import Workspace

MAP_VIEWS: Mapping[str, Callable[[Workspace, QWidget | None], PlotPanel]] = {"map": MapView}
SPACE_VIEWS: Mapping[str, Callable[[Workspace, QWidget | None], ClassPanel]] = {"surface": SurfaceView}
