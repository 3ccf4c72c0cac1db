"""Detected changes against reference data: scores of change, and the changes themselves."""
