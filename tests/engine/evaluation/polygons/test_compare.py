"""Layers of polygons compared: CRSs, extents, classes, the table of objects, the report, and bad input."""

import re

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import shapely
from shapely import affinity, box

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.polygons.compare import compare_polygons
from eo_deep.geo.local_plane import make_local_plane
from eo_deep.geo.measure import measure_areas_m2
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, reproject_polygons
from tests.engine.notes import Notes

UTM = pyproj.CRS(32633)
EAST, NORTH = 500_000.0, 5_000_000.0
BOW_TIE = shapely.Polygon([(EAST, NORTH), (EAST + 10, NORTH + 10), (EAST + 10, NORTH), (EAST, NORTH + 10)])


def make_houses(count=20, turned_deg=0.0, east_m=0.0):
    return [
        affinity.rotate(box(EAST + 30 * k + east_m, NORTH, EAST + 30 * k + 15 + east_m, NORTH + 10), turned_deg)
        for k in range(count)
    ]


def write_layer(path, geometries, crs=UTM, target=None, **attributes):
    columns = {name: np.array(values) for name, values in attributes.items()}
    polygons = VectorLayer(np.array([None, *geometries], dtype=object)[1:], columns, crs and pyproj.CRS(crs))
    write_vectors(str(path), reproject_polygons(polygons, target) if target else polygons)
    return str(path)


def write_image(path, left, bottom, right, top, crs=32633):
    transform = rasterio.transform.from_bounds(left, bottom, right, top, 20, 10)
    with rasterio.open(
        path, "w", driver="GTiff", width=20, height=10, count=1, dtype="uint8", crs=crs, transform=transform
    ) as dataset:
        dataset.write(np.ones((1, 10, 20), np.uint8))
    return str(path)


def test_what_was_found_and_written_is_told(tmp_path):
    predicted = write_layer(tmp_path / "predicted.gpkg", make_houses(3))
    true = write_layer(tmp_path / "true.gpkg", make_houses(4))
    notes, objects = Notes(), str(tmp_path / "objects.gpkg")
    compare_polygons(predicted, true, objects=objects, progress=notes)
    assert notes.messages == [
        "The average precision is left out: the prediction has no numeric field score, mean_probability or confidence.",
        "3 of 4 reference polygons are matched, 3 polygons are predicted; IoU 0.750, object F-score 0.857.",
        f"Wrote '{objects}'.",
    ]


def test_a_layer_is_its_own_reference(tmp_path):
    path = write_layer(tmp_path / "houses.gpkg", make_houses(), score=np.linspace(0, 1, 20))
    notes = Notes()
    result = compare_polygons(path, path, progress=notes)
    for name in ("iou", "boundary_iou", "average_precision", "average_precision_50", "object_f_score",
                 "complexity_iou", "vertex_ratio", "corners_within_0_5_m"):  # fmt: skip
        assert result[name] == pytest.approx(1), name
    for name in ("polis_m", "hausdorff_max_m", "direction_error_95_deg", "gap_area_m2", "overlap_area_m2"):
        assert result[name] == pytest.approx(0, abs=1e-6), name
    assert (result["predicted_vertices"], result["matched_count"], result["invalid_count"]) == (80, 20, 0)
    assert not notes.warnings
    assert sorted(notes.fractions) == notes.fractions
    assert notes.fractions[-1] == 1.0


@pytest.mark.parametrize("crs", [32633, 3857, 4326, 2154, "ESRI:102017"])
def test_lengths_are_those_on_the_ground(tmp_path, crs):
    prediction = write_layer(tmp_path / "p.gpkg", make_houses(turned_deg=3, east_m=0.5), target=crs)
    reference = write_layer(tmp_path / "r.gpkg", make_houses(), target=4326)
    result = compare_polygons(prediction, reference)
    expected = compare_polygons(
        write_layer(tmp_path / "p2.gpkg", make_houses(turned_deg=3, east_m=0.5)),
        write_layer(tmp_path / "r2.gpkg", make_houses()),
    )
    for name in ("iou", "boundary_iou", "polis_m", "hausdorff_max_m", "direction_error_deg", "axis_error_deg"):
        assert result[name] == pytest.approx(expected[name], rel=2e-3, abs=2e-3), name
    assert expected["direction_error_deg"] == pytest.approx(3, abs=0.01)


