"""Outlines: all boundaries once, the same pixels back, rings that close, tiles that leave no trace."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from rasterio.windows import Window

from eo_deep.polygonization import fidelity
from eo_deep.polygonization.fidelity import measure_fit
from eo_deep.polygonization.mesh.approximate import Approximation, Settings
from eo_deep.polygonization.topology import tiled_graph
from eo_deep.polygonization.topology.boundaries import Edges, trace_outlines
from eo_deep.polygonization.topology.edge_store import EdgeStore
from eo_deep.polygonization.topology.raster_graph import RasterBoundaryGraph
from eo_deep.polygonization.topology.regions import label_regions
from eo_deep.polygonization.topology.rings import close_rings, make_polygons


def label(labels):
    def read(window):
        return labels[int(window.row_off) : int(window.row_off + window.height),
                      int(window.col_off) : int(window.col_off + window.width)].astype(np.int32)
    return label_regions(read, labels.shape[1], labels.shape[0])


def make_labels(trial):
    rng = np.random.default_rng(trial)
    labels = rng.integers(-1, rng.integers(2, 5), rng.integers(1, 60, 2))
    return np.kron(labels, np.ones((2, 3), int)) if trial % 2 else labels


def keep_all(outlines, pixels, settings):
    return Approximation(replace(outlines), np.zeros(len(outlines.face_class), np.uint8))


def approximate(regions, settings=Settings(max_distance_px=2.0)):  # noqa: B008
    edges, _ = RasterBoundaryGraph(regions, lambda window: None, lambda row: settings).run()
    return edges.join()


def draw(edges, regions):
    """The polygons of all regions but the unknown, in their order."""
    rings = close_rings(edges, np.arange(len(regions.region_class)) > 0)
    return make_polygons(rings, rings.xy)


def set_tiles(monkeypatch, size_px):
    monkeypatch.setattr(tiled_graph, "TILE_PX", size_px)
    monkeypatch.setattr(tiled_graph, "SETTLED_PX", size_px // 16)


def test_vertices_are_where_something_happens():
    around = np.pad(np.array([[1, 1, 2], [1, 1, 2], [3, 3, 2]], np.int32), 1)
    trace = trace_outlines(around, 0, 0)
    assert trace.xy.tolist() == [[0, 0], [2, 0], [3, 0], [0, 2], [2, 2], [0, 3], [2, 3], [3, 3]]
    edges = {(*trace.xy[a].tolist(), *trace.xy[b].tolist()): (left, right) for (a, b), left, right in
             zip(trace.ends, trace.left, trace.right)}
    assert edges[2, 0, 2, 2] == (2, 1)
    assert edges[0, 2, 2, 2] == (1, 3)
    assert edges[0, 0, 2, 0] == (0, 1)
    assert len(edges) == 10
    assert (trace.leaves == 0).all()
    assert (trace.component == 0).all()


@pytest.mark.parametrize("trial", range(20))
def test_traced_edges_close_to_the_pixels_themselves(monkeypatch, trial):
    monkeypatch.setattr(tiled_graph, "approximate", keep_all)
    labels = make_labels(trial)
    regions = label(labels)
    numbers = regions.read(Window(0, 0, regions.width, regions.height))
    shapes = []
    for size_px in (2048, 16, 10):
        set_tiles(monkeypatch, size_px)
        edges = approximate(regions)
        found = draw(edges, regions)
        assert len(found) == len(regions.area_px) - 1
        assert shapely.is_valid(found).all()
        assert (shapely.area(found) == regions.area_px[1:]).all()
        shapes.append(shapely.normalize(found))
        fit = measure_fit(EdgeStore().add(edges), regions, lambda window: None, lambda row: (2.0, 3.0))
        assert (fit.iou_with_pixels[1:] == 1).all()
        assert fit.max_distance_m.max() < 1e-9
    y, x = np.nonzero(numbers)
    assert shapely.contains_xy(shapes[0][numbers[y, x] - 1], x + 0.5, y + 0.5).all()
    assert shapely.equals(shapes[0], shapes[1]).all()
    assert shapely.equals(shapes[0], shapes[2]).all()


def test_every_edge_appears_once_in_small_tiles(monkeypatch):
    monkeypatch.setattr(tiled_graph, "approximate", keep_all)
    regions = label(make_labels(3))
    set_tiles(monkeypatch, 16)
    edges = approximate(regions)
    pieces = np.abs(edges.end - edges.start).sum()
    set_tiles(monkeypatch, 2048)
    whole = approximate(regions)
    assert pieces == np.abs(whole.end - whole.start).sum()


def test_a_region_with_very_many_holes():
    """Every other pixel of every other row: 250 000 holes, each its own region."""
    labels = np.zeros((1001, 1001), int)
    labels[1::2, 1::2] = 1
    regions = label(labels)
    edges = Edges.join([trace_outlines(regions.read(Window(-1, -1, 1003, 1003)), 0, 0).select(np.s_[:])])
    found = draw(edges, regions)
    assert shapely.get_num_interior_rings(found[0]) == 500 * 500
    assert shapely.area(found[0]) == 1001**2 - 500**2


def test_regions_that_touch_themselves():
    """A hole that meets the shell at a corner, two holes that meet, a loop closed by a corner only."""
    for picture in (["111", "101", "110"], ["11111", "10111", "11011", "11111"], ["0110", "1001", "1011", "1110"]):
        labels = np.array([[int(c) for c in row] for row in picture])
        regions = label(labels)
        trace = trace_outlines(np.pad(regions.read(Window(0, 0, *labels.shape[::-1])), 1), 0, 0)
        found = draw(trace.select(np.s_[:]), regions)
        assert shapely.is_valid(found).all()
        assert (shapely.area(found) == regions.area_px[1:]).all()


def paint_houses(height=400, width=500, seed=0):
    """Rotated rectangles, 12 to 40 px long, that do not touch; some on the frame."""
    rng, houses = np.random.default_rng(seed), []
    for _ in range(60):
        angle, place = rng.uniform(0, 90), rng.uniform((0, 0), (width, height))
        house = shapely.affinity.rotate(shapely.box(0, 0, *rng.uniform(12, 40, 2)), angle, "center")
        house = shapely.affinity.translate(house, *place)
        if all(house.distance(other) > 4 for other in houses):
            houses.append(house)
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    labels = np.zeros((height, width), int)
    for house in houses:
        labels[shapely.contains_xy(house, x, y)] = 1
    return labels


def test_what_a_tile_holds_does_not_depend_on_the_tiles(monkeypatch):
    """The same houses, wherever the tiles are cut: none is cut or bent."""
    labels, results = paint_houses(), []
    for size_px in (2048, 128):
        set_tiles(monkeypatch, size_px)
        for dx, dy in ((0, 0), (37, 61)):
            moved = np.pad(labels, ((dy, 0), (dx, 0)))
            regions = label(moved)
            found = draw(approximate(regions), regions)
            numbers = np.flatnonzero(regions.region_class[1:] == 1)
            bounds = shapely.bounds(found[numbers]) - [dx, dy, dx, dy]
            inner = (bounds[:, :2] > 2).all(axis=1) & (bounds[:, 2] < 498) & (bounds[:, 3] < 398)
            houses = shapely.transform(found[numbers[inner]], lambda xy, dx=dx, dy=dy: xy - [dx, dy])
            results.append(sorted(houses, key=lambda house: house.centroid.coords[0]))
    assert len(results[0]) > 20
    for other in results[1:]:
        assert len(other) == len(results[0])
        # What else lies in a tile may tip a decision between two outlines that are as good; a cut would show more.
        difference = np.array([one.symmetric_difference(two).area for one, two in zip(results[0], other)])
        assert (difference < 1e-6).mean() > 0.75
        assert difference.max() < 5


@pytest.mark.parametrize("size_px", [64, 128])
def test_graphs_that_no_tile_holds(monkeypatch, size_px):
    """A land cover map that is one network: the same regions and neighbours, no gaps, no overlaps, near the pixels."""
    rng = np.random.default_rng(1)
    coarse = rng.integers(0, 4, (12, 14))
    y, x = np.mgrid[:230, :270]
    rows, columns = (y + 6 * np.sin(x / 9)).astype(int), (x + 5 * np.sin(y / 7)).astype(int)
    labels = coarse[rows.clip(0, 239) // 20, columns.clip(0, 279) // 20]
    regions = label(labels)
    whole = approximate(regions)
    set_tiles(monkeypatch, size_px)
    edges = approximate(regions)
    found = draw(edges, regions)
    assert shapely.is_valid(found).all()
    assert shapely.coverage_is_valid(found)
    assert shapely.union_all(found).area == pytest.approx(230 * 270, abs=1e-6)
    assert len(found) == len(regions.area_px) - 1
    assert find_pairs(edges) == find_pairs(whole)
    fit = measure_fit(EdgeStore().add(edges), regions, lambda window: None, lambda row: (1.0, 1.0))
    assert fit.max_distance_m.max() <= 2.5
    assert len(edges) <= 1.1 * len(whole)


def find_pairs(edges):
    """Which regions are neighbours."""
    return {(min(a, b), max(a, b)) for a, b in zip(edges.left.tolist(), edges.right.tolist())}


def test_threads_do_not_change_the_result(monkeypatch):
    labels, results = paint_houses(300, 300, 3), []
    set_tiles(monkeypatch, 128)
    for count in (1, 4):
        monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda count=count: count)
        edges = approximate(label(labels))
        results.append((edges.start.tobytes(), edges.end.tobytes(), edges.left.tobytes(), edges.right.tobytes()))
    assert results[0] == results[1]


def test_fit_of_known_outlines():
    """A square of 4 px drawn one pixel too far to the right, in pixels of 2 m x 3 m."""
    labels = np.zeros((8, 9), int)
    labels[2:6, 2:6] = 1
    regions = label(labels)
    trace = trace_outlines(np.pad(regions.read(Window(0, 0, 9, 8)), 1), 0, 0)
    edges = trace.select(np.s_[:])
    for ends in (edges.start, edges.end):
        inner = (ends[:, 0] > 0) & (ends[:, 0] < 9)
        ends[inner, 0] += 1
    probabilities = np.stack([1 - labels * 0.8, labels * 0.8 + 0.1]).astype(np.float32)
    fit = measure_fit(EdgeStore().add(edges), regions, lambda window: probabilities, lambda row: (2.0, 3.0))
    number = int(np.flatnonzero(regions.region_class == 1)[0])
    assert fit.iou_with_pixels[number] == pytest.approx(12 / 20)
    assert fit.max_distance_m[number] == pytest.approx(2)
    assert fit.mean_probability[number] == pytest.approx(0.9)


def test_what_is_kept_of_the_fit_is_regions_and_not_pixels(monkeypatch):
    """A row of cells across a wide map would else be the largest thing in memory."""
    labels, kept = paint_houses(300, 300, 3), []
    regions = label(labels)
    probabilities = np.stack([labels == 0, labels > 0]).astype(np.float32)

    def keep(function, items):
        for item in items:
            kept.append(function(item))
            yield kept[-1]

    monkeypatch.setattr(fidelity, "map_logged", keep)
    fit = measure_fit(EdgeStore().add(approximate(regions)), regions, lambda window: probabilities,
                      lambda row: (1.0, 1.0))  # fmt: skip
    assert fit.iou_with_pixels[1:].min() > 0.8
    assert max(len(values) for row in kept for values in row) <= len(regions.area_px)
