"""The public site: what may be shown, its pages as values, and their HTML and calendars."""
