"""`mcsj mesas`: the mesas, their states and municipalities."""
