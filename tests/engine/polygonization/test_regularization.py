"""Ragged polygons drawn anew: shared edges, holes and fields kept, nothing lost in silence."""

import numpy as np
import pyproj
import pytest
import rasterio.features
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.geo.measure import measure_areas_m2
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.polygonization.regularization import regularize_polygons
from eo_deep.polygonization.topology import tiled_graph
from eo_deep.polygonization.topology.boundaries import Edges
from eo_deep.polygonization.topology.polygon_graph import build_edges
from eo_deep.polygonization.topology.rings import close_rings, make_polygons
from tests.engine.notes import Notes


@pytest.fixture
def regularize(tmp_path):
    """regularize(geometries, crs, fields, **arguments) -> Polygons."""

    def run(geometries, crs=32633, fields=None, **arguments):
        polygons = VectorLayer(np.array([None, *geometries], dtype=object)[1:], fields or {}, to_crs(crs))
        write_vectors(tmp_path / "in.gpkg", polygons)
        result = regularize_polygons(str(tmp_path / "in.gpkg"), output=str(tmp_path / "out.gpkg"), **arguments)
        found = read_polygons(tmp_path / "out.gpkg")
        assert result == {"output": str(tmp_path / "out.gpkg"), "polygons_count": len(found)}
        return found

    return run


def trace(houses, width=160, height=120, east=500000, north=5500000):
    """Outlines of 1 m pixels, one polygon for each house (in pixels)."""
    labels = rasterio.features.rasterize([(house, k) for k, house in enumerate(houses, 1)], (height, width))
    transform = rasterio.Affine(1, 0, east, 0, -1, north)
    shapes = rasterio.features.shapes(labels.astype(np.int32), labels > 0, transform=transform)
    by_value = {}
    for shape, value in shapes:
        by_value.setdefault(int(value), []).append(shapely.geometry.shape(shape))
    return [shapely.union_all(by_value[k]) for k in sorted(by_value)]


L_SHAPE = shapely.Polygon([(0, 0), (40, 0), (40, 18), (18, 18), (18, 36), (0, 36)])


def count_vertices(geometry):
    return sum(len(ring.coords) - 1 for part in getattr(geometry, "geoms", [geometry])
               for ring in (part.exterior, *part.interiors))


@pytest.mark.parametrize("degrees", [0, 20, 45])
def test_a_traced_house_gets_its_corners_back(regularize, degrees):
    house = shapely.affinity.translate(shapely.affinity.rotate(L_SHAPE, degrees, "center"), 50, 40)
    found = regularize(trace([house]), fields={"name": np.array(["a"], object)})
    true = shapely.affinity.affine_transform(house, [1, 0, 0, -1, 500000, 5500000])
    assert found.fields["n_vertices"].tolist() == [6]
    assert found.fields["status"].tolist() == ["regular"]
    assert found.fields["name"].tolist() == ["a"]
    assert shapely.hausdorff_distance(found.geometries[0], true) < 1.2
    assert found.fields["max_distance_m"][0] <= 2


def test_shared_edges_holes_and_fields_stay(regularize):
    """A turned row of three houses, the middle one with a courtyard that holds a tower."""
    row = [shapely.box(0, 0, 30, 40), shapely.box(30, 0, 70, 40) - shapely.box(42, 12, 58, 28),
           shapely.box(70, 0, 90, 30), shapely.Point(50, 20).buffer(4)]
    houses = shapely.affinity.translate(shapely.affinity.rotate(shapely.GeometryCollection(row), 25, "center"), 30, 40)
    traced = trace(list(houses.geoms))
    found = regularize(traced, fields={"number": np.arange(4) * 10, "name": np.array(list("abcd"), object)})
    assert found.fields["number"].tolist() == [0, 10, 20, 30]
    assert found.fields["name"].tolist() == list("abcd")
    assert [g.geom_type for g in found.geometries] == ["Polygon"] * 4
    assert [len(g.interiors) for g in found.geometries] == [0, 1, 0, 0]
    assert shapely.is_valid(found.geometries).all()
    assert shapely.coverage_is_valid(found.geometries)
    assert shapely.union_all(found.geometries).area == pytest.approx(shapely.area(found.geometries).sum(), abs=1e-6)
    before, after = (shapely.intersection(g[0], g[1]).length for g in (traced, found.geometries))
    assert after == pytest.approx(40, abs=3)
    assert before > after
    assert found.fields["n_vertices"][:3].sum() <= 22
    assert shapely.area(found.geometries) == pytest.approx(shapely.area(traced), rel=0.06)


