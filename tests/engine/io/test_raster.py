"""Rasters of every kind are read the same way, and written whole or not at all."""

import os
import threading
import warnings
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.virtual_raster import write_virtual
from tests.engine.notes import Notes

UTM = rasterio.CRS.from_epsg(32633)


def make_grid(width=300, height=200, crs=UTM, transform=None):
    return Grid(crs, transform or rasterio.Affine(0.5, 0, 500000, 0, -0.5, 5500000), width, height)


def random_pixels(*shape, dtype="uint8"):
    return np.random.default_rng(0).integers(1, 250, shape).astype(dtype)


@pytest.mark.parametrize(
    ("crs", "pixel", "expected"),
    [
        (32633, 0.5, (0.5, 0.5)),
        (3857, 1.0, (0.5, 0.5)),
        (4326, 1e-5, (0.5567, 1.1141)),
    ],
    ids=["UTM", "Mercator at 60 degrees", "degrees at 60 degrees"],
)
def test_ground_resolution(crs, pixel, expected):
    places = {32633: (500000, 6651411), 3857: (0, 8399737.9), 4326: (0, 60)}
    grid = make_grid(
        100, 100, rasterio.CRS.from_epsg(crs), rasterio.Affine(pixel, 0, places[crs][0], 0, -pixel, places[crs][1])
    )
    assert grid.ground_resolution_m == pytest.approx(expected, rel=5e-3)


def test_no_crs_has_no_resolution():
    assert make_grid(crs=None).ground_resolution_m is None


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_written_pixels_come_back(tmp_path, dtype):
    pixels = random_pixels(3, 200, 300, dtype=dtype)
    path = tmp_path / "a.tif"
    with RasterWriter(path, make_grid(), 3, dtype, band_names=["red", "green", "blue"], block_px=64) as writer:
        for window in make_grid().blocks(64):
            writer.write(pixels[(slice(None), *window.toslices())], window)
    with open_raster(path) as source:
        read, valid = source.read()
        assert (source.grid, source.dtype, source.band_names) == (make_grid(), dtype, ("red", "green", "blue"))
    np.testing.assert_array_equal(read, pixels)
    assert valid.all()
    assert os.listdir(tmp_path) == ["a.tif"]


def test_window_beyond_the_edge_is_unknown(write_raster):
    pixels = random_pixels(2, 20, 30)
    with open_raster(write_raster(pixels)) as source:
        read, valid = source.read(Window(-5, -7, 50, 40))
    assert read.shape == (2, 40, 50) and valid.sum() == 600
    np.testing.assert_array_equal(read[:, 7:27, 5:35], pixels)
    assert not read[:, ~valid].any()


def test_single_bands_of_8_bits_may_have_the_nodata_value(write_raster):
    pixels = random_pixels(3, 8, 8)
    pixels[:, 0, 0] = 0
    pixels[0, 1, 1] = 0
    with open_raster(write_raster(pixels, nodata=0)) as source:
        valid = source.read()[1]
    assert not valid[0, 0] and valid[1, 1]


def test_any_band_with_nodata_or_nan_makes_a_float_pixel_unknown(write_raster):
    pixels = random_pixels(3, 8, 8, dtype="float32")
    pixels[0, 0, 0], pixels[1, 1, 1], pixels[2, 2, 2] = -9999, np.nan, np.inf
    with open_raster(write_raster(pixels, nodata=-9999)) as source:
        valid = source.read()[1]
    assert (~valid).sum() == 3 and not valid[[0, 1, 2], [0, 1, 2]].any()


def test_alpha_is_a_mask_and_no_band(tmp_path):
    pixels = random_pixels(4, 16, 16)
    pixels[3] = 255
    pixels[3, :, :4] = 0
    with rasterio.open(
        tmp_path / "a.tif",
        "w",
        driver="GTiff",
        width=16,
        height=16,
        count=4,
        dtype="uint8",
        crs=UTM,
        transform=make_grid().transform,
        photometric="RGB",
        alpha="YES",
    ) as image:
        image.write(pixels)
    with open_raster(tmp_path / "a.tif") as source:
        assert source.count == 3
        assert source.read()[1].sum() == 16 * 12
        with open_raster(tmp_path / "a.tif", grid=source.grid.scaled(2)) as half:
            assert half.count == 3
            assert half.read()[1].all(axis=0).sum() in (6, 7)  # a pixel on the border is partly known


