"""The gate for pulse data: blocks, publication rules, and the only reads there are."""
