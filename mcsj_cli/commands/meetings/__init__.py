"""`mcsj meetings`: the meetings of the groups and with single mesas, from their date to their minutes."""
