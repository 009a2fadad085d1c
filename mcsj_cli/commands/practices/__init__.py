"""`mcsj practices`: what worked in one mesa and others can copy."""
