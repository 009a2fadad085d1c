"""`mcsj followups`: the contacts with each mesa, and how far they have brought it."""
