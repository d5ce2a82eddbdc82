"""The gate: which pulse results may be read, and the only way to read them."""
