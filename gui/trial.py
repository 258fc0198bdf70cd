"""What would follow from other numbers: the frame as it would be, everything computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gui.frame import Frame


def with_numbers(frame: Frame, numbers: Mapping[int, float]) -> Frame:
    """Return the frame with the numbers of theta at some places changed; as it is where nothing computes."""
    if frame.network is None or frame.snapshot is None or frame.rows is None:
        return frame
    theta = frame.snapshot.theta.copy()
    for place, value in numbers.items():
        theta[place] = value
    loss, gradient = frame.network.gradient(theta, frame.rows)
    values = frame.network.forward(theta, frame.rows.inputs)
    found = replace(frame.snapshot, theta=theta, loss=loss, gradient=gradient, values=values)
    return replace(frame, snapshot=found, values=values)
