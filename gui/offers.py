"""Offers the next step where there is one: a network for a table that came, test rows, cross entropy for a softmax.

What a deletion cuts off while training runs is told here, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from core.catalog import NODE_KINDS
from core.change import Change
from core.classes import classes_refusal
from core.document import Column, Document, Node, TrainingSpec
from core.edits.building import BuildNetwork, build_refusal, lone_class
from core.edits.classes import UseCrossEntropy, with_cross_entropy
from core.edits.convolution_start import BEGIN, FILTERS, UseConvolutionStart, convolutions, suits
from core.edits.split import SetTest, offered
from core.errors import EditRefused
from core.targets import compared
from gui.state.workspace import Workspace

BUILD, CROSS_ENTROPY, HOLD_BACK = "Build Network", "Use Cross Entropy", "Hold Back Rows"
SUITS_FILTERS = "Use Settings That Learn"


class Offers(QObject):
    """Watches the document. ``show_all`` is called after nodes came that may be out of sight."""

    def __init__(self, workspace: Workspace, show_all: Callable[[], object]) -> None:
        super().__init__()
        self._workspace, self._show_all = workspace, show_all
        self._columns: tuple[Column, ...] = workspace.document.data.columns
        self._suited, self._loss = suits(workspace.document), workspace.document.training.loss
        workspace.bridge.changed.connect(self._follow)

    def build(self) -> None:
        """Build a network for the table, and show all of it."""
        if self._workspace.do(BuildNetwork()):
            self._show_all()
            self._offer_test_rows(self._workspace.document)

    def _offer_test_rows(self, document: Document) -> None:
        targets = [name for names in document.data.targets.values() for name in names]
        found = offered(document.data.columns, targets)
        if found is None or document.data.test is not None:
            return
        split, count = found
        self._workspace.notices.post(
            f"The network is ready to train. {count:,} of the {document.data.count:,} rows, the same share of each "
            "class, can be held back: they show how it does on rows that it never saw.", "info", HOLD_BACK,
            partial(self._workspace.do, SetTest(split)))  # fmt: skip

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        before, self._columns = self._columns, document.data.columns
        came = bool(document.data.count) and not {*map(id, before)} & {*map(id, document.data.columns)}
        if came and [one.name for one in before] != [*document.data.names]:
            if change.added:
                self._show_all()
            self._offer_network(document)
        elif suits(document) and not self._suited:
            self._offer_start(document)
        else:
            self._offer_cross_entropy(document, change)
            self._tell_unfed(document, change)
        self._suited, self._loss = suits(document), document.training.loss

    def _offer_network(self, document: Document) -> None:
        words = network_in_words(document)
        if words:
            rows = f"{document.data.count:,} row{'s' * (document.data.count != 1)}"
            self._workspace.notices.post(
                f"{rows} came in. A network for their columns can be built, joined and ready to train: {words}. "
                "Or draw your own.", "info", BUILD, self.build)  # fmt: skip
        elif lone := lone_class(document):
            self._workspace.notices.post(lone, "problem")

    def _offer_start(self, document: Document) -> None:
        """Offer what a convolution learns with, at the moment in which it reaches the outputs."""
        single = any(len(node.filters.value) == 1 for node in convolutions(document) if node.filters is not None)
        filters = f", {FILTERS} filters in place of one" if single else ""
        loss = "; cross entropy for probabilities" if all(one.kind == "softmax" for one in compared(document)) else ""
        self._workspace.notices.post(
            "With large steps a ReLU behind a filter soon gives 0 for every picture, and no longer learns. Adam with a "
            f"learning rate of {BEGIN.learning_rate}, and start values drawn anew by He's rule{filters}, avoid "
            f"that{loss}.", "info", SUITS_FILTERS, partial(self._workspace.do, UseConvolutionStart()))  # fmt: skip

    def _tell_unfed(self, document: Document, change: Change) -> None:
        """Pause, and say so, where training would go on with nodes that a deletion has cut off."""
        cut = {pair[1] for pair in change.removed if isinstance(pair, tuple)} & document.nodes.keys()
        names = [node.label for node in document.nodes.values() if node.id in cut and not document.sources(node.id)]
        if names and self._workspace.training.running:
            self._workspace.training.pause()
            self._workspace.notices.post(
                f"Training is paused: nothing feeds {', '.join(names)} any more, so that the data no longer reach the "
                "output that way; connect what shall be read there, or undo.", "problem")  # fmt: skip

    def _offer_cross_entropy(self, document: Document, change: Change) -> None:
        """Offer the loss that suits probabilities, or say that it came, in the moment a softmax can be computed."""
        choice = _completed(document, change)
        if choice is None:
            return
        able = f"{choice.label} now gives the probabilities of {len(choice.classes)} classes."
        if document.training.loss == "ssr":
            averaged = with_cross_entropy(document).reduction != document.training.reduction
            mean = "; its mean over the training rows keeps steps small" if averaged else ""
            self._workspace.notices.post(
                f"{able} From these, cross entropy learns faster than SSR{mean}.", "info", CROSS_ENTROPY,
                self._use_cross_entropy, partial(self._still_squared, document.training, choice.id))  # fmt: skip
        elif self._loss == "ssr":
            mean = "the mean cross entropy" if document.training.reduction == "mean" else "cross entropy"
            self._workspace.notices.post(
                f"{able} The loss is {mean} from now on, which learns faster from these than SSR; it can be changed "
                "with the training settings.", "info")  # fmt: skip

    def _still_squared(self, training: TrainingSpec, choice: str) -> bool:
        """Whether an offer of cross entropy, made with these settings, still stands."""
        document = self._workspace.document
        node = document.nodes.get(choice)
        return document.training == training and node in compared(document) and _able(document)

    def _use_cross_entropy(self) -> None:
        self._workspace.do(UseCrossEntropy())


def _completed(document: Document, change: Change) -> Node | None:
    """Return the softmax that got its last connection, if cross entropy can be used now."""
    fed = {pair[1] for pair in change.added if isinstance(pair, tuple)}
    found = next((node for node in compared(document) if node.id in fed), None)
    return found if found is not None and _able(document) and not classes_refusal(document, found) else None


def _able(document: Document) -> bool:
    return all(node.kind == "softmax" for node in compared(document))


def network_in_words(document: Document) -> str:
    """Say what a network built for the table would have; "" where none can be built."""
    if build_refusal(document):
        return ""
    try:
        built = BuildNetwork().apply(document)
    except EditRefused:
        return ""
    units = {kind: sum(node.units for node in built.nodes.values() if node.kind == kind) for kind in NODE_KINDS}
    inputs = f"{units['input']} input{'s' * (units['input'] != 1)}"
    hidden = f"{units['hidden']} hidden neuron{'s' * (units['hidden'] != 1)}"
    if units["softmax"]:
        return f"{inputs}, {hidden} and a SoftMax of {units['softmax']} classes, trained by cross entropy"
    return f"{inputs}, {hidden} and {units['output']} output{'s' * (units['output'] != 1)}"
