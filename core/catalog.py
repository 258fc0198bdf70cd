"""What there is to choose from, as rows: node kinds, settings of training, and their ranges.

Palette, forms, checks and the file format read these tables; to offer something new is to add a row.
The functions themselves live in ``activations``, ``losses``, ``optimizers`` and ``initializers``, whose
tables are rows too; ``choices`` here gives their names and labels to whoever draws a menu.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import ValueRefused


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node: what it may do and what it owns."""

    name: str
    title: str
    help: str
    has_activation: bool = False
    takes_connections: bool = True
    gives_connections: bool = True
    default_activation: str = "identity"
    role: str = ""
    """Which data columns it reads: "inputs", "targets" or none."""
    classes: bool = False
    """Whether its units are classes: what comes in has no weights, and its one column holds class names."""
    flat: bool = False
    """Whether its derivative is 0 everywhere, so that nothing trains through it."""
    grid: bool = False
    """Whether its units are the cells of a grid, with rows, columns and channels."""

    @property
    def source(self) -> bool:
        """Whether it takes its values from the data."""
        return self.role == "inputs"

    @property
    def window(self) -> bool:
        """Whether it looks at one grid through a window that moves over it: a convolution or pool."""
        return self.grid and self.takes_connections

    @property
    def weighted(self) -> bool:
        """Whether connections into it carry weights."""
        return self.takes_connections and not self.classes and not self.grid


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that a person may set: its range, default, and one sentence of help."""

    name: str
    title: str
    help: str
    default: float | None
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    def check(self, value: float, where: str = "") -> float:
        """Return ``value`` if it is in range; ValueRefused says what would be."""
        place = f" at {where}" if where else ""
        if not abs(value) <= sys.float_info.max:  # a whole number may be too long for isfinite
            raise ValueRefused(f"{self.title}{place} must be a finite number, not {value}.")
        if self.whole and value != int(value):
            raise ValueRefused(f"{self.title}{place} must be a whole number, not {value:g}.")
        too_low = value < self.low or (self.low_open and value == self.low)
        too_high = value > self.high or (self.high_open and value == self.high)
        if too_low or too_high:
            raise ValueRefused(f"{self.title}{place} must be {self.span()}, not {value:g}.")
        return value

    def span(self) -> str:
        """Say the range in words."""
        above = f"{'more than' if self.low_open else 'at least'} {self.low:g}" if self.low > -math.inf else ""
        below = f"{'less than' if self.high_open else 'at most'} {self.high:g}" if self.high < math.inf else ""
        return " and ".join(part for part in (above, below) if part) or "a number"


_KINDS = (
    NodeKind("input", "Input", "Takes data columns: one a unit.", takes_connections=False, role="inputs"),
    NodeKind(
        "hidden",
        "Hidden",
        "Bends a weighted sum of what comes in: activation(Σ weight × source + bias).",
        has_activation=True,
        default_activation="softplus",
    ),
    NodeKind(
        "output",
        "Output",
        "What the network predicts: activation(Σ weight × source + bias).",
        has_activation=True,
        role="targets",
    ),
    NodeKind(
        "softmax",
        "SoftMax",
        "Turns what comes in into probabilities, one a class: e^raw ÷ Σ e^raw. They add up to 1.",
        role="targets",
        classes=True,
    ),
    NodeKind(
        "argmax",
        "ArgMax",
        "1 for the class with the largest value, 0 for the others. Its derivative is 0, so nothing trains through it.",
        role="targets",
        classes=True,
        flat=True,
    ),
    NodeKind(
        "image",
        "Image",
        "Takes a picture: height × width × channels data columns, row by row.",
        takes_connections=False,
        role="inputs",
        grid=True,
    ),
    NodeKind(
        "convolution",
        "Convolution",
        "Slides filters over a picture: activation(Σ filter cell × value under it + bias) at each place.",
        has_activation=True,
        default_activation="relu",
        grid=True,
    ),
    NodeKind(
        "pool",
        "Pool",
        "The largest value (max) or the average (mean) of each small region: a smaller picture.",
        grid=True,
    ),
)
NODE_KINDS: Mapping[str, NodeKind] = {kind.name: kind for kind in _KINDS}

MAX_UNITS = 20_000
"""Most units a document may draw, cells of grids aside."""
MAX_CELLS = 200_000
"""Most cells of images, convolutions and pools a document may draw."""
MAX_WEIGHTS = 500_000
"""Most weights of single connections a document may hold."""

UNITS = Setting("units", "Units", "How many neurons the node stands for.", 1, low=1, high=MAX_UNITS, whole=True)
GRID_SETTINGS: Mapping[str, Setting] = {
    row.name: row
    for row in (
        Setting("height", "Height", "Rows of pixels.", 6, low=1, high=1000, whole=True),
        Setting("width", "Width", "Columns of pixels.", 6, low=1, high=1000, whole=True),
        Setting("channels", "Channels", "Values of a pixel: 1 for grey, 3 for color.", 1, low=1, high=64, whole=True),
        Setting("filters", "Filters", "How many filters there are: each makes a feature map of its own.", 1, low=1,
                high=512, whole=True),
        Setting("size", "Size", "Rows and columns of the window that moves over the picture.", 3, low=1, high=1000,
                whole=True),
        Setting("stride", "Stride", "How many cells the window moves at a time.", 1, low=1, high=1000, whole=True),
        Setting("padding", "Padding", "Rows and columns of zeros put around the picture.", 0, low=0, high=1000,
                whole=True),
    )
}  # fmt: skip
"""What may be set of an image, convolution or pool. The size of what comes out follows from it."""
POOL_MODES = ("max", "mean")
LEARNING_RATE = Setting(
    "learning_rate", "Learning rate", "Step size = learning rate × derivative.", 0.1, low=0, low_open=True
)
BATCH_SIZE = Setting(
    "batch_size", "Batch size", "Rows looked at in one step; empty means all.", None, low=1, whole=True
)
SEED = Setting("seed", "Seed", "The same seed draws the same numbers.", 1, low=0, high=2**63 - 1, whole=True)

STOP_RULES: Mapping[str, Setting] = {
    rule.name: rule
    for rule in (
        Setting("max_steps", "Steps", "Training ends after this many steps.", 1000, low=0, high=10**12, whole=True),
        Setting(
            "min_step_size", "Step size below", "Training ends when the largest step size is smaller.", 0.001, low=0
        ),
        Setting("loss_below", "Loss below", "Training ends when the loss is smaller.", None, low=0),
    )
}
NO_IMPROVEMENT: Mapping[str, Setting] = {
    rule.name: rule
    for rule in (
        Setting(
            "steps", "No improvement in", "Steps in which the loss must fall.", 100, low=1, high=10**12, whole=True
        ),
        Setting("by", "by", "How far the loss must fall to count.", 1e-6, low=0),
    )
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a menu: the name in files, the label on screen, and a sentence of help."""

    name: str
    title: str
    help: str
    settings: tuple[Setting, ...] = ()


