"""Reports in editions: ordered, made once each by workers, kept with what they were made from."""
