"""Assessed alignments: known moves, pairing, CRSs, confidence, the report, and bad input."""

import re

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from shapely import affinity

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.alignment.assess import assess_alignment
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer

UTM = pyproj.CRS(32633)
EAST, NORTH = 500_000.0, 5_000_000.0
BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def make_houses(count=40):
    houses = [affinity.rotate(shapely.box(40 * k, 0, 40 * k + 15, 10), 3 * k) for k in range(count)]
    return np.array([affinity.translate(house, EAST, NORTH) for house in houses], object)


def move(geometries, shifts):
    return np.array([affinity.translate(g, *shift) for g, shift in zip(geometries, shifts, strict=True)], object)


def write(path, geometries, crs=UTM, target=None, **columns):
    geometries = np.array([None, *geometries], object)[1:]
    if target:
        transformer = pyproj.Transformer.from_crs(crs, target, always_xy=True)
        geometries = shapely.transform(geometries, lambda xy: np.column_stack(transformer.transform(*xy.T)))
    kind = "Unknown" if len({g.geom_type for g in geometries if g}) != 1 else geometries[0].geom_type
    kind += " Z" if kind != "Unknown" and geometries[0].has_z else ""
    pyogrio.raw.write(str(path), shapely.to_wkb(geometries), [np.asarray(values) for values in columns.values()],
                      list(columns), geometry_type=kind, crs=pyproj.CRS(target or crs).to_wkt() if crs else None)
    return str(path)


@pytest.mark.parametrize("target", [None, 4326, 3857])
def test_known_moves_are_measured_in_metres_on_the_ground(tmp_path, target):
    houses = make_houses()
    shifts = np.tile([[3.0, 4.0], [0.6, 0.8]], (20, 1))
    vectors = write(tmp_path / "moved.gpkg", move(houses, shifts), target=target, ref=np.arange(40))
    reference = write(tmp_path / "true.gpkg", houses[::-1], ref=np.arange(40)[::-1])
    found = assess_alignment(vectors, reference, "ref")
    assert (found["pairs_count"], found["unpaired_count"], found["reference_unpaired_count"]) == (40, 0, 0)
    assert found["other_vertices_count"] == 0
    assert found["objects_median_m"] == pytest.approx(3, abs=0.01)
    assert found["vertices_mean_m"] == pytest.approx(3, abs=0.01)
    assert [found[f"objects_within_{key}"] for key in ("0_5_m", "2_m", "4_m", "8_m")] == [0, 0.5, 0.5, 1]
    assert found["vertices_auc"] == pytest.approx((3 / 8 + 7 / 8) / 2, abs=0.002)
    assert found["mean_dx_m"] == pytest.approx(-1.8, abs=0.01) and found["mean_dy_m"] == pytest.approx(-2.4, abs=0.01)
    assert found["side_change_max_m"] < 0.02 and found["angle_change_max_deg"] < 0.05
    assert "confidence_error" not in found


def test_without_ids_the_pairs_are_those_that_overlap_most(tmp_path):
    houses = make_houses()
    shifts = np.full((40, 2), 2.0)
    shifts[5] = 200.0
    found = assess_alignment(write(tmp_path / "moved.gpkg", move(houses, shifts)), write(tmp_path / "t.gpkg", houses))
    assert (found["pairs_count"], found["unpaired_count"], found["reference_unpaired_count"]) == (39, 1, 1)
    assert found["objects_mean_m"] == pytest.approx(np.sqrt(8), abs=0.01)


def test_confidence_and_status_are_judged(tmp_path):
    houses = make_houses()
    right = np.arange(40) < 20
    status = np.where(right, "aligned", "unchanged").astype(object)
    moved = move(houses, np.where(right, 0.5, 5.0)[:, None] * [1, 0])
    columns = {"ref": np.arange(40), "confidence": np.where(right, 0.95, 0.15), "status": status}
    vectors = write(tmp_path / "moved.gpkg", moved, **columns)
    reference, report = write(tmp_path / "true.gpkg", houses, ref=np.arange(40)), tmp_path / "report.html"
    found = assess_alignment(vectors, reference, "ref", report=str(report))
    assert found["confidence_error"] == pytest.approx(0.1)
    assert found["confident_half_median_m"] == pytest.approx(0.5, abs=0.01)
    assert found["other_half_median_m"] == pytest.approx(5, abs=0.01)
    page = report.read_text(encoding="utf-8")
    assert "<td>unchanged</td>" in page and page.count("<img") == 5
    wide = assess_alignment(vectors, reference, "ref", confidence_radius_m=6)
    assert wide["confidence_error"] == pytest.approx((0.05 + 0.85) / 2)


