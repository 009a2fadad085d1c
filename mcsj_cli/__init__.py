"""Coordinate a network of citizen roundtables from plain files."""

__version__ = "0.2.0"
