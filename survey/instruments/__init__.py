"""What we ask: scales, items, instruments; pure data, versioned by digest."""
