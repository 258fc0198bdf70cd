"""Where tags stand: factors that are multiplied stand together."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF

from core import storage
from core.chain_rule.explain import explain
from core.datasets.rows import prepare
from core.engine import compiler
from gui.canvas.drawing import lay_out
from gui.canvas.look import pill_width
from gui.canvas.tags import EDGE, follows, place_tags
from gui.canvas.trail import light_of


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("aside", [30.0, 200.0])
def test_each_derivative_by_p_stands_next_to_what_it_is_multiplied_by(examples: Path, row: int, aside: float) -> None:
    document = storage.load(examples / "part7-b3.squiggle")
    network, rows = compiler.compile_network(document), prepare(document)
    found = explain(document, network, network.pack(document), rows, ("", "setosa"))
    tags = light_of(document, found, None, row).tags
    drawing = lay_out(document, pill_width)
    placed = place_tags(tags, drawing, drawing.bounds.adjusted(-aside, -30, aside, 30))
    pairs = [(one, other) for one in tags for other in tags if follows(other, one)]
    assert len(pairs) == 3  # for each class dCE/dp and dp/draw of Setosa
    for one, other in pairs:
        assert gap(placed[one.key].area, placed[other.key].area) <= EDGE + 1
    areas = [one.area for one in placed.values()]
    assert not any(one.intersects(other) for at, one in enumerate(areas) for other in areas[:at])


def test_where_part_of_the_drawing_is_seen_tags_stand_in_it(examples: Path) -> None:
    document = storage.load(examples / "part7-b3.squiggle")
    network, rows = compiler.compile_network(document), prepare(document)
    found = explain(document, network, network.pack(document), rows, ("", "setosa"))
    drawing = lay_out(document, pill_width)
    _, species = next(tag for tag in light_of(document, found, None, 0).tags if len(tag.numbers) == 1).place
    tags = [tag for tag in light_of(document, found, None, 0).tags if tag.place[1] == species]
    assert len(tags) >= 6
    seen = drawing.bounds.adjusted(-100, -100, 100, 0)
    seen.setBottom(drawing.centers[species].y() + 140)  # there a bar begins
    placed = place_tags(tags, drawing, seen)
    assert len(placed) == len(tags)
    assert all(seen.contains(one.area) for one in placed.values())


def gap(one: QRectF, other: QRectF) -> float:
    across = max(0.0, one.left() - other.right(), other.left() - one.right())
    down = max(0.0, one.top() - other.bottom(), other.top() - one.bottom())
    return max(across, down)
