"""The button and panel that say which rows are held back for testing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from core.catalog import NODE_KINDS, SEED, Setting
from core.document import TestSplit
from core.edits.split import SHARE, SetTest
from core.quantity import format_number
from gui.controls.fields import NumberField, Popover, PopoverButton, captioned, heading, help_line
from gui.controls.tool_button import explain
from gui.data.table_commands import TableCommands
from gui.state.workspace import Workspace

FRACTION = Setting(
    "fraction", "Share", "The share of the rows that is held back, such as 0.25 or 1/4.", 0.25,
    low=0, high=1, low_open=True, high_open=True,
)  # fmt: skip
WAYS = (
    ("None: train on every row", "No row is held back: nothing tells how the network does on rows it never saw"),
    ("A share, drawn by chance", "So many of the rows are held back; the seed decides which"),
    ("The rows selected in the table", "Select rows in the table first; they are held back"),
)
TIP = "Test rows are held back from training, to see how the network does on rows it never saw."
STRATIFIED = (
    "Stratified: rows are drawn class by class, so that none is missing among the test rows by chance; "
    "without classes, by the values of the targets"
)


def split_words(test: TestSplit | None) -> str:
    """Sum up a split for the button."""
    if test is None:
        return "Test: none"
    if test.fraction is None:
        return f"Test: {len(test.rows)} chosen"
    return f"Test: {format_number(test.fraction * 100, 3)} %{' of each class' * test.stratified}"


class SplitButton(PopoverButton):
    """Says which rows are held back; its panel changes that."""

    def __init__(self, workspace: Workspace, commands: TableCommands, parent: QWidget) -> None:
        super().__init__(TIP, self._fill, parent)
        self._short = False
        self._workspace, self._commands = workspace, commands
        self.setAccessibleName("Test rows")
        self.setMaximumWidth(170)
        workspace.bridge.changed.connect(self._show)
        self._show()

    def shorten(self, *, short: bool) -> None:
        """Say only what the button is for, where there is little room."""
        self._short = short
        self._show()

    def _show(self, *_: object) -> None:
        words = split_words(self._workspace.document.data.test)
        self.say("Test" if self._short else words)
        self.setToolTip(f"{words}. {TIP}")

    def _fill(self, panel: Popover, refill: Callable[[], None]) -> None:
        test = self._workspace.document.data.test
        panel.body.addWidget(heading("Test rows"))
        lines: tuple[tuple[tuple[str, str], bool, Callable[[], object]], ...] = (
            (WAYS[0], test is None, lambda: self._hold(None)),
            (WAYS[1], test is not None and test.fraction is not None, self._hold_share),
            (WAYS[2], test is not None and test.fraction is None, self._hold_selected),
        )
        for (text, tip), checked, choose in lines:
            button = QRadioButton(text, panel)
            button.setChecked(checked)
            explain(button, tip, text)
            button.clicked.connect(_then(choose, refill))
            panel.body.addWidget(button)
        if test is not None and test.fraction is not None:
            self._add_share(panel, test)
        panel.body.addWidget(help_line("They are marked “test” and are never trained on."))

    def _add_share(self, panel: Popover, test: TestSplit) -> None:
        share, seed = NumberField(FRACTION, None, panel), NumberField(SEED, None, panel)
        share.show_value(test.fraction)
        seed.show_value(test.seed)
        share.committed.connect(lambda value: self._change(lambda test: replace(test, fraction=value)))
        seed.committed.connect(lambda value: self._change(lambda test: replace(test, seed=int(value))))
        panel.body.addWidget(captioned("Share of the rows", share))
        panel.body.addWidget(captioned("Seed", seed))
        even = QCheckBox("The same share of every class", panel)
        even.setToolTip(STRATIFIED)
        even.setChecked(test.stratified)
        even.toggled.connect(lambda on: self._change(lambda test: replace(test, stratified=on)))
        panel.body.addWidget(even)

    def _change(self, change: Callable[[TestSplit], TestSplit]) -> None:
        test = self._workspace.document.data.test
        if test is not None:
            self._hold(change(test))

    def _hold(self, test: TestSplit | None) -> None:
        self._workspace.do(SetTest(test))

    def _hold_share(self) -> None:
        """Hold back a share: of every class alike where there are classes."""
        document = self._workspace.document
        classes = any(NODE_KINDS[document.nodes[node].kind].classes for node in document.data.targets)
        self._hold(replace(SHARE, stratified=classes))

    def _hold_selected(self) -> None:
        self._hold(TestSplit(rows=self._commands.selected_rows))


def _then(first: Callable[[], object], second: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        first()
        second()

    return both
