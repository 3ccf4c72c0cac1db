"""Polygons compared with reference polygons."""
