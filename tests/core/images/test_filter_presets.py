"""Every filter to begin with, against the ones that books print."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import Floats
from core.images.filter_presets import FILTER_PRESETS, FilterPreset, presets_of
from tests.helpers.plain_windows import convolve, window

KNOWN = {preset.name: preset for preset in FILTER_PRESETS}
THREE = {
    "horizontal": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "vertical": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "rising": [[0, 0, 1], [0, 1, 0], [1, 0, 0]],
    "falling": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
}


@pytest.mark.parametrize("preset", FILTER_PRESETS, ids=lambda preset: preset.name)
def test_three_by_three_as_printed_everywhere(preset: FilterPreset) -> None:
    assert preset.values(3).tolist() == THREE[preset.name]
    assert preset.help.endswith(".")


@pytest.mark.parametrize("size", [3, 5, 7, 11])
def test_odd_sizes_have_all_of_them(size: int) -> None:
    assert presets_of(size) == FILTER_PRESETS
    sums = {preset.name: preset.values(size).sum() for preset in FILTER_PRESETS}
    assert sums == pytest.approx({"horizontal": 0, "vertical": 0, "rising": size, "falling": size, "blur": 1,
                                  "sharpen": 1, "identity": 1})  # fmt: skip
    assert {preset.values(size).shape for preset in FILTER_PRESETS} == {(size, size)}


def test_even_sizes_lack_those_with_a_middle() -> None:
    assert [preset.name for preset in presets_of(4)] == ["horizontal", "vertical", "rising", "falling", "blur"]
    assert KNOWN["vertical"].values(4).tolist() == [[-1, -1, 1, 1]] * 4
    assert KNOWN["rising"].values(2).tolist() == [[0, 1], [1, 0]]
    assert [preset.name for preset in presets_of(1)] == ["identity"]


def test_they_do_what_they_say() -> None:
    at = window((1, 5, 5), 1, 3)
    below, right = np.zeros((1, 5, 5)), np.zeros((1, 5, 5))
    below[0, 3:], right[0, :, 3:] = 1, 1

    def seen(name: str, image: Floats) -> Floats:
        found: Floats = convolve(at, image, KNOWN[name].values(3)[None, None], np.zeros(1))[0]
        return found

    # rows of windows: 0 to 2 all dark, 0; 1 to 3 brighter in the last row only, 3; 2 to 4 in the last row, the middle
    # counts nothing, 3
    assert seen("horizontal", below).tolist() == [[0, 0, 0], [3, 3, 3], [3, 3, 3]]
    assert seen("vertical", below).tolist() == [[0, 0, 0]] * 3
    assert np.array_equal(seen("vertical", right), seen("horizontal", below).T)
    assert np.array_equal(seen("identity", right), right[0, 1:-1, 1:-1])
    flat = np.full((1, 5, 5), 0.5)
    assert seen("blur", flat) == pytest.approx(0.5)
    assert seen("sharpen", flat) == pytest.approx(0.5)
