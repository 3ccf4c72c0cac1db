"""Pixels lie where QGIS shows them, in the colours that it shows, and what is unknown stays unknown."""

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio import Affine
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp
from rasterio.rpc import RPC

from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_image, open_raster
from tests.engine.notes import Notes

UTM = rasterio.CRS.from_epsg(32633)
PLACE = Affine(0.5, 0, 500000, 0, -0.5, 5500000)
IDENTITY = Affine.identity()


def write(path, pixels, **profile):
    pixels = pixels[None] if pixels.ndim == 2 else pixels
    count, height, width = pixels.shape
    options = {"driver": "GTiff", "width": width, "height": height, "count": count, "dtype": pixels.dtype, **profile}
    with rasterio.open(path, "w", **options) as file:
        file.write(pixels)
    return str(path)


def number_pixels(height=100, width=120, dtype="float32"):
    return np.arange(height * width, dtype=dtype).reshape(height, width)


def place_by_points(path, transform, crs=UTM):
    with rasterio.open(path, "r+") as file:
        corners = [(column, row) for column in (0, 60, 120) for row in (0, 50, 100)]
        file.gcps = ([GroundControlPoint(row=r, col=c, x=(transform * (c, r))[0], y=(transform * (c, r))[1])
                      for c, r in corners], crs)  # fmt: skip
    return path


# Where a picture lies


def test_a_picture_without_georeference_lies_below_zero(tmp_path):
    path, notes = write(tmp_path / "photo.tif", number_pixels()), Notes()
    with open_image(path, progress=notes) as source:
        assert source.grid.transform == Affine(1, 0, 0, 0, -1, 0) and source.grid.crs is None
        assert source.grid.bounds == (0, -100, 120, 0)
        np.testing.assert_array_equal(source.read()[0][0], number_pixels())
    assert notes.warnings == ["'photo.tif' has no georeference; pixel coordinates are used, as in QGIS."]


def test_a_crs_without_a_transform_says_nothing(tmp_path):
    with open_raster(write(tmp_path / "a.tif", number_pixels(), crs=UTM)) as source:
        assert (source.grid.crs, source.grid.bounds) == (None, (0, -100, 120, 0))


def test_a_transform_of_unit_pixels_is_kept(tmp_path):
    """QGIS shows it above zero, the first row at the bottom."""
    with open_raster(write(tmp_path / "a.tif", number_pixels(), transform=IDENTITY)) as source:
        assert source.grid.transform == IDENTITY


def test_a_mask_of_unit_pixels_lies_on_the_picture_that_it_was_made_of(tmp_path):
    picture = write(tmp_path / "photo.tif", number_pixels())
    mask = write(tmp_path / "mask.tif", number_pixels(), transform=IDENTITY)
    for first, second in ((picture, mask), (mask, picture)):
        with open_raster(first) as source, open_raster(second, grid=source.grid, resampling="nearest") as other:
            np.testing.assert_array_equal(other.read()[0], source.read()[0])
            half = source.grid.scaled(2)
        with open_raster(second, grid=half, resampling="average") as other:
            assert other.read()[0][0, 0, 0] == pytest.approx(60.5)


@pytest.mark.parametrize("crs", [UTM, None], ids=["UTM", "no CRS"])
@pytest.mark.parametrize(
    "transform", [PLACE, Affine(0.5, 0, 500000, 0, 0.5, 5500000), Affine(-0.5, 0, 500000, 0, -0.5, 5500000),
                  Affine(0.4, 0.3, 500000, 0.3, -0.4, 5500000)],
    ids=["north up", "south up", "mirrored", "turned"],
)  # fmt: skip
def test_a_transform_is_kept(tmp_path, crs, transform):
    with open_raster(write(tmp_path / "a.tif", number_pixels(), crs=crs, transform=transform)) as source:
        assert (source.grid.crs, source.grid.transform) == (crs, transform)
        with source.on(source.grid, "nearest") as same:
            np.testing.assert_array_equal(same.read()[0], source.read()[0])


def test_control_points_place_a_picture(tmp_path):
    path, notes = place_by_points(write(tmp_path / "scan.tif", number_pixels()), PLACE), Notes()
    with open_raster(path, progress=notes) as source:
        assert (source.grid.crs, source.grid.width, source.grid.height) == (UTM, 120, 100)
        np.testing.assert_allclose(source.grid.transform, PLACE, atol=1e-6)
        pixels, valid = source.read()
        assert valid.all() and source.count == 1
        np.testing.assert_array_equal(pixels[0], number_pixels())
        with source.on(source.grid.scaled(2), "average") as half:
            assert half.read()[0][0, 0, 0] == pytest.approx(60.5)
    assert notes.messages == ["'scan.tif' is georeferenced by its ground control points, as in QGIS."]


