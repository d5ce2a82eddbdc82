"""The funnel: how many contacts became an invitation, and how many invitations an answer."""
