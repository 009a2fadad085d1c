"""The public page: what may be shown, the pages as values, their HTML and calendars, and the folder they lie in."""
