"""Polygons as people draw them: repeated vertices, spikes, collapsed and tangled rings."""

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from eo_deep.evaluation.alignment.assess import assess_alignment
from eo_deep.geo.crs import to_crs
from eo_deep.geo.geometries import has_shape
from eo_deep.geo.grid import Grid
from eo_deep.geo.image_frame import make_image_frame
from eo_deep.geo.repair import are_placed, repair_polygons
from eo_deep.io.vector import read_polygons, read_vectors
from eo_deep.polygonization.regularization import regularize_polygons
from eo_deep.progress import Progress

SQUARE = [(0, 0), (20, 0), (20, 12), (0, 12)]
HOLE = [(5, 5), (5, 8), (9, 8), (9, 5)]


def repeat(ring, times=3):
    """A ring each of whose vertices comes `times` in a row, its end too."""
    return [vertex for vertex in [*ring, ring[0]] for _ in range(times)]


def write(path, *geometries, kind="Unknown"):
    moved = [shapely.transform(g, lambda xy, i=i: xy + (500000 + 60 * i, 5500000)) for i, g in enumerate(geometries)]
    pyogrio.raw.write(path, shapely.to_wkb(np.array(moved, object)), [], [], geometry_type=kind, crs="EPSG:32633")
    return str(path)


ODD = {
    "repeated": (shapely.Polygon(repeat(SQUARE), [repeat(HOLE)]), 228),
    "closed thrice": (shapely.Polygon([*SQUARE, SQUARE[0], SQUARE[0], SQUARE[0]]), 240),
    "spike": (shapely.Polygon([(0, 0), (20, 0), (40, 0), (20, 0), (20, 12), (0, 12)]), 240),
    "spike inwards": (shapely.Polygon([(0, 0), (20, 0), (10, 0), (10, 5), (10, 0), (20, 0), (20, 12), (0, 12)]), 240),
    "collapsed hole": (shapely.Polygon(SQUARE, [[(5, 5), (9, 5), (5, 5), (5, 5)]]), 240),
    "hole of one point": (shapely.Polygon(SQUARE, [[(5, 5)] * 5]), 240),
    "bow-tie": (shapely.Polygon([(0, 0), (20, 20), (20, 0), (0, 20)]), 200),
    "twice": (shapely.MultiPolygon([shapely.Polygon(SQUARE), shapely.Polygon(SQUARE)]), 240),
    "collection": (shapely.GeometryCollection([shapely.Point(1, 1), shapely.Polygon(SQUARE)]), 240),
    "high": (shapely.Polygon([(*vertex, 7) for vertex in SQUARE]), 240),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_polygons_are_read_and_regularized(name, tmp_path):
    geometry, area = ODD[name]
    plain = shapely.Polygon(SQUARE)
    path = write(tmp_path / "a.gpkg", geometry, plain)
    read = read_polygons(path)
    assert shapely.area(read.geometries) == pytest.approx([area, 240])
    if "repeated" in name or "closed" in name:
        assert read.repaired == 0
        assert shapely.get_num_coordinates(read.geometries[0]) in (10, 5)
    assert regularize_polygons(path, output=str(tmp_path / "b.gpkg"))["polygons_count"] == 2
    assert shapely.area(read_polygons(tmp_path / "b.gpkg").geometries) == pytest.approx([area, 240], rel=0.05)


@pytest.mark.parametrize("geometry", [
    shapely.Polygon([(3, 3)] * 6), shapely.Polygon([(0, 0), (9, 0), (0, 0), (0, 0)]), shapely.Polygon(),
    shapely.Point(1, 2), shapely.Polygon([(0, 0), (9, 0), (9, np.inf), (0, 0)]),
])  # fmt: skip
def test_what_has_no_area_is_dropped(geometry, tmp_path, notes):
    path = write(tmp_path / "a.gpkg", geometry, shapely.Polygon(SQUARE))
    assert shapely.area(read_polygons(path, progress=notes).geometries).tolist() == [240]
    assert len(notes.warnings) == 1 and "dropped" in notes.warnings[0]


def test_thousands_of_crossings_are_repaired_and_more_are_dropped():
    """The time that repair takes grows with the crossings: nobody waits an hour for a scribble."""
    rng = np.random.default_rng(0)
    teeth = np.column_stack([np.arange(5000) + 0.5, np.where(np.arange(5000) % 2, 1, -1)])
    zigzag = np.vstack([[0, 0], teeth, [5000, 0]])  # its last side crosses all others
    scribble = shapely.Polygon(rng.uniform(0, 100, (3000, 2)))
    layer = np.array([shapely.Polygon(zigzag), scribble, shapely.Polygon(SQUARE)], object)
    kept, repaired, notes = repair_polygons(layer, "a.gpkg")
    assert kept.tolist() == [True, False, True]
    assert repaired == 2
    assert notes == ["1 polygons that cross themselves more than 50000 times dropped", "1 invalid geometries repaired"]
    assert shapely.area(layer[0]) == pytest.approx(2500)


def test_a_scribble_is_matched_to_nothing(tmp_path):
    """As an object of a map, too, it takes no time; features keep it as it is."""
    scribble = shapely.Polygon(np.random.default_rng(0).uniform(0, 100, (3000, 2)))
    path = write(tmp_path / "a.gpkg", scribble, shapely.Polygon(SQUARE))
    result = assess_alignment(path, path)
    assert (result["pairs_count"], result["unpaired_count"]) == (1, 1)
    frame = make_image_frame(to_crs(32633), Grid(None, rasterio.Affine.identity(), 9, 9), (1, 1), Progress())
    assert shapely.is_empty(frame.to_pixels(read_vectors(path).geometries)).tolist() == [True, False]


def test_coordinates_that_are_no_place(tmp_path):
    """One vertex of many that is not finite or lies beyond any map, which bounds do not tell of."""
    square = np.array([*SQUARE, SQUARE[0]], float)
    layer = []
    for value in (np.nan, np.inf, 1e300):
        xy = square.copy()
        xy[2, 1] = value
        layer.append(shapely.Polygon(xy))
    layer = np.array([*layer, shapely.Polygon(SQUARE), None], object)
    assert are_placed(layer).tolist() == [False, False, False, True, True]
    assert has_shape(layer).tolist() == [False, False, False, True, False]
    kept, _, notes = repair_polygons(layer, "a.gpkg")
    assert kept.tolist() == [False, False, False, True, False]
    assert notes == ["1 null or empty geometries dropped", "3 geometries without a polygon dropped"]
