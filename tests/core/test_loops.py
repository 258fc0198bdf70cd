from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.loops import find_loop, levels


def test_no_loop_where_paths_only_join_again() -> None:
    assert find_loop([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("a", "d")]) == []
    assert find_loop([]) == []


def test_names_the_loop_in_the_order_of_its_connections() -> None:
    pairs = [("in", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "out"), ("out", "further")]
    loop = find_loop(pairs)
    assert sorted(loop) == ["a", "b", "c"]
    assert all(pair in pairs for pair in zip(loop, [*loop[1:], loop[0]], strict=True))


def test_two_nodes_and_one_node() -> None:
    assert sorted(find_loop([("a", "b"), ("b", "a")])) == ["a", "b"]
    assert find_loop([("a", "a")]) == ["a"]


def test_a_long_chain_is_no_matter() -> None:
    chain = [(str(at), str(at + 1)) for at in range(100_000)]
    assert find_loop(chain) == []
    assert len(find_loop([*chain, ("100000", "0")])) == 100_001


PAIRS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=14, unique=True)


@given(PAIRS)
def test_there_is_a_loop_where_not_all_nodes_have_a_level(pairs: list[tuple[str, str]]) -> None:
    loop, found = find_loop(pairs), levels(dict.fromkeys("abcdefgh", 0), pairs)
    assert bool(loop) == (len(found) < 8)
    assert all(pair in pairs for pair in zip(loop, [*loop[1:], *loop[:1]], strict=True))
    assert len({*loop}) == len(loop)


@given(PAIRS)
def test_a_level_is_one_more_than_the_highest_that_feeds_it(pairs: list[tuple[str, str]]) -> None:
    least = {"a": 3} | dict.fromkeys("bcdefgh", 0)
    found = levels(least, pairs)
    for node, level in found.items():
        assert level == max([least[node], *(found[source] + 1 for source, target in pairs if target == node)])
