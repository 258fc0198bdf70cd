"""LaTeX in lessons as pieces of ``gui.controls.formula``."""

from __future__ import annotations

import importlib
import re
from functools import lru_cache

from gui.controls.formula import Piece

_FRACTION = re.compile(r"\\der\{([^{}]*)\}\{([^{}]*)\}")
_UPRIGHT = re.compile(r"(\\(?:mathrm|text)\s*\{[^{}]*\}|\\[A-Za-z]+)|([A-Za-z]{2,})")
_MATH = re.compile(r"<math[^>]*>(.*)</math>", re.DOTALL)


@lru_cache(maxsize=256)
def latex(text: str) -> Piece:
    """Return a formula; what cannot be read as one is its own plain text.

    ``\\der{SSR}{b_3}`` is dSSR/db₃ as a fraction. Words of two letters and more stand upright.
    """
    whole = _FRACTION.sub(r"\\frac{\\mathrm{d}\\,\1}{\\mathrm{d}\\,\2}", text)
    source = _UPRIGHT.sub(lambda found: found[1] or rf"\mathrm{{{found[2]}}}", whole)
    try:
        markup = importlib.import_module("ziamath.tex").tex2mml(source)
    except Exception:  # noqa: BLE001  # a person's LaTeX, read by a library that has a dozen errors of its own
        return Piece("", text)
    inner = _MATH.search(markup)
    return Piece(inner[1] if inner else "", text)
