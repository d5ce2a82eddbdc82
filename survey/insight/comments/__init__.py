"""What customers wrote: the list, one comment, themes, rules, and who it was passed on to."""
