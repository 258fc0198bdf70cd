"""One go at a step: what was typed, chosen and opened, and which of its checks have held."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.document import Document
from core.errors import ValueRefused
from core.lessons.checks import Situation, holds, readings
from core.lessons.lesson import Step, Text
from core.quantity import parse_number

_ANSWERED, _CHOSE = "answered VALUE within VALUE", "chose WORD"
_NOBODY = Document()
_SEEN = "Right, now that it is seen."


def _number(slip: Text) -> float:
    """Return the wrong answer that a slip begins with."""
    return parse_number(slip.numbers[0].shown.replace(",", ""))


@dataclass(slots=True)
class Attempt:
    """``began`` is the network's step when it began. ``did`` are the commands given since, by name.

    ``read_off``: the first answer came when a later check held already, so that it was no prediction.
    A step is done when each line of its checks has held, and one of them did not hold at first; where all held from the
    beginning it is ``already`` so.
    """

    step: Step
    began: int = 0
    typed: str = ""
    chosen: str = ""
    opened: bool = False
    hinted: bool = False
    did: set[str] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    read_off: bool | None = None

    def look(self, now: Situation) -> bool:
        """Look at the window as it is; True if more holds than before."""
        before, self.began = len(self.held), min(self.began, now.step)  # it was set back: count from there
        now = replace(now, began=self.began)
        if self.read_off is None and (self.typed or self.chosen):
            self.read_off = any(place > self._question for place in self.held)
        for place, line in enumerate(self.step.checks):
            (self.held if holds(line, now) else self.failed).add(place)
        return len(self.held) > before

    @property
    def done(self) -> bool:
        """Whether the learner did what the step asks for."""
        return self._all_held and bool(self.failed)

    @property
    def already(self) -> bool:
        """Whether there was nothing left to do when the step began."""
        return self._all_held and not self.failed

    @property
    def _all_held(self) -> bool:
        return bool(self.step.checks) and len(self.held) == len(self.step.checks)

    @property
    def _question(self) -> int:
        """The place of the check of what is asked; after all where nothing is."""
        asks = (any(one.phrase in (_ANSWERED, _CHOSE) for one in line) for line in self.step.checks)
        return next((place for place, asked in enumerate(asks) if asked), len(self.step.checks))

    @property
    def right(self) -> bool | None:
        """Whether what was typed or chosen is right; None where nothing was."""
        said = [one for line in self.step.checks for one in line if one.phrase in (_ANSWERED, _CHOSE)]
        if not said or not (self.typed or self.chosen):
            return None
        now = Situation(_NOBODY, typed=self.typed, chosen=self.chosen)
        return all(holds((one,), now) for one in said)

    @property
    def verdict(self) -> str:
        """What to say of the answer; "" where there is none yet."""
        if self.right is None:
            return ""
        if self.right:
            return _SEEN if self.read_off else "Right."
        return self._slip() if self.typed else "No: think again, or try it out."

    def _slip(self) -> str:
        """Say what is wrong with a typed number, where that can be seen."""
        wanted = next(one for line in self.step.checks for one in line if one.phrase == _ANSWERED)
        try:
            typed = readings(self.typed)
        except ValueRefused as refused:
            return str(refused)
        for slip in self.step.slips:
            if any(abs(one - _number(slip)) <= wanted.number(1) for one in typed):
                return "".join(piece.text for piece in slip.pieces[1:]).strip()
        if any(abs(one + wanted.number(0)) <= wanted.number(1) for one in typed):
            return "Nearly: the other sign."
        return "Not yet: work it out again, or take the hint."
