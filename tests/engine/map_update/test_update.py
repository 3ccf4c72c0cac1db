"""Maps brought up to date: what moved, what is new and what is gone, with all that belongs to it; and bad input."""

import dataclasses
import re

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from rasterio.transform import from_origin

from eo_deep.alignment.placement import NOT_FOUND, find_alignment
from eo_deep.errors import EoDeepError
from eo_deep.io.vector import read_vectors
from eo_deep.map_update.update import update_map
from eo_deep.streaming.pipeline import Predictor

# Houses in pixels of 0.5 m: left, top, width, height.
HOUSES = [(40, 40, 30, 20), (110, 50, 24, 24), (60, 110, 20, 36), (150, 130, 40, 24), (40, 180, 26, 26),
          (120, 190, 36, 20)]  # fmt: skip
NOWHERE = (190, 40, 24, 20)


def outline(houses, shift_m=(0.0, 0.0)):
    """The houses' polygons in EPSG:32633, moved by metres east and north."""
    return [shapely.box(500000 + 0.5 * x + shift_m[0], 5500000 - 0.5 * (y + h) + shift_m[1],
                        500000 + 0.5 * (x + w) + shift_m[0], 5500000 - 0.5 * y + shift_m[1])
            for x, y, w, h in houses]  # fmt: skip


def write_map(path, geometries, crs=32633, **columns):
    geometries = np.array([None, *geometries], object)[1:]
    if crs != 32633:
        there = pyproj.Transformer.from_crs(32633, crs, always_xy=True)
        geometries = shapely.transform(geometries, lambda xy: np.column_stack(there.transform(*xy.T)))
    kind = geometries[0].geom_type + (" Z" if geometries[0].has_z else "") if len(geometries) else "Polygon"
    pyogrio.raw.write(str(path), shapely.to_wkb(geometries), [np.asarray(values) for values in columns.values()],
                      list(columns), geometry_type=kind, crs=pyproj.CRS(crs).to_wkt())
    return str(path)


@pytest.fixture
def image(tmp_path, write_raster):
    """image(hidden=, brightness=) -> a dark image with bright houses, of which rows and columns may be hidden."""

    def make(hidden=None, brightness=240):
        pixels = np.full((3, 240, 240), 20, np.uint8)
        for left, top, width, height in HOUSES:
            pixels[:, top : top + height, left : left + width] = brightness
        if hidden:
            pixels[:, hidden[0], hidden[1]] = 0
        return write_raster(pixels, transform=from_origin(500000, 5500000, 0.5, 0.5), crs="EPSG:32633",
                            nodata=0 if hidden else None)

    return make


@pytest.fixture
def update(tmp_path, make_brightness_model):
    """update(image, map, **arguments) -> (statuses, VectorLayer of the output, result)."""

    def run(image, vectors, **arguments):
        output = str(tmp_path / "updated.gpkg")
        given = {"method": "correlation", "output": output, "min_confidence": 0.5, "max_shift_m": 6.0, **arguments}
        result = update_map(image, vectors, building_model=make_brightness_model(), test_time_augmentation=False,
                            **given)  # fmt: skip
        layer = read_vectors(output)
        return layer.fields["status"], layer, result

    return run


@pytest.mark.parametrize("crs", [32633, 4326])
def test_what_moved_what_is_new_and_what_is_gone(tmp_path, image, update, crs):
    known = outline(HOUSES[:4], (2.0, -1.5)) + outline([NOWHERE])
    names = np.array(["a", "b", None, "d", "e"], object)
    vectors = write_map(tmp_path / "map.gpkg", known, crs, name=names, levels=np.arange(5), built=np.arange(5) / 2)
    differences = str(tmp_path / "differences.gpkg")
    status, layer, result = update(image(), vectors, differences=differences)
    assert status.tolist() == ["aligned"] * 4 + ["gone", "new", "new"]
    assert [result[f"{name}_count"] for name in ("aligned", "unchanged", "new", "gone")] == [4, 0, 2, 1]
    assert layer.crs == pyproj.CRS(crs)
    metres = pyproj.Transformer.from_crs(crs, 32633, always_xy=True)
    found = shapely.transform(layer.geometries, lambda xy: np.column_stack(metres.transform(*xy.T)))
    true = np.array([*outline(HOUSES[:4]), *outline([NOWHERE]), *outline(HOUSES[4:])], object)
    common = shapely.area(shapely.intersection(found, true)) / shapely.area(shapely.union(found, true))
    assert common.min() > 0.9
    assert layer.fields["name"].tolist() == ["a", "b", None, "d", "e", None, None]
    assert layer.fields["levels"][:5].tolist() == list(range(5)) and layer.fields["levels"].mask[5:].all()
    assert np.isnan(layer.fields["built"][5:]).all()
    assert layer.fields["dx_m"][:4] == pytest.approx(-2, abs=0.4)
    assert layer.fields["confidence"].min() > 0.5 and layer.fields["confidence"].max() <= 1
    assert layer.fields["area_m2"] == pytest.approx(shapely.area(true), rel=0.1)
    told = read_vectors(differences)
    assert sorted(told.fields["status"]) == ["gone", "new", "new"]