def test_a_plane_is_metric_near_and_far():
    for crs, bounds in ((4326, (10, 60, 10.01, 60.01)), (3857, (0, 8e6, 1e3, 8.001e6)), (4326, (5, 45, 9, 52))):
        plane = make_local_plane(bounds, crs)
        left, bottom, right, top = bounds
        for x, y in ((left, bottom), (right, top), ((left + right) / 2, top)):
            size = (right - left) / 1000
            square = np.array([box(x, y, x + size, y + size)], object)
            assert shapely.area(plane.project(square)) == pytest.approx(measure_areas_m2(square, crs), rel=4e-3)
    assert make_local_plane((0, 0, 10, 10), None).matrix.tolist() == [[1, 0], [0, 1]]
    with pytest.raises(EoDeepError, match="outside the valid area of"):
        make_local_plane((1e12, 1e12, 2e12, 2e12), 32633)


def test_far_apart_neighbours_still_touch(tmp_path):
    """Over a whole country, walls that are straight in degrees stay straight for gaps and overlaps."""
    cells = [box(5, 45, 5.01, 45.01), box(5.01, 45, 5.02, 45.004), box(5.01, 45.004, 5.02, 45.01)]
    path = write_layer(tmp_path / "p.gpkg", [*cells, box(9, 52, 9.01, 52.01)], crs=4326)
    result = compare_polygons(path, path)
    assert result["gap_area_m2"] == result["overlap_area_m2"] == 0
    torn = write_layer(tmp_path / "t.gpkg", [*cells[:2], box(5.010005, 45.004, 5.02, 45.01), box(9, 52, 9.01, 52.01)],
                       crs=4326)  # fmt: skip
    metres = 5e-6 * 78_850, 0.006 * 111_150
    assert compare_polygons(torn, path)["gap_area_m2"] == pytest.approx(metres[0] * metres[1], rel=0.01)


def test_objects_say_what_became_of_them(tmp_path):
    true = make_houses(6)
    predicted = [*make_houses(4, east_m=1), box(EAST, NORTH + 50, EAST + 9, NORTH + 59)]
    paths = write_layer(tmp_path / "p.gpkg", predicted), write_layer(tmp_path / "r.gpkg", true)
    result = compare_polygons(*paths, objects=str(tmp_path / "objects.gpkg"))
    objects = read_polygons(result["objects"])
    columns = objects.fields
    assert columns["status"].tolist() == ["matched"] * 4 + ["spurious"] + ["missed"] * 2
    assert columns["iou"] == pytest.approx([14 / 16] * 4 + [0] * 3)
    assert columns["polis_m"][:4] == pytest.approx([0.5] * 4, rel=1e-3)
    assert columns["hausdorff_m"][:4] == pytest.approx([1] * 4, rel=1e-3)
    assert np.isnan(columns["polis_m"][4:]).all()
    assert columns["vertices"].tolist() == [4] * 5 + [0] * 2
    assert columns["reference_vertices"].tolist() == [4] * 4 + [0] + [4] * 2
    assert columns["area_m2"] == pytest.approx([150] * 4 + [81] + [150] * 2, rel=1e-3)
    assert objects.crs == UTM
    assert result["polis_m"] == pytest.approx((4 * 0.5 + 3 * 10) / 7, rel=1e-3)
    assert compare_polygons(*paths, least_iou=0.9)["matched_count"] == 0
    assert compare_polygons(*paths, miss_cost_m=1)["polis_m"] == pytest.approx((4 * 0.5 + 3 * 1) / 7, rel=1e-3)


def test_the_image_cuts_both_layers(tmp_path):
    prediction = write_layer(tmp_path / "p.gpkg", make_houses(5))
    reference = write_layer(tmp_path / "r.gpkg", make_houses(20))
    notes = Notes()
    assert compare_polygons(prediction, reference, progress=notes)["object_recall"] == pytest.approx(5 / 20)
    assert "75% of the reference polygons lie outside" in notes.warnings[0]
    image = write_image(tmp_path / "i.tif", EAST, NORTH - 5, EAST + 127, NORTH + 20)
    result = compare_polygons(prediction, reference, image=image)
    assert (result["true_count"], result["iou"]) == (5, 1)
    west, south, east, north = rasterio.warp.transform_bounds(32633, 4326, EAST, NORTH - 5, EAST + 127, NORTH + 20)
    degrees = write_image(tmp_path / "d.tif", west, south, east, north, crs=4326)
    assert compare_polygons(prediction, reference, image=degrees)["true_count"] == 5
    elsewhere = write_image(tmp_path / "e.tif", EAST, NORTH + 500, EAST + 10, NORTH + 510)
    with pytest.raises(EoDeepError, match="No polygon of the reference data lies within the image"):
        compare_polygons(prediction, reference, image=elsewhere)


