"""Coordinate a network of citizen roundtables from plain files."""

__version__ = "0.1.0"
