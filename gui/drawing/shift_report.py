"""What the shift test found, in words and as a small table: counts for one shift, and over all of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.document import Bools
from core.quantity import format_number
from core.shifts import NO_POOLING, Pooled, Rung, ShiftResult
from gui.drawing.shift_trial import Measured
from gui.drawing.shift_words import same_answer
from gui.drawing.sketch import in_words
from gui.grids.stages import Chain

_TITLES = {"max": "max pool", "mean": "mean pool", NO_POOLING: "no pooling"}
MOST_OUTPUTS = 3


def counted_words(result: ShiftResult, place: int) -> str:
    """Return the counts of one shift as a sentence."""
    image = result.rungs[0]
    first = f"{in_words(result.shifts[place]).capitalize()}: {result.changed[place, 0]} of {image.cells} pixels changed"
    lost = int(result.lost[place])
    gone = f", {lost} pixel{'s' * (lost != 1)} of ink left the image" if lost > 0 else ""
    counts = {mode: f"{pooled.changed[place]} of {pooled.cells} cells "
              f"({_share(int(pooled.changed[place]), pooled.cells)})" for mode, pooled in _ordered(result)}  # fmt: skip
    return f"{first}{gone}. {_side_by_side(counts)}."


def _side_by_side(counts: Mapping[str, str]) -> str:
    """Return what changes in the pooled map and in the map itself; as both differ in size, they are told apart."""
    pooled = [f"{text} with {_TITLES[mode]}" for mode, text in counts.items() if mode != NO_POOLING]
    before = counts.get(NO_POOLING, "")
    if not pooled:
        return f"Of the map change {before}"
    return f"Of the pooled map change {', '.join(pooled)}; of the larger map before it {before}"


def answer_words(found: Measured, place: int) -> str:
    """Return first what counts: whether the network as drawn still says of the moved picture what it said before."""
    outputs, names = found.drawn.outputs, [one.name for one in found.chain.said]
    if outputs is None or not 1 < outputs.shape[1] == len(names):
        return ""
    before, after = (int(outputs[at].argmax()) for at in (len(outputs) // 2, place))
    said = f"Still predicted as {names[after]}." if before == after else (
        f"Predicted as {names[after]} now, no longer as {names[before]}.")  # fmt: skip
    return said.replace("<", "&lt;")


def _ordered(result: ShiftResult) -> list[tuple[str, Pooled]]:
    return [(mode, result.pooled[mode]) for mode in _TITLES if mode in result.pooled]


def headline(found: Measured) -> str:
    """Return in a few words what the test comes to: after how many shifts the answer, or else every cell, is kept."""
    of = len(found.result.shifts) - 1
    if found.wanted is None:
        kept = {mode: int((pooled.changed == 0).sum()) - 1 for mode, pooled in _ordered(found.result)}
        said = "No cell changes"
    else:
        wanted, said = found.wanted[0], f"Still predicted as {found.chain.said[found.wanted[0]].name}"
        kept = {mode: _kept(pooled, wanted) for mode, pooled in _ordered(found.result) if pooled.outputs is not None}
    counts = ", ".join(f"{count} of {of} with {_TITLES[mode]}" for mode, count in kept.items())
    return f"{said} after a shift: {counts}".replace("<", "&lt;") if kept else ""


def _kept(pooled: Pooled, wanted: int) -> int:
    """Return after how many shifts, but for none at all, output ``wanted`` is the largest."""
    assert pooled.outputs is not None
    at_first = int(pooled.outputs[len(pooled.outputs) // 2].argmax())
    return int(same_answer(pooled.outputs, wanted).sum()) - (at_first == wanted)


def kept_at(found: Measured, pooled: Pooled) -> Bools | None:
    """Return after which shifts the right answer is kept, (shifts); not that of no shift. None without outputs."""
    if found.wanted is None or pooled.outputs is None:
        return None
    kept = same_answer(pooled.outputs, found.wanted[0])
    return np.asarray(kept & (np.arange(len(kept)) != len(kept) // 2), dtype=np.bool_)


def whose(found: Measured, words: str, *, moved: bool) -> str:
    """Return what the sheet shows, and the signs that are on screen."""
    kept = [kept_at(found, pooled) for _, pooled in _ordered(found.result)]
    signs = ["◤ in the grids"] * moved
    if found.wanted is not None and any(one is not None and one.any() for one in kept):
        signs.append(f"dashed: still {found.chain.said[found.wanted[0]].name}")
    return f"How many cells change where {words} moves" + (f" ({'; '.join(signs)})" if signs else "")


def overall(found: Measured) -> str:
    """Return over all shifts: for how many the answer stays the right one, and how many cells a shift changes."""
    return " ".join(part for part in (_answers(found), _cells(found.result)) if part)


def _answers(found: Measured) -> str:
    """Count the shifts after which the network still says what it should; an answer wrong from the start is named."""
    if found.wanted is None:
        return ""
    wanted, of_data = found.wanted
    names = [one.name for one in found.chain.said]
    parts, swapped = [], False
    for mode, pooled in _ordered(found.result):
        if pooled.outputs is not None:
            at_first = int(pooled.outputs[len(pooled.outputs) // 2].argmax())
            wrong = "" if at_first == wanted else f" (which predicts {names[at_first]} before any shift)"
            parts.append(f"{_kept(pooled, wanted)} with {_TITLES[mode]}{wrong}")
            swapped = swapped or pooled is not found.drawn
    whose = "as observed" if of_data else "as the picture before it is moved"
    told = f"Of {len(found.result.shifts) - 1} moved pictures, "
    kept = " The weights stay as they are where the pool is another one." if swapped else ""
    answers = f"{', '.join(parts)} are still predicted as {names[wanted]}, {whose}."
    return f"{told}{answers}{kept}".replace("<", "&lt;")


def _cells(result: ShiftResult) -> str:
    """Return how many of the cells a shift changes on average, as a share: the grids differ in size."""
    count = len(result.shifts) - 1
    shares = {mode: f"{format_number(pooled.changed.sum() / count, 2)} of {pooled.cells} cells "
                    f"({_share(int(pooled.changed.sum()), pooled.cells * count)})"
              for mode, pooled in _ordered(result)}  # fmt: skip
    kept = {mode: int((pooled.changed == 0).sum()) - 1 for mode, pooled in _ordered(result)}
    none = [f"{number} with {_TITLES[mode]}" for mode, number in kept.items()]
    means = f"On average over all shifts: {_lower(_side_by_side(shares))}."
    if len(shares) > 1 and NO_POOLING in shares:
        means += " Where there are fewer cells, each is a larger share."
    return f"{means} Shifts that change no cell: {', '.join(none)}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _share(part: int, of: int) -> str:
    """Return a share in whole per cent, with a sign where it is not 0 and would read so, or all."""
    per_cent = 100 * part / max(1, of)
    if 0 < per_cent < 1:
        return "under 1 %"
    return "over 99 %" if 99 < per_cent < 100 else f"{per_cent:.0f} %"


def table_of(chain: Chain, result: ShiftResult, place: int) -> str:
    """Return a small table in HTML: each grid with its count, each way of pooling with what the outputs say."""
    lines = [_line(name_of(chain, rung), int(result.changed[place, at]), rung.cells)
             for at, rung in enumerate(result.rungs)]  # fmt: skip
    lines += [_line(_TITLES[mode], int(pooled.changed[place]), pooled.cells, outputs_in_words(chain, pooled, place))
              for mode, pooled in _ordered(result) if mode != NO_POOLING or pooled.outputs is not None]  # fmt: skip
    return f"<table cellspacing=0 cellpadding=1>{''.join(lines)}</table>"


def _line(name: str, changed: int, of: int, said: str = "") -> str:
    cells = (name, f"<b>{changed}</b> of {of} changed ({_share(changed, of)})", said)
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
