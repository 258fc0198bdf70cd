"""The row of buttons above the grids: letters, drawing tools, moves, pictures from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from core.document import Floats
from core.errors import SquiggleError
from core.quantity import format_number
from gui.controls.tool_button import tool_button
from gui.drawing.opened import KINDS, local_picture, pasted, picture_of
from gui.drawing.pad import Pad
from gui.drawing.ready import clear, invert, show_cells, show_letter
from gui.drawing.sketch import ERASER, HAND, PENCIL, STEPS, Sketch
from gui.grids.column import StageColumn
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import IMAGE, Chain
from gui.theme import font, icon, styled

WIDE_FROM = 12
"""Cells a side from which a broad brush is of use."""
_GAP = 8
NARROW, VERY_NARROW = 900, 730
"""Widths of the view below which letters that are moved, then the slider of greys, give way."""
_LETTERS = (("O", "O", 0, "Try the letter O in place of the row"),
            ("X", "X", 0, "Try the letter X in place of the row"),
            ("O shifted", "O", -1, "Try the letter O one pixel to the left"),
            ("X shifted", "X", 1, "Try the letter X one pixel to the right"))  # fmt: skip
_TOOLS = ((PENCIL, "pencil", "Pencil: click a pixel to flip it, drag to draw. The data is not changed by it"),
          (ERASER, "eraser", "Eraser: drag over ink; so does the right mouse button with any tool"),
          (HAND, "hand", "Hand: drag the picture to shift it; so do Shift and the middle mouse button with any tool"))
_MOVES = (("arrow-left", -1, 0, "to the left"), ("arrow-right", 1, 0, "to the right"), ("arrow-up", 0, -1, "up"),
          ("arrow-down", 0, 1, "down"))  # fmt: skip
_ACTS = (("clear", "x", "Clear: a blank picture to draw on"),
         ("invert", "contrast", "Invert: ink becomes paper, and paper ink"),
         ("take_back", "undo-2", "Take the last stroke back (Ctrl+Z on the image); the window's Undo knows none"),
         ("open", "folder-open", "Open a picture: it is made grey and scaled to the image; or drop one onto the view"),
         ("paste", "clipboard-paste", "Paste a picture from the clipboard, made grey and scaled to the image"))


class PictureBar(QWidget):
    """Has the sketch, and lets pads draw on it."""

    def __init__(self, panel: GridsPanel) -> None:
        super().__init__(panel)
        self._workspace, self._panel = panel.workspace, panel
        self.sketch = Sketch(panel.workspace.tried, self)
        self._pad: Pad | None = None
        self.buttons: dict[str, QToolButton] = {}
        self._icons: dict[str, str] = {}
        self.level, self.number, self.brush = self._slider(), QLabel(self), self._button(
            "brush", "2×2", tip="A brush two pixels wide and high", ticks=True)  # fmt: skip
        self.number.setFont(font(8))
        self.number.setFixedWidth(26)
        self.number.setToolTip("What a pixel gets that the pencil draws: 0 is paper, 1 is ink")
        self._make()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        panel.columns.made.connect(self._furnish)
        panel.escaped.connect(self._escape)
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)
        self.sketch.changed.connect(self._show)
        self._workspace.theme.changed.connect(self.restyle)
        self.restyle()
        self._show()

    # -- made once ---------------------------------------------------------------------------------------------

    def _make(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for title, name, right, tip in _LETTERS:
            button = self._button(title, title, tip=tip, act=partial(show_letter, self.sketch, name, right))
            button.setObjectName("action")
            button.setStyleSheet(styled("padding: 3px 6px"))
            row.addWidget(button)
        row.addSpacing(_GAP)
        for name, sign, tip in _TOOLS:
            row.addWidget(self._button(name, sign=sign, tip=tip, act=partial(self.sketch.use, name), ticks=True))
        for widget in (self.level, self.number, self.brush):
            row.addWidget(widget)
        self.brush.toggled.connect(lambda on: self.sketch.use(brush=2 if on else 1))
        row.addSpacing(_GAP)
        for sign, right, down, words in _MOVES:
            tip = f"Move the picture one pixel {words} (Shift+arrow on the image); what leaves it is lost, 0 comes in"
            row.addWidget(self._button(sign, sign=sign, tip=tip, act=partial(self.sketch.shift, right, down)))
        row.addSpacing(_GAP)
        acts: dict[str, Callable[[], object]] = {
            "clear": partial(clear, self.sketch), "invert": partial(invert, self.sketch),
            "take_back": self.sketch.take_back, "open": self.ask_for_picture, "paste": self.paste}  # fmt: skip
        for name, sign, tip in _ACTS:
            row.addWidget(self._button(name, sign=sign, tip=tip, act=acts[name]))
        row.addSpacing(_GAP)

    def _button(
        self, name: str, text: str = "", *, sign: str = "", tip: str = "", act: Callable[[], object] | None = None,
        ticks: bool = False,
    ) -> QToolButton:  # fmt: skip
        button = self.buttons[name] = tool_button(self, tip, act, text=text, points=8, checkable=ticks)
        if sign:
            self._icons[name] = sign
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(1, STEPS)
        slider.setValue(STEPS)
        slider.setFixedWidth(58)
        slider.setToolTip("How dark the pencil draws, from paper to ink; the number beside is what a pixel gets")
        slider.setAccessibleName("Grey of the pencil")
        slider.valueChanged.connect(lambda value: self.sketch.use(level=value))
        return slider

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        colors = self._workspace.theme.colors
        for name, sign in self._icons.items():
            self.buttons[name].setIcon(icon(sign, colors.text))
        self.number.setStyleSheet(styled(f"color: {colors.muted}"))

    @Slot(object)
    def _furnish(self, column: StageColumn) -> None:
        if column.key[1] == IMAGE:
            self._pad = Pad(self.sketch, column.grid)

    # -- shown -------------------------------------------------------------------------------------------------

    def show_chain(self, chain: Chain) -> None:
        """Draw on the image of this chain from now on."""
        self.sketch.chain = chain
        self._fit(self._panel.width())
        self._show()

    @Slot()
    def _show(self) -> None:
        sketch = self.sketch
        for name in (PENCIL, ERASER, HAND):
            self.buttons[name].setChecked(sketch.tool == name)
        self.buttons["take_back"].setEnabled(sketch.can_take_back)
        self.number.setText(format_number(sketch.ink, 2))
        wide = sketch.stage is not None and min(sketch.stage.shape) >= WIDE_FROM
        self.brush.setVisible(wide)
        if not wide and sketch.brush > 1:
            with QSignalBlocker(self.brush):
                self.brush.setChecked(False)
            sketch.brush = 1

    def _fit(self, width: int) -> None:
        """Leave out what is least needed where there is no room for all, and letters where none are told apart."""
        letters = self.sketch.chain is None or tells_letters(self.sketch.chain)
        for name, _, right, _ in _LETTERS:
            self.buttons[name].setVisible(letters and (width >= NARROW or right == 0))
        for widget in (self.level, self.number):
            widget.setVisible(width >= VERY_NARROW)

    # -- pictures from elsewhere -------------------------------------------------------------------------------

    def ask_for_picture(self) -> None:
        """Ask for a picture file, and try it."""
        path = self._workspace.ask.open_path(self._panel, "Open Picture", KINDS)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Try a picture file; a sentence says why not."""
        self._take(lambda height, width: (picture_of(path, height, width), path.name))

    def paste(self) -> None:
        """Try the picture on the clipboard; a sentence says why not."""
        self._take(pasted)

    def _take(self, read: Callable[[int, int], tuple[Floats, str]]) -> None:
        stage = self.sketch.stage
        if stage is None:
            return
        try:
            cells, words = read(*stage.shape)
        except SquiggleError as refused:
            self._workspace.notices.refuse(str(refused))
            return
        show_cells(self.sketch, cells, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take pictures that are dropped onto the view; other files are the window's. A view put away tries nothing."""
        if event.type() is QEvent.Type.Resize:
            self._fit(self._panel.width())
        if isinstance(event, QDragEnterEvent) and _dropped(event) is not None and self.sketch.stage is not None:
            event.acceptProposedAction()
            return True
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            path = _dropped(event)
            if path is not None:
                event.acceptProposedAction()
                self.open(path)
                return True
        if event.type() is QEvent.Type.Hide and not event.spontaneous():
            self._workspace.tried.back()
        return super().eventFilter(watched, event)

    @Slot()
    def _escape(self) -> None:
        if not (self._pad is not None and self._pad.cancel()):
            self._workspace.tried.back()


def tells_letters(chain: Chain) -> bool:
    """Whether the letters O and X are of use: no classes are known yet, or one of them is such a letter."""
    names = [one.name.strip().upper() for one in chain.said]
    named = len(names) > 2 or any(one.share for one in chain.said)
    return not named or any(letter in names for letter in ("O", "X"))


def _dropped(event: QDropEvent) -> Path | None:
    return local_picture([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])


def sketch_of(panel: GridsPanel) -> Sketch:
    """Return what the tools of the view's bar work on."""
    return next(part for part in panel.parts if isinstance(part, PictureBar)).sketch
