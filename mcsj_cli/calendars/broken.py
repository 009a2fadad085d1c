"""What icalendar is known to raise of broken calendars, besides what it says it does."""

BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
