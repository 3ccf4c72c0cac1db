"""The quality of images that are made: against a true image, or against the distribution of real ones."""
