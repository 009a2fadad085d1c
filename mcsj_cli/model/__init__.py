"""Records and rules, without files, clock or screen."""
