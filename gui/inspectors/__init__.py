"""Forms built from catalog rows."""
