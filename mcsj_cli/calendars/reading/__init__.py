"""Somebody else's calendars, read by hand: nothing of a stranger's file is computed beyond what is asked for."""
