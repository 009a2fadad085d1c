"""The public page."""
