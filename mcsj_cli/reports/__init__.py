"""Figures first, then one renderer a format."""
