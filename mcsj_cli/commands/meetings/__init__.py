"""`mcsj meetings`: the meetings of groups and mesas, from the notice to the minutes."""
