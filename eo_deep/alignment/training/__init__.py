"""Training of the alignment model."""
