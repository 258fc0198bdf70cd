"""What every part of the window is given: the session and who listens to it. One a window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from core.document import Document
from core.errors import SquiggleError
from core.session import Edit, Session
from gui.dialogs.ask import Ask
from gui.state.bridge import Bridge
from gui.state.facts import Facts
from gui.state.notices import Notices
from gui.state.selection import Selection
from gui.state.settings import Settings
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.state.diagnosis import Diagnosis
    from gui.state.reasoning import Reasoning
    from gui.state.training import Training
    from gui.state.tried_picture import TriedPicture
    from gui.state.turns import Turns


@dataclass(slots=True)
class Workspace:
    """The parts that widgets share. Widgets read the document, and change it through ``do`` only."""

    session: Session
    bridge: Bridge
    selection: Selection
    training: Training
    turns: Turns
    reasoning: Reasoning
    theme: Theme
    settings: Settings
    notices: Notices
    ask: Ask
    diagnosis: Diagnosis
    tried: TriedPicture
    facts: Facts = field(default_factory=Facts)

    @property
    def document(self) -> Document:
        """The document as it stands."""
        return self.session.document

    def do(self, edit: Edit, at: QPoint | None = None) -> bool:
        """Apply an edit; a refusal is shown by the pointer (or at ``at``) and False returned."""
        try:
            self.session.do(edit)
        except SquiggleError as refused:
            self.notices.refuse(str(refused), at)
            return False
        return True
