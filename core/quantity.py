"""Numbers as a person types and reads them: ``1/2``, ``0,5`` and ``−1.2e-3`` in, short and true text out."""

from __future__ import annotations

import math
import re

from core.errors import ValueRefused

MINUS = "−"
"""The sign a person reads (U+2212); a hyphen is accepted too when typed."""
LONGEST = 100
"""Most characters of a typed number."""

_DIGITS = r"(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)"
_DECIMAL = rf"[+-]?\s*(?:{_DIGITS}(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = re.compile(rf"({_DECIMAL})(?:\s*/\s*({_DECIMAL}))?")
_SPACES = re.compile(r"\s+")
_PLAIN_FROM, _PLAIN_BELOW = -4, 7
"""Powers of ten between which a number is written without an exponent."""
_MOST_SHARE_DIGITS = 6


def parse_number(text: str) -> float:
    """Return the finite number that ``text`` says; ValueRefused tells what to type instead."""
    typed = text.strip()
    if not typed:
        raise ValueRefused("There is no number here; type one, such as 0.5, 1/2 or -1.2e-3.")
    shown = typed if len(typed) <= 30 else typed[:29] + "…"
    match = None if len(typed) > LONGEST else _NUMBER.fullmatch(typed.replace(MINUS, "-"))
    if match is None:
        raise ValueRefused(f"“{shown}” is not a number; type one such as 0.5, 1/2 or -1.2e-3.")
    upper, lower = (_decimal(part, shown) for part in (match[1], match[2] or "1"))
    if lower == 0:
        raise ValueRefused(f"“{shown}” divides by zero; type a fraction such as 1/2.")
    return _finite(upper / lower, shown, zero=upper == 0)


def _decimal(part: str, shown: str) -> float:
    """Return one number without a fraction stroke."""
    plain = _SPACES.sub("", part).replace(",", ".")
    mantissa = re.split("[eE]", plain)[0]
    return _finite(float(plain), shown, zero=not re.search("[1-9]", mantissa))


def _finite(value: float, shown: str, *, zero: bool) -> float:
    """Refuse what float64 cannot hold: too large, or so small that it would silently become 0."""
    if math.isinf(value):
        raise ValueRefused(f"“{shown}” is too large to compute with; the largest number is about 1.8e308.")
    if value == 0 and not zero:
        raise ValueRefused(f"“{shown}” is too small to compute with; type 0 or at least 5e-324.")
    return value


def format_number(value: float, digits: int = 4) -> str:
    """Return ``value`` in ``digits`` significant digits, without needless zeros.

    Very large and small numbers get an exponent (1.2e−5); digits before the point are never dropped; a number
    that is not 0 never reads "0", and "−0" is never written.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    mantissa, _, power = f"{abs(value):.{max(digits, 1) - 1}e}".partition("e")
    exponent = int(power)
    if _PLAIN_FROM <= exponent < _PLAIN_BELOW:
        text = _trim(f"{abs(value):.{max(0, digits - 1 - exponent)}f}")
    else:
        text = f"{_trim(mantissa)}e{exponent}".replace("-", MINUS)
    return MINUS + text if value < 0 else text


def format_brief(value: float, digits: int = 1) -> str:
    """Return ``value`` by ``format_number``, with an exponent where that is shorter: 3e−4 for 0.0003."""
    plain = format_number(value, digits)
    if not math.isfinite(value) or not value:
        return plain
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    return min(plain, f"{_trim(mantissa)}e{int(power)}".replace("-", MINUS), key=len)


def format_share(value: float, digits: int = 2) -> str:
    """Return a probability by ``format_number``; where that would read as 1 and is not, in more digits.

    What is nearer to 1 than six digits can say is written by what it lacks: 1 − 3e−7.
    """
    tries = (format_number(value, count) for count in range(digits, _MOST_SHARE_DIGITS + 1))
    return next((text for text in tries if text != "1" or value == 1), f"1 {MINUS} {format_brief(1 - value)}")


def share_texts(value: float, digits: int = 3) -> tuple[str, ...]:
    """Return a probability in words from long to short, each of them true: what is not 1 never reads as 1."""
    tries = [*(format_share(value, count) for count in range(digits, 0, -1)),
             *(format_brief(value, count) for count in (2, 1))]
    bounds = [f"> {bound}" for bound in ("0.99", "0.9") if float(bound) < value < 1]
    found = (text for text in (*tries, *bounds) if text != "1" or value == 1)
    return tuple(dict.fromkeys(found))


def format_term(value: float, digits: int = 4) -> str:
    """Return ``format_number`` so that it may follow a sign of arithmetic: below 0 in brackets."""
    text = format_number(value, digits)
    return f"({text})" if text.startswith(MINUS) else text


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
