"""Images of one place as one series: one grid, one place, dates, masks, values."""

import datetime

import numpy as np
import pytest
import rasterio
import rasterio.warp
from rasterio.transform import from_origin
from rasterio.windows import Window
from scipy import ndimage

from eo_deep.errors import EoDeepError
from eo_deep.image_series import open_series

PIXEL_M = 10.0
CORNER = 500000, 5500000


def make_scene(height=96, width=128, bands=3, seed=0):
    """Reflectance x 10,000 (bands, H, W) float: fields of a few pixels, each band with its own contrast."""
    rng = np.random.default_rng(seed)
    base = ndimage.gaussian_filter(rng.normal(size=(height, width)), 2) * 6
    return np.stack([1500 + 300 * (1 + 0.2 * band) * (base + 0.3 * ndimage.gaussian_filter(
        rng.normal(size=(height, width)), 1.5)) for band in range(bands)])


@pytest.fixture
def write(write_raster):
    """write(pixels, name, left=0, top=0, pixel_m=10, **options) -> path; left and top in px from the corner."""

    def call(pixels, name, left=0.0, top=0.0, pixel_m=PIXEL_M, dtype="uint16", **options):
        pixels = np.asarray(pixels)
        pixels = np.rint(pixels) if np.dtype(dtype).kind in "iu" else pixels
        transform = from_origin(CORNER[0] + left * PIXEL_M, CORNER[1] - top * PIXEL_M, pixel_m, pixel_m)
        return write_raster(pixels.astype(dtype), name, transform=transform, photometric="MINISBLACK", **options)

    return call


@pytest.fixture
def dated(write):
    """Three dates of a scene with other light and noise, in the wrong order."""
    scene, rng = make_scene(), np.random.default_rng(1)
    return [write(gain * scene + rng.normal(0, 20, scene.shape), f"s_{date}.tif")
            for date, gain in (("20200815", 1.2), ("2019-05-01", 1.0), ("20190620", 0.9))]  # fmt: skip


def whole(series):
    return Window(0, 0, series.grid.width, series.grid.height)


def test_a_series_is_in_the_order_of_its_dates_and_gives_the_values_of_its_files(dated, notes):
    with open_series(dated, progress=notes) as series:
        assert [image.date.isoformat() for image in series.images] == ["2019-05-01", "2019-06-20", "2020-08-15"]
        assert [image.position for image in series.images] == [1, 2, 0]
        assert series.used == [0, 1, 2]
        assert (series.grid.width, series.grid.height) == (128, 96)
        assert all(image.correlation > 0.9 and image.shift_px == (0, 0) for image in series.images)
        assert all(image.known_share == 1 for image in series.images)
        values, known = series.read(2, whole(series))
        with rasterio.open(dated[0]) as dataset:
            np.testing.assert_array_equal(values, dataset.read())
        assert known.all()
        assert values.dtype == np.float32
    assert any("2019-06-20, 100 % known" in text for text in notes.messages)


def test_a_window_beyond_the_grid_is_unknown_there(dated):
    with open_series(dated) as series:
        values, known = series.read(0, Window(-4, 90, 8, 12))
        assert not known[:, :4].any()
        assert not known[6:].any()
        assert known[:6, 4:].all()
        assert not values[:, ~known].any()


def test_the_grid_covers_all_images_and_stays_on_the_first_ones_pixels(write):
    scene = make_scene(120, 160)
    first = write(scene[:, 10:90, 20:120], "a_20190101.tif", left=20, top=10)
    second = write(scene[:, 40:120, 60:160], "b_20190201.tif", left=60, top=40)
    with open_series([first, second]) as series:
        assert series.grid.transform == from_origin(CORNER[0] + 200, CORNER[1] - 100, PIXEL_M, PIXEL_M)
        assert (series.grid.width, series.grid.height) == (140, 110)
        values, known = series.read(1, whole(series))
        np.testing.assert_array_equal(values[:, 30:, 40:], np.rint(scene[:, 40:120, 60:160]))
        assert known[30:, 40:].all()
        assert known.sum() == 80 * 100


