"""Maps beside the image come to where it shows them: as they are, with all that belongs to them, and only if seen."""

import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.alignment.align import align_vectors
from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import RasterSource
from eo_deep.io.vector import read_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models import networks as models
from eo_deep.progress import Progress
from tests.engine.notes import Notes

# Houses in pixels of 0.5 m: left, top, width, height.
HOUSES = [(40, 40, 30, 20), (110, 50, 24, 24), (60, 110, 20, 36), (150, 130, 40, 24), (40, 180, 26, 26),
          (120, 190, 36, 20)]  # fmt: skip


def paint(houses=HOUSES, size=240):
    """A dark image with bright houses."""
    image = np.full((3, size, size), 20, np.uint8)
    for left, top, width, height in houses:
        image[:, top : top + height, left : left + width] = 240
    return image


def outline(houses=HOUSES, shift_m=(0.0, 0.0), pixel_m=0.5):
    """The houses' polygons in EPSG:32633, moved by metres east and north."""
    return np.array([
        shapely.box(500000 + pixel_m * x + shift_m[0], 5500000 - pixel_m * (y + h) + shift_m[1],
                    500000 + pixel_m * (x + w) + shift_m[0], 5500000 - pixel_m * y + shift_m[1])
        for x, y, w, h in houses
    ], object)  # fmt: skip


@pytest.fixture
def messages():
    return Notes()


@pytest.fixture
def align(tmp_path, write_raster, make_brightness_model):
    """align(geometries, image pixels, crs=, fields=, **arguments) -> (VectorLayer of the output, result)."""

    def run(geometries, pixels=None, crs=32633, fields=None, nodata=None, image=None, **arguments):
        image = image or write_raster(paint() if pixels is None else pixels, nodata=nodata)
        layer = VectorLayer(np.array([None, *geometries], object)[1:], dict(fields or {}), to_crs(crs), "Unknown")
        write_vectors(tmp_path / "in.gpkg", layer, "map")
        arguments = {"method": "correlation", "max_shift_m": 8, "output": str(tmp_path / "out.gpkg"), **arguments}
        arguments.setdefault("model", make_brightness_model())
        result = align_vectors(image, str(tmp_path / "in.gpkg"), **arguments)
        assert not [p for p in tmp_path.iterdir() if "partial" in p.name]
        return read_vectors(arguments["output"]), result

    return run


def column(features, name):
    return features.fields[name]


def sides(geometry):
    return np.diff(shapely.get_coordinates(geometry), axis=0)


def test_every_object_comes_to_its_place_as_it_is(align):
    names = {"name": np.array(list("abcdef"), object)}
    before = outline(shift_m=(4.2, -3.1))
    found, result = align(before, fields=names)
    assert result["aligned_count"] == 6
    assert column(found, "status").tolist() == ["aligned"] * 6
    assert column(found, "name").tolist() == list("abcdef")
    assert np.abs(column(found, "dx_m") + 4.2).max() < 0.4
    assert np.abs(column(found, "dy_m") - 3.1).max() < 0.4
    assert column(found, "shift_m") == pytest.approx(np.hypot(column(found, "dx_m"), column(found, "dy_m")))
    assert (column(found, "confidence") > 0.9).all()
    assert result["median_shift_m"] == pytest.approx(np.hypot(4.2, 3.1), abs=0.3)
    for old, new in zip(before, found.geometries):
        assert np.abs(sides(new) - sides(old)).max() < 1e-8
    offset = shapely.get_coordinates(found.geometries[0])[0] - shapely.get_coordinates(before[0])[0]
    assert offset == pytest.approx([column(found, "dx_m")[0], column(found, "dy_m")[0]], rel=2e-3)  # UTM's scale


def test_what_lies_right_stays(align):
    before = outline()
    found, result = align(before)
    assert result["unchanged_count"] == 6
    assert (column(found, "shift_m") == 0).all()
    assert shapely.equals_exact(found.geometries, before).all()


