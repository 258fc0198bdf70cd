"""The parts of ``core.cli``: its words (``command_line``), a run in a terminal (``runs``), tables (``reports``)."""
