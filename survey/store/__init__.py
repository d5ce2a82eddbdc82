"""What we keep. The only floor that knows peewee and SQL."""