@pytest.mark.parametrize("crs", ["EPSG:32634", "EPSG:4326"])
def test_an_image_in_another_crs_and_resolution_lies_on_the_same_ground(write, tmp_path, crs):
    scene = ndimage.gaussian_filter(make_scene(), (0, 2, 2)) * 3
    first = write(scene, "a_20190101.tif")
    other = str(tmp_path / "b_20190201.tif")
    with rasterio.open(first) as dataset:
        turned, width, height = rasterio.warp.calculate_default_transform(
            dataset.crs, crs, dataset.width, dataset.height, *dataset.bounds)
        with rasterio.open(other, "w", driver="GTiff", width=width, height=height, count=3, dtype="uint16", crs=crs,
                           transform=turned, nodata=0) as warped:
            for band in (1, 2, 3):
                rasterio.warp.reproject(rasterio.band(dataset, band), rasterio.band(warped, band),
                                        resampling=rasterio.warp.Resampling.cubic)
    with open_series([first, other]) as series:
        column, row = ~series.grid.transform * CORNER
        assert column == round(column) >= 0  # moved by whole pixels, since the turned image covers more
        assert row == round(row) >= 0
        place = Window(column + 20, row + 20, 80, 60)
        (a, _), (b, known) = series.read(0, place), series.read(1, place)
        assert known.all()
        assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.998
        assert series.images[1].shift_px == (0, 0)


def test_what_is_read_does_not_depend_on_the_window(write):
    scene = make_scene()
    paths = [write(scene, "a_20190101.tif"), write(scene, "b_20190201.tif", left=0.37, top=-0.21),
             write(np.roll(scene, (1, 0), (1, 2)), "c_20190301.tif")]  # fmt: skip
    with open_series(paths) as series:
        for number in range(3):
            values, known = series.read(number, whole(series))
            for window in (Window(17, 5, 31, 40), Window(64, 64, 32, 32)):
                part, there = series.read(number, window)
                place = window.toslices()
                np.testing.assert_array_equal(part, values[(slice(None), *place)])
                np.testing.assert_array_equal(there, known[place])


@pytest.mark.parametrize("shift", [(1.0, -2.0), (0.5, 0.75), (-1.3, 0.4)])
def test_a_shift_of_up_to_two_pixels_is_found_and_corrected(write, shift):
    big = make_scene(160, 200)
    rng = np.random.default_rng(2)
    moved = ndimage.shift(big, (0, *shift), order=3)
    paths = []
    for number in range(4):
        pixels = (moved if number == 2 else big)[:, 20:-20, 20:-20]
        paths.append(write(pixels * (1 + 0.1 * number) + rng.normal(0, 15, pixels.shape), f"s_2019010{number + 1}.tif"))
    with open_series(paths) as series:
        found = series.images[2].shift_px
        assert found == pytest.approx(shift, abs=0.1 if max(np.abs(shift)) < 2 else 0.3)
        assert all(series.images[number].shift_px == (0, 0) for number in (0, 1, 3))
        place = Window(5, 5, 120, 100)
        (a, _), (b, _) = series.read(0, place), series.read(2, place)
        assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.97
    with open_series(paths, coregister=False) as series:
        assert all(image.shift_px == (0, 0) for image in series.images)


def test_an_image_of_another_place_is_left_out_with_its_correlation(dated, write, notes):
    other = write(make_scene(seed=9), "other_20190701.tif")
    with open_series([*dated, other], progress=notes) as series:
        assert [bool(image.refused) for image in series.images] == [False, False, True, False]
        assert series.used == [0, 1, 3]
        assert not series.read(2, whole(series))[1].any()
        assert [row["status"] == "used" for row in series.table()] == [True, True, False, True]
    assert any(text.startswith("'other_20190701.tif' is left out: its correlation") for text in notes.warnings)


def test_values_follow_scale_and_offset_and_nodata_and_nan_are_unknown(write, tmp_path):
    scene = make_scene()
    scene[:, :10] = -9999
    scaled = write(scene, "a_20190101.tif", dtype="int16", nodata=-9999, scale=0.0001)
    with rasterio.open(scaled, "r+") as dataset:
        dataset.offsets = (-0.1,) * 3
    plain = make_scene() / 10_000 - 0.1
    plain[1, :, :7] = np.nan
    floats = write(plain, "b_20190201.tif", dtype="float32")
    with open_series([scaled, floats]) as series:
        (a, known_a), (b, known_b) = (series.read(number, whole(series)) for number in (0, 1))
        assert not known_a[:10].any()
        assert known_a[10:].all()
        assert not known_b[:, :7].any()
        assert known_b[:, 7:].all()
        assert np.isfinite(b).all()
        np.testing.assert_allclose(a[:, 10:, 7:], b[:, 10:, 7:], atol=6e-5)