@pytest.mark.parametrize("crs", [4326, 3857, None])
def test_maps_in_any_crs_come_back_in_it(align, crs, notes):
    before = outline(shift_m=(4.2, -3.1))
    if crs:
        transformer = pyproj.Transformer.from_crs(32633, crs, always_xy=True)
        before = shapely.transform(before, lambda xy: np.column_stack(transformer.transform(*xy.T)))
    found, _ = align(before, crs=crs, progress=notes)
    assert found.crs == to_crs(crs or 32633)
    assert np.abs(column(found, "dx_m") + 4.2).max() < 0.4
    assert np.abs(column(found, "dy_m") - 3.1).max() < 0.4
    for old, new in zip(before, found.geometries):
        assert np.abs(sides(new) - sides(old)).max() < 1e-7
    assert any("no CRS; they are taken to be in" in text for text in notes.warnings) == (crs is None)


def test_an_image_without_crs_is_taken_for_the_maps(align, write_raster, notes):
    image = write_raster(paint(), crs=None, transform=rasterio.Affine(1, 0, 0, 0, -1, 0))
    before = np.array([shapely.box(x + 6, -y - h - 4, x + w + 6, -y - 4) for x, y, w, h in HOUSES], object)
    found, _ = align(before, image=image, crs=None, pixel_size_m=0.5)
    assert np.abs(column(found, "dx_m") + 3).max() < 0.4
    assert np.abs(column(found, "dy_m") - 2).max() < 0.4
    align(before, image=image, crs=32633, pixel_size_m=0.5, progress=notes)
    assert "The image has no CRS; it is taken to be in the vectors' CRS." in notes.warnings


def test_walls_stay_shared(align):
    rows = [(40, 40, 30, 20), (70, 40, 24, 20), (94, 46, 24, 24), (150, 130, 40, 24)]
    before = outline(rows, (3.3, 2.4))
    found, _ = align(before, paint(rows))
    assert len(set(column(found, "dx_m")[:3])) == 1
    for first, second in ((0, 1), (1, 2)):
        old, new = (shapely.intersection(g[first], g[second]).length for g in (before, found.geometries))
        assert new == pytest.approx(old, abs=1e-9)


def test_parts_holes_heights_and_broken_outlines_are_kept(align):
    houses = [(40, 40, 30, 30), (110, 50, 24, 24), (60, 110, 20, 36), (150, 130, 40, 40)]
    image = paint(houses)
    image[:, 50:60, 50:60] = 20  # a courtyard
    boxes = outline(houses, (2.0, 2.0))
    hole = boxes[0] - shapely.box(*(np.array([500025.0, 5499970.0, 500030.0, 5499975.0]) + 2.0))
    parts = shapely.MultiPolygon([boxes[1], boxes[2]])
    high = shapely.force_3d(boxes[3], 7.5)
    x, y = shapely.get_coordinates(boxes[3]).min(axis=0)
    bow_tie = shapely.Polygon([(x, y), (x + 20, y + 20), (x + 20, y), (x, y + 20)])
    found, result = align([hole, parts, high, bow_tie, None, shapely.Polygon()], image)
    assert result["aligned_count"] >= 3
    assert len(found.geometries[0].geoms[0].interiors) == 1
    assert len(found.geometries[1].geoms) == 2
    assert (shapely.get_coordinates(found.geometries[2], include_z=True)[:, 2] == 7.5).all()
    assert not shapely.is_valid(found.geometries[3])
    assert column(found, "status")[4:].tolist() == ["not found in image"] * 2
    for number in range(3):
        old = [hole, parts, high][number]
        assert shapely.area(found.geometries[number]) == pytest.approx(old.area, rel=1e-9)
        assert column(found, "dx_m")[number] == pytest.approx(-2, abs=0.4)


def test_where_the_image_shows_nothing_nothing_moves(align):
    image = paint()
    image[:, :, 100:] = 0  # a cloud's mask
    outside = shapely.box(500300, 5499900, 500310, 5499910)
    before = np.append(outline(shift_m=(4.2, -3.1)), outside)
    found, _ = align(before, image, nodata=0)
    hidden = np.array([x >= 100 for x, *_ in HOUSES] + [True])
    assert (column(found, "status")[hidden] == "not found in image").all()
    assert shapely.equals_exact(found.geometries[hidden], before[hidden]).all()
    assert (column(found, "confidence")[hidden] < 0.5).all()
    assert (column(found, "status")[~hidden] == "aligned").all()


