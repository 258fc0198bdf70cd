"""Data: rows for training, tables, generated sets."""