@pytest.mark.parametrize(
    "transform",
    [None, rasterio.Affine.identity(), rasterio.Affine(0.3, 0.1, 500000, 0.1, -0.3, 5500000)],
    ids=["north up", "no georeference", "rotated"],
)
@pytest.mark.parametrize("crs", [UTM, None], ids=["UTM", "no CRS"])
def test_resampling_keeps_the_place(write_raster, transform, crs):
    """A ramp stays a ramp: the value of each pixel is that of its centre on the other grid."""
    ramp = np.broadcast_to(np.arange(120, dtype=np.float32), (90, 120))
    with open_raster(write_raster(ramp, crs=crs, transform=transform)) as source:
        grid = source.grid.scaled(1.5)
        with open_raster(source.path, grid=grid) as other:
            pixels, valid = other.read()
    assert valid.all() and (grid.width, grid.height) == (80, 60)
    inner = pixels[0, 5:-5, 5:-5]
    np.testing.assert_allclose(inner, np.broadcast_to((np.arange(5, 75) + 0.5) * 1.5 - 0.5, inner.shape), atol=0.03)


def test_reads_from_many_threads(write_raster):
    pixels = random_pixels(3, 400, 400)
    wrong = []
    with open_raster(write_raster(pixels)) as source:

        def read():
            for window in source.grid.blocks(97):
                if not np.array_equal(source.read(window)[0], pixels[(slice(None), *window.toslices())]):
                    wrong.append(window)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_overview_spreads_over_the_raster(write_raster):
    pixels = random_pixels(1, 900, 700)
    with open_raster(write_raster(pixels)) as source:
        small, valid = source.read_overview(100)
    assert max(small.shape[1:]) == 100 and valid.all()
    assert abs(small.mean() - pixels.mean()) < 3


def test_a_class_map_has_colours_names_and_a_legend(tmp_path):
    classes = [
        {"value": 0, "name": "background", "color": "#000000"},
        {"value": 7, "name": "wood & moor", "color": "#11aa22"},
    ]
    with RasterWriter(tmp_path / "map.tif", make_grid(), nodata=255, classes=classes, overviews=True) as writer:
        writer.write(np.full((1, 200, 300), 7, np.uint8), Window(0, 0, 300, 200))
    with open_raster(tmp_path / "map.tif") as source:
        assert source.classes == classes
    with rasterio.open(tmp_path / "map.tif") as image:
        assert image.colormap(1)[7] == (0x11, 0xAA, 0x22, 255)
    legend = (tmp_path / "map.qml").read_text()
    assert "wood &amp; moor" in legend and "#11aa22" in legend


def test_nothing_stays_when_the_work_fails(tmp_path):
    (tmp_path / "a.tif").write_text("what was there before")

    def fail():
        with RasterWriter(tmp_path / "a.tif", make_grid()) as writer:
            writer.write(random_pixels(1, 200, 300), Window(0, 0, 300, 200))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert os.listdir(tmp_path) == ["a.tif"]
    assert (tmp_path / "a.tif").read_text() == "what was there before"


def test_a_full_disk_is_noticed(small_disk):
    noise = np.random.default_rng(0).integers(0, 250, (1, 2000, 2000), dtype=np.uint8)
    grid = make_grid(2000, 2000)
    with pytest.raises(EoDeepError, match="disk .* is full"), RasterWriter(small_disk / "a.tif", grid) as writer:
        writer.write(noise, Window(0, 0, 2000, 2000))
    assert os.listdir(small_disk) == []


