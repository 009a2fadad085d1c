"""`mcsj calendar`: calendars that go to others, and those that come from them."""