def test_what_is_hidden_is_neither_new_nor_gone(tmp_path, image, update):
    hidden = (slice(0, 120), slice(140, 240))
    vectors = write_map(tmp_path / "map.gpkg", outline(HOUSES[:3]) + outline([NOWHERE]))
    status, layer, _ = update(image(hidden), vectors)
    assert status.tolist() == ["unchanged"] * 4 + ["new"] * 3
    assert layer.fields["confidence"][3] == 0


def test_where_the_model_knows_nothing_no_building_is_new_or_gone(tmp_path, image, update, monkeypatch):
    """In the east nothing is known: the object that is not there is unknown, and the two new houses are no finding."""
    def measure_confidence(maps, features):
        return np.where(shapely.get_x(shapely.centroid(features.geometries)) > 500060, 0.01, 0.5)

    monkeypatch.setattr("eo_deep.polygon_extraction.object_maps.ObjectMaps.measure_confidence", measure_confidence)
    vectors = write_map(tmp_path / "map.gpkg", [*outline(HOUSES[:3]), *outline([NOWHERE])])
    status, layer, result = update(image(), vectors, min_percentile=0.05)
    assert status.tolist() == ["unchanged"] * 3 + ["unknown", "new"]
    assert (result["new_count"], result["gone_count"], result["unknown_count"]) == (1, 0, 1)
    assert update(image(), vectors, min_percentile=0.0)[0].tolist() == ["unchanged"] * 3 + ["gone"] + ["new"] * 3


def test_a_map_without_objects_gets_all_houses_and_heights_stay(tmp_path, image, update):
    status, layer, _ = update(image(), write_map(tmp_path / "empty.gpkg", [], name=np.array([], object)))
    assert status.tolist() == ["new"] * 6 and layer.fields["name"].tolist() == [None] * 6
    high = [shapely.force_3d(house, 7) for house in outline(HOUSES[:5])]
    status, layer, _ = update(image(), write_map(tmp_path / "high.gpkg", high))
    assert status.tolist() == ["unchanged"] * 5 + ["new"] and shapely.has_z(layer.geometries).all()
    assert shapely.get_coordinates(layer.geometries[0], include_z=True)[0, 2] == 7


def test_objects_whose_vertices_are_all_one_stay(tmp_path, image, update):
    corner = shapely.get_coordinates(outline(HOUSES[:1]))[0]
    vectors = write_map(tmp_path / "map.gpkg", [*outline(HOUSES[:5]), shapely.Polygon([corner] * 4)])
    status, layer, _ = update(image(), vectors)
    assert status.tolist() == ["unchanged"] * 6 + ["new"] and layer.fields["area_m2"][5] == 0


def test_an_object_that_was_not_found_is_what_seems_new_if_that_has_its_shape(tmp_path, image, update, monkeypatch):
    def find_nothing(evidence, frame, features, *others):
        found = find_alignment(evidence, frame, features, *others)
        return dataclasses.replace(found, geometries=features.geometries.copy(), moved_m=np.zeros((len(features), 2)),
                                   status=np.full(len(features), NOT_FOUND, object))

    monkeypatch.setattr("eo_deep.map_update.update.find_alignment", find_nothing)
    lost = outline(HOUSES[:1], (5.0, 0.0)) + outline([(150, 118, 20, 12)], (-2.0, 0.0))  # the second has no partner
    before = shapely.get_coordinates(lost[0])
    status, layer, _ = update(image(), write_map(tmp_path / "map.gpkg", lost))
    assert status.tolist() == ["aligned", "gone"] + ["new"] * 5
    assert layer.fields["dx_m"][0] == pytest.approx(-5, abs=0.4)
    after = shapely.get_coordinates(layer.geometries[0])
    assert np.allclose(after - before, after[0] - before[0], atol=1e-8)