def test_classes_must_agree(tmp_path):
    houses = make_houses(4)
    prediction = write_layer(tmp_path / "p.gpkg", houses, kind=["House", "house", "shed", "shed"])
    reference = write_layer(tmp_path / "r.gpkg", houses, kind=["house", "shed", "shed", ""])
    notes = Notes()
    paths = {"report": str(tmp_path / "r.html"), "objects": str(tmp_path / "o.gpkg")}
    result = compare_polygons(prediction, reference, class_field="kind", **paths, progress=notes)
    assert "1 polygons of the reference data have no value in 'kind'" in notes.warnings[0]
    assert (result["matched_count"], result["true_count"]) == (2, 3)
    assert read_polygons(paths["objects"]).fields["class"].tolist() == ["house", "house", "shed", "shed", "shed"]
    assert "<td>shed</td>" in (tmp_path / "r.html").read_text(encoding="utf-8")
    numbers = write_layer(tmp_path / "n.gpkg", houses, kind=[1.0, 2.0, 2.0, 1.0])
    same = write_layer(tmp_path / "m.gpkg", houses, kind=["1", "2", "2", "1"])
    assert compare_polygons(numbers, same, class_field="kind")["iou"] == 1


def test_probabilities_rank_the_polygons(tmp_path):
    reference = write_layer(tmp_path / "r.gpkg", make_houses(2))
    false = [affinity.translate(house, 0, 100) for house in make_houses(2)]
    result = []
    for name, sure in (("good", [0.9, 0.8, 0.2, 0.1]), ("bad", [0.2, 0.1, 0.9, 0.8])):
        prediction = write_layer(tmp_path / f"{name}.gpkg", [*make_houses(2), *false], mean_probability=sure)
        result.append(compare_polygons(prediction, reference)["average_precision"])
    assert result == pytest.approx([1, 0.5])


def test_the_score_field_is_found_by_name_or_given(tmp_path):
    reference = write_layer(tmp_path / "r.gpkg", make_houses(2))
    predicted = [*make_houses(2), *(affinity.translate(house, 0, 100) for house in make_houses(2))]
    good, bad = [0.9, 0.8, 0.2, 0.1], [0.2, 0.1, 0.9, 0.8]
    fields = {"confidence": bad, "mean_probability": good, "name": ["a", "b", "c", "d"]}
    prediction = write_layer(tmp_path / "p.gpkg", predicted, **fields)
    report = str(tmp_path / "report.html")
    assert compare_polygons(prediction, reference, report=report)["average_precision_50"] == 1
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "field &#x27;mean_probability&#x27;" in text
    assert "AP50-95" in text
    given = compare_polygons(prediction, reference, score_field="confidence")
    assert given["average_precision_50"] == pytest.approx(0.5)
    for name, why in (("name", "holds no numbers"), ("rank", "not found")):
        expected = f"Field '{name}' {why}; the prediction's numeric fields: confidence, mean_probability."
        with pytest.raises(EoDeepError, match=re.escape(expected)):
            compare_polygons(prediction, reference, score_field=name)


def test_without_scores_there_is_no_average_precision(tmp_path):
    path, report = write_layer(tmp_path / "p.gpkg", make_houses(2), score=["a", "b"]), str(tmp_path / "report.html")
    result = compare_polygons(path, path, report=report)
    assert not [name for name in result if name.startswith("average_precision")]
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "AP50" not in text
    assert "The average precision is left out" in text


def test_corners_are_measured_on_the_ground(tmp_path):
    paths = write_layer(tmp_path / "p.gpkg", make_houses(3, east_m=0.8), target=3857), write_layer(
        tmp_path / "r.gpkg", make_houses(3)
    )
    result = compare_polygons(*paths, objects=str(tmp_path / "o.gpkg"), report=str(tmp_path / "r.html"))
    assert result["corner_median_m"] == pytest.approx(0.8, abs=2e-3)
    shares = [result[f"corners_within_{name}_m"] for name in ("0_5", "1", "2", "4")]
    assert shares == [0, 1, 1, 1]
    assert read_polygons(result["objects"]).fields["corner_median_m"] == pytest.approx([0.8] * 3, abs=2e-3)
    assert "Corners within 0.5 m" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_report_shows_tables_and_pictures(tmp_path):
    prediction = write_layer(tmp_path / "p.gpkg", [*make_houses(15, turned_deg=4, east_m=2), BOW_TIE.buffer(0)])
    reference = write_layer(tmp_path / "r.gpkg", make_houses(16))
    result = compare_polygons(prediction, reference, report=str(tmp_path / "r.html"))
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert html.count("data:image/png") == 4  # curves, histograms, map, gallery
    assert f"{result['boundary_iou']:.4f}" in html
    empty = write_layer(tmp_path / "e.gpkg", [])
    compare_polygons(empty, reference, report=str(tmp_path / "e.html"))
    assert (tmp_path / "e.html").read_text(encoding="utf-8").count("data:image/png") == 2


