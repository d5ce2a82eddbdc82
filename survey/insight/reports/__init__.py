"""The pages about reports: the archive, what is being made, and what is made by the calendar."""
