"""From occurrences to iCalendar (RFC 5545)."""
