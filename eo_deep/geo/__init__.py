"""Where things lie: grids, coordinate reference systems, the ellipsoid, valid geometries."""
