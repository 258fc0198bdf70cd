"""What the shift test found, in words and as a small table: counts for one shift, and over all of them."""

from __future__ import annotations

import numpy as np

from core.quantity import format_number
from core.shifts import NO_POOLING, Pooled, Rung, ShiftResult
from gui.convolution.stages import Chain
from gui.drawing.shift_words import same_answer
from gui.drawing.sketch import in_words

_TITLES = {"max": "max pool", "mean": "mean pool", NO_POOLING: "no pooling"}
MOST_OUTPUTS = 3


def counted_words(result: ShiftResult, place: int) -> str:
    """Return the counts of one shift as a sentence."""
    image = result.rungs[0]
    first = f"{in_words(result.shifts[place]).capitalize()}: {result.changed[place, 0]} of {image.cells} pixels changed"
    parts = [f"{pooled.changed[place]} of {pooled.cells} cells with {_TITLES[mode]}" if mode != NO_POOLING else
             f"{pooled.changed[place]} of {pooled.cells} without pooling"
             for mode, pooled in _ordered(result)]  # fmt: skip
    lost = int(result.lost[place])
    gone = f"; {lost} pixel{'s' * (lost != 1)} of ink left the image" if lost > 0 else ""
    return f"{first}, {', '.join(parts)}{gone}."


def _ordered(result: ShiftResult) -> list[tuple[str, Pooled]]:
    return [(mode, result.pooled[mode]) for mode in _TITLES if mode in result.pooled]


def overall(result: ShiftResult) -> str:
    """Return over all shifts: how many leave every cell as it is, and how many leave the answer the same."""
    count = len(result.shifts) - 1
    kept = [f"{int((pooled.changed == 0).sum()) - 1} with {_TITLES[mode]}" for mode, pooled in _ordered(result)]
    words = f"Of {count} shifts so many leave every cell as it was: {', '.join(kept)}."
    said = [(mode, pooled.outputs) for mode, pooled in _ordered(result)
            if pooled.outputs is not None and pooled.outputs.shape[1] > 1]  # fmt: skip
    if said:
        same = [f"{int(same_answer(outputs).sum()) - 1} with {_TITLES[mode]}" for mode, outputs in said]
        words += f" And so many leave the largest output the largest: {', '.join(same)}."
    return words


def table_of(chain: Chain, result: ShiftResult, place: int) -> str:
    """Return a small table in HTML: each grid with its count, each way of pooling with what the outputs say."""
    lines = [_line(name_of(chain, rung), int(result.changed[place, at]), rung.cells)
             for at, rung in enumerate(result.rungs)]  # fmt: skip
    lines += [_line(_TITLES[mode], int(pooled.changed[place]), pooled.cells, outputs_in_words(chain, pooled, place))
              for mode, pooled in _ordered(result) if mode != NO_POOLING or pooled.outputs is not None]  # fmt: skip
    return f"<table cellspacing=0 cellpadding=1>{''.join(lines)}</table>"


def _line(name: str, changed: int, of: int, said: str = "") -> str:
    cells = (name, f"<b>{changed}</b> of {of} changed", said)
    return f"<tr>{''.join(f'<td style=padding-right:10px>{cell}</td>' for cell in cells)}</tr>"


def name_of(chain: Chain, rung: Rung) -> str:
    """Return what a grid on the way is called."""
    node = chain.document.nodes[rung.node]
    after = rung.of == "a" and node.filters is not None and node.activation != "identity"
    name = node.label.replace("&", "&amp;").replace("<", "&lt;")
    return f"{name} after {node.activation}" if after else name


def outputs_in_words(chain: Chain, pooled: Pooled, place: int) -> str:
    """Return what the outputs say before and after the shift, the largest after it first: "O 1 → 0.25, X 0 → 0.75"."""
    if pooled.outputs is None:
        return ""
    before, after = pooled.outputs[len(pooled.outputs) // 2], pooled.outputs[place]
    names = [one.name for one in chain.said]
    if len(names) != after.size:
        return ""
    chosen = np.argsort(-after, kind="stable")[:MOST_OUTPUTS].tolist()
    texts = [(format_number(float(before[at]), 2), format_number(float(after[at]), 2)) for at in chosen]
    parts = (f"{names[at]} {old} → {new}" for at, (old, new) in zip(chosen, texts, strict=True))
    return ", ".join(parts).replace("<", "&lt;") + (" …" if after.size > MOST_OUTPUTS else "")
