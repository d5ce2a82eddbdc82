"""Reading comments, routing them to those who can use them, and asking what came of it."""
