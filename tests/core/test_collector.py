"""A pause of the collector ends as it began."""

from __future__ import annotations

import gc

from core.collector import collection_paused


def test_a_pause_leaves_the_collector_as_it_was() -> None:
    gc.enable()
    with collection_paused():
        assert not gc.isenabled()
        with collection_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
