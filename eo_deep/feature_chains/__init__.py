"""Features of pixels as a raster that is computed where it is read: bands, windows, formulas, layers of networks."""
