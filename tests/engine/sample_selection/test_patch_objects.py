"""Outlines as one ring: the formats of other software know no holes."""

import numpy as np
import pytest
import shapely
from rasterio.windows import Window

from eo_deep.io.raster import open_raster
from eo_deep.sample_selection.patch_objects import list_objects, list_parts, trace_whole
from eo_deep.sampling.labels import open_labels
from tests.engine.sample_selection.ground import square, write_polygons, write_raster


def measure(ring):
    """The signed area of a ring (N, 2), by the shoelace formula."""
    x, y = ring.T
    return (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@pytest.mark.parametrize("seed", range(5))
def test_holes_are_joined_without_crossing_anything(seed):
    """Up to nine holes in a cell each: the bridges add no area, and touch no other ring."""
    rng = np.random.default_rng(seed)
    outer = shapely.box(0, 0, 30, 30)
    cells = [(x, y) for x in range(3) for y in range(3)]
    holes = [shapely.Point(10 * x + 5, 10 * y + 5).buffer(rng.uniform(1, 4), quad_segs=2) for x, y in cells]
    outline = shapely.difference(outer, shapely.union_all(holes[: rng.integers(1, 10)]))
    (ring,) = list_parts(outline)
    assert abs(measure(ring)) == pytest.approx(outline.area)
    edges = shapely.linestrings(np.stack([ring, np.roll(ring, -1, axis=0)], axis=1))
    assert shapely.covers(outline.buffer(1e-9), edges).all()


def test_parts_are_one_ring_for_formats_that_know_one():
    outline = shapely.union_all([shapely.box(0, 0, 4, 4), shapely.box(10, 0, 12, 9), shapely.box(0, 20, 1, 21)])
    assert abs(measure(trace_whole(outline))) == pytest.approx(16 + 18 + 1)
    assert sorted(abs(measure(ring)) for ring in list_parts(outline)) == pytest.approx([1, 16, 18])


def test_objects_are_cut_at_the_edge_and_tiny_remains_left_out(tmp_path):
    path = write_polygons(
        tmp_path / "polygons.geojson",
        [("a", [[square(28, 5, 20)]]), ("b", [[square(31.5, 28, 10)]]), ("a", [[square(3, 3, 6)]])],
    )
    image = write_raster(tmp_path / "image.tif", np.ones((1, 64, 64), np.uint8))
    labels = open_labels(path, "kind")
    with open_raster(image) as source:
        reader = labels.open(source.grid, {"a": 0, "b": 1}, 255)
        found = list_objects(reader, source.grid, Window(0, 0, 32, 32), np.zeros((32, 32), np.uint8), None)
    assert [(each.index, each.bounds, each.truncated) for each in found] == [
        (0, (28, 5, 32, 25), True),
        (1, (31.5, 28, 32, 32), True),
        (0, (3, 3, 9, 9), False),
    ]