def test_fill_that_no_ground_has_is_unknown(dated, write):
    scene = make_scene()
    scene[:, 40:60, 30:50] = 64537
    with open_series([*dated, write(scene, "fill_20190901.tif")]) as series:
        known = series.read(2, whole(series))[1]
        assert not known[40:60, 30:50].any()
        assert known.sum() == known.size - 400
        assert series.images[2].known_share == pytest.approx(1 - 400 / known.size)


def test_an_offset_of_1000_is_said_and_subtracted(dated, write, notes):
    raised = write(make_scene() + 1000, "raised_20220901.tif")
    with open_series([*dated, raised], progress=notes) as series:
        assert [image.baseline for image in series.images] == [0, 0, 0, 1000]
        values = series.read(3, whole(series))[0]
        np.testing.assert_allclose(values, make_scene(), atol=1)
    assert any("'raised_20220901.tif' are about 1000 higher" in text for text in notes.warnings)


def test_clouds_are_found_without_masks(write, notes):
    rng, scene, paths = np.random.default_rng(3), make_scene(), []
    for number in range(5):
        pixels = scene + rng.normal(0, 20, scene.shape)
        if number == 3:
            pixels[:, 20:50, 60:100] = 6000 + rng.normal(0, 300, (3, 30, 40))
        paths.append(write(pixels, f"s_2019010{number + 1}.tif"))
    with open_series(paths, progress=notes) as series:
        known = [series.read(number, whole(series))[1] for number in range(5)]
        assert not known[3][18:52, 58:102].any()  # two pixels more on each side
        assert known[3].sum() == known[3].size - 34 * 44
        assert all(each.all() for number, each in enumerate(known) if number != 3)
    assert any("count as clouds" in text for text in notes.messages)


def test_masks_are_read_by_what_they_are_and_on_any_grid(dated, write, notes):
    classes = np.full((96, 128), 4)
    classes[:, :64] = 5
    classes[10:20, 10:20] = 9
    bits = np.full((96, 128), 21824)
    bits[30:40] = 22280
    coarse = np.zeros((48, 64))
    coarse[:5] = 1
    masks = [write(classes, "scl.tif", dtype="uint8"), write(bits, "qa.tif"),
             write(coarse, "layer.tif", pixel_m=20.0, dtype="uint8")]  # fmt: skip
    with open_series(dated, masks=masks, progress=notes) as series:
        known = {image.position: series.read(number, whole(series))[1] for number, image in enumerate(series.images)}
        expected = np.ones((3, 96, 128), bool)
        expected[0, 10:20, 10:20] = expected[1, 30:40] = expected[2, :10] = False
        for position in range(3):
            np.testing.assert_array_equal(known[position], expected[position])
    for text in ("'scl.tif' is read as scene classes", "'qa.tif' is read as quality bits (QA_PIXEL)",
                 "'layer.tif' is read as a mask that is 0"):
        assert any(text in message for message in notes.messages)


def test_what_a_mask_does_not_cover_is_unknown_with_a_warning(dated, write, notes):
    small = write(np.zeros((48, 128)), "small.tif", dtype="uint8")
    with open_series(dated, masks=[small], progress=notes) as series:
        known = series.read(0, whole(series))[1]
        assert known[:48].all()
        assert not known[48:].any()
    assert any("'small.tif' does not cover 50 %" in text for text in notes.warnings)


def test_bands_are_matched_by_name_where_all_state_them(write):
    scene = make_scene(bands=4)
    first, second = write(scene[[0, 1, 2]], "a_20190101.tif"), write(scene[[3, 2, 1, 0]], "b_20190201.tif")
    for path, names in (first, "blue green red"), (second, "nir red green blue"):
        with rasterio.open(path, "r+") as dataset:
            dataset.descriptions = tuple(names.split())
    with open_series([first, second]) as series:
        assert series.band_names == ("blue", "green", "red")
        np.testing.assert_array_equal(series.read(0, whole(series))[0], series.read(1, whole(series))[0])


def test_images_of_three_pixels_make_a_series(write):
    paths = [write(make_scene(3, 3) + 10 * number, f"s_2019010{number + 1}.tif") for number in range(3)]
    with open_series(paths) as series:
        assert [image.correlation for image in series.images] == [None] * 3
        assert series.used == [0, 1, 2]
        assert series.read(1, whole(series))[1].all()


