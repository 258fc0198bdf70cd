"""The bars around the canvas: tools, time, slow motion, news, findings."""