def test_what_lies_too_far_is_flagged_and_not_guessed(align):
    before = outline(shift_m=(9.0, 0.0))
    found, result = align(before, max_shift_m=4)
    assert result["not_found_count"] == 6
    assert shapely.equals_exact(found.geometries, before).all()
    assert column(align(before, max_shift_m=12)[0], "status").tolist() == ["aligned"] * 6


def test_far_shifts_are_found_coarsely_first(align):
    far = [(x + 100, y + 100, w, h) for x, y, w, h in HOUSES]
    before = outline(far, (21.3, -16.1))
    found, _ = align(before, paint(far, 440), max_shift_m=40)
    assert column(found, "status").tolist() == ["aligned"] * 6
    assert np.abs(column(found, "dx_m") + 21.3).max() < 0.4
    assert np.abs(column(found, "dy_m") - 16.1).max() < 0.4


def test_a_house_that_is_gone_follows_its_neighbours_or_stays(align):
    before, image = outline(shift_m=(3.0, 1.0)), paint(HOUSES[:3] + HOUSES[4:])
    found, result = align(before, image)
    assert column(found, "status").tolist() == ["aligned"] * 3 + ["follows neighbours"] + ["aligned"] * 2
    assert (result["following_count"], result["not_found_count"]) == (1, 0)
    shift_m = column(found, "dx_m")[3], column(found, "dy_m")[3]
    assert shift_m == pytest.approx((-3, -1), abs=0.4)
    assert shapely.get_coordinates(found.geometries[3])[0] == pytest.approx(
        shapely.get_coordinates(before[3])[0] + shift_m, abs=0.01)  # fmt: skip
    assert 0 < column(found, "confidence")[3] <= 0.5
    for arguments in ({"not_found": "stay"}, {"smoothness": 0}):
        found, result = align(before, image, **arguments)
        assert column(found, "status")[3] == "not found in image"
        assert (result["following_count"], result["not_found_count"]) == (0, 1)
        assert found.geometries[3].equals_exact(before[3], 0) and column(found, "confidence")[3] == 0
        assert (np.delete(column(found, "status"), 3) == "aligned").all()


@pytest.mark.parametrize("rigidity", ["object", "vertex"])
def test_what_follows_keeps_the_walls_that_it_shares(align, rigidity):
    rows = [(40, 40, 30, 20), (70, 40, 24, 20), (94, 40, 24, 20), (150, 130, 40, 24), (40, 130, 30, 24)]
    before = outline(rows, (3.3, 2.4))
    found, _ = align(before, paint([rows[0], *rows[3:]]), rigidity=rigidity)
    status = column(found, "status").tolist()
    assert status == ["aligned"] + ["follows neighbours"] * 2 + ["aligned"] * 2
    for first, second in ((0, 1), (1, 2)):
        common = [set(map(tuple, shapely.get_coordinates(found.geometries[k]))) for k in (first, second)]
        assert len(common[0] & common[1]) == 2


def test_the_confidence_is_lower_where_the_image_tells_less(align):
    """Of two like houses, either may be the one on the map."""
    clear, _ = align(outline(HOUSES[:1], (1.0, 0.0)), paint(HOUSES[:1]))
    pair = [(30, 60, 12, 12), (50, 60, 12, 12)]
    torn, _ = align(outline([(40, 60, 12, 12)]), paint(pair))
    assert 0 <= column(torn, "confidence")[0] < 0.6 < column(clear, "confidence")[0]


def test_lines_are_left_alone_by_correlation(align, notes):
    line = shapely.LineString([(500010, 5499990), (500060, 5499930)])
    found, result = align([*outline(shift_m=(4.0, 0.0)), line], progress=notes)
    assert column(found, "status")[-1] == "not found in image"
    assert found.geometries[-1].equals_exact(line, 0)
    assert "The method correlation aligns buildings only; 1 lines stay where they are." in notes.warnings


def test_a_network_made_for_it_aligns_too(align, contrast_model):
    found, result = align(outline(shift_m=(4.0, -3.0)), method="learned", model=contrast_model)
    assert result["aligned_count"] == 6
    assert np.abs(column(found, "dx_m") + 4).max() < 0.4
    with pytest.raises(EoDeepError, match="is a model for alignment, this needs one for segmentation"):
        align(outline(), model=contrast_model)


