"""Regions and the boundaries that they share, in maps of any size."""
