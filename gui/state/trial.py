"""What would follow from other numbers: the frame as it would be, everything computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.datasets.rows import Rows
from core.document import Floats
from core.engine.late_values import LateValues
from core.engine.network import Network
from core.engine.survey import Survey
from gui.state.frame import Frame


class Trial:
    """Tries numbers out, one after the other; what that needs room for is kept until ``end``.

    Loss and derivatives are there at once; the values of rows are computed from the same numbers when a view asks.
    """

    def __init__(self) -> None:
        self._about: tuple[Network, Rows] | None = None
        self._survey: tuple[Survey, Floats] | None = None

    def with_numbers(self, frame: Frame, numbers: Mapping[int, float]) -> Frame:
        """Return the frame with the numbers of theta at some places changed; as it is where nothing computes."""
        if frame.network is None or frame.snapshot is None or frame.rows is None:
            return frame
        theta = frame.snapshot.theta.copy()
        for place, value in numbers.items():
            theta[place] = value
        theta.setflags(write=False)
        loss, gradient = self._measure(frame.network, frame.rows, theta)
        values = LateValues(frame.network, theta, frame.rows.inputs)
        found = replace(frame.snapshot, theta=theta, loss=loss, gradient=gradient, values=values)
        return replace(frame, snapshot=found, values=values)

    def end(self) -> None:
        """Give the room back: the gesture is over."""
        self._about = self._survey = None

    def _measure(self, network: Network, rows: Rows, theta: Floats) -> tuple[float, Floats]:
        """Return the loss and its derivatives, as ``Network.gradient`` does."""
        if self._survey is None or self._about is None or network is not self._about[0] or rows is not self._about[1]:
            weights = network.spread(theta)
            self._about, self._survey = (network, rows), (network.survey(rows, rows.train, weights), weights)
        survey, weights = self._survey
        weights[network.drawn] = theta
        loss = survey.measure()
        return loss, network.gather(survey.gradient)
