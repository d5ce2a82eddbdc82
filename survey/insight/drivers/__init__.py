"""Which constructs of the pulse go with customers' satisfaction, and which with engagement."""
