"""Questions that read: each returns one frozen page object."""
