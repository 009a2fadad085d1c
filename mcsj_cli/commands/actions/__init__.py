"""`mcsj actions`: what the mesas have to do, who owns it, and until when."""
