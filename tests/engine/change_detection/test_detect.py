import json

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from eo_deep.change_detection import detect_change
from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_raster

SIDE, PLACE = 160, np.s_[:, 40:70, 90:120]
TRANSFORM = rasterio.Affine(10, 0, 500_000, 0, -10, 5_200_000)


def write(path, pixels, **options):
    profile = {"crs": "EPSG:32633", "transform": TRANSFORM, **options}
    with rasterio.open(path, "w", driver="GTiff", count=len(pixels), height=pixels.shape[1], width=pixels.shape[2],
                       dtype=pixels.dtype, **profile) as file:  # fmt: skip
        file.descriptions = ("red", "nir", "swir")[: len(pixels)]
        file.write(pixels)
    return str(path)


def write_boxes(path, boxes):
    pyogrio.raw.write(path, shapely.to_wkb(np.array(boxes)), [np.arange(len(boxes))], ["number"],
                      geometry_type="Polygon", crs="EPSG:32633")  # fmt: skip


def make_dates():
    """Fields of reflectance x 10,000 on two dates; in a square of 30 x 30 px the second has another spectrum."""
    rng = np.random.default_rng(0)
    fields = np.repeat(np.repeat(rng.uniform(500, 4000, (3, 20, 20)), 8, 1), 8, 2)
    before, after = (fields + rng.normal(0, 60, fields.shape) for _ in range(2))
    after = 1.05 * after + 20
    after[PLACE] = np.array([3000, 600, 2500])[:, None, None] + rng.normal(0, 60, (3, 30, 30))
    return before.round().astype(np.uint16), after.round().astype(np.uint16)


@pytest.fixture(scope="module")
def dates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dates")
    before, after = make_dates()
    return write(folder / "a_2019-09-15.tif", before), write(folder / "b_2020-09-12.tif", after)


@pytest.fixture(scope="module")
def stable(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("stable") / "stable.gpkg")
    write_boxes(path, [shapely.box(500_000, 5_198_400, 500_800, 5_200_000),
                       shapely.box(500_800, 5_198_400, 501_600, 5_199_200)])  # fmt: skip
    return path


def read_changes(path):
    info, _, geometries, columns = pyogrio.raw.read(path)
    return shapely.from_wkb(geometries), dict(zip(info["fields"], columns))


@pytest.mark.parametrize("method", ["auto", "IR-MAD", "spectral angle", "magnitude", "index"])
def test_the_square_that_changed_is_found(dates, stable, tmp_path, method):
    output = str(tmp_path / "changes.gpkg")
    found = detect_change(*dates, method=method, stable=stable, output=output)
    geometries, fields = read_changes(output)
    square = shapely.box(500_900, 5_199_300, 501_200, 5_199_600)
    largest = geometries[np.argmax(shapely.area(geometries))]
    assert largest.intersection(square).area > 0.95 * square.area
    assert largest.area < 1.4 * square.area  # means of 5 x 5 px reach beyond it
    assert found["is_calibrated"]
    assert found["false_alarms_percent"] <= 1.5
    assert found["changes_count"] == len(geometries) < 25
    assert set(fields["date_before"]) == {"2019-09-15"}
    assert set(fields["date_after"]) == {"2020-09-12"}
    assert fields["mean_score"][np.argmax(shapely.area(geometries))] > found["score_threshold"]


def test_without_stable_area_the_report_says_not_calibrated(dates, tmp_path):
    report = tmp_path / "report.html"
    found = detect_change(*dates, report=str(report), score=str(tmp_path / "score.tif"))
    assert not found["is_calibrated"]
    assert found["false_alarms_percent"] is None
    assert "Not calibrated" in report.read_text()
    with rasterio.open(tmp_path / "score.tif") as file:
        assert file.descriptions == ("rank", "IR-MAD", "spectral angle")
        assert np.isnan(file.nodata)


def test_a_calibrated_report_has_both_halves(dates, stable, tmp_path):
    report = tmp_path / "report.html"
    detect_change(*dates, stable=stable, report=str(report))
    text = report.read_text()
    assert "Not calibrated" not in text
    assert "Threshold of one half, false alarms in the other" in text


@pytest.mark.parametrize("method", ["auto", "IR-MAD", "spectral angle", "magnitude"])
def test_of_a_copy_with_noise_and_a_gain_at_most_one_percent_is_flagged(dates, tmp_path, method):
    before, _ = make_dates()
    noise = np.random.default_rng(5).normal(0, 30, before.shape)
    copy = write(tmp_path / "copy_2020-01-02.tif", (before * 1.1 + noise).round().astype(np.uint16))
    found = detect_change(dates[0], copy, method=method, output=str(tmp_path / "changes.gpkg"))
    assert found["changed_m2"] <= 0.01 * SIDE**2 * 100


def test_clouds_stay_nodata_and_the_angle_elsewhere_is_as_without_them(dates, tmp_path):
    mask = np.zeros((1, SIDE, SIDE), np.uint8)
    mask[:, 100:, :] = 1
    clear = write(tmp_path / "clear.tif", np.zeros((1, SIDE, SIDE), np.uint8))
    cloudy = write(tmp_path / "cloudy.tif", mask)
    scores = {}
    for method in ("spectral angle", "IR-MAD"):
        for name, masks in (("whole", None), ("masked", [clear, cloudy])):
            path = str(tmp_path / f"{name}.tif")
            detect_change(*dates, method=method, masks=masks, coregister=False, score=path)
            with rasterio.open(path) as file:
                scores[method, name] = file.read(1)
    masked = scores["spectral angle", "masked"]
    assert np.isnan(masked[100:]).all()
    assert np.array_equal(masked[:98], scores["spectral angle", "whole"][:98])
    ranks = [scores["IR-MAD", name][:98].ravel().argsort().argsort() for name in ("whole", "masked")]
    assert np.corrcoef(*ranks)[0, 1] > 0.99


