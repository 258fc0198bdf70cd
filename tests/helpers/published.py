"""The worked figures of ``figures/statquest.json``: as printed (``published``, within ``tolerance``) and in float64."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import storage
from core.document import Document

ROOT = Path(__file__).parent.parent.parent
LISTED = json.loads((ROOT / "tests" / "figures" / "statquest.json").read_text())["examples"]
FIGURES = {one["id"]: one for one in LISTED}


def load_example(file: str) -> Document:
    """Return an example that comes with the program."""
    return storage.load(ROOT / "resources" / "examples" / f"{file}.squiggle")


def last_digit(value: Any) -> float:
    """Half a unit of the last digit to which the numbers of ``value`` are written."""
    decimals = (len(repr(one).partition(".")[2]) for one in np.ravel(value).tolist())
    return 0.500001 * 10.0 ** -max(decimals)


def meet(example: str, name: str, value: Any) -> None:
    """Compare ``value`` with a figure: with the computed one to its last digit, with the printed one as it was read."""
    figure = next(one for one in FIGURES[example]["expect"] if one["name"] == name)
    found = np.asarray(value, dtype=np.float64).squeeze()
    assert found == pytest.approx(np.array(figure["computed"]), rel=0, abs=last_digit(figure["computed"]))
    shown = figure["published"] if figure["published"] is not None else figure.get("remembered")
    if shown is not None:
        assert found == pytest.approx(np.array(shown), rel=0, abs=figure["tolerance"])


def all_listed(example: str, computed: Iterable[str]) -> None:
    """Compare the names of the figures that are computed with those in the list."""
    assert [one["name"] for one in FIGURES[example]["expect"]] == [*computed]
