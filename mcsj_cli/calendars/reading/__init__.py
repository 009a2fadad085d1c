"""A reader of external calendars, whose work is bounded whatever a file asks for."""
