"""The demo centre: made up, seeded, and marked as made up wherever it is shown."""