def test_turned_control_points_leave_the_rim_unknown(tmp_path):
    """The grid is the one that QGIS 3.22 shows: 141 x 109 px of 0.566988 m from (500000, 5500012)."""
    pixels = np.stack([number_pixels()] * 2)
    path = write(tmp_path / "scan.tif", pixels, nodata=-9999)
    place_by_points(path, Affine(0.5, 0.2, 500000, 0.1, -0.5, 5500000))
    with open_raster(path) as source:
        assert (source.grid.width, source.grid.height) == (141, 109)
        assert source.grid.transform[:6] == pytest.approx((0.566988016, 0, 500000, 0, -0.566988016, 5500012), abs=1e-6)
        assert source.read()[1].mean() == pytest.approx(0.656, abs=0.005)


def test_rational_polynomials_place_a_picture(tmp_path):
    """At their own mean height, and on the grid that QGIS 3.22 shows: 110 x 110 px from (14.989917, 48.0101)."""
    one = [1.0] + [0.0] * 19
    rpcs = RPC(
        height_off=100, height_scale=500, lat_off=48, lat_scale=0.01, line_den_coeff=one, line_off=50, line_scale=50,
        line_num_coeff=[0, 0, -1.0] + [0.0] * 17, long_off=15, long_scale=0.01, samp_den_coeff=one, samp_off=60,
        samp_num_coeff=[0, 1.0, 0, 0.5] + [0.0] * 16, samp_scale=60, err_bias=None, err_rand=None,
    )  # fmt: skip
    path = write(tmp_path / "satellite.tif", number_pixels())
    with rasterio.open(path, "r+") as file:
        file.rpcs = rpcs
    with open_raster(path) as source:
        assert (source.grid.crs.to_epsg(), source.grid.width, source.grid.height) == (4326, 110, 110)
        assert (source.grid.transform.c, source.grid.transform.f) == pytest.approx((14.989917, 48.0101), abs=1e-6)
        assert source.read()[0][0, 100, 50] == pytest.approx(100 * 100 / 110 // 1 * 120 + 54, abs=121)


def test_too_few_control_points_are_refused(tmp_path):
    path = write(tmp_path / "scan.tif", number_pixels())
    with rasterio.open(path, "r+") as file:
        file.gcps = ([GroundControlPoint(row=0, col=0, x=500000, y=5500000)], UTM)
    with pytest.raises(EoDeepError, match="scan.tif' cannot be georeferenced by its ground control points"):
        open_raster(path)


def test_coordinates_of_each_pixel_are_refused(tmp_path):
    path = write(tmp_path / "swath.tif", number_pixels())
    with rasterio.open(path, "r+") as file:
        file.update_tags(ns="GEOLOCATION", X_DATASET="lon.tif", Y_DATASET="lat.tif", X_BAND="1", Y_BAND="1")
    with pytest.raises(EoDeepError, match="swath.tif' has a longitude and latitude for each pixel"):
        open_raster(path)


@pytest.mark.parametrize(
    ("crs", "transform", "why"),
    [
        (4326, PLACE, "500060 and y from 5499950 to 5500000, which are not degrees of its CRS, WGS 84"),
        (4326, Affine(3e-6, 0, 48, 0, -3e-6, 115), "latitude and longitude seem to be exchanged; assign"),
        (32633, Affine(3e-6, 0, 15, 0, -3e-6, 48), "which are degrees, but its CRS is WGS 84 / UTM zone 33N"),
        (32633, Affine(1e9, 0, 0, 0, -1e9, 0), "which do not lie on the Earth"),
        (32633, Affine(1e300, 0, 0, 0, -1e300, 0), "which do not lie on the Earth"),
        (3035, Affine(1, 0, 5e9, 0, -1, 5e9), "which do not lie on the Earth in its CRS, ETRS89"),
        (32633, Affine(float("nan"), 0, 0, 0, -1, 0), "has pixels without area"),
        (32633, Affine(1e-9, 0, 500000, 0, -1e-9, 5400000), "has pixels without area"),
    ],
    ids=["UTM called degrees", "exchanged", "degrees called UTM", "huge", "endless", "nowhere", "NaN", "tiny"],
)
def test_coordinates_that_do_not_fit_their_crs(tmp_path, crs, transform, why):
    path = write(tmp_path / "a.tif", number_pixels(), crs=rasterio.CRS.from_epsg(crs), transform=transform)
    with pytest.raises(EoDeepError, match=why.replace("(", "[(]")):
        open_raster(path)


def test_the_whole_world_fits(tmp_path):
    world = Affine(3, 0, -180, 0, -1.8, 90)
    for transform in (world, Affine(3, 0, 0, 0, -1.8, 90), Affine(3.03, 0, -181.5, 0, -1.84, 92)):
        path = write(tmp_path / "a.tif", number_pixels(), crs=rasterio.CRS.from_epsg(4326), transform=transform)
        with open_raster(path) as source:
            assert source.grid.transform == transform


# In which colours


def write_coloured(path, table, indices, **profile):
    path = write(path, indices.astype(np.uint8), crs=UTM, transform=PLACE, **profile)
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, table)
    return path


