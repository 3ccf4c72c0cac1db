"""Training samples: windows of images with their labels, and labelled patches."""
