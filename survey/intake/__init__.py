"""What comes in from other systems: files of contacts and of unit scores, read row by row.

Pure: bytes and declared formats in, records or reasons out. Nothing here knows a database.
"""