@pytest.mark.parametrize("profile", [{}, {"tiled": True, "blockxsize": 64, "blockysize": 48}], ids=["rows", "tiles"])
def test_overview_is_a_lattice_of_the_pixels(write_raster, monkeypatch, profile):
    monkeypatch.setattr("eo_deep.io.raster._READ_AT_ONCE_PX", 5000)
    pixels = random_pixels(2, 301, 410, dtype="uint16")
    with open_raster(write_raster(pixels, nodata=7, **profile)) as source:
        small, valid = source.read_overview(100)
    lattice = np.ix_(range(2), *(np.linspace(0, size - 1, 100).astype(int) for size in (301, 410)))
    np.testing.assert_array_equal(small, pixels[lattice])
    np.testing.assert_array_equal(valid, (pixels[lattice] != 7).all(axis=0))


def test_parts_of_a_virtual_raster_are_known_to_be_empty(tmp_path):
    head, path = tmp_path / "head.tif", tmp_path / "whole.vrt"
    with RasterWriter(head, make_grid(600, 400), 1, "float32", np.nan, block_px=64):
        pass
    parts = []
    for left in (0, 256):  # nothing lies beyond
        part = tmp_path / f"part{left}.tif"
        with RasterWriter(part, make_grid(256, 400), 1, "float32", np.nan, block_px=64) as writer:
            writer.write(np.full((1, 10, 10), 0.5, np.float32), Window(130, 70, 10, 10))
        parts.append((part, Window(left, 0, 256, 400)))
    for folder in (tmp_path, None):
        write_virtual(path, head, parts, folder)
        with open_raster(path) as source:
            assert source.is_empty(Window(0, 0, 128, 400)) and source.is_empty(Window(192, 0, 190, 400))
            assert source.is_empty(Window(512, 0, 88, 400))
            assert not source.is_empty(Window(191, 127, 1, 1)) and not source.is_empty(Window(250, 100, 200, 10))
            assert source.read(Window(386, 70, 10, 10))[1].all()
    path.write_text(path.read_text().replace("SimpleSource", "ComplexSource"))
    with open_raster(path) as source:
        assert not source.is_empty(Window(0, 0, 128, 400))  # another program's may change values


def test_blocks_that_were_never_written_are_known_to_be_empty(tmp_path, write_raster):
    path, grid = tmp_path / "sparse.tif", make_grid(600, 400)
    with RasterWriter(path, grid, 2, "float32", np.nan, block_px=64) as writer:
        writer.write(np.full((1, 10, 10), 0.5, np.float32), Window(130, 70, 10, 10), bands=[2])
    with open_raster(path) as source:
        assert source.is_empty(Window(0, 0, 128, 400)) and source.is_empty(Window(192, 0, 408, 400))
        assert source.is_empty(Window(-50, -50, 40, 40)) and source.is_empty(Window(600, 0, 10, 10))
        assert not source.is_empty(Window(191, 127, 1, 1)) and not source.is_empty(Window(0, 0, 600, 400))
        assert not source.read(Window(128, 64, 64, 64))[1][20, 20]  # band 1 has no value there
    with open_raster(path, [1]) as source:
        assert source.is_empty(Window(0, 0, 600, 400))
        with source.on(make_grid(300, 200)) as other:
            assert not other.is_empty(Window(0, 0, 10, 10))  # not known of a warped one
    for nodata in (None, 0):
        with open_raster(write_raster(np.zeros((1, 32, 32), np.uint8), nodata=nodata)) as source:
            assert not source.is_empty(Window(0, 0, 32, 32))


