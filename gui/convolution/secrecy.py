"""What the view keeps to itself while somebody works numbers out: the maps that are asked for, and the answer."""

from __future__ import annotations

from core.document import Bools
from gui.grids.columns import Columns
from gui.grids.grid_picture import PENDING, SECRET
from gui.grids.pointing import known_after
from gui.grids.stages import Chain
from gui.state.reasoning import Reasoning


def kept_secret(reasoning: Reasoning, chain: Chain, columns: Columns) -> dict[int, Bools]:
    """Return which cells are known of the maps behind the number looked at: none; nothing where nobody asks.

    Columns and answer are told what to say of a cell that is not known.
    """
    ref, secret = reasoning.ref, reasoning.secret
    columns.answer.secret = secret
    for column in columns.columns.values():
        column.grid.unknown = SECRET if secret else PENDING
    if secret and ref is not None and ref[1] in chain.path[1:]:
        return known_after(chain, chain.path.index(ref[1]), 0)
    return {}
