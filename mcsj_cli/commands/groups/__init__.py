"""`mcsj groups`: the working groups and their weekly hour."""
