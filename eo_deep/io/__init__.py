"""The only reading and writing of files: rasters, vectors, cards of models, styles; whole or absent."""
