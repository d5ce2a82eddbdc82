"""Is engagement linked to satisfaction here? From published cells only."""