def test_a_large_raster_without_overviews_is_sampled_in_groups(tmp_path, monkeypatch):
    path, size, read = tmp_path / "large.tif", 17_000, []
    with RasterWriter(path, make_grid(size, size), 1, "uint8", 255) as writer:
        for at in range(0, size, 512):
            rows = min(512, size - at)
            writer.write(np.full((1, rows, 512), at // 512, np.uint8), Window(8192, at, 512, rows))
    with open_raster(path) as source:
        whole, known = source.read_overview(1024)
        read_inside = source._read_inside
        monkeypatch.setattr(source, "_read_inside", lambda window, masked: (
            read.append(window.width * window.height) or read_inside(window, masked)))
        pixels, valid = source.read_sample(1024)
        assert pixels.shape == (1, 1024, 1024) and sum(read) == 1 << 20
        assert np.percentile(pixels[0][valid], [10, 50, 90]) == pytest.approx(
            np.percentile(whole[0][known], [10, 50, 90]), abs=1)
        monkeypatch.setattr("eo_deep.io.raster._LARGE_PX", 20_000)
        assert np.array_equal(source.read_sample(1024)[0], whole)


def test_threads_that_end_leave_no_file_open(write_raster):
    grid = make_grid(50, 50)
    with open_raster(write_raster(random_pixels(1, 60, 60)), grid=grid) as source:
        for _ in range(20):
            thread = threading.Thread(target=source.read)
            thread.start()
            thread.join()
        assert len({id(thread) for thread, _ in source._opened}) <= 2


def test_one_band_without_data_is_not_mixed_into_its_neighbours(write_raster):
    pixels = np.full((2, 60, 60), 100, np.float32)
    pixels[0, :, :30] = -9999
    path = write_raster(pixels, nodata=-9999)
    with open_raster(path) as source:
        grid = source.grid.scaled(0.7)
    with open_raster(path, grid=grid) as source:
        warped, valid = source.read()
    assert valid.mean() == pytest.approx(0.5, abs=0.02)
    assert (warped[:, valid] == 100).all()


def test_alpha_may_be_any_band(tmp_path):
    path = tmp_path / "argb.tif"
    order = [ColorInterp.alpha, ColorInterp.red, ColorInterp.green, ColorInterp.blue]
    profile = {"driver": "GTiff", "count": 4, "dtype": "uint8", "width": 60, "height": 60, "crs": UTM}
    with rasterio.open(path, "w", transform=make_grid().transform, **profile) as dataset:
        dataset.colorinterp = order
        dataset.write(np.stack([np.tri(60, dtype=np.uint8) * 255, *np.zeros((3, 60, 60), np.uint8)]))
    with open_raster(path) as source, open_raster(path, grid=source.grid) as warped:
        assert source.bands == warped.bands == (2, 3, 4)
        np.testing.assert_array_equal(warped.read()[1], source.read()[1])
        assert 0.4 < source.read()[1].mean() < 0.6


def test_complex_numbers_are_refused(tmp_path):
    path = tmp_path / "slc.tif"
    with rasterio.open(path, "w", "GTiff", 8, 8, 1, UTM, make_grid().transform, "complex_int16"):
        pass
    with pytest.raises(EoDeepError, match="holds complex numbers"):
        open_raster(path)


@pytest.mark.parametrize(
    ("options", "expected"), [({"classes": [{"value": 1, "name": "a", "color": "#ff0000"}]}, 1), ({"style": "x"}, 0.75)]
)
def test_overviews_take_the_mode_of_classes_and_the_mean_of_scores(tmp_path, options, expected):
    path = tmp_path / "a.tif"
    dtype = "uint8" if "classes" in options else "float32"
    pixels = np.tile(np.array([[1, 1], [1, 0]], dtype), (300, 300))
    with RasterWriter(path, make_grid(600, 600), dtype=dtype, overviews=True, **options) as writer:
        writer.write(pixels[None], Window(0, 0, 600, 600))
    with rasterio.open(path) as dataset:
        assert dataset.overviews(1) == [2]
        assert (dataset.read(1, out_shape=(300, 300)) == expected).all()


def test_small_rasters_need_no_overviews(tmp_path):
    with RasterWriter(tmp_path / "a.tif", make_grid(), overviews=True) as writer:
        writer.write(random_pixels(1, 200, 300), Window(0, 0, 300, 200))
    with rasterio.open(tmp_path / "a.tif") as dataset:
        assert dataset.overviews(1) == []


def test_a_new_raster_forgets_the_overviews_of_the_old_one(tmp_path):
    path = tmp_path / "a.tif"
    (tmp_path / "a.tif.ovr").write_bytes(b"old")
    with RasterWriter(path, make_grid()) as writer:
        writer.write(random_pixels(1, 200, 300), Window(0, 0, 300, 200))
    assert os.listdir(tmp_path) == ["a.tif"]


def test_missing_foreign_and_damaged_files_are_named(tmp_path, write_raster):
    with pytest.raises(EoDeepError, match="nowhere.tif' does not exist"):
        open_raster(tmp_path / "nowhere.tif")
    (tmp_path / "text.tif").write_text("no raster")
    with pytest.raises(EoDeepError, match="text.tif' is not a raster"):
        open_raster(tmp_path / "text.tif")
    path = write_raster(random_pixels(3, 600, 600), "cut.tif")
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) // 2)
    with (
        pytest.raises(EoDeepError, match="cut.tif' (cannot be read|is not a raster).*damaged"),
        open_raster(path) as source,
    ):
        source.read()


def test_band_that_is_not_there(write_raster):
    with pytest.raises(EoDeepError, match="Band 5 is not in .* which has 3"):
        open_raster(write_raster(random_pixels(3, 8, 8)), [1, 5])


def test_pixels_without_extent(write_raster):
    path = write_raster(random_pixels(1, 8, 8), transform=rasterio.Affine(0, 0, 500000, 0, 0, 5500000))
    with pytest.raises(EoDeepError, match="has pixels without area"):
        open_raster(path)


def test_where_a_raster_cannot_be_written(tmp_path):
    for path, why in ((tmp_path / "no" / "a.tif", "does not exist"), (tmp_path / "a.png", "must end in .tif")):
        with pytest.raises(EoDeepError, match=why):
            RasterWriter(path, make_grid())


@pytest.mark.parametrize("tag", ["null", "5", "[5]", '{"a": 1}', '[{"value": 1}]', "[" * 5000,
                                 '[{"value": 1, "name": null, "color": "red"}]'])  # fmt: skip
def test_a_tag_of_classes_that_lies_tells_none(tmp_path, tag):
    path, grid = str(tmp_path / "a.tif"), make_grid(20, 10)
    classes = [{"value": 1, "name": "roof", "color": "#ff0000"}]
    with RasterWriter(path, grid, 1, "uint8", 255, ["class"], classes) as writer:
        writer.write(random_pixels(1, 10, 20), Window(0, 0, 20, 10))
    with open_raster(path) as source:
        assert source.classes == classes
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(1, EO_DEEP_CLASSES=tag)
    with open_raster(path) as source:
        assert source.classes == []


def write_class_map(path, color="#11aa22"):
    log = Notes()
    classes = [{"value": 1, "name": "a", "color": color}]
    with RasterWriter(path, make_grid(8, 8), classes=classes, progress=log) as writer:
        writer.write(np.ones((1, 8, 8), np.uint8), Window(0, 0, 8, 8))
    return log.warnings


@pytest.mark.parametrize("name", ["town.tif", "a--b---.tif", "täwn.tif"])
def test_a_style_of_ours_is_renewed(tmp_path, name):
    style = (tmp_path / name).with_suffix(".qml")
    assert write_class_map(tmp_path / name) == []
    assert write_class_map(tmp_path / name, "#334455") == []
    assert "#334455" in style.read_text(encoding="utf-8")
    ElementTree.parse(style)
    assert sorted(os.listdir(tmp_path)) == sorted([name, style.name])


@pytest.mark.parametrize("how", ["of another layer", "edited", "ours of another raster"])
def test_a_style_that_is_not_ours_stays(tmp_path, how):
    style = tmp_path / "town.qml"
    if how == "of another layer":
        style.write_text("<qgis><renderer-v2/></qgis>")
    else:
        write_class_map(tmp_path / ("town.tif" if how == "edited" else "town.tiff"))
    if how == "edited":  # QGIS writes the document anew
        ElementTree.parse(style).write(style)
    before = style.read_bytes()
    assert write_class_map(tmp_path / "town.tif") == [
        "'town.qml' is kept, because EO Deep did not make it; the style of 'town.tif' is not written."
    ]
    assert style.read_bytes() == before
    with rasterio.open(tmp_path / "town.tif") as image:
        assert image.colormap(1)[1] == (0x11, 0xAA, 0x22, 255)


@pytest.mark.parametrize("masked_by", ["alpha", "mask", "nodata"])
def test_an_image_made_of_another_says_the_same_of_its_bands(tmp_path, masked_by):
    path = tmp_path / "a.tif"
    pixels = random_pixels(4 if masked_by == "alpha" else 3, 64, 64)
    kinds = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha][: len(pixels)]
    profile = {"driver": "GTiff", "count": len(pixels), "dtype": "uint8", "width": 64, "height": 64, "crs": UTM}
    known = np.tri(64, dtype=np.uint8) * 255
    if masked_by == "alpha":
        pixels[3] = known
    elif masked_by == "nodata":
        profile["nodata"], pixels[:, known == 0] = 0, 0
    with rasterio.open(path, "w", transform=make_grid().transform, **profile) as file:
        file.colorinterp = kinds
        file.write(pixels)
        file.scales, file.offsets = (1e-4, 2e-4, 1, 1)[: len(pixels)], (-0.1, 0, 0, 0)[: len(pixels)]
        file.units = ("reflectance", "m", "", "")[: len(pixels)]
        file.update_tags(SENSOR="Sentinel & Co", TIFFTAG_DATETIME="2026:01:02 03:04:05")
        file.update_tags(2, WAVELENGTH="560 nm", STATISTICS_MEAN="7")
        if masked_by == "mask":
            file.write_mask(known)
    with open_raster(path) as source:
        read, valid = source.read()
        names = source.band_names
        with RasterWriter(tmp_path / "b.tif", source.grid, 3, nodata=source.nodata, band_names=names, like=source) as b:
            b.write(read, Window(0, 0, 64, 64), valid)
    with rasterio.open(tmp_path / "b.tif") as file, open_raster(tmp_path / "b.tif") as source:
        assert (file.scales, file.offsets) == ((1e-4, 2e-4, 1), (-0.1, 0, 0))
        assert file.units == ("reflectance", "m", None) and file.colorinterp == tuple(kinds[:3])
        assert file.tags()["SENSOR"] == "Sentinel & Co" and file.tags()["TIFFTAG_DATETIME"] == "2026:01:02 03:04:05"
        assert file.tags(2) == {"WAVELENGTH": "560 nm"} and source.band_names == ("red", "green", "blue")
        assert file.nodata == profile.get("nodata")
        again, still = source.read()
    np.testing.assert_array_equal(again, read)
    np.testing.assert_array_equal(still, known > 0)
    assert [name for name in os.listdir(tmp_path) if name.startswith("b")] == ["b.tif"]


