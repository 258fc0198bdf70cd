"""How the size of a map or a pool comes about, in words with its numbers: for forms and for the convolution view."""

from __future__ import annotations

from core.document import Document, Grid
from core.images.grids import out_size, source_of
from gui.controls.labels import grid_text

NO_SOURCE = "Nothing feeds it yet: connect an image, a convolution or a pool to it, and its size follows from that."


def side_words(before: int, grid: Grid) -> str:
    """Return how many places the window has along one side: "floor((6 + 2 × 0 − 3) ÷ 1) + 1 = 4" (``out_size``)."""
    padded = f" + 2 × {grid.padding}" if not grid.mode else ""
    after = out_size(before, grid.size, grid.stride, grid.padding)
    return f"floor(({before}{padded} − {grid.size}) ÷ {grid.stride}) + 1 = {after}"


def size_words(document: Document, node: str) -> tuple[str, ...]:
    """Return lines that say how large an image, convolution or pool is, and why."""
    found = document.nodes[node]
    grid, fed = found.grid, source_of(document, node)
    if grid is None:
        return ()
    if found.kind == "image":
        height, width, channels = grid.shape
        return (f"{height} × {width} × {channels} = {grid.cells:,} data columns",)
    if fed is None or fed.grid is None or not fed.grid.cells or not grid.cells:
        return (NO_SOURCE,)
    rows, columns, _ = fed.grid.shape
    if rows == columns:
        sides: tuple[str, ...] = (f"rows and columns: {side_words(rows, grid)}",)
    else:
        sides = (f"rows: {side_words(rows, grid)}", f"columns: {side_words(columns, grid)}")
    return (f"{grid_text(fed.grid)} → {grid_text(grid)}", *sides, f"{grid.cells:,} values go on")