def test_a_confidence_out_of_range_is_left_out(tmp_path, notes):
    houses = make_houses()
    vectors = write(tmp_path / "moved.gpkg", houses, confidence=np.full(40, 80.0))
    assert "confidence_error" not in assess_alignment(vectors, vectors, progress=notes)
    assert notes.warnings == ["40 values of 'confidence' are not between 0 and 1; the confidence is not assessed."]


def test_a_confidence_that_is_null_is_not_judged(tmp_path):
    houses = make_houses()
    layer = VectorLayer(houses, {"confidence": np.ma.array(np.ones(40, int), mask=np.arange(40) < 10)}, UTM, "Polygon")
    vectors = str(tmp_path / "moved.gpkg")
    write_vectors(vectors, layer, "moved")
    assert assess_alignment(vectors, vectors)["confidence_error"] == 0


def test_lines_heights_parts_and_invalid_polygons(tmp_path):
    lines = [shapely.LineString([(EAST, NORTH + 9 * k), (EAST + 50, NORTH + 9 * k)]) for k in range(5)]
    roads = write(tmp_path / "roads.gpkg", lines, ref=np.arange(5))
    moved = write(tmp_path / "moved_roads.gpkg", move(lines, [(0, 2)] * 5), ref=np.arange(5))
    found = assess_alignment(moved, roads, "ref", report=str(tmp_path / "roads.html"))
    assert found["vertices_mean_m"] == pytest.approx(2, abs=0.01)
    page = (tmp_path / "roads.html").read_text(encoding="utf-8")
    assert page.count("<img") == 4 and "Confidence" not in page
    odd = [shapely.force_3d(shapely.box(0, 0, 9, 9), 5), affinity.translate(BOW_TIE, 30, 0),
           shapely.MultiPolygon([shapely.box(60, 0, 64, 4), shapely.box(66, 0, 70, 4)]), None]
    odd = [g and affinity.translate(g, EAST, NORTH) for g in odd]
    moved = write(tmp_path / "odd_moved.gpkg", [g and affinity.translate(g, 1, 0) for g in odd])
    found = assess_alignment(moved, write(tmp_path / "odd.gpkg", odd))
    assert found["pairs_count"] == 3 and found["vertices_95_m"] == pytest.approx(1, abs=0.01)


def test_one_layer_without_crs_is_taken_to_be_in_the_others(tmp_path, notes):
    houses = make_houses()
    plain = write(tmp_path / "plain.gpkg", houses, crs=None)
    found = assess_alignment(plain, write(tmp_path / "true.gpkg", houses), progress=notes)
    assert found["objects_mean_m"] == pytest.approx(0, abs=1e-6)
    assert any("One layer has no CRS" in text for text in notes.warnings)


def test_layers_of_two_planets_are_refused(tmp_path):
    houses = make_houses(2)
    here = write(tmp_path / "here.gpkg", houses)
    moon = write(tmp_path / "moon.gpkg", [shapely.box(10, 10, 11, 11)], crs=pyproj.CRS("IAU_2015:30100"))
    with pytest.raises(EoDeepError, match="^The reference data cannot be transformed from Moon .* to WGS 84"):
        assess_alignment(here, moon)


def test_bad_input_is_told_in_one_sentence(tmp_path):
    houses = make_houses()
    reference = write(tmp_path / "true.gpkg", houses, ref=np.arange(40), same=np.zeros(40, int))
    far = write(tmp_path / "far.gpkg", move(houses, [(0, 5000)] * 40), ref=np.arange(40) + 100, conf=np.ones(40))
    empty = write(tmp_path / "empty.gpkg", [None], ref=[1])
    roads = write(tmp_path / "roads.gpkg", [shapely.LineString([(EAST, NORTH), (EAST + 5, NORTH)])])
    for arguments, sentence in [
        ((far, reference), "matches an object of the reference data by overlap; give an ID field."),
        ((far, reference, "ref"), "No object of the vectors matches an object of the reference data by field 'ref'."),
        ((reference, far, "same"), "Field 'same' not found; the reference data have: ref, conf."),
        ((reference, reference, "same"), "Field 'same' must identify each object; the vectors hold '0' 40"),
        ((empty, reference), f"The vectors '{empty}' hold no objects to compare."),
        ((reference, empty), f"The reference data '{empty}' hold no objects to compare."),
        ((roads, roads), "Lines cannot be matched by overlap; give an ID field."),
        ((reference, reference, None, 0.0), "The confidence radius must be greater than 0 m, got 0 m."),
        ((str(tmp_path / "none.gpkg"), reference), f"The vector file '{tmp_path / 'none.gpkg'}' does not exist."),
    ]:
        with pytest.raises(EoDeepError, match=re.escape(sentence)):
            assess_alignment(*arguments)
    with pytest.raises(EoDeepError, match=r"must end in \.html"):
        assess_alignment(reference, reference, report=str(tmp_path / "report.txt"))