@pytest.mark.parametrize("suffix", [".tif", ".png"])
def test_reading_leaves_nothing_beside_the_image(tmp_path, suffix):
    path = tmp_path / f"image{suffix}"
    driver = {".tif": "GTiff", ".png": "PNG"}[suffix]
    pixels = np.random.default_rng(0).integers(0, 255, (3, 600, 500), np.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(path, "w", driver=driver, width=500, height=600, count=3, dtype="uint8") as target:
            target.write(pixels)
    for grid in (None, Grid(None, rasterio.Affine(2, 0, 0, 0, -2, 0), 250, 300)):
        with open_raster(path, grid=grid) as source:
            source.read()
            source.read_overview(64)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_score_states_its_threshold(tmp_path):
    grid = make_grid(4, 4)
    for name, threshold in (("stated.tif", 0.1), ("other.tif", None)):
        with RasterWriter(tmp_path / name, grid, dtype="float32") as writer:
            writer.write(np.ones((1, 4, 4), np.float32), Window(0, 0, 4, 4))
            if threshold is not None:
                writer.set_threshold(threshold)
        with open_raster(str(tmp_path / name)) as source:
            assert source.threshold == threshold


@pytest.mark.parametrize(("count", "dtype"), [(2, "uint16"), (3, "float32"), (4, "uint16")])
def test_several_bands_are_written_without_a_word_of_gdal(count, dtype, tmp_path, capfd):
    pixels = random_pixels(count, 200, 300, dtype=dtype)
    with RasterWriter(tmp_path / "a.tif", make_grid(), count, dtype, block_px=64, masked=True) as writer:
        writer.write(pixels, Window(0, 0, 300, 200), np.ones((200, 300), bool))
    assert capfd.readouterr().err == ""
    with rasterio.open(tmp_path / "a.tif") as file:
        np.testing.assert_array_equal(file.read(), pixels)
