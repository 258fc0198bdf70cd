"""The table of everything a user can do: menus, toolbar, shortcut sheet and command palette are drawn from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.theme import Theme, icon

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One action: its name in code, where it stands, what it says, and the keys that trigger it."""

    name: str
    menu: str
    text: str
    tip: str
    keys: Keys = ()
    icon: str = ""
    group: int = 0
    """Actions of one menu are divided by lines where the group changes."""
    checkable: bool = False


ROWS: tuple[Row, ...] = (
    Row("new", "File", "New", "Begin an empty network", ("Ctrl+N",), "file-plus"),
    Row("open", "File", "Open…", "Open a network file", ("Ctrl+O",), "folder-open"),
    Row("save", "File", "Save", "Save the network to its file", ("Ctrl+S",), "save", 1),
    Row("save_as", "File", "Save As…", "Save the network to another file", ("Ctrl+Shift+S",), "", 1),
    Row("import_csv", "File", "Import Table…", "Read rows from a CSV file", ("Ctrl+I",), "upload", 2),
    Row("export_csv", "File", "Export Table…", "Write the rows to a CSV file", (), "download", 2),
    Row("export_picture", "File", "Export Picture…", "Save the canvas as a PNG or SVG picture", (), "image", 2),
    Row("close", "File", "Close Window", "Close this window; unsaved changes are asked about", ("Ctrl+W",), "", 9),
    Row("quit", "File", "Quit", "Close the program", ("Ctrl+Q",), "", 9),
    Row("undo", "Edit", "Undo", "Take the last change back", ("Ctrl+Z",), "undo-2"),
    Row("redo", "Edit", "Redo", "Do again what was taken back", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
    Row("cut", "Edit", "Cut", "Copy the selected nodes and delete them", ("Ctrl+X",), "scissors", 1),
    Row("copy", "Edit", "Copy", "Copy the selected nodes as text", ("Ctrl+C",), "copy", 1),
    Row("paste", "Edit", "Paste", "Paste copied nodes, from another window too", ("Ctrl+V",), "clipboard-paste", 1),
    Row("duplicate", "Edit", "Duplicate", "Copy the selected nodes beside themselves", ("Ctrl+D",), "", 1),
    Row("delete", "Edit", "Delete", "Delete what is selected", ("Delete", "Backspace"), "trash-2", 1),
    Row("select_all", "Edit", "Select All", "Select every node and connection", ("Ctrl+A",), "", 2),
    Row("deselect", "Edit", "Deselect", "Select nothing", ("Ctrl+Shift+A",), "", 2),
    Row("rename", "Edit", "Rename", "Give the selected node another name", ("F2",), "", 2),
    Row("connect_all", "Network", "Connect All Selected", "Connect each to the next column on its right", ("Ctrl+K",)),
    Row("build", "Network", "Build for the Table", "Draw a whole network for the columns of the table, joined and "
        "ready to train", ("Ctrl+B",), "sparkles"),
    Row("split", "Network", "Split Layer into Neurons", "Draw each unit of the layer on its own", (), "split"),
    Row("merge", "Network", "Merge into Layer", "Draw the selected neurons as one layer", (), "merge"),
    Row("freeze", "Network", "Freeze", "Keep the selected parameters as they are while training", ("L",), "lock", 1),
    Row("unfreeze", "Network", "Unfreeze", "Let the selected parameters learn", ("Shift+L",), "lock-open", 1),
    Row("freeze_others", "Network", "Freeze All Others", "Let the selected parameter alone learn", (), "", 1),
    Row("free_all", "Network", "Unfreeze All", "Let every parameter learn", (), "", 1),
    Row("arrange", "Network", "Arrange", "Place all nodes in columns", ("Ctrl+Shift+L",), "grid-3x3", 2),
    Row("align_left", "Network/Align", "Left", "Bring the selected nodes to one line at the left"),
    Row("align_center", "Network/Align", "Centre", "Bring the selected nodes to one vertical line"),
    Row("align_right", "Network/Align", "Right", "Bring the selected nodes to one line at the right"),
    Row("align_top", "Network/Align", "Top", "Bring the selected nodes to one line at the top", (), "", 1),
    Row("align_middle", "Network/Align", "Middle", "Bring the selected nodes to one horizontal line", (), "", 1),
    Row("align_bottom", "Network/Align", "Bottom", "Bring the selected nodes to one line at the bottom", (), "", 1),
    Row("distribute_h", "Network/Align", "Distribute Horizontally", "Space the selected nodes evenly", (), "", 2),
    Row("distribute_v", "Network/Align", "Distribute Vertically", "Space the selected nodes evenly", (), "", 2),
    Row("run", "Train", "Run", "Train until a stop rule holds, or pause", ("Ctrl+R", "F5"), "play"),
    Row("step", "Train", "Step", "One update of the parameters", ("Ctrl+.", "F10"), "step-forward"),
    Row("slow_motion", "Train", "Step in Slow Motion", "Every number of the next step: forward, loss, backward, update",
        ("F9",), "snail"),
    Row("reset", "Train", "Reset", "Go back to the start values", ("Ctrl+Shift+R",), "rotate-ccw", 1),
    Row("new_start", "Train", "New start", "Draw other start values", ("Ctrl+Shift+N",), "dices", 1),
    Row("why_not", "Train", "Why Doesn't It Learn?", "What keeps it from learning, with proof", ("Ctrl+H",), "info", 2),
    Row("suit_filters", "Train", "Use Settings That Learn", "For a network with a convolution: Adam in small steps, "
        "from start values drawn anew by He's rule; training begins again", (), "", 2),
    Row("back", "Train", "Back One Step", "Show the run one step before", ("Alt+Left",), "chevron-left", 4),
    Row("forward", "Train", "Forward One Step", "Show the run one step later", ("Alt+Right",), "chevron-right", 4),
    Row("to_start", "Train", "To the Start", "Show the run at its start", ("Alt+Home",), "skip-back", 4),
    Row("to_end", "Train", "To the Newest Step", "Show the run as far as it came", ("Alt+End",), "skip-forward", 4),
    Row("replay", "Train", "Replay", "Show the steps of the run one after the other, or pause", (), "history", 4),
    Row("compare", "Train", "Compare Learning Rates…", "Train with several rates side by side from the same start", (),
        "git-compare-arrows", 5),
    Row("zoom_in", "View", "Zoom In", "Show the canvas larger", ("Ctrl++", "Ctrl+="), "zoom-in"),
    Row("zoom_out", "View", "Zoom Out", "Show the canvas smaller", ("Ctrl+-",), "zoom-out"),
    Row("zoom_normal", "View", "Actual Size", "Show the canvas at its own size", ("Ctrl+0",)),
    Row("fit", "View", "Fit", "Show the whole network", ("F", "Ctrl+9"), "maximize"),
    Row("chain_on_canvas", "View", "Show the Chain Rule on the Canvas", "Light up the paths from the loss back to the "
        "parameter that is looked at, with the factor of each part", ("Ctrl+Shift+K",), "", 1, checkable=True),
    Row("row_back", "View", "Row Before", "Show the values of the data row before, everywhere", ("Ctrl+[",), "", 2),
    Row("row_next", "View", "Next Row", "Show the values of the next data row, everywhere", ("Ctrl+]",), "", 2),
    Row("theme_light", "View/Theme", "Light", "Dark writing on white", checkable=True),
    Row("theme_dark", "View/Theme", "Dark", "Light writing on black", checkable=True),
    Row("theme_system", "View/Theme", "As the Desktop", "Follow the desktop's setting", checkable=True),
    Row("hints", "View", "Hints", "Mark what keeps it from learning on the canvas", (), "", 4, checkable=True),
    Row("full_screen", "View", "Full Screen", "For a projector", ("F11",), "", 5, checkable=True),
    Row("restore_layout", "View", "Restore Layout", "Put every view back where it was at first", (), "", 5),
    Row("lessons", "Lessons", "All Lessons…", "A card for each lesson: learn by doing", ("Ctrl+L",), "book-open"),
    Row("open_lesson", "Lessons", "Open Lesson…", "Play a lesson file, such as one that a teacher wrote", ()),
    Row("glossary", "Lessons", "Glossary", "The words of the field, a sentence each", (), "info"),
    Row("palette", "Help", "Find a Command…", "Type a few letters of what you want to do", ("Ctrl+Shift+P",), "search"),
    Row("shortcuts", "Help", "Keyboard Shortcuts", "All keys on one sheet", ("F1",), "keyboard"),
    Row("explain", "Help", "What Is This?", "What the words of the tip under the pointer mean, and the step that "
        "teaches them", ("Shift+F1",), "info"),
    Row("about", "Help", "About Squiggle", "Version and licences", (), "info", 1),
)  # fmt: skip
MENUS = ("File", "Edit", "Network", "Train", "View", "Lessons", "Help")


class Actions(QObject):
    """The actions by name. Handlers are connected once, by the composition root."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = {row.name: self._make(row, parent) for row in ROWS}
        theme.changed.connect(self.dress)
        self.dress()

    def _make(self, row: Row, parent: QObject) -> QAction:
        action = QAction(row.text, parent)
        action.setObjectName(row.name)
        action.setIconText(row.text.rstrip("…"))
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setCheckable(row.checkable)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{row.tip} ({keys})" if keys else row.tip)
        action.setStatusTip(row.tip)
        action.setWhatsThis(row.menu)
        return action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Return every action, in the order of the table."""
        return list(self._actions.values())

    def say(self, name: str, text: str, *, enabled: bool) -> None:
        """Give an action the words and the state that are true now."""
        action = self._actions[name]
        action.setText(text)
        action.setIconText(text)
        action.setEnabled(enabled)

    def connect_handlers(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connect each action to what it does; every action must have a handler."""
        lacking = self._actions.keys() ^ handlers.keys()
        if lacking:
            raise KeyError(f"actions and handlers differ: {sorted(lacking)}")
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(_without_arguments(handler))

    def dress(self) -> None:
        """Draw the icons in the theme's colour."""
        for row in ROWS:
            if row.icon:
                self._actions[row.name].setIcon(icon(row.icon, self._theme.colors.text))

    def fill(self, menu: QMenu, place: str) -> None:
        """Add the actions of ``place`` ("File", "View/Theme") to a menu, with lines between groups."""
        last: int | None = None
        for row in ROWS:
            if row.menu != place:
                continue
            if last is not None and row.group != last:
                menu.addSeparator()
            last = row.group
            menu.addAction(self._actions[row.name])


def _without_arguments(handler: Callable[[], object]) -> Callable[..., None]:
    """Return a slot that ignores the "checked" that QAction sends."""

    def call(*_: object) -> None:
        handler()

    return call


def shortcut_rows() -> list[tuple[str, str, str]]:
    """Return (menu, text, keys) of every action with keys, for the shortcut sheet."""
    form = QKeySequence.SequenceFormat.NativeText
    return [
        (row.menu.split("/")[0], row.text.rstrip("…"), ", ".join(QKeySequence(key).toString(form) for key in row.keys))
        for row in ROWS
        if row.keys
    ]
