"""Contacts and answers as a file: one row per contact, with a codebook."""
