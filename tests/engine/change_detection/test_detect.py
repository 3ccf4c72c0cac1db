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
    json.dumps(found, allow_nan=False)
    assert not found["is_calibrated"]
    assert found["false_alarms_percent"] is None
    assert "Not calibrated" in report.read_text()
    with rasterio.open(tmp_path / "score.tif") as file:
        assert file.descriptions == ("rank", "IR-MAD", "spectral angle")
        assert np.isnan(file.nodata)


def test_stable_area_beside_the_images_measures_nothing(dates, tmp_path):
    write_boxes(tmp_path / "far.gpkg", [shapely.box(400_000, 5_198_400, 400_800, 5_200_000)])
    found = detect_change(*dates, stable=str(tmp_path / "far.gpkg"), output=str(tmp_path / "changes.gpkg"))
    assert not found["is_calibrated"] and found["false_alarms_percent"] is None


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


def test_changes_and_the_objects_of_a_map_join(dates, stable, tmp_path):
    """Of three objects one lies in the square that changed, and one half in it."""
    objects, output, joined = (str(tmp_path / name) for name in ("map.gpkg", "changes.gpkg", "joined.gpkg"))
    write_boxes(objects, [shapely.box(500_100, 5_199_900, 500_150, 5_199_950),
                          shapely.box(500_950, 5_199_400, 501_000, 5_199_450),
                          shapely.box(500_700, 5_199_350, 501_100, 5_199_550)])  # fmt: skip
    detect_change(*dates, stable=stable, objects=objects, min_area=20_000, output=output, changed_objects=joined)
    _, fields = read_changes(output)
    assert fields["objects_count"].tolist() == [2]
    assert fields["objects"].tolist() == ["2,3"]
    geometries, fields = read_changes(joined)
    assert fields["number"].tolist() == [0, 1, 2]
    assert fields["changes_count"].tolist() == [0, 1, 1]
    assert fields["changed_share"][:2].tolist() == [0, 1]
    assert fields["changed_share"][2] == pytest.approx(0.5, abs=0.08)
    with pytest.raises(EoDeepError, match="Objects with their changes need objects of a map, got none"):
        detect_change(*dates, changed_objects=joined)


def test_dates_without_the_event_calibrate_by_any_method(dates, tmp_path):
    """Of two earlier dates: 1 % of their pixels' scores reach the threshold, and the square is found."""
    before, _ = make_dates()
    paths = []
    for year in (2017, 2018):
        noise = np.random.default_rng(year).normal(0, 60, before.shape)
        paths.append(write(tmp_path / f"n_{year}-09-01.tif", (before * 0.9 + 80 + noise).round().astype(np.uint16)))
    for method in ("auto", "magnitude"):
        found = detect_change(*dates, method=method, null_images=paths, score=str(tmp_path / "score.tif"))
        assert found["is_calibrated"]
        with rasterio.open(tmp_path / "score.tif") as file:
            suspects = file.read(1) >= found["score_threshold"]
        assert suspects[PLACE[1:]].mean() > 0.9
        suspects[36:74, 86:124] = False
        assert suspects.mean() < 0.02
    report = tmp_path / "report.html"
    detect_change(*dates, method="spectral angle", null_images=paths[1], report=str(report))
    text = report.read_text()
    assert "Calibrated by 1 pair of dates without the event" in text
    assert "Threshold of one half, false alarms in the other" in text
    late = write(tmp_path / "n_2021-09-01.tif", before)
    with pytest.raises(EoDeepError, match="before that of the image after, 2020-09-12, but 'n_2021-09-01.tif'"):
        detect_change(*dates, null_images=late, report=str(report))


def test_what_is_new_and_bright_is_no_cloud(tmp_path):
    """A clearing, much brighter in all visible bands than on the two dates without the event."""
    rng, paths = np.random.default_rng(0), []
    fields = np.repeat(np.repeat(rng.uniform(300, 2000, (3, 10, 16)), 8, 1), 8, 2)
    for year in (2020, 2019, 2018, 2017):
        pixels = fields + rng.normal(0, 40, fields.shape)
        if year == 2020:
            pixels[PLACE] += 1500
        paths.append(write(tmp_path / f"i_{year}-07-15.tif", pixels.clip(1).astype(np.uint16)))
        with rasterio.open(paths[-1], "r+") as file:
            file.descriptions = ("blue", "green", "red")
    score = str(tmp_path / "score.tif")
    found = detect_change(paths[1], paths[0], null_images=paths[2:], score=score, coregister=False)
    with rasterio.open(score) as file:
        assert (file.read(1)[PLACE[1:]] >= found["score_threshold"]).mean() > 0.95


def test_the_change_of_an_index_has_its_sign_in_words(dates, stable, tmp_path):
    output, score = str(tmp_path / "changes.gpkg"), str(tmp_path / "score.tif")
    detect_change(*dates, method="index", stable=stable, min_area=20_000, output=output, score=score)
    _, fields = read_changes(output)
    assert fields["meaning"].tolist() == ["NDVI decreased: less green vegetation"]
    with rasterio.open(score) as file:
        assert file.descriptions == ("ndvi", "change of ndvi")
        size, change = file.read()
        assert np.array_equal(size, np.abs(change))
        assert fields["index_change"][0] == pytest.approx(change[PLACE[1:]].mean(), abs=0.12)  # its margin


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


def test_a_series_gives_the_date_of_each_change(tmp_path):
    """Of twelve images, a square changes at the ninth: found with its date by the threshold of the history."""
    rng, paths = np.random.default_rng(0), []
    fields = np.repeat(np.repeat(rng.uniform(500, 4000, (3, 10, 16)), 8, 1), 8, 2)
    for number in range(12):
        pixels = fields + rng.normal(0, 40, fields.shape)
        if number >= 8:
            pixels[PLACE] += np.array([500, -700, 300])[:, None, None]
        paths.append(write(tmp_path / f"i_2020-{number + 1:02d}-15.tif", pixels.clip(1).astype(np.uint16)))
    output, score = str(tmp_path / "changes.gpkg"), str(tmp_path / "score.tif")
    found = detect_change(images=paths, output=output, score=score)
    assert found["is_calibrated"]
    geometries, fields = read_changes(output)
    square = shapely.box(500_900, 5_199_300, 501_200, 5_199_600)
    largest = np.argmax(shapely.area(geometries))
    assert geometries[largest].intersection(square).area > 0.95 * square.area
    assert shapely.area(geometries).sum() < 1.5 * square.area
    assert fields["date"][largest] == "2020-09-15"
    with open_raster(score, [1]) as source:
        assert source.threshold == found["score_threshold"]
    for options in ({}, {"method": "index"}):
        found = detect_change(images=paths[:4] + paths[8:10], coregister=False, output=output, score=score, **options)
        assert not found["is_calibrated"]  # the history has 3 dates
    largest = np.argmax(read_changes(output)[1]["area_m2"])
    assert read_changes(output)[1]["meaning"][largest] == "NDVI decreased: less green vegetation"
    with pytest.raises(EoDeepError, match="at least 4 usable images is needed, got 3"):
        detect_change(images=paths[:3], output=output)
    with pytest.raises(EoDeepError, match="both are given"):
        detect_change(paths[0], paths[1], images=paths, output=output)
    with pytest.raises(EoDeepError, match="At least 3 images before"):
        detect_change(images=paths, monitor_from="2020-02-01", output=output)
    with pytest.raises(EoDeepError, match="got 'IR-MAD'"):
        detect_change(images=paths, method="IR-MAD", output=output)