def test_an_empty_prediction_misses_everything(tmp_path):
    notes = Notes()
    reference = write_layer(tmp_path / "r.gpkg", make_houses(3))
    result = compare_polygons(
        write_layer(tmp_path / "p.gpkg", []), reference, objects=str(tmp_path / "o.gpkg"), progress=notes
    )
    assert (result["iou"], result["object_recall"], result["polis_m"]) == (0, 0, 10)
    assert "direction_error_deg" not in result
    assert "all reference polygons count as missed" in notes.warnings[0]
    assert read_polygons(str(tmp_path / "o.gpkg")).fields["status"].tolist() == ["missed"] * 3


def test_invalid_polygons_are_repaired_and_counted(tmp_path):
    path = str(tmp_path / "p.gpkg")
    geometries = np.array([*make_houses(3)[1:], BOW_TIE], object)
    pyogrio.raw.write(path, shapely.to_wkb(geometries), [], [], crs="EPSG:32633", geometry_type="Polygon")
    notes = Notes()
    result = compare_polygons(path, write_layer(tmp_path / "r.gpkg", make_houses(3)), progress=notes)
    assert result["invalid_count"] == 1
    assert "1 invalid geometries repaired" in notes.warnings[0]


def test_layers_without_crs(tmp_path):
    bare = write_layer(tmp_path / "b.gpkg", make_houses(3), crs=None)
    known = write_layer(tmp_path / "k.gpkg", make_houses(3, east_m=1))
    notes = Notes()
    assert compare_polygons(bare, bare)["iou"] == 1
    assert compare_polygons(bare, known, progress=notes)["hausdorff_max_m"] == pytest.approx(1, rel=1e-3)
    assert "no CRS" in notes.warnings[0]
    assert compare_polygons(known, bare, progress=notes)["hausdorff_max_m"] == pytest.approx(1, rel=1e-3)
    assert "no CRS" in notes.warnings[1]


@pytest.mark.parametrize(
    ("prediction", "reference", "arguments", "message"),
    [
        ("absent.gpkg", "houses.gpkg", {}, "absent.gpkg' does not exist"),
        ("houses.gpkg", "empty.gpkg", {}, "hold no polygons"),
        ("houses.gpkg", "far.gpkg", {}, "do not overlap"),
        ("lines.gpkg", "houses.gpkg", {}, "holds no polygons, but: LineString"),
        ("houses.gpkg", "houses.gpkg", {"class_field": "kind"}, "Field 'kind' not found"),
        ("houses.gpkg", "named.gpkg", {"class_field": "kind"}, "Field 'kind' not found; the prediction has: no fields"),
        ("houses.gpkg", "houses.gpkg", {"least_iou": 0.0}, "must be 0.1 to 1, got 0"),
        ("houses.gpkg", "houses.gpkg", {"boundary_width_m": 0.0}, "boundary width must be greater than 0 m, got 0 m"),
        ("houses.gpkg", "houses.gpkg", {"gap_width_m": -1.0}, "maximum gap width must be greater than 0 m, got -1 m"),
        ("houses.gpkg", "houses.gpkg", {"miss_cost_m": float("nan")}, "penalty must be greater than 0 m, got nan m"),
        ("houses.gpkg", "houses.gpkg", {"report": "/nowhere/r.html"}, "does not exist"),
        ("houses.gpkg", "houses.gpkg", {"objects": "houses.gpkg"}, "is one of the inputs"),
        ("houses.gpkg", "houses.gpkg", {"image": "houses.gpkg"}, "houses.gpkg"),
    ],
)
def test_bad_input_is_one_clear_sentence(tmp_path, prediction, reference, arguments, message):
    write_layer(tmp_path / "houses.gpkg", make_houses(3))
    write_layer(tmp_path / "named.gpkg", make_houses(3), kind=["a"] * 3)
    write_layer(tmp_path / "far.gpkg", [affinity.translate(house, 0, 9000) for house in make_houses(3)])
    write_layer(tmp_path / "empty.gpkg", [])
    lines = shapely.to_wkb(np.array([shapely.LineString([(0, 0), (1, 1)])], object))
    pyogrio.raw.write(str(tmp_path / "lines.gpkg"), lines, [], [], crs="EPSG:32633", geometry_type="LineString")
    for name in ("objects", "image"):
        if name in arguments:
            arguments = {name: str(tmp_path / arguments[name])}
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(EoDeepError, match=re.escape(message)) as caught:
        compare_polygons(str(tmp_path / prediction), str(tmp_path / reference), **arguments)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