def test_a_colour_table_gives_its_colours(tmp_path):
    indices = np.arange(12).reshape(3, 4) % 3
    table = {0: (10, 20, 30, 255), 1: (40, 50, 60, 255), 2: (7, 8, 9, 255)}
    path = write_coloured(tmp_path / "ortho.tif", table, indices)
    notes = Notes()
    with open_image(path, progress=notes) as source:
        assert (source.band_names, source.dtype) == (("red", "green", "blue"), "uint8")
        pixels, valid = source.read()
        assert source.grid.crs == UTM and source.grid.transform == PLACE
    assert valid.all()
    np.testing.assert_array_equal(pixels, np.array([[10, 40, 7], [20, 50, 8], [30, 60, 9]])[:, indices])
    assert notes.messages == ["'ortho.tif' is read with its colour table, as red, green and blue."]
    with open_raster(path) as classes:  # a class map keeps its values
        np.testing.assert_array_equal(classes.read()[0][0], indices)


def test_transparent_colours_are_unknown(tmp_path):
    indices = np.arange(12, dtype=np.uint8).reshape(3, 4) % 3
    picture = Image.fromarray(indices, mode="P")
    picture.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    picture.save(tmp_path / "ortho.png", transparency=bytes([255, 0, 0]))
    with open_image(tmp_path / "ortho.png") as source:
        pixels, valid = source.read()
    np.testing.assert_array_equal(valid, indices == 0)
    assert (pixels[:, valid] == [[10], [20], [30]]).all()


def test_colours_are_mixed_and_not_their_numbers(tmp_path):
    indices = np.repeat([[0, 200]], 20, axis=0).repeat(20, axis=1)
    table = {index: (index % 2 * 255, 0, 0, 255) for index in range(256)} | {0: (100, 0, 0, 255), 200: (200, 0, 0, 255)}
    with open_image(write_coloured(tmp_path / "ortho.tif", table, indices)) as source:
        with source.on(source.grid.scaled(0.5)) as fine:
            pixels, valid = fine.read()
        small, _ = source.read_overview(10)
    assert valid.all() and pixels[0].min() == 100 and pixels[0].max() == 200
    assert set(np.unique(small[0])) == {100, 200}


def test_the_nodata_value_of_a_coloured_image_is_an_index(tmp_path):
    indices = np.arange(12).reshape(3, 4) % 3
    table = {0: (0, 0, 0, 255), 1: (0, 0, 0, 255), 2: (9, 9, 9, 255)}
    with open_image(write_coloured(tmp_path / "ortho.tif", table, indices, nodata=1)) as source:
        np.testing.assert_array_equal(source.read()[1], indices != 1)
        with source.on(source.grid, "nearest") as same:
            np.testing.assert_array_equal(same.read()[1], indices != 1)


# What is unknown


def write_stack(path, pixels, nodata, kind, extra=("", "", "")):
    """A VRT of three bands with a nodata value each."""
    stack = write(path.with_suffix(".tif"), pixels, crs=UTM, transform=PLACE, photometric="MINISBLACK")
    declared = ["" if value is None else f"<NoDataValue>{value}</NoDataValue>" for value in nodata]
    bands = "".join(
        f'<VRTRasterBand dataType="{kind}" band="{band}">{value}'
        f"<SimpleSource><SourceFilename>{stack}</SourceFilename><SourceBand>{band}</SourceBand></SimpleSource>{more}"
        "</VRTRasterBand>"
        for band, (value, more) in enumerate(zip(declared, extra), 1)
    )
    height, width = pixels.shape[1:]
    path.write_text(
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>EPSG:32633</SRS>'
        f"<GeoTransform>500000,0.5,0,5500000,0,-0.5</GeoTransform>{bands}</VRTDataset>"
    )
    return str(path)


@pytest.mark.parametrize(("dtype", "kind"), [("float32", "Float32"), ("int16", "Int16")])
def test_each_band_has_its_own_nodata_value(tmp_path, dtype, kind):
    pixels = np.full((3, 60, 60), 100, dtype)
    pixels[0, :10], pixels[1, 10:20], pixels[2, 20:30] = -1, -2, -3
    pixels[1, 40:] = -1  # no nodata value of this band
    with open_raster(write_stack(tmp_path / "stack.vrt", pixels, (-1, -2, -3), kind)) as source:
        read, valid = source.read()
        assert source.nodatas == (-1, -2, -3) and not valid[:30].any() and valid[30:].all()
        np.testing.assert_array_equal(read, pixels)
        with source.on(source.grid.scaled(0.7)) as fine:
            warped, known = fine.read()
    assert warped.dtype == dtype and known.mean() == pytest.approx(0.5, abs=0.04)
    assert set(np.unique(warped[0][known])) == {100} and warped[1][known].min() >= -1  # nothing is mixed with -2 or -3


