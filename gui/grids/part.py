"""What is put among grids offers this, beside being a widget."""

from __future__ import annotations

from typing import Protocol

from gui.grids.stages import Chain


class Part(Protocol):
    """A part of a view of grids, whose parents are what it was made with.

    ``show_chain`` is called whenever there is something new to show, and only while the view is seen.
    """

    def show_chain(self, chain: Chain) -> None:
        """Show what a chain says."""
