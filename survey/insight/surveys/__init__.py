"""The pages on which surveys are made: what stands in them, what changed, what is missing."""
