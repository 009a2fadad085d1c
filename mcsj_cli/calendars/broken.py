"""The errors that icalendar raises for broken calendars, documented by it or not."""

BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
