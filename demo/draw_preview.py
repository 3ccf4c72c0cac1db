"""Draw an image with building outlines on it: python -m demo.draw_preview image.tif buildings.gpkg preview.png"""

from __future__ import annotations

import sys

import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from eo_deep.geo.grid import Grid
from eo_deep.io.raster import Window, open_raster
from eo_deep.io.vector import read_polygons

MAX_PX = 1400


def draw_preview(image: str, buildings: str, preview: str) -> None:
    """Write `preview`, a PNG of at most 1400 px, with the outlines of `buildings` over `image`."""
    with open_raster(image) as source:
        grid = source.grid
    factor = max(grid.width, grid.height, MAX_PX) / MAX_PX
    grid = grid.scaled(factor)
    with open_raster(image, grid=grid) as source:
        pixels, valid = source.read(Window(0, 0, grid.width, grid.height))
    colors = np.moveaxis(pixels[:3] if len(pixels) >= 3 else pixels[[0, 0, 0]], 0, -1)
    colors = stretch(colors, valid)

    figure = Figure(figsize=(grid.width / 100, grid.height / 100), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.imshow(colors, interpolation="nearest", extent=(0, grid.width, grid.height, 0))
    outlines = find_outlines(buildings, grid)
    axes.add_collection(LineCollection(outlines, colors="#000000", linewidths=3.0, alpha=0.5))
    axes.add_collection(LineCollection(outlines, colors="#ffe14d", linewidths=1.5))
    axes.set_xlim(0, grid.width)
    axes.set_ylim(grid.height, 0)
    figure.savefig(preview)


def stretch(colors: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Stretch (H, W, 3) to 0..1 between the 1st and 99th percentile of the valid pixels; nodata is white."""
    colors = colors.astype(np.float32)
    if valid.any():
        low, high = np.percentile(colors[valid], (1, 99))
        colors = np.clip((colors - low) / max(high - low, 1e-6), 0, 1)
    colors[~valid] = 1
    return colors


def find_outlines(buildings: str, grid: Grid) -> list[np.ndarray]:
    """The rings of the polygons as (N, 2) columns and rows of `grid`."""
    polygons = read_polygons(buildings, crs=grid.crs)
    parts = shapely.get_parts(polygons.geometries)
    rings = shapely.get_parts(shapely.boundary(parts))
    to_pixel = ~grid.transform
    outlines = []
    for ring in rings:
        x, y = shapely.get_coordinates(ring).T
        outlines.append(np.column_stack(to_pixel * (x, y)))
    return outlines


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("Usage: python -m demo.draw_preview image.tif buildings.gpkg preview.png")
    draw_preview(*sys.argv[1:])