def test_one_edge_where_neighbours_have_different_vertices(regularize):
    """The edge's ends are vertices on one side only, and it is off by a hair."""
    left = shapely.box(0, 0, 20, 60)
    right = shapely.Polygon([(20.0002, 10), (50, 10), (50, 30), (20, 30)])
    moved = [shapely.affinity.translate(each, 500000, 5500000) for each in (left, right)]
    found = regularize(moved)
    assert shapely.coverage_is_valid(found.geometries)
    assert shapely.intersection(*found.geometries).length == pytest.approx(20, abs=0.01)


def test_overlaps_are_resolved_and_counted(regularize):
    notes = Notes()
    boxes = [shapely.box(0, 0, 20, 20), shapely.box(15, 5, 40, 15), shapely.box(2, 2, 4, 4)]
    boxes = [shapely.affinity.translate(each, 500000, 0) for each in boxes]
    found = regularize(boxes, progress=notes)
    assert len(found) == 2
    assert shapely.area(found.geometries) == pytest.approx([400, 200], rel=1e-4)
    assert notes.warnings[0].startswith("Overlapping areas (54.0")
    assert notes.warnings[1] == "1 polygons inside other polygons were left out."


def test_invalid_polygons_are_repaired_and_counted(regularize):
    notes = Notes()
    bow_tie = shapely.Polygon([(0, 0), (40, 40), (40, 0), (0, 40)])
    found = regularize([shapely.affinity.translate(bow_tie, 500000, 0), shapely.box(500100, 0, 500120, 20)],
                       progress=notes)
    assert len(found) == 2
    assert shapely.is_valid(found.geometries).all()
    assert shapely.area(found.geometries) == pytest.approx([800, 400], rel=0.02)
    assert "1 invalid geometries repaired" in notes.warnings[0]


def test_multipolygons_stay_one_feature(regularize):
    parts = trace([shapely.affinity.rotate(shapely.box(10, 10, 40, 30), 15), shapely.box(80, 50, 110, 90)])
    found = regularize([shapely.MultiPolygon(parts), shapely.box(500200, 5499900, 500220, 5499920)])
    assert len(found) == 2
    assert len(found.geometries[0].geoms) == 2
    assert found.fields["n_vertices"].tolist() == [8, 4]
    assert [count_vertices(g) for g in found.geometries] == [8, 4]


def test_right_angles_only_where_wanted(regularize):
    kite = [shapely.affinity.rotate(L_SHAPE, 20, "center")]
    assert regularize(trace([shapely.affinity.translate(kite[0], 50, 40)]), right_angles=False) \
        .fields["status"].tolist() == ["free"]


def test_degrees_are_measured_on_the_ground(regularize):
    """A house turned by 20 degrees on the ground at 60 degrees north."""
    house = shapely.affinity.translate(shapely.affinity.rotate(L_SHAPE, 20, "center"), 50, 40)
    transformer = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
    traced = [shapely.transform(g, lambda xy: np.column_stack(transformer.transform(*xy.T)))
              for g in trace([house], north=6650000)]
    found = regularize(traced, crs=4326)
    assert found.crs.to_epsg() == 4326
    assert found.fields["n_vertices"].tolist() == [6]
    assert found.fields["status"].tolist() == ["regular"]
    assert measure_areas_m2(found.geometries, found.crs) == pytest.approx([house.area], rel=0.03)


