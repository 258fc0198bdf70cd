"""Says that a picture of one's own stands in for a row, and what can be done with it: keep it, put it in, go back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton

from core.edits.pictures import Answer, KeepPicture, PutPicture, answer_of, answers
from gui.controls.tool_button import tool_button
from gui.drawing.picture_bar import sketch_of
from gui.drawing.sketch import ERASER, HAND, PENCIL, Sketch
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import Chain
from gui.plots.elided_label import ElidedLabel
from gui.theme import styled

QUIET = {
    PENCIL: ("Click a pixel to flip it, drag to draw: the network answers, the data stays", "Draw on the image", ""),
    ERASER: ("Click or drag on the image to erase: the network answers, the data stays", "Erase on the image", ""),
    HAND: ("Drag the image to move it: the network answers, the data stays", "Drag the image", ""),
}
"""What each tool does, while nothing is tried."""
_KEEP = "Keep as Row"
_ROOMY = 1100
"""The width of the view from which buttons stand beside the bar of the slide."""


class TriedChip(QFrame):
    """Shows what is tried; quiet while nothing is."""

    def __init__(self, panel: GridsPanel) -> None:
        super().__init__(panel)
        self._workspace, self._tried = panel.workspace, panel.workspace.tried
        self.words = ElidedLabel(self, 8)
        self._panel = panel
        self._sketch: Sketch | None = None
        self._inks: tuple[str, ...] = ()
        self.menu, self.put_menu = QMenu(self), QMenu(self)
        self.menu.aboutToShow.connect(self._offer)
        self.put_menu.aboutToShow.connect(self._offer_put)
        self.keep = self._button(_KEEP, "Add the picture to the data as a new row: choose what should come out of it. "
                                 "One step that Undo takes back")  # fmt: skip
        self.put = self._button("", "")
        for button, menu in ((self.keep, self.menu), (self.put, self.put_menu)):
            button.setMenu(menu)
            button.setStyleSheet(styled("padding: 3px 14px 3px 6px"))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        tip = "Show the row again (Esc). What you have drawn can be brought back"
        self.back = self._button("Back", tip, self._tried.back)
        self.resume = self._button("Your Drawing", "Try the picture again that you drew and left", self._tried.resume)
        self._arrange()
        self._tried.changed.connect(self._show)
        self._workspace.theme.changed.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 3, 1)
        row.setSpacing(3)
        row.addWidget(self.words, 1)
        for button in (self.resume, self.keep, self.put, self.back):
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(self.words.sizeHint().height(), self.keep.sizeHint().height()) + 4)

    def _button(self, text: str, tip: str, act: Callable[[], object] | None = None) -> QToolButton:
        button = tool_button(self, tip, act, text=text, name=text, points=8, style="padding: 3px 6px")
        button.setObjectName("action")
        return button

    def show_chain(self, chain: Chain) -> None:  # noqa: ARG002  # which row it is the workspace knows
        """Name the row the picture stands in for."""
        if self._sketch is None:
            self._sketch = sketch_of(self._panel)
            self._sketch.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        picture, row = self._tried.picture, self._workspace.selection.row + 1
        colors, on = self._workspace.theme.colors, picture is not None
        room = not self._panel.slide.on or self._panel.width() >= _ROOMY
        for button in (self.keep, self.put, self.back):
            button.setVisible(on and room)
        self.resume.setVisible(self._tried.left is not None and room)
        self.put.setText(f"Into Row {row}")
        self.put.setToolTip(f"Write the picture over row {row} of the data: choose what should come out of it. "
                            "One step that Undo takes back")  # fmt: skip
        self.put.setAccessibleName(self.put.text())
        self._dress((colors.accent_soft, colors.accent, colors.text) if on else (*("transparent",) * 2, colors.muted))
        if picture is None:
            self.words.say(*QUIET[PENCIL if self._sketch is None else self._sketch.tool])
            return
        what = picture.words
        words = f"You are trying {what} in place of row {row}"
        self.words.say(f"{words}: the data stays as it is", words, f"Trying {what}", what, "your picture", "")

    def _dress(self, inks: tuple[str, ...]) -> None:
        """Use these colours; what is dressed so already is left alone, as that costs a millisecond a stroke."""
        if inks != self._inks:
            self._inks = inks
            ground, rim, text = inks
            self.setStyleSheet(f"TriedChip {{ background: {ground}; border: 1px solid {rim}; border-radius: 6px; }}")
            self.words.setStyleSheet(styled(f"color: {text}; border: 0"))

    @Slot()
    def _offer(self) -> None:
        """List what should come out of the picture."""
        self._list(self.menu, answers(self._workspace.document), self._keep)

    @Slot()
    def _offer_put(self) -> None:
        """List the same for a picture that goes into the row; first what the row says already."""
        document, row = self._workspace.document, self._workspace.selection.row
        now = answer_of(document, row)
        self._list(self.put_menu, (now, *(one for one in answers(document) if one.words != now.words)), self._put)
        if now.cells:
            self.put_menu.actions()[1].setText(f"{now.words.replace('&', '&&')}, as row {row + 1} says")

    def _list(self, menu: QMenu, offered: Sequence[Answer], act: Callable[..., object]) -> None:
        menu.clear()
        asks = menu.addAction("This is a:" if offered[0].cells or len(offered) > 1 else "This is:")
        asks.setEnabled(False)
        for answer in offered:
            menu.addAction(answer.words.replace("&", "&&")).triggered.connect(partial(act, answer))

    def _keep(self, answer: Answer, *_: object) -> None:
        """Add the picture to the data, and choose its row."""
        picture, workspace = self._tried.picture, self._workspace
        if picture is not None and workspace.do(
            KeepPicture(picture.node, picture.planes, answer, workspace.selection.row)
        ):
            self._tried.show(None, keep=False)
            workspace.selection.choose_row(workspace.document.data.count - 1)

    def _put(self, answer: Answer, *_: object) -> None:
        picture, workspace = self._tried.picture, self._workspace
        if picture is not None and workspace.do(
            PutPicture(picture.node, picture.planes, workspace.selection.row, answer)
        ):
            self._tried.show(None, keep=False)
