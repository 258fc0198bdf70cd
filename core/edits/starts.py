"""Taking over what one of many random starts came to."""

from __future__ import annotations

from dataclasses import dataclass

from core.document import Document
from core.edits.values import AdoptParameters
from core.initializers import restarted
from core.network import Network
from core.training.starts import Start


@dataclass(frozen=True, slots=True, eq=False)
class TakeStart:
    """Take over seed, start values and final numbers of a start, as if it had been drawn and trained here.

    ``network`` is the one that it was trained in, of a drawing like that of the document.
    """

    start: Start
    network: Network
    merge_key: None = None

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"Take start {self.start.number}"

    def apply(self, document: Document) -> Document:
        """Return the document at the last step of the start; Reset leads to the start values that it had."""
        drawn = restarted(document, self.start.seed)
        return AdoptParameters(self.network.parameters(self.start.theta), self.start.step).apply(drawn)
