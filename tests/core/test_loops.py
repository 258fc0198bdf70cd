from __future__ import annotations

from core.loops import find_loop


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
