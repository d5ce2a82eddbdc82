"""The pages about who is asked: the rules of a survey, who is not asked and why, and the stops."""
