"""Random class maps: their polygons tile the map, without gaps and overlaps, one polygon for each region."""

import numpy as np
import pytest
import shapely
from rasterio.transform import Affine
from rasterio.windows import Window
from scipy import ndimage

from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.polygonization.approximation import Tolerances, approximate_map
from eo_deep.polygonization.contours.polygons import outline_regions

CLASSES = [{"value": k, "name": name, "color": "#808080"} for k, name in enumerate(("water", "field", "road", "house"))]


def make_classes(seed):
    """(H, W) uint8 of up to 4 classes: noise, blocks of it, waves, or a few rectangles over each other."""
    rng = np.random.default_rng(seed)
    height, width = rng.integers(1, 40, 2)
    kind = seed % 4
    if kind == 0:
        return rng.integers(0, 4, (height, width)).astype(np.uint8)
    if kind == 1:
        return np.kron(rng.integers(0, 4, (height, width)), np.ones((2, 3), int)).astype(np.uint8)
    if kind == 2:
        y, x = np.mgrid[:height, :width]
        periods = rng.uniform(1, 6, 2)
        return np.floor(2 + np.sin(x / periods[0]) + np.sin(y / periods[1] + x / 9)).clip(0, 3).astype(np.uint8)
    classes = np.zeros((height, width), np.uint8)
    for value in rng.integers(0, 4, 8):
        top, left = rng.integers(0, [height, width])
        classes[top : top + rng.integers(1, 20), left : left + rng.integers(1, 20)] = value
    return classes


def count_regions(classes):
    """(class, pixels) of each 4-connected region, sorted."""
    regions = []
    for value in np.unique(classes):
        labels, _ = ndimage.label(classes == value)
        regions += [(int(value), int(pixels)) for pixels in np.bincount(labels.ravel())[1:]]
    return sorted(regions)


@pytest.mark.parametrize("seed", range(24))
def test_polygons_tile_the_map(tmp_path, seed):
    classes = make_classes(seed)
    grid = Grid(None, Affine(1, 0, 0, 0, -1, 0), classes.shape[1], classes.shape[0])
    with RasterWriter(tmp_path / "map.tif", grid, classes=CLASSES) as writer:
        writer.write(classes[None], Window(0, 0, grid.width, grid.height))
    exact = Tolerances(vertex_penalty_px2=0, angle_weight=0, max_distance_m=0)
    with open_raster(tmp_path / "map.tif") as source:
        of_pixels = [outline_regions(source), approximate_map(source, 0.5, None, None, exact)]
        simplified = [approximate_map(source, 0.5, None, regular, Tolerances()) for regular in (None, "house, field")]
    for polygons in (*of_pixels, *simplified):
        assert shapely.is_valid(polygons.geometries).all()
        assert shapely.area(polygons.geometries).sum() == pytest.approx(classes.size, abs=1e-6)
        assert shapely.union_all(polygons.geometries).area == pytest.approx(classes.size, abs=1e-6)
        assert sorted(polygons.fields["class"].tolist()) == [value for value, _ in count_regions(classes)]
    for polygons in (of_pixels[1], *simplified):  # neighbours have each other's vertices
        assert shapely.coverage_is_valid(polygons.geometries)
    for polygons in of_pixels:
        areas = zip(polygons.fields["class"].tolist(), np.rint(shapely.area(polygons.geometries)).astype(int).tolist())
        assert sorted(areas) == count_regions(classes)
        assert (shapely.area(polygons.geometries) % 1 == 0).all()