def test_what_is_clearly_turned_is_turned_back(align, contrast_model):
    houses = [(40, 40, 40, 20), (120, 50, 24, 50), (60, 130, 60, 30)]
    before = [shapely.affinity.rotate(box, angle) for box, angle in zip(outline(houses, (2.0, -1.0)), (4, 0, -3))]
    found, _ = align(before, paint(houses), method="learned", model=contrast_model)
    assert column(found, "turn_deg") == pytest.approx([-4, 0, 3], abs=1)
    for old, new, true in zip(before, found.geometries, outline(houses)):
        assert shapely.hausdorff_distance(new, true) < 0.45
        assert np.hypot(*sides(new).T) == pytest.approx(np.hypot(*sides(old).T), abs=1e-6)


def test_vertices_follow_their_walls(align, contrast_model):
    houses = [(40, 40, 40, 30), (120, 50, 40, 40), (60, 130, 60, 36)]
    turned = [shapely.affinity.rotate(box, 4) for box in outline(houses, (2.0, -1.0))]
    true = outline(houses)
    learned = {"method": "learned", "model": contrast_model}
    bent, _ = align(turned, paint(houses), rigidity="vertex", **learned)
    assert shapely.is_valid(bent.geometries).all()
    for number in range(3):
        assert shapely.hausdorff_distance(bent.geometries[number], true[number]) < 0.5  # 0.68 of the best shift


def test_bent_neighbours_share_their_vertices(align):
    rows = [(40, 40, 30, 20), (70, 40, 24, 20), (94, 40, 24, 20), (150, 130, 40, 24)]
    turned = shapely.affinity.rotate(shapely.GeometryCollection(list(outline(rows[:3], (2.0, 1.0)))), 2)
    before = [*turned.geoms, *outline(rows[3:], (2.0, 1.0))]
    found, _ = align(before, paint(rows), rigidity="vertex")
    for first, second in ((0, 1), (1, 2)):
        common = [set(map(tuple, shapely.get_coordinates(found.geometries[k]))) for k in (first, second)]
        assert len(common[0] & common[1]) == 2
    assert shapely.is_valid(found.geometries).all()


