"""How many inputs and weights an image costs: fed to neurons as it is, or through convolutions and pools.

A neuron that reads the image has a weight for each pixel and channel: 6 × 6 gives 36, 100 × 100 gives 10,000. A filter
has as many weights whatever the size of the image, 3 × 3 + 1 with its bias, and pooling leaves fewer cells for neurons
to read: of 6 × 6 a filter of 3 × 3 makes a map of 4 × 4 and pooling by 2 × 2 leaves 4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.images.grids import Planes, Window, out_size

SIDES = (6, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 100)
"""Image sides that are set side by side."""


@dataclass(frozen=True, slots=True)
class InputCount:
    """One size of image, both ways, for ``neurons`` that read it.

    ``stages`` are the sizes from the image to what is read, (channels, height, width); ``filters`` and
    ``filter_biases`` count the numbers of all filters. Without convolutions and pools the one stage is the image.
    """

    stages: tuple[Planes, ...]
    filters: int
    filter_biases: int
    neurons: int

    @property
    def direct_inputs(self) -> int:
        """Inputs of a neuron that reads the image, and so its weights."""
        return math.prod(self.stages[0])

    @property
    def inputs(self) -> int:
        """Inputs of a neuron that reads the last stage, and so its weights."""
        return math.prod(self.stages[-1])

    @property
    def direct_numbers(self) -> int:
        """Weights and biases of all that learns where neurons read the image."""
        return self.neurons * (self.direct_inputs + 1)

    @property
    def numbers(self) -> int:
        """Weights and biases of all that learns where neurons read the last stage, those of the filters included."""
        return self.filters + self.filter_biases + self.neurons * (self.inputs + 1)


def count_inputs(chain: Sequence[Window], height: int, width: int, neurons: int = 1) -> InputCount | None:
    """Return the count for an image of this size through ``chain``; None where a window does not fit.

    ``chain`` begins at the image. Of its windows only what does not depend on the size of the image counts;
    without any, the image has one channel.
    """
    stages: list[Planes] = [(chain[0].source[0] if chain else 1, height, width)]
    filters = biases = 0
    for window in chain:
        moved = over(window, stages[-1])
        if moved is None:
            return None
        stages.append(moved.out)
        if not window.mode:
            filters, biases = filters + window.out[0] * window.taps, biases + window.out[0]
    return InputCount(tuple(stages), filters, biases, neurons)


def over(window: Window, source: Planes) -> Window | None:
    """Return a convolution's or pool's window over a source of another height and width; None where it does not fit."""
    height, width = (out_size(side, window.size, window.stride, window.padding) for side in source[1:])
    return replace(window, source=source, out=(window.out[0], height, width)) if min(height, width) >= 1 else None
