"""Vectors compared with where the reference has them."""
