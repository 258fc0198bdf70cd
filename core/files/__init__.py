"""The parts of ``core.storage``: text to values (``json_text``, ``fields``, ``*_schema``), ``formatting``, ``disk``."""