def test_changes_list_the_objects_that_they_touch(dates, stable, tmp_path):
    objects, output = str(tmp_path / "map.gpkg"), str(tmp_path / "changes.gpkg")
    boxes = [shapely.box(500_100, 5_199_900, 500_150, 5_199_950), shapely.box(500_950, 5_199_400, 501_000, 5_199_450)]
    write_boxes(objects, boxes)
    detect_change(*dates, stable=stable, objects=objects, min_area=20_000, output=output)
    _, fields = read_changes(output)
    assert fields["objects_count"].tolist() == [1]
    assert fields["objects"].tolist() == ["2"]


def test_the_file_is_the_same_whatever_the_tiles(dates, tmp_path, monkeypatch):
    from eo_deep.change_detection import detect

    paths = [str(tmp_path / f"{size}.tif") for size in (512, 64)]
    for path, size in zip(paths, (512, 64)):
        monkeypatch.setattr(detect, "_CORE_PX", size)
        detect_change(*dates, score=path)
    first, second = (rasterio.open(path).read() for path in paths)
    assert np.array_equal(first, second, equal_nan=True)


@pytest.mark.parametrize(("options", "message"), [
    ({"method": "magic"}, "Method must be one of auto, magnitude, IR-MAD, spectral angle, index, model, got 'magic'."),
    ({"direction": "increase"}, "The direction 'increase' is for the method 'index', got 'auto'."),
    ({"method": "index", "index": "blue - red"}, "must read 'name = formula'"),
    ({"method": "index", "index": "x = blue - red"}, "names 'blue', but the bands are red, nir, swir"),
    ({"method": "index", "index": "a = red; b = nir"}, "needs one formula"),
    ({"false_alarms": 0.0}, "False alarms must be above 0 % and at most 50 %, got 0 %."),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(dates, tmp_path, options, message):
    with pytest.raises(EoDeepError) as error:
        detect_change(*dates, output=str(tmp_path / "changes.gpkg"), **options)
    assert message in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_images_of_three_pixels_are_too_small(tmp_path):
    before, after = make_dates()
    paths = [write(tmp_path / f"{name}.tif", date[:, :3, :3].copy()) for name, date in (("a", before), ("b", after))]
    with pytest.raises(EoDeepError, match="At least 100 pixels must be known on both dates"):
        detect_change(*paths, output=str(tmp_path / "changes.gpkg"))


def test_one_date_that_is_clouded_throughout_is_refused(dates, tmp_path):
    mask = write(tmp_path / "mask.tif", np.ones((1, SIDE, SIDE), np.uint8))
    with pytest.raises(EoDeepError):
        detect_change(*dates, masks=mask, output=str(tmp_path / "changes.gpkg"))


def test_the_result_is_json(dates, tmp_path):
    json.dumps(detect_change(*dates, score=str(tmp_path / "score.tif")), allow_nan=False)


def test_a_series_gives_the_date_of_each_change(tmp_path):
    """Of twelve images, a square changes at the ninth: found with its date by the threshold of the history."""
    rng, paths = np.random.default_rng(0), []
    fields = np.repeat(np.repeat(rng.uniform(500, 4000, (3, 20, 20)), 8, 1), 8, 2)
    for number in range(12):
        pixels = fields + rng.normal(0, 40, fields.shape)
        if number >= 8:
            pixels[PLACE] += np.array([500, -700, 300])[:, None, None]
        paths.append(write(tmp_path / f"i_2020-{number + 1:02d}-15.tif", pixels.clip(1).astype(np.uint16)))
    output, score = str(tmp_path / "changes.gpkg"), str(tmp_path / "score.tif")
    found = detect_change(images=paths, output=output, score=score, report=str(tmp_path / "r.html"))
    assert found["is_calibrated"]
    geometries, fields = read_changes(output)
    square = shapely.box(500_900, 5_199_300, 501_200, 5_199_600)
    largest = np.argmax(shapely.area(geometries))
    assert geometries[largest].intersection(square).area > 0.95 * square.area
    assert shapely.area(geometries).sum() < 1.5 * square.area
    assert fields["date"][largest] == "2020-09-15"
    with open_raster(score, [1]) as source:
        assert source.threshold == found["score_threshold"]
    assert not detect_change(images=paths[:8], output=output)["is_calibrated"]
    with pytest.raises(EoDeepError, match="at least 4 usable images is needed, got 3"):
        detect_change(images=paths[:3], output=output)
    with pytest.raises(EoDeepError, match="both are given"):
        detect_change(paths[0], paths[1], images=paths, output=output)
    with pytest.raises(EoDeepError, match="At least 3 images before"):
        detect_change(images=paths, monitor_from="2020-02-01", output=output)
    with pytest.raises(EoDeepError, match="got 'IR-MAD'"):
        detect_change(images=paths, method="IR-MAD", output=output)
