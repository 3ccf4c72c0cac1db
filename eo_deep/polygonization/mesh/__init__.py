"""Polygonization by mesh approximation."""
