from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ValueRefused
from core.quantity import format_brief, format_number, format_share, format_term, parse_number, share_texts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2", 0.5), ("0,5", 0.5), ("-1.2e-3", -0.0012), ("−3", -3), (" 7 ", 7), ("+2", 2), (".5", 0.5), ("5.", 5),
        (",5", 0.5), ("1 / 4", 0.25), ("-1/-4", 0.25), ("0.1/0,2", 0.5), ("1 000", 1000), ("12 345,5", 12345.5),
        ("- 3", -3), ("1E3", 1000), ("0", 0), ("-0", 0), ("0e5", 0), ("1e308", 1e308), ("−1,2e-3", -0.0012),
    ],
)  # fmt: skip
def test_reads_what_people_type(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no number"), ("   ", "no number"), ("abc", "not a number"), ("1/0", "divides by zero"),
        ("0/0", "divides by zero"), ("inf", "not a number"), ("nan", "not a number"), ("-Infinity", "not a number"),
        ("1e999", "too large"), ("1e300/1e-300", "too large"), ("1e-999", "too small"), ("1,234.5", "not a number"),
        ("1 2", "not a number"), ("1_000", "not a number"), ("0x10", "not a number"), ("1/2/3", "not a number"),
        ("1e", "not a number"), ("--1", "not a number"), ("٣", "not a number"), ("9" * 500, "not a number"),
        (".", "not a number"), ("/", "not a number"), ("1e-200/1e200", "too small"),
    ],
)  # fmt: skip
def test_refuses_the_rest_by_a_sentence(text: str, word: str) -> None:
    with pytest.raises(ValueRefused, match=word) as caught:
        parse_number(text)
    assert "type" in str(caught.value) or "largest" in str(caught.value)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.655, 4, "0.655"), (-0.8124, 4, "−0.8124"), (1.04617, 4, "1.046"), (1.0, 4, "1"), (0.0, 4, "0"),
        (-0.0, 4, "0"), (1e-5, 4, "1e−5"), (1.2345e-5, 2, "1.2e−5"), (-3e-12, 4, "−3e−12"), (123456.7, 3, "123457"),
        (20.4236, 3, "20.4"), (9.9996, 4, "10"), (1e7, 4, "1e7"), (-2.5e20, 4, "−2.5e20"), (0.00012345, 3, "0.000123"),
        (math.inf, 4, "∞"), (-math.inf, 4, "−∞"), (math.nan, 4, "NaN"), (0.099996, 4, "0.1"), (5e-324, 3, "4.94e−324"),
    ],
)  # fmt: skip
def test_writes_short_and_true(value: float, digits: int, text: str) -> None:
    assert format_number(value, digits) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.412, "0.41"), (1.0, "1"), (0.9996, "0.9996"), (0.0, "0"), (1.5e-11, "1.5e−11"),
     (1 - 1e-9, "1 − 1e−9"), (1 - 2**-53, "1 − 1e−16")],
)  # fmt: skip
def test_what_is_not_certain_never_reads_as_1(share: float, text: str) -> None:
    assert format_share(share) == text


@pytest.mark.parametrize(
    ("share", "texts"),
    [(0.4123, ("0.412", "0.41", "0.4")), (1.0, ("1",)), (0.0, ("0",)), (1.53e-10, ("1.53e−10", "1.5e−10", "2e−10")),
     (0.99962, ("0.9996", "> 0.99", "> 0.9")), (0.953, ("0.953", "0.95", "> 0.9")),
     (1 - 3e-9, ("1 − 3e−9", "> 0.99", "> 0.9"))],
)  # fmt: skip
def test_a_probability_in_less_and_less_room_stays_true(share: float, texts: tuple[str, ...]) -> None:
    assert share_texts(share) == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.000275, "3e−4"), (-0.000275, "−3e−4"), (0.03, "0.03"), (0.0, "0"), (2056.0, "2e3"), (20.0, "20"),
     (math.inf, "∞"), (math.nan, "NaN")],
)  # fmt: skip
def test_the_shortest_text_of_a_number(value: float, text: str) -> None:
    assert format_brief(value) == text


def test_two_digits_with_an_exponent_where_that_is_shorter() -> None:
    assert [format_brief(value, 2) for value in (162755.0, 20.4, -0.000123, 2e5)] == ["1.6e5", "20", "−1.2e−4", "2e5"]


def test_a_term_may_follow_a_sign() -> None:
    assert [format_term(value, 3) for value in (-15.655, 0.5, 0.0, -math.inf, 1e-5)] == [
        "(−15.7)", "0.5", "0", "(−∞)", "1e−5"]  # fmt: skip


@given(st.floats(-1e308, 1e308))
def test_what_is_written_can_be_typed_again(value: float) -> None:
    again = parse_number(format_number(value, 17))
    assert again == value
    assert math.isclose(parse_number(format_number(value, 4)), value, rel_tol=1e-3, abs_tol=5e-324)
