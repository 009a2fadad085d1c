"""`mcsj report`: a week of the network, and some weeks of a group or a mesa."""
