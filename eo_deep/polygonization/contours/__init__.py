"""Polygons along a level of probability."""