def test_dates_are_said_to_be_missing_or_alike(write, notes):
    scene = make_scene()
    paths = [write(scene, "a.tif"), write(scene * 1.1, "b.tif")]
    with open_series(paths, progress=notes) as series:
        assert [image.date for image in series.images] == [None, None]
    assert notes.warnings == ["Nothing states the date of 'a.tif' and another; the images count in the order given."]
    notes.warnings.clear()
    with open_series(paths, ["2020-01-02", "20200102"], progress=notes) as series:
        assert [image.date for image in series.images] == [datetime.date(2020, 1, 2)] * 2
    assert notes.warnings == ["'a.tif' and 'b.tif' have the same date, 2020-01-02; check the dates."]


@pytest.mark.parametrize(("case", "expected"), [
    ("one", "A series needs at least 2 images, got 1"),
    ("twice", "'a_20190101.tif' is given twice"),
    ("bands", "'two.tif' has 2 and 'a_20190101.tif' 3"),
    ("alpha", "'alpha.tif' has 2 and alpha and 'a_20190101.tif' 3"),
    ("missing band", "Band 4 is not in"),
    ("dates", "one date for each image, got 3 for 2 images"),
    ("date", "A date must be written like 2018-10-16, got '2018-13-01'"),
    ("masks", "one mask for each image or one for all, got 3 for 2"),
    ("mask elsewhere", "'far.tif' does not lie where"),
    ("elsewhere", "'far.tif' does not lie where"),
    ("clouded", "only 1 of 2 can be used: 'b_20190201.tif' is left out, no pixel is known"),
    ("one value", "only 1 of 2 can be used: 'flat_20190201.tif' is left out, all its pixels have the same value"),
    ("other place", "only 0 of 2 can be used: '.*' is left out, its correlation"),
    ("no CRS", "'plain.tif' has no CRS"),
    ("unplaced", "must cover the same ground"),
])  # fmt: skip
def test_bad_input_gets_one_sentence(write, write_raster, out, check_refusal, case, expected):
    scene = make_scene()
    a, b = write(scene, "a_20190101.tif"), write(scene * 1.1, "b_20190201.tif")
    far = write(scene, "far.tif", left=5000)
    bad = write(np.ones((96, 128)), "bad.tif", dtype="uint8")
    good = write(np.zeros((96, 128)), "good.tif", dtype="uint8")
    calls = {
        "one": ([a],),
        "twice": ([a, a],),
        "bands": ([a, write(scene[:2], "two.tif")],),
        "alpha": ([a, write_raster(scene.astype("uint16"), "alpha.tif", photometric="MINISBLACK", alpha="yes")],),
        "missing band": ([a, b], None, None, [1, 4]),
        "dates": ([a, b], ["2018-01-01"] * 3),
        "date": ([a, b], ["2018-01-01", "2018-13-01"]),
        "masks": ([a, b], None, [good, good, good]),
        "mask elsewhere": ([a, b], None, [good, far]),
        "elsewhere": ([a, b, far],),
        "clouded": ([a, b], None, [good, bad]),
        "one value": ([a, write(np.full_like(scene, 900), "flat_20190201.tif")],),
        "other place": ([a, write(make_scene(seed=5), "c_20190101.tif")],),
        "no CRS": ([a, write_raster(scene.astype("uint16"), "plain.tif", crs=None, photometric="MINISBLACK")],),
        "unplaced": ([write_raster(scene[:, :size, :size].astype("uint16"), f"{size}.tif", crs=None,
                                   transform=from_origin(0, 0, 1, 1), photometric="MINISBLACK")
                      for size in (90, 33)],),
    }  # fmt: skip
    check_refusal(expected, out, open_series, *calls[case])


def test_files_are_closed_after_an_error(write, tmp_path):
    a = write(make_scene(), "a_20190101.tif")
    with pytest.raises(EoDeepError):
        open_series([a, write(make_scene(bands=2), "b.tif")])
    (tmp_path / "a_20190101.tif").unlink()


def test_haze_is_no_offset(dated, write, notes):
    hazy = write(0.3 * make_scene() + 2000, "hazy_20220901.tif")  # its darkest pixels are about 1000 brighter
    with open_series([*dated, hazy], progress=notes) as series:
        assert all(image.baseline == 0 for image in series.images)