def _rows(*choices: Choice) -> Mapping[str, Choice]:
    return {choice.name: choice for choice in choices}


def _setting(name: str, title: str, text: str, default: float, *, high: float = 1, low_open: bool = False) -> Setting:
    return Setting(name, title, text, default, low=0, high=high, low_open=low_open, high_open=high == 1)


_EPSILON = _setting("epsilon", "Epsilon", "Keeps the division finite.", 1e-8, high=math.inf, low_open=True)

LOSSES = _rows(
    Choice("ssr", "SSR", "Sum of squared residuals: Σ (observed − predicted)²."),
    Choice("cross_entropy", "Cross entropy", "Σ −ln(probability of the observed class); needs a SoftMax node."),
)
REDUCTIONS = _rows(
    Choice("sum", "Sum", "Added up over the rows."),
    Choice("mean", "Mean", "Divided by the number of rows in the batch."),
)
OPTIMIZERS = _rows(
    Choice("gradient_descent", "Gradient descent", "new value = old value − learning rate × derivative."),
    Choice(
        "momentum",
        "Momentum",
        "A velocity gathers the derivatives: v ← momentum × v + derivative.",
        (_setting("momentum", "Momentum", "How much of the last velocity is kept.", 0.9),),
    ),
    Choice(
        "rmsprop",
        "RMSprop",
        "Divides each derivative by the root of its running mean square.",
        (_setting("alpha", "Alpha", "How much of the last mean square is kept.", 0.99), _EPSILON),
    ),
    Choice(
        "adam",
        "Adam",
        "Running means of the derivative and of its square, corrected for their start.",
        (
            _setting("beta1", "Beta 1", "How much of the last mean is kept.", 0.9),
            _setting("beta2", "Beta 2", "How much of the last mean square is kept.", 0.999),
            _EPSILON,
        ),
    ),
)
INITIAL_VALUES = _rows(
    Choice("standard_normal", "Standard normal", "Weights from a normal distribution with mean 0 and deviation 1."),
    Choice("xavier", "Xavier", "Normal with variance 2 ÷ (sources + targets): for sigmoid and tanh."),
    Choice("he", "He", "Normal with variance 2 ÷ sources: for ReLU."),
    Choice("uniform", "Uniform", "Evenly between −1 and 1."),
    Choice("zeros", "Zeros", "Every weight 0: shows why a network needs different starts."),
)
ACTIVATIONS = _rows(
    Choice("identity", "Identity", "f(x) = x: a straight line."),
    Choice("softplus", "SoftPlus", "f(x) = ln(1 + eˣ): a soft bend."),
    Choice("relu", "ReLU", "f(x) = the larger of 0 and x; the derivative at 0 is taken as 0."),
    Choice("leaky_relu", "Leaky ReLU", "f(x) = x above 0, 0.01 x below."),
    Choice("sigmoid", "Sigmoid", "f(x) = 1 ÷ (1 + e⁻ˣ): from 0 to 1."),
    Choice("tanh", "Tanh", "f(x) = tanh x: from −1 to 1."),
    Choice("elu", "ELU", "f(x) = x above 0, eˣ − 1 below."),
    Choice("silu", "SiLU", "f(x) = x × sigmoid(x)."),
    Choice("gelu", "GELU", "f(x) = x × Φ(x), Φ the normal distribution's share below x."),
)
