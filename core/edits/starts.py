"""Taking over what one of many random starts came to."""

from __future__ import annotations

from dataclasses import dataclass

from core.document import Document, Floats
from core.edits.values import AdoptParameters
from core.engine.network import Network
from core.initializers import restarted


@dataclass(frozen=True, slots=True, eq=False)
class TakeStart:
    """Take over seed, start values and final numbers of start ``number``, as if it had been drawn and trained here.

    ``theta`` (numbers,) are those after ``step`` steps. ``network`` is the one that it was trained in, of a drawing
    like that of the document.
    """

    number: int
    seed: int
    theta: Floats
    step: int
    network: Network
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Take start {self.number}"

    def apply(self, document: Document) -> Document:
        """Return the document at the last step of the start; Reset leads to the start values that it had."""
        drawn = restarted(document, self.seed)
        return AdoptParameters(self.network.parameters(self.theta), self.step).apply(drawn)
