"""Messages as mail has them (RFC 5322, 2045, 5321): composed, handed to a server, and read."""
