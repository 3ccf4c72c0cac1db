"""Maps of places on the line at 180 degrees, where coordinates jump: Taveuni in Fiji."""

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.alignment.align import align_vectors
from eo_deep.evaluation.alignment.assess import assess_alignment
from eo_deep.evaluation.polygons.compare import compare_polygons
from eo_deep.geo.antimeridian import gather, join_parts, measure_period, put_back, shorten_offsets
from eo_deep.geo.crs import to_crs
from eo_deep.io.vector import read_vectors
from eo_deep.io.vector_layer import VectorLayer, reproject_polygons

LOCAL = pyproj.CRS.from_proj4("+proj=laea +lat_0=-17 +lon_0=180 +datum=WGS84")
LEFT_M = (-150, -110, -70, -35, 3, 45, 80, 120)
UTM = 32701


def outline():
    """Eight houses on both sides of the line; the fifth begins 3 m east of it."""
    return np.array([shapely.box(x, 5 * (i % 3), x + 8, 5 * (i % 3) + 12 + i) for i, x in enumerate(LEFT_M)])


def bring(geometries, crs, shift_m=(0.0, 0.0)):
    there = pyproj.Transformer.from_crs(LOCAL, crs, always_xy=True)
    return shapely.transform(geometries, lambda xy: np.column_stack(there.transform(*(xy + shift_m).T)))


def write(path, geometries, crs):
    pyogrio.raw.write(path, shapely.to_wkb(geometries), [np.arange(len(geometries))], ["n"], geometry_type="Polygon",
                      crs=f"EPSG:{crs}")  # fmt: skip
    return str(path)


@pytest.mark.parametrize(("crs", "period"), [
    (4326, 360), (3857, 40075016.685), (4807, 400), (32701, 0), (32633, 0), (3832, 0), (4978, 0), (3035, 0),
])  # fmt: skip
def test_period(crs, period):
    assert measure_period(pyproj.CRS(crs)) == pytest.approx(period, abs=1e-3)
    assert measure_period(None) == 0


def test_coordinates_go_the_short_way():
    crs = pyproj.CRS(4326)
    assert shorten_offsets(np.array([[-359.5, 1], [0.25, 2], [359.75, 3]]), crs).tolist() == [
        [0.5, 1], [0.25, 2], [-0.25, 3]]  # fmt: skip
    sides = ((180.25, 180.5), (179.75, 180.5), (-181, -180.5))
    boxes = np.array([shapely.box(left, 0, right, 1) for left, right in sides])
    assert shapely.bounds(put_back(boxes, crs))[:, [0, 2]].tolist() == [
        [-179.75, -179.5], [179.75, 180.5], [179, 179.5]]  # fmt: skip
    torn = np.array([shapely.Polygon([(179.75, 0), (-179.75, 0), (-179.75, 1), (179.75, 1)])])
    assert join_parts(torn, crs)[0].bounds == (179.75, 0, 180.25, 1)
    first, second = gather([boxes[1:2], put_back(boxes[:1], crs)], crs)
    assert (first[0].bounds[0], second[0].bounds[0]) == (179.75, 180.25)
    far = [np.array([shapely.Point(x, 0)]) for x in (-80, 80)]
    assert [layer[0].x for layer in gather(far, crs)] == [-80, 80]


def test_reprojected_polygons_stay_in_one_piece():
    house = bring(np.array([shapely.box(-4, 0, 4, 12)]), UTM)
    there = reproject_polygons(VectorLayer(house, {}, to_crs(UTM)), 4326).geometries[0]
    assert there.bounds[2] - there.bounds[0] == pytest.approx(8 / 106_400, rel=0.01)
    back = reproject_polygons(VectorLayer(np.array([there]), {}, to_crs(4326)), UTM).geometries[0]
    assert back.symmetric_difference(house[0]).area < 1e-3


@pytest.fixture
def taveuni(tmp_path):
    """An image of the houses in UTM."""
    x, y = pyproj.Transformer.from_crs(LOCAL, UTM, always_xy=True).transform(-200, 60)
    transform = from_origin(x, y, 0.5, 0.5)
    houses = outline()
    burnt = rasterio.features.rasterize(bring(houses, UTM), (220, 800), transform=transform, dtype="uint8")
    with rasterio.open(tmp_path / "taveuni.tif", "w", driver="GTiff", width=800, height=220, count=3, dtype="uint8",
                       crs=UTM, transform=transform) as dataset:  # fmt: skip
        dataset.write(np.stack([60 + 130 * burnt] * 3))
    return str(tmp_path / "taveuni.tif")


@pytest.mark.parametrize("crs", [4326, 3857])
@pytest.mark.parametrize("rigidity", ["object", "vertex"])
def test_houses_move_across_the_line(taveuni, tmp_path, make_brightness_model, crs, rigidity):
    houses = outline()
    vectors = write(tmp_path / "map.gpkg", bring(houses, crs, (-12, 1)), crs)  # none crosses the line
    align_vectors(taveuni, vectors, make_brightness_model(), method="correlation", rigidity=rigidity, resample=False,
                  device="cpu", output=str(tmp_path / "a.gpkg"), displacement=str(tmp_path / "d.tif"))  # fmt: skip
    found = read_vectors(tmp_path / "a.gpkg")
    assert found.fields["shift_m"] == pytest.approx(np.full(8, 12.1), abs=0.4)
    assert found.fields["dx_m"] == pytest.approx(np.full(8, 12), abs=0.4)
    to_utm = pyproj.Transformer.from_crs(crs, UTM, always_xy=True)
    back = shapely.transform(found.geometries, lambda xy: np.column_stack(to_utm.transform(*xy.T)))
    assert shapely.distance(shapely.centroid(back), shapely.centroid(bring(houses, UTM))).max() < 0.4
    with rasterio.open(tmp_path / "d.tif") as dataset:
        east = dataset.read(1)
    assert np.nanmin(east) > 11 and np.nanmax(east) < 13


def test_layers_on_both_sides_are_compared(tmp_path):
    houses = outline()
    true = write(tmp_path / "true.gpkg", bring(houses, 4326), 4326)
    moved = write(tmp_path / "moved.gpkg", bring(houses, 4326, (-4, 0)), 4326)  # the fifth crosses the line
    result = assess_alignment(moved, true, id_field="n")
    assert result["objects_mean_m"] == pytest.approx(4, abs=0.05)
    assert result["mean_dx_m"] == pytest.approx(4, abs=0.05)
    same = compare_polygons(true, true, report=str(tmp_path / "r.html"))
    assert same["iou"] == 1