def test_the_displacement_is_mapped(align, tmp_path):
    align(outline(shift_m=(4.0, -3.0)), displacement=str(tmp_path / "d.tif"), report=str(tmp_path / "r.html"))
    with rasterio.open(tmp_path / "d.tif") as written:
        assert written.descriptions == ("dx_m", "dy_m", "variance_m2")
        assert written.res == pytest.approx((3, 3))
        dx, dy, variance = written.read()
    inner = np.s_[8:32, 8:32]
    assert np.abs(dx[inner] + 4).max() < 0.4
    assert np.abs(dy[inner] - 3).max() < 0.4
    assert (variance[inner] > 0).all()
    assert (variance[inner] < 1).all()
    assert "<html" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_report_shows_the_bands_that_were_looked_at(align, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("eo_deep.alignment.align.write_alignment_report", lambda *given: shown.append(given[-1].bands))
    align(outline(), np.concatenate([paint() // 2, paint()]), bands=[4, 5, 6], report=str(tmp_path / "r.html"))
    assert [list(bands) for bands in shown] == [[4, 5, 6]]


def test_the_image_is_opened_once(align, tmp_path, monkeypatch):
    opened, start = [], RasterSource.__init__
    monkeypatch.setattr(RasterSource, "__init__", lambda self, *given: opened.append(given[0]) or start(self, *given))
    align(outline(shift_m=(4.0, -3.0)), report=str(tmp_path / "r.html"))
    assert [Path(path).name for path in opened] == ["image.tif", "evidence.tif"]


@pytest.mark.parametrize(("pixel_m", "message"), [(1.0, "of 1 m are resampled"), (0.1, "of 0.1 m are resampled")])
def test_other_resolutions_are_resampled_and_said_so(align, write_raster, make_brightness_model, messages, pixel_m,
                                                     message):
    image = np.repeat(np.repeat(paint(), 5, axis=1), 5, axis=2) if pixel_m < 0.5 else paint()[:, ::2, ::2]
    path = write_raster(image, transform=from_origin(500000, 5500000, pixel_m, pixel_m))
    card = {"bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8", "nodata": None,
            "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}  # fmt: skip
    found, _ = align(outline(shift_m=(4.0, -3.0)), image=path, model=make_brightness_model(inputs=[card]),
                     progress=messages)  # fmt: skip
    assert any(message in text for text in messages.messages)
    assert np.abs(column(found, "dx_m") + 4).max() < 0.5
    assert np.abs(column(found, "dy_m") - 3).max() < 0.5


def test_bad_input_is_told_in_one_sentence(align, tmp_path):
    far = [shapely.box(600000, 5600000, 600010, 5600010)]
    for arguments, expected in (
        ({"geometries": far}, "^None of the vectors lies on the image; check the CRS of both.$"),
        ({"max_shift_m": 0}, "^The maximum shift must be more than 0 m, got 0 m.$"),
        ({"smoothness": -1}, "^Smoothness must be 0 or more, got -1.$"),
        ({"method": "magic"}, "^Method must be one of learned, correlation, got 'magic'.$"),
        ({"not_found": "guess"}, "^Objects not found must be one of follow, stay, got 'guess'.$"),
        ({"rigidity": "jelly"}, "^Rigidity must be one of object, vertex, got 'jelly'.$"),
        ({"output": str(tmp_path / "in.gpkg")}, "is one of the inputs; choose another name.$"),
        ({"output": str(tmp_path / "out.shp")}, "must end in .gpkg.$"),
        ({"displacement": str(tmp_path / "d.png")}, "must end in .tif.$"),
        ({"geometries": [shapely.Point(500010, 5499990)]}, "holds no polygons or lines, but: Point.$"),
    ):
        arguments = {"geometries": outline(), **arguments}
        with pytest.raises(EoDeepError, match=expected):
            align(**arguments)
    assert not (tmp_path / "out.gpkg").exists()


def test_layers_that_lie_apart_are_told_with_both_extents(align, notes):
    with pytest.raises(EoDeepError, match="None of the vectors lies on the image"):
        align([shapely.box(600000, 5600000, 600010, 5600010)], progress=notes)
    spanned = "The vectors span 600000 to 600010 east and 5600000 to 5600010 north in WGS 84 / UTM zone 33N"
    assert f"{spanned}, the image 500000 to " in notes.warnings[-1]


def test_an_empty_map_gives_an_empty_map(align):
    found, result = align([], fields={"name": np.array([], object)})
    assert len(found) == result["aligned_count"] == 0
    assert list(found.fields) == [
        "name", "dx_m", "dy_m", "shift_m", "turn_deg", "confidence", "status"]


@pytest.mark.parametrize("when", [0.3, 0.8])
def test_a_stop_half_way_leaves_nothing_behind(align, tmp_path, when):
    class Stop(Progress):
        def __call__(self, fraction):
            if fraction > when:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        align(outline(), progress=Stop())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["image.tif", "in.gpkg", "models"]


def test_what_lies_beyond_the_reach_of_the_images_crs_stays(align):
    to_map = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
    houses = shapely.transform(outline(shift_m=(3.0, 0.0)), lambda xy: np.column_stack(to_map.transform(*xy.T)))
    beyond = shapely.box(10, -95, 20, 95)
    found, result = align([*houses, beyond], crs=4326)
    assert result["aligned_count"] == 6
    assert column(found, "status")[-1] == "not found in image"
    assert found.geometries[-1].equals_exact(beyond, 0)


def test_where_the_network_fails_nothing_moves_and_it_is_told(align, contrast_model, notes, monkeypatch):
    network = models.NETWORKS["contrast"]
    forward = network.forward
    monkeypatch.setattr(network, "forward", lambda self, x: forward(self, x) * math.nan)
    with np.errstate(all="raise"):
        found, result = align(outline(shift_m=(4.0, -3.0)), method="learned", model=contrast_model, progress=notes)
    assert result["aligned_count"] == 0 and (column(found, "dx_m") == 0).all()
    assert any(text.startswith("100.0% of the places in the image (") for text in notes.warnings)