def test_graphs_larger_than_a_tile(regularize, monkeypatch):
    """A coverage of fields in tiles of 128 px: the same neighbours, no gaps, no overlaps."""
    monkeypatch.setattr(tiled_graph, "TILE_PX", 128)
    monkeypatch.setattr(tiled_graph, "SETTLED_PX", 8)
    rng = np.random.default_rng(0)
    centres = shapely.MultiPoint(rng.uniform(0, (150, 110), (40, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(centres, extend_to=shapely.box(0, 0, 150, 110)))
    fields = trace([cell.intersection(shapely.box(5, 5, 145, 105)) for cell in cells])
    fields = [field for field in fields if field.geom_type == "Polygon"]
    found = regularize(fields, right_angles=False, max_distance_m=1.5)
    assert len(found) == len(fields)
    assert shapely.is_valid(found.geometries).all()
    assert shapely.coverage_is_valid(found.geometries)
    assert found.fields["n_vertices"].sum() < 0.35 * sum(map(count_vertices, fields))
    touching = [{(a, b) for a in range(len(g)) for b in range(a)
                 if g[a].intersection(g[b]).length > 1.5} for g in (np.array(fields), found.geometries)]
    assert len(touching[0] ^ touching[1]) <= 4  # neighbours at a corner count where the edge is long enough


def test_edges_of_polygons_give_the_polygons_back():
    rng = np.random.default_rng(3)
    labels = np.kron(rng.integers(0, 4, (15, 20)), np.ones((3, 3), np.int32)).astype(np.int32)
    shapes = np.array([shapely.geometry.shape(s) for s, v in rasterio.features.shapes(labels) if v > 0])
    edges, owner, overlap, *_ = build_edges(shapes)
    assert overlap == 0
    rings = close_rings(edges, np.arange(len(owner)) > 0)
    found = make_polygons(rings, rings.xy)
    assert len(found) == len(shapes) == len(owner) - 1
    assert shapely.equals(found, shapes[owner[np.unique(rings.region)]]).all()
    assert len(Edges.join([])) == 0


def test_no_polygons_and_wrong_tolerances(regularize):
    found = regularize([], fields={"name": np.array([], object)})
    assert len(found) == 0
    assert list(found.fields) == ["name", "status", "n_vertices", "max_distance_m"]
    house = [shapely.box(500000, 0, 500020, 20)]
    with pytest.raises(EoDeepError, match="^The maximum distance must be more than 0 m, got 0 m.$"):
        regularize(house, max_distance_m=0)
    with pytest.raises(EoDeepError, match="^The pixel size must be more than 0 m, got -1 m.$"):
        regularize(house, pixel_size_m=-1)
    with pytest.raises(EoDeepError, match="^Penalties must be 0 or more, got -4.$"):
        regularize(house, vertex_price_px2=-4)


def test_what_is_far_below_the_tolerance_is_refused_in_one_sentence(regularize):
    touching = [shapely.box(500000, 6100000, 500010, 6100008), shapely.box(500010, 6100000, 500020, 6100008)]
    with pytest.raises(EoDeepError, match="^All polygons are smaller than the maximum distance, 1e[+]06 m; reduce it"):
        regularize(touching, max_distance_m=1e6)
    with pytest.raises(EoDeepError, match="^The polygons are too small or outside the valid area of their CRS"):
        regularize([shapely.box(500000, 6100000, 500000.0000001, 6100000.0000001)])


def turn(geometry, degrees, x=500000.0, y=5500000.0):
    return shapely.affinity.translate(shapely.affinity.rotate(geometry, degrees, origin=(0, 0)), x, y)


def same(first, second):
    """Whether two polygons have bit by bit the same vertices."""
    return first.normalize().equals_exact(second.normalize(), 0)


def test_what_is_regular_stays_as_it_is(regularize):
    """Rectangles of 5 to 30 m and L-shapes at all angles, one of them with a vertex too many."""
    l_shape = shapely.Polygon([(0, 0), (16, 0), (16, 8), (9, 8), (9, 14), (0, 14)])
    shapes = [shapely.box(0, 0, side, 0.6 * side) for side in range(5, 31, 5)] + [l_shape]
    places = [(shape, 7.0 * row + angle) for angle, shape in enumerate(shapes) for row in range(13)]
    geometries = [turn(shape, degrees, 500000.3 + 60 * (i % 13), 5500000.7 + 60 * (i // 13))
                  for i, (shape, degrees) in enumerate(places)]  # fmt: skip
    found = regularize([shapely.segmentize(geometries[0], 3), *geometries[1:]])
    assert all(same(old, new) for old, new in zip(geometries, found.geometries))
    assert (found.fields["status"] == "regular").all()
    assert found.fields["n_vertices"].tolist() == [4] * 13 * 6 + [6] * 13
    assert found.fields["max_distance_m"].max() == 0


def test_row_houses_that_are_regular_stay_and_those_beside_a_ragged_one_fit_it(regularize):
    row = [turn(shapely.box(8 * i, 0, 8 * i + 8, 11), 20) for i in range(4)]
    rag = shapely.Polygon([(0, 0), (8, 0.8), (16, -0.7), (24, 0.9), (24, 9), (0, 9)])
    mixed = [turn(rag, 20, y=5500100), turn(shapely.box(24, 0.9, 34, 9), 20, y=5500100)]
    found = regularize(row + mixed).geometries
    assert all(same(old, new) for old, new in zip(row, found))
    assert shapely.get_num_coordinates(found[4]) == 5
    assert shapely.intersection(found[4], found[5]).area < 1e-6
    assert shapely.distance(found[4], found[5]) == 0


def test_row_houses_of_different_depths_stay_with_common_vertices(regularize):
    """As people draw them: a house ends in the middle of its neighbour's edge, a hair beside it."""
    row = [turn(shapely.box(8 * i + (i and 1e-7), 0, 8 * i + 8, 9 + i % 3), 20) for i in range(5)]
    found = regularize(row).geometries
    assert shapely.hausdorff_distance(row, found).max() < 1e-6
    assert shapely.coverage_is_valid(found)


def test_what_is_nearly_regular_becomes_so(regularize):
    slanting = turn(shapely.Polygon([(0, 0), (20, 0), (20.8, 12), (0, 12)]), 33)
    found = regularize([slanting])
    xy = shapely.get_coordinates(found.geometries[0])
    sides = np.diff(xy, axis=0)
    assert np.abs(np.einsum("ij,ij->i", sides, np.roll(sides, 1, axis=0))).max() < 1e-3


def test_what_stays_is_met_by_no_neighbour_that_moves(regularize):
    """Rectangles with ragged polygons at a hand's breadth beside each of their edges."""
    rng = np.random.default_rng(2)
    geometries = []
    for i in range(20):
        across = np.arange(0, 21, 0.5)
        ragged = shapely.Polygon([*zip(across, -0.05 - 0.5 * rng.random(len(across))), (20, -9), (0, -9)])
        geometries += [turn(g, 9 * i, 500000 + 60 * i) for g in (shapely.box(0, 0, 20, 12), ragged)]
    found = regularize(geometries).geometries
    assert not shapely.intersects(found[::2], found[1::2]).any()


def test_without_right_angles_what_saves_no_vertex_stays(regularize):
    hexagon = shapely.Polygon([(12 * np.cos(a), 12 * np.sin(a)) for a in np.arange(6) * np.pi / 3])
    found = regularize([turn(hexagon, 10)], right_angles=False)
    assert same(found.geometries[0], turn(hexagon, 10))