@pytest.mark.parametrize("augmented", [False, True])
def test_one_network_for_both_runs_once(tmp_path, image, make_brightness_model, monkeypatch, augmented):
    """With method "correlation" the same file is building and alignment model; a copy of it runs twice, for the same
    map."""
    first = make_brightness_model()
    second = make_brightness_model()
    vectors = write_map(tmp_path / "map.gpkg", outline(HOUSES[:4], (2.0, -1.5)) + outline([NOWHERE]))
    runs, layers = [], []
    predict = Predictor.__call__
    monkeypatch.setattr(Predictor, "__call__", lambda self, tiles: runs.append(len(tiles)) or predict(self, tiles))
    for aligner in (None, first, second):
        output = str(tmp_path / "out.gpkg")
        update_map(image(), vectors, "correlation", aligner, first, max_shift_m=6.0, output=output, device="cpu",
                   test_time_augmentation=augmented)  # fmt: skip
        layers.append((len(runs), read_vectors(output)))
        runs.clear()
    assert [count for count, _ in layers] == [1, 1, 2]
    for _, layer in layers[1:]:
        assert shapely.equals_exact(layer.geometries, layers[0][1].geometries, 0).all()
        for name, values in layer.fields.items():
            np.testing.assert_array_equal(values, layers[0][1].fields[name])


def test_an_alignment_network_helps_to_judge(tmp_path, image, update, contrast_model):
    known = write_map(tmp_path / "map.gpkg", outline(HOUSES[:4], (2.0, -1.5)) + outline([NOWHERE]))
    learned = {"method": "learned", "alignment_model": contrast_model, "min_confidence": 0.3}
    status, layer, _ = update(image(), known, **learned)
    assert status.tolist() == ["aligned"] * 4 + ["gone", "new", "new"]
    confidence = layer.fields["confidence"][5:]
    assert confidence.min() > 0.3 and confidence.max() <= 1


def test_limits_of_what_is_new(tmp_path, image, update):
    vectors = write_map(tmp_path / "map.gpkg", outline(HOUSES[:1]))
    path = image(brightness=135)  # a probability of 0.73
    assert update(path, vectors, min_confidence=0.0, min_area_m2=150.0)[2]["new_count"] == 4
    assert update(path, vectors, min_confidence=0.0, min_width_m=11.0)[2]["new_count"] == 3
    assert update(path, vectors, min_confidence=0.7)[2]["new_count"] == 0


def test_new_buildings_that_touch_are_kept_apart(tmp_path, update, write_raster):
    pixels = np.full((3, 240, 240), 20, np.uint8)
    for left, top, width, height in HOUSES:
        pixels[:, top : top + height, left : left + width] = 240
    pixels[:, 111:115, 20:90] = 20
    pixels[:, 60:90, 190:230] = 240
    pixels[:, 60:90, 209:211] = 134  # probability about 0.7
    image = write_raster(pixels, transform=from_origin(500000, 5500000, 0.5, 0.5), crs="EPSG:32633")
    status, layer, _ = update(image, write_map(tmp_path / "map.gpkg", outline(HOUSES)))
    new = layer.geometries[status == "new"]
    assert sorted(shapely.area(new)) == pytest.approx([0.25 * 30 * 20, 0.25 * 30 * 20], abs=8)
    assert shapely.intersection(*new).length == pytest.approx(15, abs=0.5)


def test_bad_input_is_told_in_one_sentence(tmp_path, image, make_brightness_model):
    path, model = image(), make_brightness_model()
    vectors = write_map(tmp_path / "map.gpkg", outline(HOUSES))
    roads = write_map(tmp_path / "roads.gpkg", [shapely.LineString([(500000, 5499990), (500050, 5499990)])])
    far = write_map(tmp_path / "far.gpkg", outline(HOUSES, (9000.0, 0.0)))
    output = str(tmp_path / "updated.gpkg")
    for arguments, sentence in [
        ({"output": None}, "'update_map' has no output: give 'output'."),
        ({"output": str(tmp_path / "updated.shp")}, "must end in .gpkg."),
        ({"differences": output}, f"Two outputs have the same file name '{output}'; choose different names."),
        ({"vectors": roads}, f"'{roads}' holds no polygons; only maps of buildings can be updated."),
        ({"vectors": far}, "None of the vectors lies on the image; check the CRS of both."),
        ({"method": "magic"}, "Method must be one of learned, correlation, got 'magic'."),
        ({"max_shift_m": 0.0}, "The maximum shift must be more than 0 m, got 0 m."),
        ({"min_area_m2": -1.0}, "The minimum area of a new building must be 0 m2 or more, got -1 m2."),
        ({"min_width_m": float("nan")}, "The minimum width of a new building must be 0 m or more, got nan m."),
        ({"min_confidence": 2.0}, "The minimum confidence of a new building must be 0 to 1, got 2."),
    ]:
        given = {"image": path, "vectors": vectors, "method": "correlation", "building_model": model, "output": output}
        with pytest.raises(EoDeepError, match=re.escape(sentence)):
            update_map(**{**given, **arguments})
    assert not [*tmp_path.glob(".*partial*"), *tmp_path.glob("*.between*")]
