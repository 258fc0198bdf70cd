"""Drag a number sideways to change it; click it to type."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from core.document import Ref, wired
from core.edits.values import SetValue
from gui.canvas.stage import Preview, with_value
from gui.canvas.tools.tool import CTRL, SHIFT, Desk, Pointer, Tool
from gui.state.trial import Trial


def scrubbed(start: float, pixels: int, *, fine: bool = False, coarse: bool = False) -> float:
    """Return ``start`` changed by a drag of ``pixels``: hundredths a pixel (of its power of ten, above 1).

    ``fine`` is a tenth of that, ``coarse`` ten times.
    """
    power = 10.0 ** math.floor(math.log10(abs(start))) if abs(start) >= 1 else 1.0
    step = 0.01 * power * (0.1 if fine else 10 if coarse else 1)
    return float(f"{start + pixels * step:.12g}")


class ScrubTool(Tool):
    """Tries numbers: the whole canvas shows what would follow, the document changes at release."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, desk: Desk, ref: Ref) -> None:
        super().__init__(desk)
        self._ref = ref
        self._base = 0.0
        self._value: float | None = None
        self._trial = Trial()

    def press(self, pointer: Pointer) -> None:
        """Choose the parameter, so that other views show it too."""
        super().press(pointer)
        on_wire, selection = wired(self._ref), self.desk.workspace.selection
        selection.choose(() if on_wire else [self._ref[1]], [self._ref] if on_wire else (), self._ref)
        self._base = self.desk.scene.stage.number(self._ref)

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Show what follows from another number."""
        if self.desk.workspace.document.parameter(self._ref).value.size != 1 or not math.isfinite(self._base):
            return
        pixels = pointer.view.x() - start.view.x()
        self._value = scrubbed(self._base, pixels, fine=pointer.held(SHIFT), coarse=pointer.held(CTRL))
        frame = with_value(self.desk.workspace.training.frame, self._ref, (), self._value, self._trial)
        self.desk.scene.show_preview(Preview(frame=frame))
        self.desk.workspace.training.try_out(frame)

    def release(self, pointer: Pointer) -> None:
        """Keep the number, or open it for typing."""
        self._trial.end()
        if self._value is None:
            self.desk.edit_number(self._ref)
            return
        name = self.desk.workspace.document.parameter(self._ref).name
        self.desk.workspace.do(SetValue(self._ref, self._value, name=name), pointer.screen)
        self.desk.workspace.training.try_out(None)

    def cancel(self) -> None:
        """Forget it, everywhere."""
        super().cancel()
        self._trial.end()
        self.desk.workspace.training.try_out(None)