def test_8_bit_bands_with_a_nodata_value_each(tmp_path):
    """Unknown is what has in every band its nodata value: single bands may have it as a colour."""
    pixels = np.full((3, 40, 40), 100, np.uint8)
    pixels[0, :20], pixels[1, :10], pixels[2, :10] = 0, 255, 7
    with open_raster(write_stack(tmp_path / "stack.vrt", pixels, (0, 255, 7), "Byte")) as source:
        assert source.read()[1][:10].any() == 0 and source.read()[1][10:].all()
        with source.on(source.grid, "nearest") as same:
            read, valid = same.read()
    assert not valid[:10].any() and valid[10:].all()
    np.testing.assert_array_equal(read[:, 10:], pixels[:, 10:])


def test_a_mask_for_each_band(tmp_path):
    masks = np.full((3, 40, 40), 255, np.uint8)
    masks[0, :10], masks[2, 10:20] = 0, 0
    mask = write(tmp_path / "masks.tif", masks, photometric="MINISBLACK")
    extra = [
        f'<MaskBand><VRTRasterBand dataType="Byte"><SimpleSource><SourceFilename>{mask}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand></SimpleSource></VRTRasterBand></MaskBand>"
        for band in (1, 2, 3)
    ]
    pixels = np.full((3, 40, 40), 100, np.float32)
    with open_raster(write_stack(tmp_path / "stack.vrt", pixels, (None,) * 3, "Float32", extra)) as source:
        assert not source.read()[1][:20].any() and source.read()[1][20:].all()
        with source.on(source.grid, "nearest") as same:
            np.testing.assert_array_equal(same.read()[1], source.read()[1])


@pytest.mark.parametrize("internal", ["YES", "NO"])
def test_a_mask_for_all_bands(tmp_path, internal):
    mask = np.full((40, 40), 255, np.uint8)
    mask[:10] = 0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal):
        path = write(tmp_path / "a.tif", np.full((2, 40, 40), 100, np.uint16), crs=UTM, transform=PLACE)
        with rasterio.open(path, "r+") as file:
            file.write_mask(mask)
    with open_raster(path) as source, source.on(source.grid, "nearest") as same:
        np.testing.assert_array_equal(source.read()[1], mask > 0)
        np.testing.assert_array_equal(same.read()[1], mask > 0)


@pytest.mark.parametrize(
    ("written", "declared"),
    [(np.finfo("float32").min, "-3.4e+38"), (np.finfo("float32").min, "-3.40282e+38"), (1e20, "1e20"),
     (-9999.9, "-9999.9"), (np.nan, "nan"), (-np.inf, "-inf")],
)  # fmt: skip
def test_a_nodata_value_spelled_or_rounded_otherwise(tmp_path, written, declared):
    pixels = np.full((3, 60, 60), 100, np.float32)
    pixels[:, :30] = written
    with open_raster(write_stack(tmp_path / "stack.vrt", pixels, (declared,) * 3, "Float32")) as source:
        assert not source.read()[1][:30].any() and source.read()[1][30:].all()
        with source.on(source.grid.scaled(0.7)) as fine:
            warped, known = fine.read()
    assert known.mean() == pytest.approx(0.5, abs=0.03) and set(np.unique(warped[:, known])) == {100}


@pytest.mark.parametrize("declared", ["-9999", "70000", "0.5", "nan"])
def test_a_nodata_value_that_no_pixel_can_have(tmp_path, declared):
    pixels = np.full((3, 8, 8), 55537, np.uint16)
    with open_raster(write_stack(tmp_path / "stack.vrt", pixels, (declared,) * 3, "UInt16")) as source:
        assert source.read()[1].all() and source.nodata is None
        with source.on(source.grid) as same:
            assert same.read()[1].all()


def test_alpha_in_front_of_other_bands_is_found_after_a_warp(tmp_path):
    path = write(tmp_path / "argb.tif", np.stack([np.tri(60, dtype=np.uint8) * 255] * 4), crs=UTM, transform=PLACE)
    with rasterio.open(path, "r+") as file:
        file.colorinterp = [ColorInterp.alpha, ColorInterp.red, ColorInterp.green, ColorInterp.blue]
    with open_image(path) as source, source.on(source.grid, "nearest") as same:
        assert source.bands == same.bands == (2, 3, 4)
        np.testing.assert_array_equal(same.read()[1], np.tri(60) > 0)
