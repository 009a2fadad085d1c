"""`mcsj report`: what a week adds up to, and what some weeks of a group or of a mesa do."""
