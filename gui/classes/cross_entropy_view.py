"""Cross entropy: what each row adds to the loss, both curves over p, and a duel of cross entropy with squares."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.catalog import LOSSES, OPTIMIZERS
from core.document import Node
from core.quantity import format_number, format_share
from core.row_losses import PAIR, RowLosses, row_losses
from core.targets import compared
from core.training.duel import Course
from gui.classes.curve_side import ABREAST, CurveSide
from gui.classes.duel_player import DuelPlayer
from gui.classes.duel_words import duel_lines, standing, verdict
from gui.classes.loss_curves import Ball, marks_of, reach, words_at
from gui.classes.loss_table import LossSheet
from gui.classes.pull_curves import LIMITS, pull_marks, pull_words_at
from gui.classes.pull_words import pull_lines, reason
from gui.controls.choice import NO_COLUMN
from gui.controls.drop_list import DropList
from gui.plots.axis import BOTTOM
from gui.plots.export import Table
from gui.plots.marks import Mark, Picture, Reading, Span
from gui.plots.plot_panel import PlotPanel
from gui.plots.segments import Segments
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import font

PAGES = (
    ("rows", "Rows", "What each row adds to the loss"),
    ("curves", "Curves", "−ln p and (1 − p)² with their slopes at the chosen row"),
    ("slopes", "Slopes", "Why cross entropy learns faster: how hard each loss pulls at the raw value, over p"),
    ("duel", "Duel", "Train the same start with cross entropy and with squared residuals, side by side"),
)
NARROW = 320
"""Below this width the names of the pages stand closer together."""
WIDE = 640
"""From this width the rows stand beside the plot."""
NUMBERS = 18
"""Pixels of height for numbers at the axis alone."""
TITLE = "Cross entropy"
NAMES = ("p of the observed class", "loss of the row", "d loss/d raw")


class CrossEntropyView(PlotPanel):
    """One softmax, as the loss sees it. Arrow keys choose the row; in a duel ←, → and Space go through its steps."""

    slug = "cross-entropy"
    keys = PlotPanel.keys | {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, TITLE)
        self.losses: RowLosses | None = None
        self.player = DuelPlayer(workspace, self)
        self.page, self.sheet = Segments(PAGES, self, "What is shown"), LossSheet(workspace, self)
        self.page.show_chosen("curves")
        self.body.removeWidget(self.area)
        self.area.hold_within((0.0, 1.0))
        self.side, self.rule = CurveSide(self.area, self.player, workspace.theme, self), DropList(self)
        self._words: tuple[str, ...] = ("",)
        self._about: tuple[object, ...] | None = None
        self._found: RowLosses | None = None
        self._lay_out()
        self.page.chosen.connect(self._turn)
        self.rule.currentIndexChanged.connect(self._use_rule)
        self.player.changed.connect(self.refresh)
        workspace.training.shut.connect(self.player.rest)
        workspace.selection.changed.connect(self.refresh)
        workspace.reasoning.secret_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        self.controls.addWidget(self.rule)
        self.controls.addWidget(self.page)
        self.rule.setFont(font(8))
        self.rule.addItems(["Gradient descent", ""])
        self.rule.setToolTip("The optimizer of both: plain gradient descent shows the slopes as they are")
        self.rule.setAccessibleName("Optimizer of the duel")
        self.area.bottom.setToolTip(NAMES[0])  # where there is little room the axes go without names
        self.body.setSpacing(8)
        self.body.addWidget(self.sheet, 4)
        self.body.addWidget(self.side, 5)

    # -- what is drawn -------------------------------------------------------------------------------------

    def picture(self, frame: Frame) -> Picture:
        """Return the curves and where the chosen row stands on them; or what is needed for that."""
        node, lacking = softmax_shown(frame, self.workspace.selection.node)
        self.losses = self._measured(frame, node) if node is not None else None
        self._furnish(shown=self.losses is not None and not self.workspace.reasoning.secret)
        if self.losses is None or node is None:
            self.player.drop()
            self.heading.say(TITLE)
            return Picture(message=lacking or frame.reason)
        if self.workspace.reasoning.secret:
            self.heading.say(TITLE)
            return Picture(message=self.workspace.reasoning.hidden)
        row, duel = min(self.workspace.selection.row, self.losses.p.size - 1), self.page.current == "duel"
        if not self.sheet.isHidden():
            alone = len(compared(frame.document)) == 1
            self.sheet.show_losses(self.losses, row, frame.document.training.loss, alone=alone, duel=duel)
        return self._duel(node, row) if duel else self._present(frame, row)

    def _measured(self, frame: Frame, node: Node) -> RowLosses | None:
        """Return what each row adds, worked out once for the values of a frame."""
        if frame.network is None or frame.rows is None or frame.values is None:
            return None
        about = (frame.document, frame.values, node.id)
        if self._about is None or any(one is not other for one, other in zip(about, self._about, strict=True)):
            self._about = about
            self._found = row_losses(frame.document, frame.network, frame.rows, frame.values, node.id)
        return self._found

    def _present(self, frame: Frame, row: int) -> Picture:
        """Draw where the network as it is has brought the row."""
        losses = self.losses
        assert losses is not None
        name, p = losses.classes[int(losses.observed[row])], float(losses.p[row])
        self._title(row, f"{name}: p = {format_share(p, 3)}")
        self.side.card.show_lines(pull_lines(losses, row))
        loss = frame.document.training.loss
        trained = LOSSES[loss].title if loss != PAIR[0] else ""
        self._say(reason(losses, row, trained))
        if self.page.current == "slopes":
            marks = pull_marks(losses, row, self.workspace.theme.colors, brief=self.side.brief)
            return self._plotted(marks, LIMITS, NAMES[2])
        return self._drawn([Ball(loss, p, np.zeros(0)) for loss in PAIR])

    def _duel(self, node: Node, row: int) -> Picture:
        """Draw where the step of the duel that is shown has brought the row."""
        self.player.look(node.id)
        courses, at = self.player.courses, self.player.at
        self.rule.setItemText(1, OPTIMIZERS[self._optimizer].title)
        if courses is None:
            self.side.bar.follow()
            self.side.card.show_lines(())
            self._say((self.player.refusal,))
            return self._drawn([])
        both = ours, theirs = [standing(course, row, at) for course in courses]
        assert self.losses is not None
        self._title(row, self.losses.classes[int(self.losses.observed[row])])
        self.side.card.show_lines(duel_lines(ours, theirs))
        self._say(verdict(ours, theirs, self.player.training))
        if at == 0:
            self.side.bar.follow()
        return self._drawn([_ball(course, row, one.step) for course, one in zip(courses, both, strict=True)])

    def _drawn(self, balls: list[Ball]) -> Picture:
        marks = marks_of(balls, self.workspace.theme.colors, brief=self.side.brief)
        return self._plotted(marks, reach(balls), NAMES[1])

    def _plotted(self, marks: tuple[Mark, ...], up: Span, name: str) -> Picture:
        """Return the marks over p with what is said of them."""
        brief = self.side.brief
        names = ("", "") if brief else (NAMES[0], name)
        self.area.left.setToolTip(name)
        room = NUMBERS if brief else BOTTOM
        if self.area.bottom.height() != room:
            self.area.bottom.setHeight(room)
        said = brief and not self.side.isHidden()
        return Picture(marks, (0.0, 1.0), up, *names, self._words if said else ("",))

    def _say(self, words: tuple[str, ...]) -> None:
        """Say what the numbers come to: as fully as there is room."""
        self._words = words
        wide = int(self.width() * (5 / 9 if not self.sheet.isHidden() else 1))
        self.side.fit(words, wide, self.height(), duel=self.page.current == "duel")

    def _title(self, row: int, words: str) -> None:
        number = row + 1
        name, short = f"Row {number}", words.rpartition(": ")[2]
        self.heading.say(f"{TITLE} of row {number}, {words}", f"{name}, {words}", f"{name}: {short}", name, "CE", "")

    def _furnish(self, *, shown: bool) -> None:
        """Show what the page and the room are for; nothing but a sentence where something is lacking."""
        page, wide = self.page.current, self.width() >= WIDE
        plot, duel = shown and (wide or page != "rows"), page == "duel"
        self.page.setVisible(shown)
        self.page.tighten(self.width() < NARROW)
        self.sheet.setVisible(shown and (wide or page == "rows"))
        self.side.setVisible(plot)
        self.rule.setVisible(plot and duel and self.width() >= ABREAST and self._optimizer != "gradient_descent")

    @property
    def _optimizer(self) -> str:
        return self.workspace.document.training.optimizer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.refresh()

    def reading(self, x: float, y: float) -> Reading | None:  # noqa: ARG002
        """Return both curves and their slopes at a p."""
        if not 0 < x <= 1:
            return None
        colors, row = self.workspace.theme.colors, self.workspace.selection.row
        found = words_at(x, colors)
        if self.page.current == "slopes" and self.losses is not None:
            found = pull_words_at(self.losses, min(row, self.losses.p.size - 1), x, colors)
        return Reading(x, ((colors.muted, f"p = {format_number(x, 3)}"), *found))

    def table(self) -> Table:
        """Return all rows; in a duel the chosen row's way in both."""
        courses, losses = self.player.courses, self.losses
        if losses is None:
            return ()
        if self.page.current == "duel" and courses is not None:
            row = self.workspace.selection.row
            steps = np.arange(min(course.end for course in courses) + 1, dtype=np.float64)
            return (("step", steps), *((f"p, {course.loss}", course.p[: steps.size, row]) for course in courses))
        return (("row", np.arange(1.0, losses.p.size + 1)), ("p", losses.p),
                *((name, losses.losses[loss]) for name, loss in (("-ln p", "cross_entropy"), ("SSR", "ssr"))),
                *(zip(losses.classes, losses.shares, strict=True)))

    # -- what the user does --------------------------------------------------------------------------------

    @Slot(str)
    def _turn(self, page: str) -> None:
        if page != "duel":
            self.player.rest()
        self.refresh()

    @Slot(int)
    def _use_rule(self, place: int) -> None:
        self.player.plain = place == 0
        self.refresh()

    def own_actions(self, at: QPointF | None) -> list[tuple[str, Callable[[], object]]]:  # noqa: ARG002
        """Offer the other optimizer for the duel: where there is little room, only here."""
        if self.page.current != "duel" or self._optimizer == "gradient_descent":
            return []
        other = 1 if self.player.plain else 0
        return [(f"Duel by {self.rule.itemText(other)}", partial(self.rule.setCurrentIndex, other))]

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden duel rests."""
        self.player.rest()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys choose a row; in a duel ←, → and Space go through its steps."""
        selection, player, key = self.workspace.selection, self.player, event.key()
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        duel = self.page.current == "duel"
        if key in rows and self.losses is not None:
            selection.choose_row(min(max(0, selection.row + rows[Qt.Key(key)]), self.losses.p.size - 1))
        elif key in steps and duel:
            player.step(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Space and duel:
            player.toggle()
        else:
            super().keyPressEvent(event)


def _ball(course: Course, row: int, step: int) -> Ball:
    return Ball(course.loss, float(course.p[step, row]), course.p[:step, row])


def softmax_shown(frame: Frame, selected: str | None) -> tuple[Node | None, str]:
    """Return the softmax that is selected, else the first, of those the loss looks at; or what is needed instead."""
    nodes = compared(frame.document)
    found = sorted((node for node in nodes if node.kind == "softmax"), key=lambda node: node.id != selected)
    if found:
        return found[0], ""
    hard = next((node for node in nodes if node.kind == "argmax"), None)
    if hard is not None:
        return None, (f"{hard.label} is an ArgMax, which puts out 0 and 1 and no probabilities: put a SoftMax in its "
                      "place to see what cross entropy makes of them.")
    return None, NO_SOFTMAX if frame.document.nodes else NO_COLUMN


NO_SOFTMAX = (
    "Cross entropy is the −ln of a probability: put a SoftMax on the canvas, connect an output for each class to it, "
    "and give it the column of class names."
)
